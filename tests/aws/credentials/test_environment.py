"""Credentials of the environment: a container's or a web identity's, only where they are asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import (
    CONTAINER_PROFILE,
    ENVIRONMENT_PROFILE,
    WEB_IDENTITY_PROFILE,
    ConnectionSpec,
)
from sqs_explorer.domain.errors import CredentialsMissing, SignInExpired
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, signed_key
from tests.aws.credentials.scene import (
    call,
    error_of,
    rest_reply,
    role_reply,
    session_of,
    soon,
    sources,
    sts_error,
)
from tests.fakes.raw_http_server import RawHttpServer, Reply, run_raw_http_server

CONTAINER = ConnectionSpec(CONTAINER_PROFILE, (REGION,))
ENVIRONMENT = ConnectionSpec(ENVIRONMENT_PROFILE, (REGION,))
WEB_IDENTITY = ConnectionSpec(WEB_IDENTITY_PROFILE, (REGION,))


def container_keys(access_key_id: str, seconds: float = 3600) -> Reply:
    """Return what a container's address answers."""
    keys = {"AccessKeyId": access_key_id, "SecretAccessKey": "s", "Token": "t", "Expiration": soon(seconds)}
    return rest_reply(keys)


def web_reply() -> Reply:
    """Return STS's answer to a web identity."""
    reply = role_reply("ASIAWEB")
    body = reply.body.replace(b"AssumeRoleRes", b"AssumeRoleWithWebIdentityRes")
    return Reply(body=body, content_type=reply.content_type)


@pytest.fixture
def machine() -> Iterator[RawHttpServer]:
    """Return the server of a container or a machine, which is none of AWS's services."""
    with run_raw_http_server() as server:
        yield server


@pytest.fixture
def container(raw: RawHttpServer, machine: RawHttpServer, files: AwsFilesInFolder) -> RawHttpServer:
    """Name a server in the environment as a container's address, and another as that of SQS."""
    files.write("")
    os.environ.update(
        AWS_ENDPOINT_URL=raw.url,
        AWS_CONTAINER_CREDENTIALS_FULL_URI=f"{machine.url}/keys",
        AWS_CONTAINER_AUTHORIZATION_TOKEN="container-token",
    )
    machine.reply("keys", container_keys("ASIABOX"))
    return machine


@pytest.fixture
def web_identity(raw: RawHttpServer, files: AwsFilesInFolder, tmp_path: Path) -> Path:
    """Return the file of a token that the environment names."""
    token = tmp_path / "token"
    token.write_text("web-token")
    files.write("")
    os.environ.update(
        AWS_ENDPOINT_URL=raw.url,
        AWS_WEB_IDENTITY_TOKEN_FILE=str(token),
        AWS_ROLE_ARN="arn:aws:iam::1:role/web",
    )
    raw.reply("AssumeRoleWithWebIdentity", web_reply())
    return token


def test_a_containers_credentials_sign_the_calls(raw: RawHttpServer, container: RawHttpServer) -> None:
    with session_of(CONTAINER, sources()) as session:
        call(session)
    assert container.operations() == ["keys"]
    assert container.requests[0].headers["Authorization"] == "container-token"
    assert signed_key(raw) == "ASIABOX"


def test_a_containers_credentials_are_fetched_anew(raw: RawHttpServer, container: RawHttpServer) -> None:
    container.reply("keys", container_keys("ASIAOLD", 30), container_keys("ASIANEW"))
    with session_of(CONTAINER, sources()) as session:
        for _ in range(3):
            call(session)
    assert [signed_key(raw, index) for index in range(3)] == ["ASIAOLD", "ASIANEW", "ASIANEW"]


@pytest.mark.parametrize("answer", [b'{"Code": "AccessDenied"}', b"[]"])
def test_a_container_that_answers_nonsense_has_no_credentials(
    container: RawHttpServer, answer: bytes
) -> None:
    container.reply("keys", Reply(body=answer))
    with session_of(CONTAINER, sources()) as session:
        error = error_of(session)
    assert isinstance(error, CredentialsMissing)
    assert "container" in str(error)


def test_a_containers_keys_that_have_expired_are_not_used(
    raw: RawHttpServer, container: RawHttpServer
) -> None:
    container.reply("keys", container_keys("ASIAOLD", -60))
    with session_of(CONTAINER, sources()) as session:
        error = error_of(session)
    assert isinstance(error, SignInExpired)
    assert "clock" in str(error)
    assert raw.requests == []


def test_a_containers_address_elsewhere_is_not_called(container: RawHttpServer) -> None:
    os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://elsewhere.invalid/keys"
    with session_of(CONTAINER, sources()) as session:
        error = error_of(session)
    assert isinstance(error, CredentialsMissing)
    assert "elsewhere.invalid" in str(error)


