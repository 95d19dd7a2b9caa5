"""Which identity and endpoint a connection uses, seen from the server; and what it never does by itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec
from sqs_explorer.domain.errors import (
    CommandNotAgreed,
    ConfigFileBroken,
    CredentialsMissing,
    CredentialsRejected,
    MfaNeeded,
    SignInExpired,
    SqsExplorerError,
)
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened, signed_key
from tests.fakes.raw_http_server import (
    RawHttpServer,
    assumed_role_reply,
    error_reply,
    identity_reply,
    json_reply,
)
from tests.guards.event_loops import RunCoroutine


def list_first(
    run: RunCoroutine, spec: ConnectionSpec, agreed: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Return the first page of queues."""

    async def scenario() -> tuple[str, ...]:
        async with opened(spec, agreed=agreed) as connection:
            return await anext(connection.sqs(spec.regions[0]).list_queue_urls())

    return run(scenario())


def fail_to_list(
    run: RunCoroutine,
    spec: ConnectionSpec,
    error: type[SqsExplorerError],
    agreed: frozenset[str] = frozenset(),
) -> str:
    """Return the sentence of the error."""
    with pytest.raises(error) as caught:
        list_first(run, spec, agreed)
    return str(caught.value)


def test_the_profiles_keys_and_endpoint_are_used_and_the_client_names_itself(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    os.environ.update(AWS_ACCESS_KEY_ID="AKIAOTHER", AWS_SECRET_ACCESS_KEY="s", AWS_PROFILE="another")
    raw.reply("ListQueues", json_reply({"QueueUrls": ["http://elsewhere.invalid/1/orders"]}))
    assert list_first(run, dev()) == ("http://elsewhere.invalid/1/orders",)
    assert signed_key(raw) == "AKIATEST"
    assert "sqs-explorer/" in raw.requests[0].headers["User-Agent"]
    assert raw.requests[0].parameters == {"MaxResults": 1000}


def test_all_pages_are_listed(raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.write_keys(raw.url)
    pages = [json_reply({"QueueUrls": [f"http://q/1/{n}"], "NextToken": f"t{n}"}) for n in range(2)]
    raw.reply("ListQueues", *pages, json_reply({"QueueUrls": ["http://q/1/last"]}))

    async def scenario() -> list[tuple[str, ...]]:
        async with opened(dev()) as connection:
            return [page async for page in connection.sqs(REGION).list_queue_urls()]

    assert run(scenario()) == [("http://q/1/0",), ("http://q/1/1",), ("http://q/1/last",)]
    assert [request.parameters.get("NextToken") for request in raw.requests] == [None, "t0", "t1"]


def test_the_host_of_a_queue_url_does_not_matter(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    url = "http://does-not-resolve.invalid/123456789012/orders"
    raw.reply("GetQueueAttributes", json_reply({"Attributes": {}}))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            attributes = await connection.sqs(REGION).queue_attributes(url)
            assert attributes.content_based_deduplication is None
            assert attributes.available is None

    run(scenario())
    assert raw.requests[0].parameters["QueueUrl"] == url


@pytest.mark.parametrize("where", ["services", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "spec"])
def test_the_endpoint_may_stand_in_several_places(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, where: str
) -> None:
    config = "[profile dev]\n"
    if where == "services":
        config += f"services = s\n[services s]\nsqs =\n  endpoint_url = {raw.url}\n"
    elif where != "spec":
        os.environ[where] = raw.url
    files.write(config, f"[dev]\n{KEYS}")
    list_first(run, dev(endpoint_url=raw.url) if where == "spec" else dev())
    assert raw.operations() == ["ListQueues"]


def test_files_of_the_connection_win_over_those_of_the_environment(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, tmp_path: Path
) -> None:
    files.write(
        "[profile dev]\nendpoint_url = http://127.0.0.1:9\n", "[dev]\n" + KEYS.replace("AKIATEST", "AKIAMINE")
    )
    os.environ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9"
    config, credentials = tmp_path / "demo-config", tmp_path / "demo-credentials"
    config.write_text(f"[profile dev]\nendpoint_url = {raw.url}\n", encoding="utf-8")
    credentials.write_text(f"[dev]\n{KEYS}", encoding="utf-8")
    list_first(run, dev(config_file=str(config), credentials_file=str(credentials)))
    assert signed_key(raw) == "AKIATEST"
    assert os.environ["AWS_CONFIG_FILE"] == str(files.config)


def test_a_role_is_assumed_at_the_profiles_own_server(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    role = f"role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nendpoint_url = {raw.url}\n"
    files.write(f"[profile dev]\n{role}", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply("ASIAROLE"))
    list_first(run, dev())
    assert raw.operations() == ["AssumeRole", "ListQueues"]
    assert (signed_key(raw, 0), signed_key(raw, 1)) == ("AKIATEST", "ASIAROLE")


def test_a_typed_endpoint_stands_for_sts_too(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write("[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply())
    raw.reply("GetCallerIdentity", identity_reply("210987654321"))

    async def scenario() -> str:
        async with opened(dev(endpoint_url=raw.url)) as connection:
            assert await connection.identity() is await connection.identity()
            return (await connection.identity()).account_id

    assert run(scenario()) == "210987654321"
    assert raw.operations()[0] == "AssumeRole"
    assert "GetCallerIdentity" in raw.operations()


def test_the_identity_is_asked_where_sqs_is_if_that_is_not_aws(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write(
        f"[profile dev]\nservices = s\n[services s]\nsqs =\n  endpoint_url = {raw.url}\n", f"[dev]\n{KEYS}"
    )
    raw.reply("GetCallerIdentity", identity_reply())

    async def scenario() -> str:
        async with opened(dev()) as connection:
            return (await connection.identity()).arn

    assert run(scenario()) == "arn:aws:iam::123456789012:user/alice"


def test_environment_variables_are_used_only_when_chosen(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    os.environ.update(AWS_ACCESS_KEY_ID="AKIAENV", AWS_SECRET_ACCESS_KEY="s", AWS_ENDPOINT_URL=raw.url)
    files.write("[profile dev]\nregion = eu-west-1\n")
    assert "credentials" in fail_to_list(run, dev(), CredentialsMissing)
    assert raw.requests == []
    list_first(run, ConnectionSpec(ENVIRONMENT_PROFILE, (REGION,)))
    assert signed_key(raw) == "AKIAENV"


def test_instance_metadata_is_not_asked_for_a_profile_without_credentials(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    os.environ.pop("AWS_EC2_METADATA_DISABLED", None)
    os.environ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = raw.url
    os.environ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = f"{raw.url}/keys"
    files.write("[profile dev]\nregion = eu-west-1\n")
    fail_to_list(run, dev(), CredentialsMissing)
    assert raw.requests == []


@pytest.mark.parametrize("profile", ["dev", "missing"])
def test_a_profile_that_is_not_there_or_leads_nowhere_has_no_credentials(
    files: AwsFilesInFolder, run: RunCoroutine, profile: str
) -> None:
    files.write("[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = nowhere\n")
    text = fail_to_list(run, ConnectionSpec(profile, (REGION,)), CredentialsMissing)
    assert ("nowhere" if profile == "dev" else "missing") in text


def test_a_broken_file_is_named(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.write("no section\n")
    assert str(files.config) in fail_to_list(run, dev(), ConfigFileBroken)


def test_a_role_that_asks_for_mfa_does_not_prompt(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me\n"
    files.write(f"[profile dev]\n{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    fail_to_list(run, dev(), MfaNeeded)
    assert raw.requests == []


@pytest.mark.parametrize("through_role", [False, True])
def test_a_command_runs_only_once_it_is_agreed_to(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, tmp_path: Path, through_role: bool
) -> None:
    marker, script = tmp_path / "ran", tmp_path / "keys.py"
    answer = '{"Version": 1, "AccessKeyId": "AKIAPROC", "SecretAccessKey": "s"}'
    script.write_text(f"open({str(marker)!r}, 'w').close()\nprint({answer!r})\n", encoding="utf-8")
    command = f"{sys.executable} {script}"
    source = f"[profile source]\ncredential_process = {command}\nendpoint_url = {raw.url}\n"
    role = "[profile over]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = source\n"
    role += f"endpoint_url = {raw.url}\n"
    files.write(source + role)
    raw.reply("AssumeRole", assumed_role_reply())
    spec = ConnectionSpec("over" if through_role else "source", (REGION,))
    assert command in fail_to_list(run, spec, CommandNotAgreed)
    assert not marker.exists()
    list_first(run, spec, frozenset({command}))
    assert marker.exists()
    assert signed_key(raw, 0) == "AKIAPROC"


def test_an_expired_sso_session_says_what_to_run(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    sso = "sso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
    session = "[sso-session s]\nsso_start_url = https://corp.invalid/start\nsso_region = eu-west-1\n"
    files.write(f"[profile dev]\n{sso}endpoint_url = {raw.url}\n{session}")
    assert "aws sso login --profile dev" in fail_to_list(run, dev(), SignInExpired)
    assert raw.requests == []


def test_wrong_keys_stay_rejected_in_every_region_of_a_server_that_is_not_aws(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListQueues", error_reply("UnrecognizedClientException", status=403))
    fail_to_list(run, ConnectionSpec("dev", ("eu-south-1",)), CredentialsRejected)
    assert raw.operations() == ["ListQueues"]


def test_a_fixed_file_works_at_the_next_call(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write(f"[profile dev]\nendpoint_url = {raw.url}\n")

    async def scenario() -> None:
        async with opened(dev()) as connection:
            sqs = connection.sqs(REGION)
            with pytest.raises(CredentialsMissing):
                await sqs.queue_url("orders")
            files.write_keys(raw.url)
            raw.reply("GetQueueUrl", json_reply({"QueueUrl": "http://q/1/orders"}))
            assert await sqs.queue_url("orders") == "http://q/1/orders"

    run(scenario())


def test_new_keys_in_the_file_are_used_once_the_old_ones_have_expired(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    found = json_reply({"QueueUrl": "http://q/1/orders"})
    expired = error_reply("ExpiredTokenException", "The security token has expired.", status=403)

    async def scenario() -> None:
        async with opened(dev()) as connection:
            sqs = connection.sqs(REGION)
            raw.reply("GetQueueUrl", found, expired)
            await sqs.queue_url("orders")
            with pytest.raises(SignInExpired):
                await sqs.queue_url("orders")
            files.credentials.write_text(f"[dev]\n{KEYS.replace('AKIATEST', 'AKIARENEWED')}")
            raw.reply("GetQueueUrl", expired, found)
            await sqs.queue_url("orders")

    run(scenario())
    assert [signed_key(raw, index) for index in range(4)] == ["AKIATEST"] * 3 + ["AKIARENEWED"]


def test_opening_reads_and_contacts_nothing(files: AwsFilesInFolder, run: RunCoroutine) -> None:
    files.write("no section\n")

    async def scenario() -> None:
        async with opened(ConnectionSpec("nobody", (REGION,))) as connection:
            assert connection.spec.profile == "nobody"
            assert connection.sqs(REGION) is connection.sqs(REGION)

    run(scenario())
