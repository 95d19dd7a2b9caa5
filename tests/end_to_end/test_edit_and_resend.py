"""Edit and resend in the real program over HTTP: one place changes, nothing else, and nothing is lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

BODY = '{"order": 1,\r\n "sku":\u2028"KB\u00a0204",\r\n "total": 1.50}\r\n\ufeff🙂 \u202eend'
ATTRIBUTES: dict[str, dict[str, Any]] = {
    "total": {"DataType": "Number.int", "StringValue": "007"},
    "note": {"DataType": "String.label", "StringValue": "two\r\nlines"},
    "raw": {"DataType": "Binary.gif", "BinaryValue": b"\x00\xff\x01"},
}
TRACE = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}}


async def open_editor(person: Person, dlq: str) -> None:
    """Receive the dead letter and open it for editing."""
    await person.opens(dlq, "Messages")
    await person.press_soon("Receive")
    await person.rows(1)
    await person.press_is("Receive")
    person.select(0)
    await person.dialog("Edit and resend")


def type_over(person: Person, old: str, new: str) -> None:
    """Select a piece of the body and type over it."""
    editor = person.find(QPlainTextEdit, "Message body")
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    assert editor.find(old)
    QTest.keyClicks(editor, new)


async def resend(person: Person) -> None:
    """Press Resend and wait until the dialog is gone and the row says so."""
    await person.answers("Resend")
    await person.until(lambda: person.column("Messages", "Visible again") == ["moved"], "the row's `moved`")


def test_an_original_edited_in_one_place_arrives_with_only_that_place_changed(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("mended", maximum_receives=1)
    second.dead_letter(
        source,
        dlq,
        BODY,
        MessageAttributes=ATTRIBUTES,
        MessageSystemAttributes=TRACE,
        MessageGroupId="tenant-1",
    )

    async def steps(person: Person) -> None:
        await open_editor(person, dlq)
        assert source in person.find(QComboBox, "Destination").currentText()
        await person.told("Difference in words", "Nothing is changed.")
        type_over(person, "1.50", "2.75")
        await person.told("Difference in words", "Body: 1 line removed, 1 added.")
        shown = person.text("Difference").splitlines()
        assert [line for line in shown if line[:1] in "+-"] == ['-  "total": 1.50}', '+  "total": 2.75}']
        assert second.waiting(source) == 0
        await resend(person)
        (arrived,) = second.receive(source)
        assert arrived["Body"] == BODY.replace("1.50", "2.75")
        assert arrived["MessageAttributes"] == ATTRIBUTES
        assert arrived["Attributes"]["MessageGroupId"] == "tenant-1"
        assert arrived["Attributes"]["AWSTraceHeader"] == TRACE["AWSTraceHeader"]["StringValue"]
        assert second.waiting(dlq) + second.in_flight(dlq) == 0

    in_orders(steps)


def test_a_failed_send_keeps_text_and_original_and_another_destination_takes_it(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("refused", maximum_receives=1)
    other = second.queue("refuge")
    second.dead_letter(source, dlq, BODY, MessageAttributes=ATTRIBUTES)

    async def steps(person: Person) -> None:
        await open_editor(person, dlq)
        type_over(person, "1.50", "2.75")
        second.delete_queue(source)
        person.press("Resend")
        await person.told("Resend result", "Not sent", "does not exist")
        assert "2.75" in person.text("Message body")
        assert second.waiting(dlq) + second.in_flight(dlq) == 1
        person.choose("Destination", other)
        await resend(person)
        (arrived,) = second.receive(other)
        assert arrived["Body"] == BODY.replace("1.50", "2.75")
        assert arrived["MessageAttributes"] == ATTRIBUTES
        assert second.waiting(dlq) + second.in_flight(dlq) == 0

    in_orders(steps)


def test_a_fifo_message_edited_within_five_minutes_of_its_first_send_arrives(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("ordered.fifo", maximum_receives=1)
    second.dead_letter(
        source,
        dlq,
        BODY,
        MessageGroupId="group-1",
        MessageDeduplicationId="used",
        MessageAttributes=ATTRIBUTES,
    )

    async def steps(person: Person) -> None:
        await open_editor(person, dlq)
        type_over(person, "1.50", "2.75")
        await resend(person)
        (arrived,) = second.receive(source)
        assert arrived["Body"] == BODY.replace("1.50", "2.75")
        assert arrived["Attributes"]["MessageGroupId"] == "group-1"
        assert arrived["Attributes"]["MessageDeduplicationId"] != "used"
        assert arrived["MessageAttributes"] == ATTRIBUTES
        assert second.waiting(dlq) + second.in_flight(dlq) == 0

    in_orders(steps)


def test_a_kept_original_is_there_beside_the_new_message(in_orders: UseProgram, second: SecondClient) -> None:
    source, dlq = second.dlq_pair("kept", maximum_receives=1)
    second.dead_letter(source, dlq, BODY)

    async def steps(person: Person) -> None:
        await open_editor(person, dlq)
        person.press("Keep the original")
        await person.told("Resend result", "Sends the same message again", "keeps the original")
        await person.answers("Resend")
        (arrived,) = second.receive(source)
        assert arrived["Body"] == BODY
        assert second.waiting(dlq) + second.in_flight(dlq) == 1
        assert person.column("Messages", "Visible again") != ["moved"]

    in_orders(steps)


def test_a_body_that_starts_with_a_byte_order_mark_keeps_it(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("marked", maximum_receives=1)
    body = '\ufeff{"total": 1.50}\r\n'
    second.dead_letter(source, dlq, body)

    async def steps(person: Person) -> None:
        await open_editor(person, dlq)
        type_over(person, "1.50", "2.75")
        await person.told("Difference in words", "Body: 1 line removed, 1 added.")
        await resend(person)
        (arrived,) = second.receive(source)
        assert arrived["Body"] == body.replace("1.50", "2.75")

    in_orders(steps)
