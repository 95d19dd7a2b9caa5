"""Chains of roles: what reaches STS, who signs, and when a session is renewed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import AccessDenied, CredentialsMissing
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, signed_key
from tests.aws.credentials.scene import LIBRARY, call, error_of, role_reply, session_of, sources, sts_error
from tests.fakes.raw_http_server import RawHttpServer
from tests.fakes.sandbox_fixture import start_sandbox


def test_external_id_session_name_and_duration_reach_sts(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nexternal_id = corp-42\n"
    role += "role_session_name = alice\nduration_seconds = 1800\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", role_reply())
    with session_of(dev(), sources()) as session:
        call(session)
    sent = raw.requests[0].parameters
    assert (sent["ExternalId"], sent["RoleSessionName"], sent["DurationSeconds"]) == (
        "corp-42",
        "alice",
        "1800",
    )
    assert signed_key(raw) == "ASIAROLE"


def test_a_chain_of_two_roles_is_walked_from_its_end(raw: RawHttpServer, files: AwsFilesInFolder) -> None:
    files.write(
        "[profile dev]\nrole_arn = arn:aws:iam::2:role/last\nsource_profile = middle\n"
        f"endpoint_url = {raw.url}\n"
        "[profile middle]\nrole_arn = arn:aws:iam::1:role/first\nsource_profile = base\n",
        f"[base]\n{KEYS}",
    )
    raw.reply("AssumeRole", role_reply("ASIAFIRST"), role_reply("ASIALAST"))
    with session_of(dev(), sources()) as session:
        call(session)
        call(session)
    assert raw.operations() == ["AssumeRole", "AssumeRole", "ListQueues", "ListQueues"]
    assert [request.parameters.get("RoleArn", "") for request in raw.requests[:2]] == [
        "arn:aws:iam::1:role/first",
        "arn:aws:iam::2:role/last",
    ]
    keys = [signed_key(raw, index) for index in range(4)]
    assert keys == ["AKIATEST", "ASIAFIRST", "ASIALAST", "ASIALAST"]


def test_the_sandboxs_sts_knows_the_role_at_the_end_of_a_chain(
    tmp_path: Path, files: AwsFilesInFolder
) -> None:
    with start_sandbox(tmp_path / "sandbox") as endpoint:
        files.write(
            "[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/last\nsource_profile = middle\n"
            f"role_session_name = alice\nendpoint_url = {endpoint.endpoint_url}\n"
            "[profile middle]\nrole_arn = arn:aws:iam::123456789012:role/first\nsource_profile = base\n"
            "mfa_serial = arn:aws:iam::123456789012:mfa/alice\n",
            f"[base]\n{KEYS}",
        )
        with session_of(dev(), sources(mfa_code=lambda _: "123456")) as session:
            arn = session.sts().get_caller_identity()["Arn"]
    assert arn.endswith(":assumed-role/last/alice")


def test_a_session_of_15_minutes_is_not_renewed_at_every_call(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    role = f"role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nendpoint_url = {raw.url}\n"
    files.write(f"[profile dev]\n{role}", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", role_reply(seconds=900))
    with session_of(dev(), sources()) as session:
        call(session)
        call(session)
    assert raw.operations().count("AssumeRole") == 1


def test_a_role_that_may_not_be_assumed_is_denied_by_name(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    role = f"role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nendpoint_url = {raw.url}\n"
    files.write(f"[profile dev]\n{role}", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", sts_error("AccessDenied", "User is not authorized to perform: sts:AssumeRole"))
    with session_of(dev(), sources()) as session:
        error = error_of(session)
    assert isinstance(error, AccessDenied)
    assert (error.operation, error.action) == ("AssumeRole", "sts:AssumeRole")


def test_a_role_may_begin_from_the_keys_of_the_environment(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\ncredential_source = Environment\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n")
    os.environ.update(AWS_ACCESS_KEY_ID="AKIAENV", AWS_SECRET_ACCESS_KEY="s")
    raw.reply("AssumeRole", role_reply())
    with session_of(dev(), sources()) as session:
        call(session)
    assert [signed_key(raw, 0), signed_key(raw, 1)] == ["AKIAENV", "ASIAROLE"]


def test_a_role_without_its_source_says_so_and_takes_no_other(
    raw: RawHttpServer, files: AwsFilesInFolder
) -> None:
    role = f"role_arn = arn:aws:iam::1:role/r\nendpoint_url = {raw.url}\ncredential_source = "
    os.environ.update(AWS_ACCESS_KEY_ID="AKIAENV", AWS_SECRET_ACCESS_KEY="s")
    for source in ("EcsContainer", "Ec2InstanceMetadata", "Elsewhere"):
        files.write(f"[profile dev]\n{role}{source}\n", f"[default]\n{KEYS}")
        with session_of(dev(), sources()) as session:
            error = error_of(session)
        assert isinstance(error, CredentialsMissing)
        assert source in str(error)
    assert raw.requests == []


@pytest.mark.parametrize("second", ["one", "two"])
def test_a_circle_of_roles_is_said_in_words(files: AwsFilesInFolder, second: str) -> None:
    files.write(
        f"[profile one]\nrole_arn = arn:aws:iam::1:role/a\nsource_profile = {second}\n"
        "[profile two]\nrole_arn = arn:aws:iam::1:role/b\nsource_profile = one\n"
    )
    with session_of(ConnectionSpec("one", (REGION,)), sources(), LIBRARY) as session:
        assert "circle" in str(error_of(session))
