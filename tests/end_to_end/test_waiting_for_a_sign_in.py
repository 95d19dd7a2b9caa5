"""What was pressed while the sign-in had expired waits for the new one, and goes on or fails as told."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from sqs_explorer.tour import hands
from sqs_explorer.views.queues.queue_tree_panel import QueueTreePanel
from sqs_explorer.views.shell.identity_header import IdentityHeader
from sqs_explorer.views.shell.page_area import PageArea
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.identity_center import (
    KEY_ID,
    IdentityCenter,
    press_in_the_strip,
    sign_in_in_the_browser,
)
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.key_checking_line import KeyCheckingLine

WAITING = "1 action waits for it."


async def shows(person: Person, value: str) -> None:
    """Wait until Details show an attribute's value."""
    await person.until(lambda: value in person.column("Queue attributes", "Value"), value)


def close_connection(person: Person, connection_id: str) -> None:
    """Close a connection as its row's menu does."""
    panel = person.window.findChild(QueueTreePanel)
    assert isinstance(panel, QueueTreePanel)
    panel._view_model.close_connection_requested.emit(connection_id)


async def receive_that_waits(person: Person, line: KeyCheckingLine, queue: str) -> None:
    """Press Receive with a sign-in that has just expired, until the strip says that something waits."""
    await person.opens(queue)
    await person.press_is("Receive")
    line.expired.add(KEY_ID)
    person.press("Receive")
    await person.reads(WAITING)


