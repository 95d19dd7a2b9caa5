"""A profile is never another's identity, plain http is asked about, a wrong clock is told from wrong keys."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import KEYS, AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.fakes import raw_http_server
from tests.fakes.key_checking_line import key_checking_line
from tests.fakes.raw_http_server import (
    RawHttpServer,
    error_reply,
    identity_reply,
    json_reply,
    query_error_reply,
)

GOOD = {
    "AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT00000",
    "AWS_SECRET_ACCESS_KEY": "of the environment",
    "AWS_SESSION_TOKEN": "token-of-the-environment",
}
PLAIN_HOST = "queues.example"


def tooltip(person: Person, *path: str) -> str:
    """Return a row's tooltip."""
    return str(person.row(*path).data(Qt.ItemDataRole.ToolTipRole))


@pytest.fixture
def good_environment(aws: AwsSettings) -> None:
    """Put keys into the environment that every server here accepts."""
    for name, value in GOOD.items():
        aws.variable(name, value)


@pytest.mark.usefixtures("good_environment")
def test_a_profile_whose_keys_are_refused_never_borrows_those_of_the_environment(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    raw.reply("ListQueues", error_reply("UnrecognizedClientException", "Not known.", status=403))
    raw.reply("GetCallerIdentity", query_error_reply("InvalidClientTokenId", "Not known."))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.stands("credentials not accepted", "orders", "eu-west-1")
        await person.reads("Credentials not accepted")
        person.press("Refresh")
        await person.stands("credentials not accepted", "orders", "eu-west-1")

    use_program(steps, "--profile", "orders")
    signed = {
        request.headers["Authorization"].split("Credential=")[1].split("/")[0] for request in raw.requests
    }
    assert signed == {"AKIATESTTESTTESTTEST"}
    assert not any("X-Amz-Security-Token" in request.headers for request in raw.requests)


@pytest.mark.usefixtures("good_environment")
@pytest.mark.parametrize(
    ("config", "credentials"),
    [
        ("", ""),
        ("", "[orders]\naws_access_key_id = AKIAHALF\n"),
        ("role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = nobody\n", ""),
        ("role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = orders\n", ""),
    ],
    ids=["no keys", "half a key", "a source that is not there", "a circle"],
)
def test_a_broken_profile_says_so_and_calls_nobody(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer, config: str, credentials: str
) -> None:
    aws.write(f"[profile orders]\nregion = eu-west-1\nendpoint_url = {raw.url}\n{config}", credentials)

    async def steps(person: Person) -> None:
        await person.stands("no credentials", "orders", "eu-west-1")

    use_program(steps, "--profile", "orders")
    assert raw.requests == []


@pytest.mark.usefixtures("good_environment")
def test_the_environment_is_a_connection_of_its_own(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    with key_checking_line(server.endpoint_url) as line:
        aws.profiles(line.url, "orders")

        async def steps(person: Person) -> None:
            kinds = "Environment"
            await person.until(lambda: kinds in person.column("Profiles", "Kind"), "the environment's row")
            name = person.column("Profiles", "Profile")[person.column("Profiles", "Kind").index(kinds)]
            await person.checks("Profiles", name, "orders")
            await person.checks("Regions", "eu-west-1")
            person.press("Endpoint URL")
            person.type("Endpoint URL", line.url)
            person.press("Open")
            await person.stands("no queues", "orders", "eu-west-1")
            await person.until(lambda: len(person.tree()) == 4, "two connections")
            await person.until(lambda: len(line.seen) == 2, "two identities")

        use_program(steps)
        assert line.seen == {"AKIATESTTESTTESTTEST", GOOD["AWS_ACCESS_KEY_ID"]}


@pytest.fixture
def plain_url(raw: RawHttpServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a plain http address that is not this machine by its name."""
    look_up: Callable[..., Any] = socket.getaddrinfo

    def found(host: Any, *arguments: Any, **options: Any) -> Any:
        return look_up("127.0.0.1" if host == PLAIN_HOST else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", found)
    raw.reply("ListQueues", json_reply({"QueueUrls": []}))
    raw.reply("GetCallerIdentity", identity_reply())
    return raw.url.replace("127.0.0.1", PLAIN_HOST)


def test_plain_http_beyond_this_machine_is_asked_about_once_and_kept(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer, plain_url: str, data_folder: Path
) -> None:
    aws.profiles(plain_url, "orders")

    async def not_yet(person: Person) -> None:
        await person.reads("Not opened", f"orders goes to {plain_url} in plain http.")
        assert person.tree() == []

    async def first_day(person: Person) -> None:
        await person.checks("Profiles", "orders")
        await person.checks("Regions", "eu-west-1")
        await person.dialog("Open")
        await person.reads(plain_url, "not encrypted", "everyone on the way can read messages")
        await person.answers("Cancel")
        assert person.tree() == []
        assert raw.requests == []
        await person.dialog("Open")
        await person.answers("Call it unencrypted")
        await person.stands("no queues", "orders", "eu-west-1")

    async def second_day(person: Person) -> None:
        await person.stands("no queues", "orders", "eu-west-1")
        await person.reads("123456789012")

    use_program(not_yet, "--profile", "orders")
    assert raw.requests == []
    use_program(first_day)
    kept = json.loads((data_folder / "settings.json").read_text(encoding="utf-8"))
    assert kept["agreed_endpoints"] == [plain_url]
    use_program(second_day, "--profile", "orders")


def test_plain_http_is_refused_at_the_command_line_until_it_was_agreed_to(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer, plain_url: str
) -> None:
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.reads("Not opened", f"orders goes to {plain_url} in plain http.")
        assert person.tree() == []

    use_program(steps, "--profile", "orders", "--endpoint-url", plain_url)
    assert raw.requests == []


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_wrong_is_said_in_the_row_and_the_header(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    def date(_: object, timestamp: float | None = None) -> str:
        return format_datetime(datetime.now(UTC) - timedelta(hours=hours), usegmt=True)

    monkeypatch.setattr(raw_http_server._Answering, "date_time_string", date)
    words = "Signature expired: 20260105T080000Z is now earlier than 20260105T085500Z"
    raw.reply("ListQueues", error_reply("InvalidSignatureException", words, status=403))
    raw.reply("GetCallerIdentity", query_error_reply("SignatureDoesNotMatch", words))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.stands("this machine's clock is wrong", "orders", "eu-west-1")
        direction = "ahead of" if hours > 0 else "behind"
        assert f"This machine's clock is 2 hours {direction} AWS's." in tooltip(person, "orders", "eu-west-1")
        assert "Set the clock by the network" in tooltip(person, "orders", "eu-west-1")
        await person.reads("This machine's clock is wrong")
        assert "Sign-in expired" not in person.words()

    use_program(steps, "--profile", "orders")


def test_new_keys_in_the_file_are_used_once_the_old_ones_are_refused(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    with key_checking_line(server.endpoint_url) as line:
        aws.profiles(line.url, "orders")

        async def steps(person: Person) -> None:
            await person.stands("no queues", "orders", "eu-west-1")
            await person.reads("000000000000")
            line.expired.add("AKIATESTTESTTESTTEST")
            person.press("Refresh")
            await person.stands("sign-in expired", "orders", "eu-west-1")
            new = KEYS.replace("AKIATESTTESTTESTTEST", "AKIANEWNEWNEWNEWNEWN")
            aws.credentials_path.write_text(f"[orders]\n{new}", encoding="utf-8")
            await person.dialog("Sign in again")
            await person.reads("Put new keys for the profile orders into the AWS files, then try again.")
            await person.press_soon("Try again")
            await person.stands("no queues", "orders", "eu-west-1")

        use_program(steps, "--profile", "orders")
        assert line.seen == {"AKIATESTTESTTESTTEST", "AKIANEWNEWNEWNEWNEWN"}


def test_a_call_takes_new_keys_from_the_file_without_a_question(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    with key_checking_line(server.endpoint_url) as line:
        aws.profiles(line.url, "orders")

        async def steps(person: Person) -> None:
            await person.stands("no queues", "orders", "eu-west-1")
            new = KEYS.replace("AKIATESTTESTTESTTEST", "AKIANEWNEWNEWNEWNEWN")
            aws.credentials_path.write_text(f"[orders]\n{new}", encoding="utf-8")
            line.expired.add("AKIATESTTESTTESTTEST")
            person.press("Refresh")
            await person.until(lambda: "AKIANEWNEWNEWNEWNEWN" in line.seen, "the new keys")
            await person.stands("no queues", "orders", "eu-west-1")
            assert "Sign-in expired" not in person.words()

        use_program(steps, "--profile", "orders")


def test_a_profile_written_while_the_program_runs_is_offered_in_connections(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def steps(person: Person) -> None:
        await person.stands("no queues", "orders", "eu-west-1")
        aws.profiles(server.endpoint_url, "orders", "new")
        await person.dialog("Add connection")
        await person.connects(["new"], ["eu-west-1"])
        await person.stands("no queues", "new", "eu-west-1")

    use_program(steps, "--profile", "orders")


def test_keys_of_another_account_in_the_file_show_that_account(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    listed = json_reply({"QueueUrls": []})
    raw.reply("ListQueues", listed, error_reply("UnrecognizedClientException", "Gone.", status=403), listed)
    raw.reply("GetCallerIdentity", identity_reply("111111111111"), identity_reply("222222222222"))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.stands("no queues", "orders", "eu-west-1")
        await person.reads("111111111111")
        new = KEYS.replace("AKIATESTTESTTESTTEST", "AKIANEWNEWNEWNEWNEWN")
        aws.credentials_path.write_text(f"[orders]\n{new}\n", encoding="utf-8")
        person.press("Refresh")
        await person.reads("222222222222")
        await person.until(lambda: "222222222222" in person.state("orders"), "the account in the tree")

    use_program(steps, "--profile", "orders")
