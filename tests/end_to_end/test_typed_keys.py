"""An access key typed into the program: in the keyring or in memory, it says which, and never in a file."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.storage.keyring_secrets import KeyringSecrets
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.fake_keyrings import TRUSTED, FakeKeyring, KeyringLocked, of_module
from tests.fakes.key_checking_line import key_checking_line

SECRET = "wJalr+typed/secret=by-hand"
KEY_ID = "AKIATYPEDBYHAND00001"
NAME = "orders-typed"
STORED = "sqs-explorer"


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> FakeKeyring:
    """Give the program a keyring that outlives it."""
    found = FakeKeyring()
    loaded = of_module(TRUSTED, found)
    monkeypatch.setattr("sqs_explorer.app.KeyringSecrets", lambda: KeyringSecrets(lambda: loaded))
    return found


async def types_key(person: Person, *, button: str = "Keep key") -> None:
    """Fill in the three fields and keep the key."""
    await person.press_soon("Type an access key")
    person.type("Connection name", NAME)
    person.type("Access key ID", KEY_ID)
    person.type("Secret access key", SECRET)
    assert person.find(QLineEdit, "Secret access key").echoMode() is QLineEdit.EchoMode.Password
    person.press(button)


async def opens_key(person: Person, endpoint_url: str) -> None:
    """Open the typed key, which is checked already, at a server."""
    await person.until(lambda: NAME in person.column("Profiles", "Profile"), "the key in the list")
    await person.checks("Profiles", NAME)
    await person.checks("Regions", "eu-west-1")
    person.press("Endpoint URL")
    person.type("Endpoint URL", endpoint_url)
    person.press("Open")


async def forgets_key(person: Person) -> None:
    """Delete the key in Connections, and close the dialog."""
    dialog = await person.dialog("Add connection")
    await person.until(lambda: NAME in person.column("Profiles", "Profile"), "the key in the list")
    person.select(person.column("Profiles", "Profile").index(NAME), table="Profiles")
    await person.press_soon("Forget key")
    await person.until(lambda: QApplication.activeModalWidget() is not dialog, "the question")
    await person.reads(f"The access key of {NAME} is deleted here")
    person.press("Forget key")
    await person.until(lambda: NAME not in person.column("Profiles", "Profile"), "the shorter list")
    await person.answers("Cancel")


def leaks(folder: Path, *secrets: str) -> list[str]:
    """Return the files below a folder that hold a secret, plain or in another spelling."""
    spellings = [
        spelling.encode()
        for secret in secrets
        for spelling in (secret, quote_plus(secret), base64.b64encode(secret.encode()).decode())
    ]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(one in path.read_bytes() for one in spellings)]


def test_without_a_keyring_a_key_serves_this_run_and_no_file_has_it(
    use_program: UseProgram,
    aws: AwsSettings,
    server: SandboxEndpoint,
    second: SecondClient,
    data_folder: Path,
) -> None:
    aws.profiles(server.endpoint_url, "orders")
    queue = second.queue("typed")

    with key_checking_line(server.endpoint_url) as line:

        async def first_day(person: Person) -> None:
            await person.press_soon("Type an access key")
            await person.told("Where the key is kept", "in memory, until the program ends", "No keyring")
            person.press("Type an access key")
            await types_key(person)
            await opens_key(person, line.url)
            await person.stands("1 queue", NAME, "eu-west-1")
            await person.opens(queue, "Send")
            person.find(QPlainTextEdit, "Message body").setPlainText("signed by hand")
            await person.press_soon("Send")
            await person.reads("Sent")
            await person.dialog("Add connection")
            assert dict(
                zip(person.column("Profiles", "Profile"), person.column("Profiles", "State"), strict=True)
            )[NAME].endswith("for this run only")
            await person.answers("Cancel")

        async def second_day(person: Person) -> None:
            await person.until(lambda: "orders" in person.column("Profiles", "Profile"), "the profiles")
            assert NAME not in person.column("Profiles", "Profile")

        use_program(first_day)
        assert line.seen == {KEY_ID}
    assert [message["Body"] for message in second.receive(queue)] == ["signed by hand"]
    use_program(second_day)
    assert leaks(data_folder, SECRET) + leaks(Path(os.environ["HOME"]), SECRET) == []


def test_a_key_in_the_keyring_is_there_on_the_next_day_until_it_is_forgotten(
    use_program: UseProgram,
    aws: AwsSettings,
    server: SandboxEndpoint,
    keyring: FakeKeyring,
    data_folder: Path,
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def first_day(person: Person) -> None:
        await person.press_soon("Type an access key")
        await person.told("Where the key is kept", "in this machine's keyring")
        person.press("Type an access key")
        await types_key(person)
        await opens_key(person, server.endpoint_url)
        await person.stands("no queues", NAME, "eu-west-1")

    async def second_day(person: Person) -> None:
        await person.stands("no queues", NAME, "eu-west-1")
        await forgets_key(person)
        person.press("Refresh")
        await person.stands("no queues", NAME, "eu-west-1")

    async def third_day(person: Person) -> None:
        await person.reads(f"There is no profile “{NAME}”")

    region = ["--profile", NAME, "--region", "eu-west-1", "--endpoint-url", server.endpoint_url]
    use_program(first_day)
    assert keyring.items[STORED, f"{NAME}/secret access key"] == SECRET
    assert NAME in (data_folder / "settings.json").read_text(encoding="utf-8")
    assert leaks(data_folder, SECRET, KEY_ID) == []
    use_program(second_day, *region)
    assert keyring.items == {}
    use_program(third_day, *region)


def test_a_locked_keyring_is_said_and_the_key_can_be_kept_for_this_run(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, keyring: FakeKeyring
) -> None:
    aws.profiles(server.endpoint_url, "orders")
    keyring.error = KeyringLocked()

    async def steps(person: Person) -> None:
        await types_key(person)
        await person.reads("The keyring is locked, and was not unlocked when it asked for its password.")
        assert person.find(QLineEdit, "Secret access key").text() == SECRET
        person.press("Keep for this run only")
        await opens_key(person, server.endpoint_url)
        await person.stands("no queues", NAME, "eu-west-1")

    use_program(steps)
    assert keyring.items == {}


def test_a_keyring_that_stays_locked_when_the_key_is_needed_is_said_in_the_row(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, keyring: FakeKeyring
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def first_day(person: Person) -> None:
        await types_key(person)
        await person.until(lambda: NAME in person.column("Profiles", "Profile"), "the key in the list")

    async def second_day(person: Person) -> None:
        await person.stands("the keyring does not help", NAME, "eu-west-1")
        keyring.error = None
        person.press("Refresh")
        await person.stands("no queues", NAME, "eu-west-1")

    use_program(first_day)
    keyring.error = KeyringLocked()
    region = ["--profile", NAME, "--region", "eu-west-1", "--endpoint-url", server.endpoint_url]
    use_program(second_day, *region)


def test_what_can_be_no_key_is_said_beside_its_field_and_kept_there(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def steps(person: Person) -> None:
        await person.until(lambda: "orders" in person.column("Profiles", "Profile"), "the profiles")
        person.press("Type an access key")
        person.type("Connection name", "orders")
        person.type("Access key ID", "ASIATEMPORARY0000000")
        person.press("Keep key")
        await person.reads(
            "A profile has this name.", "A temporary key needs its session token.", "Type the secret."
        )
        assert person.find(QLineEdit, "Access key ID").text() == "ASIATEMPORARY0000000"
        assert person.column("Profiles", "Profile") == ["orders"]

    use_program(steps)