def test_a_receive_that_meets_an_expired_sign_in_goes_on_after_it(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("waited-for")
    second.send(queue, "here after all")
    center.browser.before = lambda _: line.expired.clear()

    async def steps(person: Person) -> None:
        await person.opens(queue)
        await person.press_is("Receive")
        line.expired.add(KEY_ID)
        person.set("Messages to receive", 1)
        person.press("Receive")
        await person.reads("Sign-in expired: company.", WAITING)
        assert person.column("Messages", "Body") == []
        await sign_in_in_the_browser(person)
        await person.rows(1)
        assert person.column("Messages", "Body") == ["here after all"]
        await person.stands("1 queue", "company", "eu-west-1")

    use_program(steps, "--profile", "company")
    assert second.in_flight(queue) == 1


def test_a_send_that_meets_an_expired_sign_in_is_done_once_after_it(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("sent-late")
    center.browser.before = lambda _: line.expired.clear()

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        await person.until(lambda: person.find(QPlainTextEdit, "Message body"), "the editor")
        person.find(QPlainTextEdit, "Message body").setPlainText("sent once")
        await person.press_is("Send")
        line.expired.add(KEY_ID)
        person.press("Send")
        await person.reads("Sign-in expired: company.", WAITING)
        assert second.waiting(queue) == 0
        await sign_in_in_the_browser(person)
        await person.reads("Sent")

    use_program(steps, "--profile", "company")
    assert [message["Body"] for message in second.receive(queue)] == ["sent once"]


def test_not_now_fails_what_waits_and_keeps_the_text(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("not-now")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        await person.until(lambda: person.find(QPlainTextEdit, "Message body"), "the editor")
        person.find(QPlainTextEdit, "Message body").setPlainText("typed with care")
        await person.press_is("Send")
        line.expired.add(KEY_ID)
        person.press("Send")
        await person.reads(WAITING)
        person.press("Not now")
        await person.press_is("Send")
        assert person.text("Message body") == "typed with care"
        await person.reads("Sign-in expired")
        assert WAITING not in person.words()
        assert second.waiting(queue) == 0
        person.press("Send")
        await person.reads(WAITING)
        line.expired.clear()
        await sign_in_in_the_browser(person)
        await person.reads("Sent")

    use_program(steps, "--profile", "company")
    assert [message["Body"] for message in second.receive(queue)] == ["typed with care"]


def test_the_header_signs_in_as_the_strip_does(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("by-the-header")
    center.browser.before = lambda _: line.expired.clear()

    async def steps(person: Person) -> None:
        await person.opens(queue)
        await person.reads("000000000000")
        line.expired.add(KEY_ID)
        person.press("Refresh")
        await person.stands("sign-in expired", "company", "eu-west-1")
        header = person.window.findChild(IdentityHeader)
        assert isinstance(header, IdentityHeader)
        assert "Sign-in expired" in person.words(header)
        hands.press("Sign in again", header)
        await person.press_soon("Open the browser")
        await person.stands("1 queue", "company", "eu-west-1")
        await person.until(lambda: ", 7 h left" in person.words(header), "the header")
        assert "000000000000" in person.words(header)

    use_program(steps, "--profile", "company")


def test_what_waits_can_be_stopped_and_then_nothing_waits(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("stopped")
    second.send(queue, "stays")

    async def steps(person: Person) -> None:
        await receive_that_waits(person, line, queue)
        await person.press_soon("Stop")
        await person.press_is("Receive")
        await person.until(lambda: WAITING not in person.words(), "the shorter strip")
        await person.reads("Sign-in expired: company.")

    use_program(steps, "--profile", "company")
    assert second.waiting(queue) == 1


def test_closing_the_connection_ends_what_waits(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("closed")

    async def steps(person: Person) -> None:
        await receive_that_waits(person, line, queue)
        close_connection(person, "company")
        await person.reads("No connection open")
        assert "Sign-in expired" not in person.words()

    use_program(steps, "--profile", "company")


def test_a_receive_whose_page_was_closed_is_not_done_after_the_sign_in(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("page-closed")
    second.send(queue, "stays visible")
    center.browser.before = lambda _: line.expired.clear()

    async def steps(person: Person) -> None:
        await receive_that_waits(person, line, queue)
        pages = person.window.findChild(PageArea)
        assert isinstance(pages, PageArea)
        pages.close_current()
        await person.until(lambda: WAITING not in person.words(), "the shorter strip")
        await sign_in_in_the_browser(person)
        await person.stands("1 queue", "company", "eu-west-1")

    use_program(steps, "--profile", "company")
    assert second.waiting(queue) == 1


def test_giving_the_sign_in_up_leaves_the_action_waiting_and_the_program_still_ends(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("waiting-still")

    async def steps(person: Person) -> None:
        await receive_that_waits(person, line, queue)
        press_in_the_strip(person)
        await person.until(QApplication.activeModalWidget, "the dialog")
        await person.answers("Cancel")
        await person.reads(WAITING)

    use_program(steps, "--profile", "company")


def test_pages_that_could_not_be_read_are_read_after_the_sign_in(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    first, other = second.queue("first"), second.queue("other")
    center.browser.before = lambda _: line.expired.clear()

    async def steps(person: Person) -> None:
        await person.stands("2 queues", "company", "eu-west-1")
        line.expired.add(KEY_ID)
        for queue in (first, other):
            await person.opens(queue, "Details")
            await person.reads("Sign-in expired")
        await sign_in_in_the_browser(person)
        await person.stands("2 queues", "company", "eu-west-1")
        for queue in (other, first):
            await person.opens(queue, "Details")
            await shows(person, second.arn(queue))
            await person.until(lambda: "Sign-in expired" not in person.words(), "no word of it")

    use_program(steps, "--profile", "company")


def test_a_delete_that_was_confirmed_waits_and_is_done_after_the_sign_in(
    use_program: UseProgram, center: IdentityCenter, line: KeyCheckingLine, second: SecondClient
) -> None:
    center.write_token()
    queue = second.queue("deleted-late", VisibilityTimeout=300)
    second.send(queue, "goes")
    center.browser.before = lambda _: line.expired.clear()

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Messages to receive", 1)
        await person.press_soon("Receive")
        await person.rows(1)
        await person.press_is("Receive")
        person.select(0)
        line.expired.add(KEY_ID)
        await person.dialog("Delete")
        await person.answers("Delete 1 message")
        await person.reads(WAITING)
        assert second.in_flight(queue) == 1
        await sign_in_in_the_browser(person)
        await person.until(lambda: second.in_flight(queue) == 0, "the end of the message")

    use_program(steps, "--profile", "company")
    assert second.waiting(queue) == 0
