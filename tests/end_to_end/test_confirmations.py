"""Every question before something is written names account, alias, user, region, connection, environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.views.parts.pills import EnvironmentPill
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.production_scene import (
    ACCOUNT,
    ALIAS,
    PROFILE,
    REGION,
    Production,
    receives,
    unlocks,
)
from tests.end_to_end.second_client import SecondClient
from tests.end_to_end.test_export_and_replay import exports_all, names_file
from tests.fakes.raw_http_server import RawHttpServer

OPENERS = {
    "Messages": ("Delete", "Extend", "Move", "Edit and resend"),
    "Details": ("Purge queue", "Delete queue"),
    "Dead letters": ("Redrive all", "Move selected", "Edit and resend"),
}


@pytest.fixture
def production(
    raw: RawHttpServer, aws: AwsSettings, server: SandboxEndpoint, use_program: UseProgram
) -> Production:
    """The profile `prod-orders`."""
    return Production(raw, aws, server, use_program)


def names_all(person: Person) -> None:
    """Look for who, where and the environment in the dialog in front."""
    dialog = person.front
    assert isinstance(dialog, QDialog)
    words = person.words()
    for part in (ACCOUNT, ALIAS, "user/alice", REGION, PROFILE, "Production"):
        assert part in words, (dialog.windowTitle(), part, words)
    pills = [pill for pill in dialog.findChildren(EnvironmentPill) if pill.isVisible()]
    assert pills, dialog.windowTitle()


async def closes(person: Person) -> None:
    """Leave the dialog without doing it."""
    person.press("Cancel")
    await person.until(lambda: QApplication.activeModalWidget() is None, "the dialog's end")


async def looks_at(person: Person, tab: str) -> None:
    """Open each question of a tab."""
    for opener in OPENERS[tab]:
        if tab != "Details":
            person.select(0)
        await person.dialog(opener)
        names_all(person)
        await closes(person)


def test_each_names_who_and_where_and_wears_the_environment(
    production: Production, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("named", maximum_receives=1)
    second.dead_letter(source, dlq, "a")
    second.send(source, "b")

    async def steps(person: Person) -> None:
        await receives(person, source, 1)
        await person.reads("user/alice")
        await person.dialog("Unlock writing")
        names_all(person)
        await closes(person)
        await unlocks(person)
        await looks_at(person, "Messages")
        person.tab("Details")
        await looks_at(person, "Details")
        await receives(person, dlq, 1, "Dead letters")
        await looks_at(person, "Dead letters")

    production.use(steps)
    assert production.writes == []


def test_replay_from_a_file_does_so_too(production: Production, second: SecondClient, tmp_path: Path) -> None:
    queue, path = second.queue("replayed"), tmp_path / "kept.jsonl"
    second.send_all(queue, ["a", "b"])

    async def steps(person: Person) -> None:
        await exports_all(person, queue, 2, path)
        await person.reads("user/alice")
        await unlocks(person)
        person.tab("Send")
        await person.press_soon("Replay from file")
        await names_file(person, path)
        await person.reads(f"will be sent to {queue}.")
        names_all(person)
        await person.answers("Cancel")

    production.use(steps)
    assert production.writes == []
