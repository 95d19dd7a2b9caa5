"""The keys in use, how long they last, and the clients of other services."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec
from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev
from tests.aws.credentials.scene import call, role_reply, session_of, soon, sources, translated
from tests.fakes.raw_http_server import RawHttpServer

ROLE = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"


def test_keys_of_a_file_do_not_expire(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write_keys(raw.url)
    with session_of(dev(), sources()) as session:
        assert session.sign_in_status() is None
        assert session.keys() == SessionKeys("AKIATEST", "secret")
        assert session.sign_in_status() == SignInStatus(SignInNeed(SignInKind.NONE, "dev"))
    assert raw.requests == []


def test_keys_of_the_environment_may_say_when_they_expire(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    files.write("")
    os.environ.update(AWS_ACCESS_KEY_ID="ASIAENV", AWS_SECRET_ACCESS_KEY="s", AWS_SESSION_TOKEN="t")
    os.environ.update(AWS_CREDENTIAL_EXPIRATION=soon(3600), AWS_ENDPOINT_URL=raw.url)
    with session_of(ConnectionSpec(ENVIRONMENT_PROFILE, (REGION,)), sources()) as session:
        keys = session.keys()
        status = session.sign_in_status()
    assert (keys.access_key_id, keys.session_token) == ("ASIAENV", "t")
    assert status is not None
    assert status.expires_at == keys.expires_at
    assert keys.expires_at is not None
    assert keys.expires_at > datetime.now(UTC) + timedelta(minutes=50)
    assert not status.renews_itself


def test_a_role_renews_itself(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write(f"[profile dev]\n{ROLE}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", role_reply())
    with session_of(dev(), sources()) as session:
        keys = session.keys()
        status = session.sign_in_status()
    assert (keys.access_key_id, keys.session_token) == ("ASIAROLE", "t")
    assert keys.expires_at is not None
    assert status == SignInStatus(SignInNeed(SignInKind.NONE, "base"), renews_itself=True)


def test_a_role_with_mfa_lasts_as_long_as_its_session(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write(
        "[profile dev]\nrole_arn = arn:aws:iam::2:role/last\nsource_profile = gate\n"
        f"endpoint_url = {raw.url}\n[profile gate]\n{ROLE}mfa_serial = m\n",
        f"[base]\n{KEYS}",
    )
    raw.reply("AssumeRole", role_reply("ASIAGATE", seconds=600), role_reply("ASIALAST", seconds=3600))
    with session_of(dev(), sources(mfa_code=lambda _: "123456")) as session:
        session.sqs(REGION)
        assert session.sign_in_status() is None
        call(session)
        status = session.sign_in_status()
    assert status is not None
    assert (status.need.kind, status.renews_itself) == (SignInKind.MFA, False)
    assert status.expires_at is not None
    assert status.expires_at < datetime.now(UTC) + timedelta(seconds=601)


def test_keys_fail_as_a_call_does(files: AwsFilesInFolder) -> None:
    files.write("[profile dev]\nlogin_session = s\n")
    with (
        session_of(dev(), sources()) as session,
        pytest.raises(SignInExpired, match="aws login --profile dev"),
    ):
        translated(session, session.keys)


def test_secrets_are_in_no_repr(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write_keys(raw.url)
    with session_of(dev(), sources(role_cache={"k": "hidden"})) as session:
        assert "secret'" not in repr(session.keys())
    assert "hidden" not in repr(sources(role_cache={"k": "hidden"}))


@pytest.mark.parametrize("service", ["iam", "account", "ec2", "sts"])
def test_other_services_are_asked_where_sqs_is(
    raw: RawHttpServer, files: AwsFilesInFolder, service: str
) -> None:
    files.write(
        f"[profile dev]\nservices = s\n[services s]\nsqs =\n  endpoint_url = {raw.url}\n", f"[dev]\n{KEYS}"
    )
    for spec in (dev(), dev(endpoint_url=raw.url)):
        with session_of(spec, sources()) as session:
            client = session.client(service, REGION)
            assert client.meta.endpoint_url == raw.url
            assert session.client(service, REGION) is client
            config = client.meta.config
            assert (config.connect_timeout, config.read_timeout, config.max_pool_connections) == (5, 10, 4)


@pytest.mark.parametrize("endpoint_url", ["", "https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com"])
def test_other_services_of_aws_have_their_own_addresses(files: AwsFilesInFolder, endpoint_url: str) -> None:
    files.write("", f"[dev]\n{KEYS}")
    with session_of(dev(endpoint_url=endpoint_url), sources()) as session:
        assert session.client("iam", REGION).meta.endpoint_url == "https://iam.amazonaws.com"
        assert session.client("account", REGION).meta.endpoint_url.startswith("https://account.")
        assert session.client("ec2", REGION).meta.endpoint_url == "https://ec2.eu-west-1.amazonaws.com"
        assert session.sqs(REGION).meta.endpoint_url == endpoint_url or not endpoint_url