def test_a_role_may_begin_from_the_container(
    raw: RawHttpServer, container: RawHttpServer, files: AwsFilesInFolder
) -> None:
    files.write("[profile dev]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = EcsContainer\n")
    raw.reply("AssumeRole", role_reply())
    with session_of(dev(), sources()) as session:
        call(session)
    assert container.operations() == ["keys"]
    assert [signed_key(raw, index) for index in range(2)] == ["ASIABOX", "ASIAROLE"]


def test_a_role_may_begin_from_the_machines_own_credentials(
    raw: RawHttpServer, machine: RawHttpServer, files: AwsFilesInFolder
) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\ncredential_source = Ec2InstanceMetadata\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n")
    del os.environ["AWS_EC2_METADATA_DISABLED"]
    os.environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = machine.url
    folder = "latest/meta-data/iam/security-credentials"
    machine.reply("latest/api/token", Reply(body=b"metadata-token"))
    machine.reply(folder, Reply(body=b"machine"))
    machine.reply(f"{folder}/machine", container_keys("ASIAMACHINE"))
    raw.reply("AssumeRole", role_reply())
    with session_of(dev(), sources()) as session:
        call(session)
    assert [signed_key(raw, index) for index in range(2)] == ["ASIAMACHINE", "ASIAROLE"]


def test_keys_in_the_environment_that_have_expired_are_not_used(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    files.write("")
    os.environ.update(AWS_ACCESS_KEY_ID="ASIAENV", AWS_SECRET_ACCESS_KEY="s", AWS_SESSION_TOKEN="t")
    os.environ.update(AWS_CREDENTIAL_EXPIRATION=soon(30), AWS_ENDPOINT_URL=raw.url)
    with session_of(ENVIRONMENT, sources()) as session:
        call(session)
        os.environ["AWS_CREDENTIAL_EXPIRATION"] = soon(-30)
        session.renew()
        assert isinstance(error_of(session), SignInExpired)
    assert raw.operations() == ["ListQueues"]


def test_a_web_identity_of_the_environment_assumes_its_role(raw: RawHttpServer, web_identity: Path) -> None:
    with session_of(WEB_IDENTITY, sources()) as session:
        call(session)
    assert raw.operations() == ["AssumeRoleWithWebIdentity", "ListQueues"]
    assert raw.requests[0].parameters["WebIdentityToken"] == "web-token"
    assert raw.requests[0].parameters["RoleArn"] == "arn:aws:iam::1:role/web"
    assert "Authorization" not in raw.requests[0].headers
    assert signed_key(raw) == "ASIAWEB"


def test_a_web_identity_of_a_profile_is_sent_to_the_connections_server(
    raw: RawHttpServer, files: AwsFilesInFolder, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text("profile-token")
    files.write(
        "[profile web]\nrole_arn = arn:aws:iam::1:role/w\nrole_session_name = bob\n"
        f"web_identity_token_file = {tmp_path / 'token'}\n"
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = web\n"
    )
    raw.reply("AssumeRoleWithWebIdentity", web_reply())
    raw.reply("AssumeRole", role_reply())
    with session_of(dev(endpoint_url=raw.url), sources()) as session:
        call(session)
    assert raw.operations() == ["AssumeRoleWithWebIdentity", "AssumeRole", "ListQueues"]
    assert raw.requests[0].parameters["RoleSessionName"] == "bob"
    assert [signed_key(raw, index) for index in (1, 2)] == ["ASIAWEB", "ASIAROLE"]


def test_a_token_file_that_is_gone_is_named_and_works_once_it_is_back(
    raw: RawHttpServer, web_identity: Path
) -> None:
    web_identity.unlink()
    with session_of(WEB_IDENTITY, sources()) as session:
        error = error_of(session)
        assert isinstance(error, CredentialsMissing)
        assert str(web_identity) in str(error)
        web_identity.write_text("new-token")
        call(session)
    assert raw.requests[0].parameters["WebIdentityToken"] == "new-token"


def test_an_expired_web_identity_is_an_expired_sign_in(raw: RawHttpServer, web_identity: Path) -> None:
    raw.reply("AssumeRoleWithWebIdentity", sts_error("ExpiredTokenException", "Token expired", 400))
    with session_of(WEB_IDENTITY, sources()) as session:
        assert isinstance(error_of(session), SignInExpired)


def test_a_profile_does_not_take_the_environments_web_identity(
    raw: RawHttpServer, web_identity: Path
) -> None:
    with session_of(ConnectionSpec("default", (REGION,)), sources()) as session:
        assert isinstance(error_of(session), CredentialsMissing)
    assert raw.requests == []
