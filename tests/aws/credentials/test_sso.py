"""Tokens of IAM Identity Center: used, renewed and written back where the AWS CLI has them."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.sign_in import SignInKind
from tests.aws.aws_files import KEYS, AwsFilesInFolder, dev, signed_key
from tests.aws.credentials.scene import call, error_of, rest_reply, session_of, soon, sources
from tests.fakes.raw_http_server import RawHttpServer, Reply

START_URL = "https://corp.awsapps.com/start"
ROLE = "sso_account_id = 123456789012\nsso_role_name = Dev\n"


def portal_keys(access_key_id: str = "ASIASSO", seconds: float = 3600) -> Reply:
    """Return the portal's answer to GetRoleCredentials."""
    expiration = 4_000_000_000_000 if seconds > 0 else 1_000_000_000_000
    keys = {
        "accessKeyId": access_key_id,
        "secretAccessKey": "s",
        "sessionToken": "t",
        "expiration": expiration,
    }
    return rest_reply({"roleCredentials": keys})


class Cache:
    """The folder of tokens."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.file = folder / f"{hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()}.json"

    def write(self, token: str, seconds: float = 3600, **more: str) -> None:
        """Write a token that lasts for some seconds."""
        content = {"accessToken": token, "expiresAt": soon(seconds), "region": "eu-west-1", **more}
        self.file.write_text(json.dumps({**content, "startUrl": START_URL}))


@pytest.fixture(params=["session", "legacy"])
def cache(
    request: pytest.FixtureRequest, files: AwsFilesInFolder, raw: RawHttpServer, tmp_path: Path
) -> Cache:
    """Write the profile `dev` in one of its two forms and return its cache of tokens."""
    files.write(profile(raw, is_legacy=request.param == "legacy"))
    raw.reply("GetRoleCredentials", portal_keys())
    return Cache(tmp_path / "tokens", START_URL if request.param == "legacy" else "corp")


def profile(raw: RawHttpServer, *, is_legacy: bool = False) -> str:
    """Return the config file of the profile `dev`."""
    settings = f"sso_start_url = {START_URL}\nsso_region = eu-west-1\n"
    if is_legacy:
        return f"[profile dev]\n{settings}{ROLE}endpoint_url = {raw.url}\n"
    return (
        f"[profile dev]\nsso_session = corp\n{ROLE}endpoint_url = {raw.url}\n[sso-session corp]\n{settings}"
    )


def tokens_used(raw: RawHttpServer) -> list[str]:
    """Return the tokens that the portal was shown."""
    return [
        request.headers["x-amz-sso_bearer_token"]
        for request in raw.requests
        if request.operation == "GetRoleCredentials"
    ]


def test_a_token_is_exchanged_for_the_roles_keys(cache: Cache, raw: RawHttpServer) -> None:
    cache.write("good-token")
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        call(session)
        call(session)
        assert session.keys().access_key_id == "ASIASSO"
    assert raw.operations() == ["GetRoleCredentials", "ListQueues", "ListQueues"]
    assert tokens_used(raw) == ["good-token"]
    assert "account_id=123456789012" in raw.requests[0].path
    assert signed_key(raw) == "ASIASSO"


@pytest.mark.parametrize("content", [None, "", "[]", "rubbish", '{"accessToken": "x", "expiresAt": "soon"}'])
def test_a_missing_or_broken_token_is_an_expired_sign_in(
    cache: Cache, raw: RawHttpServer, content: str | None
) -> None:
    if content is not None:
        cache.file.write_text(content)
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        error = error_of(session)
        assert isinstance(error, SignInExpired)
        assert "aws sso login --profile dev" in str(error)
        cache.write("new-token")
        call(session)
    assert tokens_used(raw) == ["new-token"]


def test_an_expired_token_is_not_sent_and_a_new_one_is_used_at_the_next_call(
    cache: Cache, raw: RawHttpServer
) -> None:
    cache.write("old-token", seconds=-5)
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        assert isinstance(error_of(session), SignInExpired)
        cache.write("new-token")
        call(session)
    assert tokens_used(raw) == ["new-token"]


def test_keys_that_were_revoked_are_fetched_anew_once_the_token_is_another(
    cache: Cache, raw: RawHttpServer
) -> None:
    cache.write("old-token")
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        call(session)
        assert not session.start_over_if_files_changed()
        cache.write("another-token")
        assert session.start_over_if_files_changed()
        call(session)
    assert tokens_used(raw) == ["old-token", "another-token"]


def test_renewing_reads_the_token_again(cache: Cache, raw: RawHttpServer) -> None:
    cache.write("old-token")
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        call(session)
        cache.write("new-token")
        session.renew()
        call(session)
    assert tokens_used(raw) == ["old-token", "new-token"]


def test_the_portals_refusal_is_an_expired_sign_in(cache: Cache, raw: RawHttpServer) -> None:
    cache.write("revoked-token")
    refusal = json.dumps({"message": "Session token not found or invalid"}).encode()
    headers = {"x-amzn-ErrorType": "UnauthorizedException"}
    raw.reply("GetRoleCredentials", Reply(401, refusal, "application/json", headers))
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        assert isinstance(error_of(session), SignInExpired)


def test_the_status_is_that_of_the_token(cache: Cache) -> None:
    cache.write("token", seconds=600)
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        assert session.sign_in_status() is None
        call(session)
        status = session.sign_in_status()
    assert status is not None
    assert (status.need.kind, status.need.profile) == (SignInKind.SSO, "dev")
    assert status.expires_at is not None
    assert status.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ") == json.loads(cache.file.read_text())["expiresAt"]
    assert not status.renews_itself


def test_a_token_is_renewed_by_itself_and_kept_for_the_aws_cli(
    files: AwsFilesInFolder, raw: RawHttpServer, tmp_path: Path
) -> None:
    files.write(profile(raw))
    cache = Cache(tmp_path / "tokens", "corp")
    registration = {"clientId": "id", "clientSecret": "cs", "registrationExpiresAt": soon(9999)}
    cache.write("old-token", -5, refreshToken="r1", **registration)
    answer: dict[str, Any] = {"accessToken": "new-token", "expiresIn": 3600, "refreshToken": "r2"}
    raw.reply("CreateToken", rest_reply({**answer, "tokenType": "Bearer"}))
    raw.reply("GetRoleCredentials", portal_keys())
    with session_of(dev(), sources(sso_cache_folder=cache.folder)) as session:
        call(session)
        status = session.sign_in_status()
    kept = json.loads(cache.file.read_text())
    assert tokens_used(raw) == ["new-token"]
    assert (kept["accessToken"], kept["refreshToken"], kept["clientId"]) == ("new-token", "r2", "id")
    assert kept["expiresAt"].endswith("Z")
    assert status is not None
    assert status.renews_itself
    if os.name == "posix":
        assert cache.file.stat().st_mode & 0o077 == 0


def test_without_a_folder_the_cache_is_in_the_home_folder_of_now(
    files: AwsFilesInFolder, raw: RawHttpServer, private_home: Path
) -> None:
    files.write(profile(raw))
    raw.reply("GetRoleCredentials", portal_keys())
    Cache(private_home / ".aws" / "sso" / "cache", "corp").write("home-token")
    with session_of(dev(), sources()) as session:
        call(session)
    assert tokens_used(raw) == ["home-token"]


def test_a_role_over_an_sso_profile_names_the_profile_to_sign_in_with(
    files: AwsFilesInFolder, raw: RawHttpServer, tmp_path: Path
) -> None:
    over = "[profile over]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = dev\n"
    files.write(profile(raw) + over, f"[default]\n{KEYS}")
    cache = Cache(tmp_path / "tokens", "corp")
    spec = dev()
    with session_of(type(spec)("over", spec.regions), sources(sso_cache_folder=cache.folder)) as session:
        error = error_of(session)
    assert isinstance(error, SignInExpired)
    assert "aws sso login --profile dev" in str(error)
    assert raw.requests == []
