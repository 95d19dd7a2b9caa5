"""Profiles of `aws login`: the cached token is used and renewed; without one the command to run is named."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from awscrt.crypto import EC, ECExportFormat, ECType  # type: ignore[import-untyped]

from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.sign_in import SignInKind
from tests.aws.aws_files import AwsFilesInFolder, dev, signed_key
from tests.aws.credentials.scene import call, error_of, rest_reply, session_of, soon, sources
from tests.fakes.raw_http_server import RawHttpServer, Reply

SESSION = "arn:aws:iam::123456789012:user/me"
WHOLE_KEY_BYTES = 121


@pytest.fixture
def token_file(files: AwsFilesInFolder, raw: RawHttpServer, tmp_path: Path) -> Path:
    """Return where the token of the profile `dev` is kept."""
    files.write(f"[profile dev]\nlogin_session = {SESSION}\nregion = eu-west-1\nendpoint_url = {raw.url}\n")
    os.environ["AWS_LOGIN_CACHE_DIRECTORY"] = str(tmp_path)
    return tmp_path / f"{hashlib.sha256(SESSION.encode()).hexdigest()}.json"


def private_key() -> bytes:
    """Return a private key. Of 256 one begins with a zero, which awscrt leaves out and then can't read."""
    while len(der := EC.new_generate(ECType.P_256).export_key(ECExportFormat.SEC1)) != WHOLE_KEY_BYTES:
        pass
    return bytes(der)


def token(access_key_id: str, seconds: float, **changes: Any) -> str:
    """Return a token as `aws login` writes it."""
    der = private_key()
    keys = {"accessKeyId": access_key_id, "secretAccessKey": "s", "sessionToken": "t"}
    return json.dumps(
        {
            "accessToken": {**keys, "accountId": "123456789012", "expiresAt": soon(seconds)},
            "tokenType": "aws_sigv4",
            "refreshToken": "refresh-1",
            "clientId": "client",
            "dpopKey": "-----BEGIN EC PRIVATE KEY-----\n"
            + base64.b64encode(der).decode()
            + "\n-----END EC PRIVATE KEY-----\n",
            **changes,
        }
    )


def renewed(access_key_id: str) -> Reply:
    """Return the answer to CreateOAuth2Token."""
    keys = {"accessKeyId": access_key_id, "secretAccessKey": "s", "sessionToken": "t"}
    answer = {"accessToken": keys, "tokenType": "aws_sigv4", "expiresIn": 900, "refreshToken": "refresh-2"}
    return rest_reply(answer)


def test_the_keys_of_the_token_sign_the_calls(raw: RawHttpServer, token_file: Path) -> None:
    token_file.write_text(token("ASIALOGIN", 900))
    with session_of(dev(), sources()) as session:
        call(session)
        status = session.sign_in_status()
    assert raw.operations() == ["ListQueues"]
    assert signed_key(raw) == "ASIALOGIN"
    assert status is not None
    assert (status.need.kind, status.need.command) == (SignInKind.COMMAND, "aws login --profile dev")
    assert status.expires_at is not None
    assert status.renews_itself


def test_a_token_is_renewed_and_kept(raw: RawHttpServer, token_file: Path) -> None:
    token_file.write_text(token("ASIAOLD", 60))
    raw.reply("CreateOAuth2Token", renewed("ASIANEW"))
    with session_of(dev(), sources()) as session:
        call(session)
        call(session)
    assert raw.operations() == ["CreateOAuth2Token", "ListQueues", "ListQueues"]
    assert raw.requests[0].headers["DPoP"]
    assert signed_key(raw) == "ASIANEW"
    kept = json.loads(token_file.read_text())
    assert (kept["refreshToken"], kept["accessToken"]["accessKeyId"]) == ("refresh-2", "ASIANEW")


BROKEN = token(
    "ASIAX", 60, dpopKey="-----BEGIN EC PRIVATE KEY-----\ncnViYmlzaA==\n-----END EC PRIVATE KEY-----"
)


@pytest.mark.parametrize(
    "content",
    [None, "rubbish", "{}", token("ASIAX", 60, accessToken={}), token("ASIAX", 60, dpopKey=1), BROKEN],
)
def test_a_missing_or_broken_token_names_the_command_and_a_new_one_works(
    raw: RawHttpServer, token_file: Path, content: str | None
) -> None:
    if content is not None:
        token_file.write_text(content)
    with session_of(dev(), sources()) as session:
        error = error_of(session)
        assert isinstance(error, SignInExpired)
        assert "`aws login --profile dev`" in str(error)
        token_file.write_text(token("ASIANEW", 900))
        call(session)
    assert signed_key(raw) == "ASIANEW"


def test_a_login_that_is_over_names_the_command_and_a_new_one_works(
    raw: RawHttpServer, token_file: Path
) -> None:
    token_file.write_text(token("ASIAOLD", -5))
    refusal = json.dumps({"error": "TOKEN_EXPIRED", "message": "The refresh token has expired."}).encode()
    headers = {"x-amzn-ErrorType": "AccessDeniedException"}
    raw.reply("CreateOAuth2Token", Reply(400, refusal, "application/json", headers))
    with session_of(dev(), sources()) as session:
        error = error_of(session)
        assert isinstance(error, SignInExpired)
        assert "`aws login --profile dev`" in str(error)
        token_file.write_text(token("ASIANEW", 900))
        call(session)
    assert signed_key(raw) == "ASIANEW"


def test_a_token_that_goes_while_it_is_in_use_is_an_expired_sign_in(
    raw: RawHttpServer, token_file: Path
) -> None:
    token_file.write_text(token("ASIAOLD", -5))
    with session_of(dev(), sources()) as session:
        session.sqs("eu-west-1")
        token_file.unlink()
        assert isinstance(error_of(session), SignInExpired)
    assert raw.requests == []
