"""Production starts read-only: nothing that writes can be pressed or leaves the process until unlocked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.viewmodels.shell.write_unlocking import UnlockTime
from sqs_explorer.views.shell import unlock_dialog
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.production_scene import (
    PROFILE,
    Production,
    all_are_off,
    all_are_on,
    off_reasons,
    press_key,
    receives,
    time_is_up,
    unlocks,
)
from tests.end_to_end.second_client import SecondClient
from tests.fakes.raw_http_server import RawHttpServer

RATE = "Messages per second"


@pytest.fixture
def production(
    raw: RawHttpServer, aws: AwsSettings, server: SandboxEndpoint, use_program: UseProgram
) -> Production:
    """The profile `prod-orders`."""
    return Production(raw, aws, server, use_program)


@pytest.fixture
def short_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let 15 minutes be five seconds."""
    monkeypatch.setattr(unlock_dialog, "UNLOCK_TIMES", (UnlockTime("15 minutes", 5.0),))


def test_all_that_writes_is_off_until_unlocked_and_again_once_locked(
    production: Production, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("guarded", maximum_receives=1)
    second.dead_letter(source, dlq, "a", "b")
    second.send(source, "c")
    of_source, of_dlq = ("Messages", "Send", "Details"), ("Dead letters", "Send", "Details")

    async def steps(person: Person) -> None:
        await receives(person, dlq, 2, "Dead letters")
        assert all_are_off(person, *of_dlq), off_reasons(person, *of_dlq)
        await receives(person, source, 1)
        person.tab("Send")
        person.find(QPlainTextEdit, "Message body").setPlainText("typed and kept")
        assert all_are_off(person, *of_source), off_reasons(person, *of_source)
        await unlocks(person)
        await person.reads("Can write · 15 min left")
        assert all_are_on(person, *of_source), off_reasons(person, *of_source)
        await person.opens(dlq)
        assert all_are_on(person, *of_dlq), off_reasons(person, *of_dlq)
        person.press("Lock writing")
        assert all_are_off(person, *of_dlq), off_reasons(person, *of_dlq)
        await person.opens(source)
        assert all_are_off(person, *of_source), off_reasons(person, *of_source)
        person.tab("Send")
        assert person.text("Message body") == "typed and kept"

    production.use(steps)
    assert production.writes == []


def test_no_key_writes_while_it_is_read_only(production: Production, second: SecondClient) -> None:
    source, dlq = second.dlq_pair("keys", maximum_receives=1)
    second.dead_letter(source, dlq, "a")
    second.send(source, "b")
    control, plain = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier

    async def steps(person: Person) -> None:
        await receives(person, source, 1)
        press_key(person.table("Messages"), Qt.Key.Key_Delete, plain)
        press_key(person.table("Messages"), Qt.Key.Key_M, control)
        person.tab("Send")
        editor = person.find(QPlainTextEdit, "Message body")
        editor.setPlainText("not sent")
        press_key(editor, Qt.Key.Key_Return, control)
        await receives(person, dlq, 1, "Dead letters")
        press_key(person.table("Messages"), Qt.Key.Key_M, control)
        assert person.front is person.window, "no dialog"

    production.use(steps)
    assert production.writes == []
    assert (second.in_flight(source), second.in_flight(dlq)) == (1, 1)


@pytest.mark.usefixtures("short_times")
def test_when_the_time_is_up_it_locks_by_itself(production: Production, second: SecondClient) -> None:
    queue = second.queue("timed")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        person.find(QPlainTextEdit, "Message body").setPlainText("in time")
        await unlocks(person)
        await person.press_soon("Send")
        await person.told("Send result", "Sent 1 message")
        await person.until(lambda: not person.can("Send"), "the end of the time")
        assert "Read-only connection" in person.tooltip("Send")
        assert person.can("Unlock writing")

    production.use(steps)
    assert production.writes == ["SendMessage"]


@pytest.mark.parametrize("count", [12, 120], ids=["here", "in the worker"])
def test_a_move_that_began_unlocked_finishes_after_the_lock_closes(
    production: Production, second: SecondClient, count: int
) -> None:
    source, destination = second.queue("moving-from"), second.queue("moving-to")
    second.send_all(source, [f"body {number}" for number in range(count)])

    async def steps(person: Person) -> None:
        await receives(person, source, count)
        await unlocks(person)
        await person.dialog("Move")
        person.choose("Destination", destination)
        person.set(RATE, count // 3)
        await person.answers("Start move")
        await person.until(lambda: "SendMessageBatch" in production.writes, "the first batch", 30)
        person.press("Lock writing")
        assert not person.can("Delete")
        assert second.waiting(destination) < count
        moved = f"Moved {count} messages to {destination}."
        await person.until(lambda: moved in person.words(), "the end of the move", 30)
        assert "Read-only connection" in person.tooltip("Delete")

    production.use(steps)
    assert (second.waiting(destination), second.waiting(source), second.in_flight(source)) == (count, 0, 0)


LEFT_OPEN = {
    "Delete": ("Messages", "Delete 1 message", "DeleteMessageBatch is off"),
    "Move": ("Messages", "Start move", "Moved 0 of 1"),
    "Purge queue": ("Details", "Purge about 1 message", "PurgeQueue is off"),
    "Delete queue": ("Details", "Delete queue", "DeleteQueue is off"),
}
"""Dialogs with their tab, the button that does it, and what is said when the lock has closed meanwhile."""


@pytest.mark.parametrize("opener", ["Delete", "Move", "Purge queue", "Delete queue"])
def test_a_dialog_left_open_until_the_lock_closes_does_nothing_and_says_why(
    production: Production, second: SecondClient, opener: str
) -> None:
    queue, other = second.queue("left-open"), second.queue("left-open-to")
    second.send(queue, "stays")
    tab, verb, words = LEFT_OPEN[opener]

    async def steps(person: Person) -> None:
        await receives(person, queue, 1)
        await unlocks(person)
        person.tab(tab)
        await person.dialog(opener)
        if opener == "Move":
            person.choose("Destination", other)
        if tab == "Details":
            person.type("Type the queue name", queue)
        time_is_up(person)
        await person.answers(verb)
        await person.reads("Read-only connection", words, "Unlock writing in the header.")

    production.use(steps)
    assert production.writes == []
    assert second.in_flight(queue) == 1


def test_a_redrive_confirmed_after_the_lock_closed_is_not_started_and_says_why(
    production: Production, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("left-open", maximum_receives=1)
    second.dead_letter(source, dlq, "a")

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await unlocks(person)
        await person.dialog("Redrive all")
        time_is_up(person)
        await person.answers("Start redrive")
        await person.reads("No redrive was started.", "Unlock writing in the header.")

    production.use(steps)
    assert production.writes == []
    assert second.waiting(dlq) == 1


def test_what_a_connection_is_and_that_it_is_read_only_is_seen_before_the_first_write(
    production: Production, second: SecondClient
) -> None:
    queue = second.queue("seen")

    async def steps(person: Person) -> None:
        await person.opens(queue)
        words = await person.reads("Production", "000000000000", "orders-prod", "user/alice", PROFILE)
        assert "eu-west-1" in words
        assert "Production" in person.state(PROFILE)

    production.use(steps)


def test_an_environment_chosen_by_hand_is_remembered_and_read_only_follows_it(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "billing", "prod-like")

    async def first_day(person: Person) -> None:
        await person.checks("Profiles", "billing")
        await person.checks("Regions", "eu-west-1")
        person.choose("Environment", "Production")
        assert person.find(QCheckBox, "Read-only").isChecked()
        await person.press_soon("Open")
        await person.stands("no queues", "billing", "eu-west-1")
        assert "Production" in person.state("billing")

    async def second_day(person: Person) -> None:
        await person.stands("no queues", "billing", "eu-west-1")
        assert "Production" in person.state("billing")
        assert "read-only" in person.state("billing").casefold(), person.state("billing")

    use_program(first_day)
    use_program(second_day, "--profile", "billing")
