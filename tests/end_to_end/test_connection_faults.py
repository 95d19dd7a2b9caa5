"""What goes wrong with files, keys, endpoints, permissions: a sentence in its place, the rest goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import KEYS, AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.raw_http_server import RawHttpServer, error_reply, identity_reply, json_reply
from tests.fakes.sandbox_fixture import start_sandbox

DEAD_ENDPOINT = "http://127.0.0.1:9"


def tooltip(person: Person, *path: str) -> str:
    """Return the tooltip of a row of the tree: what went wrong in full, and what to do."""
    return str(person.row(*path).data(Qt.ItemDataRole.ToolTipRole))


def test_without_aws_files_the_first_screen_says_what_to_do(
    use_program: UseProgram, aws: AwsSettings
) -> None:
    async def steps(person: Person) -> None:
        await person.reads("No AWS profiles on this machine yet", "aws configure sso", str(aws.config_path))
        assert person.can("Open the demo")
        aws.profiles("http://127.0.0.1:9", "orders")
        person.press("Read again")
        await person.checks("Profiles", "orders")

    use_program(steps)


def test_a_broken_config_file_is_said_with_its_path_and_the_credentials_file_still_counts(
    use_program: UseProgram, aws: AwsSettings
) -> None:
    aws.write("[profile orders\nregion = eu-west-1\n", f"[billing]\n{KEYS}")

    async def steps(person: Person) -> None:
        await person.reads(str(aws.config_path), "Mend it, then Read again.")
        assert person.column("Profiles", "Profile") == ["billing"]

    use_program(steps)


def test_a_config_file_that_breaks_between_reading_and_opening_is_said_in_the_tree(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def steps(person: Person) -> None:
        await person.checks("Profiles", "orders")
        await person.checks("Regions", "eu-west-1")
        aws.config_path.write_text("[profile orders\n", encoding="utf-8")
        person.press("Open")
        await person.stands("the AWS file can't be read", "orders", "eu-west-1")

    use_program(steps)


def test_a_profile_without_credentials_says_so_while_another_works(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    second.queue("reached")
    settings = f"region = eu-west-1\nendpoint_url = {server.endpoint_url}\n"
    aws.write(f"[profile orders]\n{settings}[profile empty]\n{settings}", f"[orders]\n{KEYS}")

    async def steps(person: Person) -> None:
        await person.connects(["orders", "empty"], ["eu-west-1"])
        await person.stands("no credentials", "empty", "eu-west-1")
        await person.stands("1 queue", "orders", "eu-west-1")
        assert "Add keys or a source to this profile" in tooltip(person, "empty", "eu-west-1")

    use_program(steps)


def test_wrong_keys_are_named_in_the_row_and_beside_the_identity(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    refusals = ("ListQueues=InvalidClientTokenId", "GetCallerIdentity=InvalidClientTokenId")
    with start_sandbox(tmp_path / "wrong-keys", refusals=refusals) as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")

        async def steps(person: Person) -> None:
            await person.stands("credentials not accepted", "orders", "eu-west-1")
            assert "Check the access key and the secret" in tooltip(person, "orders", "eu-west-1")
            await person.reads("Credentials not accepted")

        use_program(steps, "--profile", "orders")


def test_a_dead_endpoint_is_unreachable_and_refresh_finds_it_alive(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    second.queue("alive")
    settings = "[profile {}]\nregion = eu-west-1\nendpoint_url = {}\n"
    aws.write(
        settings.format("orders", server.endpoint_url) + settings.format("dead", DEAD_ENDPOINT),
        f"[orders]\n{KEYS}\n[dead]\n{KEYS}",
    )

    async def steps(person: Person) -> None:
        await person.until(lambda: "unreachable" in person.state("dead", "eu-west-1"), "unreachable", 20)
        await person.stands("1 queue", "orders", "eu-west-1")
        assert "Check network, proxy and endpoint URL" in tooltip(person, "dead", "eu-west-1")

    use_program(steps, "--profile", "orders", "--profile", "dead")


def test_a_region_that_is_not_enabled_says_so_while_others_work(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    with start_sandbox(tmp_path / "region", refusals=("ListQueues@me-south-1=OptInRequired",)) as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")

        async def steps(person: Person) -> None:
            await person.stands("region not enabled", "orders", "me-south-1")
            await person.stands("no queues", "orders", "eu-west-1")
            assert "Enable the region for the account" in tooltip(person, "orders", "me-south-1")

        use_program(steps, "--profile", "orders", "--region", "me-south-1", "--region", "eu-west-1")


def test_access_denied_in_one_region_names_the_permission_while_others_work(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    with start_sandbox(tmp_path / "denied", refusals=("ListQueues@us-east-1=AccessDenied",)) as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")
        client = SecondClient(endpoint.endpoint_url)
        queue = client.queue("allowed")

        async def steps(person: Person) -> None:
            await person.stands("access denied", "orders", "us-east-1")
            await person.stands("1 queue", "orders", "eu-west-1")
            assert "sqs:ListQueues" in tooltip(person, "orders", "us-east-1")
            await person.opens(queue)
            await person.reads("Available")

        use_program(steps, "--profile", "orders", "--region", "us-east-1", "--region", "eu-west-1")
        client.close()


def test_a_queue_of_a_region_that_may_not_be_listed_opens_by_its_arn(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    with start_sandbox(tmp_path / "by-arn", refusals=("ListQueues=AccessDenied",)) as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")
        client = SecondClient(endpoint.endpoint_url)
        queue = client.queue("unlisted")
        client.send(queue, "found all the same")

        async def steps(person: Person) -> None:
            await person.told("Queue name", queue)
            person.set("Messages to receive", 1)
            person.press("Receive")
            await person.rows(1)
            assert person.column("Messages", "Body") == ["found all the same"]

        use_program(steps, "--profile", "orders", "--queue", client.arn(queue))
        client.close()


def test_a_refresh_that_fails_keeps_the_old_list_and_says_so(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    listed = json_reply({"QueueUrls": [f"{raw.url}/123456789012/old"]})
    raw.reply("ListQueues", listed, error_reply("AccessDeniedException", "You may not any more.", status=403))
    raw.reply("GetQueueAttributes", json_reply({"Attributes": {"ApproximateNumberOfMessages": "1"}}))
    raw.reply("GetCallerIdentity", identity_reply())
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.stands("1 queue", "orders", "eu-west-1")
        person.press("Refresh")
        await person.stands("access denied, 1 queue from before", "orders", "eu-west-1")
        assert person.queues() == ["old"]

    use_program(steps, "--profile", "orders")


def test_a_profile_that_runs_a_command_shows_it_and_asks_before_it_runs(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, tmp_path: Path
) -> None:
    proof = tmp_path / "it-ran"
    answer = '{"Version": 1, "AccessKeyId": "AKIAPROCESS000000000", "SecretAccessKey": "made up"}'
    script = tmp_path / "login.sh"
    script.write_text(f"#!/bin/sh\ntouch {proof}\necho '{answer}'\n", encoding="utf-8")
    script.chmod(0o700)
    aws.write(
        f"[profile vault]\ncredential_process = {script}\nregion = eu-west-1\n"
        f"endpoint_url = {server.endpoint_url}\n"
    )

    async def steps(person: Person) -> None:
        await person.checks("Profiles", "vault")
        await person.checks("Regions", "eu-west-1")
        await person.dialog("Open")
        await person.reads(str(script))
        assert not proof.exists()
        await person.answers("Cancel")
        assert person.tree() == []
        assert not proof.exists()
        await person.dialog("Open")
        await person.answers("Run this command")
        await person.stands("no queues", "vault", "eu-west-1")
        assert proof.exists()

    use_program(steps)


def test_a_profile_whose_own_endpoint_is_not_aws_carries_a_badge(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def steps(person: Person) -> None:
        await person.stands("no queues", "orders", "eu-west-1")
        host = server.endpoint_url.partition("//")[2]
        await person.until(lambda: host in person.state("orders"), "the server's name beside the connection")
        assert f"Endpoint URL {server.endpoint_url}" in tooltip(person, "orders")

    use_program(steps, "--profile", "orders")
