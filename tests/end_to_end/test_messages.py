"""Receiving, holding and deleting, each seen in the window and read back from the server."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

AGAIN = "Visible again"


def test_receive_n_holds_them_and_counts_down(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("held", VisibilityTimeout=45)
    second.send_all(queue, [f"body {number}" for number in range(14)])

    async def steps(person: Person) -> None:
        await person.opens(queue)
        await person.until(lambda: person.number("Hold seconds") == 45, "the queue's visibility timeout")
        person.set("Messages to receive", 12)
        person.press("Receive")
        await person.rows(12)
        await person.press_is("Receive")
        assert second.in_flight(queue) == 12
        assert set(person.column("Messages", "Receives")) == {"1"}
        first = seconds_of(person.column("Messages", AGAIN)[0])
        assert 35 <= first <= 45
        await person.until(lambda: seconds_of(person.column("Messages", AGAIN)[0]) < first, "one second less")
        assert f"Received 12 messages from {queue}" in person.said("Last activity")

    in_orders(steps)


def seconds_of(words: str) -> int:
    """Return the seconds that a countdown shows."""
    found = re.fullmatch(r"(\d+) s", words)
    assert found, words
    return int(found[1])


def test_look_and_release_shows_messages_and_lets_them_go(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue, _ = second.dlq_pair("looked-at", maximum_receives=5)
    second.send_all(queue, ["a", "b", "c"])

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Messages to receive", 3)
        person.choose("Receive mode", "Look and release")
        await person.told("Receive forecast", "Counts one receive of 5", "Releasing does not undo it.")
        person.press("Receive")
        await person.until(lambda: person.column("Messages", AGAIN) == ["released"] * 3, "three released")
        assert second.waiting(queue) == 3
        assert {message["Attributes"]["ApproximateReceiveCount"] for message in second.receive(queue)} == {
            "2"
        }

    in_orders(steps)


def test_the_forecast_says_how_near_the_dlq_is(in_orders: UseProgram, second: SecondClient) -> None:
    queue, dlq = second.dlq_pair("near", maximum_receives=1)
    plain = second.queue("plain")
    fifo = second.queue("locked.fifo")

    async def steps(person: Person) -> None:
        await person.opens(plain)
        await person.told("Receive forecast", "no redrive policy here, so none moves to a DLQ")
        await person.opens(queue)
        await person.told("Receive forecast", f"The next receive after this one moves each message to {dlq}.")
        await person.opens(fifo)
        await person.told("Receive forecast", "nobody else receives from these message groups")

    in_orders(steps)


def test_an_empty_answer_is_not_taken_for_an_empty_queue(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("empty")

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Wait seconds", 0)
        person.press("Receive")
        await person.reads("No messages came at once.", "not proof the queue is empty")

    in_orders(steps)


def test_stop_ends_a_receive_and_keeps_what_came(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("stopped")
    second.send(queue, "the only one")

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Messages to receive", 1_000)
        person.set("Wait seconds", 20)
        person.press("Receive")
        await person.rows(1)
        await person.press_soon("Stop")
        await person.press_is("Receive")
        assert "Stopped: received 1 of 1,000" in person.said("Last activity")
        assert second.in_flight(queue) == 1

    in_orders(steps)


async def receive(person: Person, queue: str, count: int) -> None:
    """Open a queue's page and receive so many."""
    await person.opens(queue)
    person.set("Messages to receive", count)
    person.press("Receive")
    await person.rows(count)
    await person.press_is("Receive")


def test_release_lets_others_receive_at_once(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("released", VisibilityTimeout=600)
    second.send_all(queue, ["a", "b", "c"])

    async def steps(person: Person) -> None:
        await receive(person, queue, 3)
        person.select(0, 2)
        person.press("Release")
        await person.until(lambda: person.column("Messages", AGAIN).count("released") == 2, "two released")
        assert (second.waiting(queue), second.in_flight(queue)) == (2, 1)
        assert "Released 2 messages" in person.said("Last activity")

    in_orders(steps)


def test_extend_holds_a_message_longer_at_the_server_too(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("extended")
    second.send_all(queue, ["a", "b"])

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Hold seconds", 3)
        await receive(person, queue, 2)
        person.select(0)
        await person.dialog("Extend")
        person.set("Hold for seconds", 600)
        await person.answers("Extend 1 message")
        await person.until(lambda: seconds_of(person.column("Messages", AGAIN)[0]) > 500, "a longer hold")
        await person.until(lambda: person.column("Messages", AGAIN)[1] == "visible", "the other one's end")
        assert len(second.receive(queue)) == 1

    in_orders(steps)


def test_delete_asks_with_the_number_and_deletes_at_the_server(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("deleted", VisibilityTimeout=600)
    second.send_all(queue, ["a", "b", "c"])

    async def steps(person: Person) -> None:
        await receive(person, queue, 3)
        person.select(0, 1)
        await person.dialog("Delete")
        await person.reads(f"2 messages are deleted from {queue}.", "This can't be undone.")
        await person.answers("Cancel")
        assert second.in_flight(queue) == 3
        await person.dialog("Delete")
        await person.answers("Delete 2 messages")
        await person.until(lambda: person.column("Messages", AGAIN).count("deleted") == 2, "two deleted")
        assert (second.waiting(queue), second.in_flight(queue)) == (0, 1)

    in_orders(steps)


def test_delete_says_that_an_expired_fifo_handle_cannot_delete(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("expired.fifo", VisibilityTimeout=600, ContentBasedDeduplication="true")
    for group in ("short", "long"):
        second.send(queue, f"body of {group}", MessageGroupId=group)

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Messages to receive", 2)
        person.set("Hold seconds", 2)
        person.press("Receive")
        await person.rows(2)
        await person.press_is("Receive")
        long = person.column("Messages", "Group").index("long")
        person.select(long)
        await person.dialog("Extend")
        person.set("Hold for seconds", 300)
        await person.answers("Extend 1 message")
        await person.until(lambda: person.column("Messages", AGAIN).count("visible") == 1, "one hold's end")
        person.select(0, 1)
        await person.dialog("Delete")
        await person.reads(
            f"1 message is deleted from {queue}.", "1 of those selected is not tried and stays"
        )
        await person.answers("Delete 1 message")
        await person.until(lambda: person.column("Messages", AGAIN)[long] == "deleted", "one deleted")
        await person.reads("1 message was not tried.")
        assert [message["Body"] for message in second.receive(queue)] == ["body of short"]

    in_orders(steps)


def test_the_inspector_shows_a_body_pretty_and_raw_and_every_attribute_in_full(
    in_orders: UseProgram, second: SecondClient
) -> None:
    body = '{"orderId":"ORD1","total":100.00,"big":12345678901234567890123}'
    queue = second.queue("inspected.fifo", ContentBasedDeduplication="true")
    attributes = {
        "eventType": {"DataType": "String", "StringValue": "order.created"},
        "total": {"DataType": "Number.decimal", "StringValue": "100.00"},
        "signature": {"DataType": "Binary", "BinaryValue": bytes(range(20))},
    }
    trace = {
        "AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5e1b4151-5ac6c58dc39a6b6b3f0f6a2b"}
    }
    message_id = second.send(
        queue, body, MessageGroupId="g1", MessageAttributes=attributes, MessageSystemAttributes=trace
    )

    async def steps(person: Person) -> None:
        await receive(person, queue, 1)
        person.select(0)
        pretty = await person.until(lambda: person.text("Message body"), "the body")
        assert '"total": 100.00' in pretty
        assert pretty.count("\n") >= 3
        assert "12345678901234567890123" in pretty
        person.choose("Show as", "Raw")
        await person.until(lambda: person.text("Message body") == body, "the body as it came")
        shown = inspector(person, "Message attributes", ("Name", "Type", "Value"))
        assert shown["eventType"] == ("String", "order.created")
        assert shown["total"] == ("Number.decimal", "100.00")
        assert shown["signature"][0] == "Binary"
        assert shown["signature"][1].startswith("20 bytes · 000102")
        system = inspector(person, "System attributes", ("Name", "Value"))
        assert system["MessageGroupId"] == ("g1",)
        assert system["AWSTraceHeader"] == ("Root=1-5e1b4151-5ac6c58dc39a6b6b3f0f6a2b",)
        assert {"SentTimestamp", "SenderId", "SequenceNumber", "MessageDeduplicationId"} <= set(system)
        assert person.said("Message ID") == message_id

    in_orders(steps)


def inspector(person: Person, table: str, columns: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return a table of the inspector: names, and what else the row says."""
    texts = [person.column(table, title) for title in columns]
    return {row[0]: row[1:] for row in zip(*texts, strict=True)}


def test_an_xml_body_is_shown_indented(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("xml")
    second.send(queue, '<order id="1"><item sku="KB"/><note>S &amp; M</note></order>')

    async def steps(person: Person) -> None:
        await receive(person, queue, 1)
        person.select(0)
        shown = await person.until(lambda: person.text("Message body"), "the body")
        assert '\n  <item sku="KB"/>' in shown

    in_orders(steps)


def test_hidden_and_html_characters_of_a_body_are_shown_as_text(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("hostile")
    second.send(queue, "<img src=file:///etc/passwd><b>bold</b> \u202e evil")

    async def steps(person: Person) -> None:
        await receive(person, queue, 1)
        shown = person.column("Messages", "Body")[0]
        assert shown.startswith("<img src=file:///etc/passwd><b>bold</b>")
        assert "\u202e" not in shown
        cell = person.table("Messages").model().index(0, 6)
        assert "<img" not in str(cell.data(Qt.ItemDataRole.ToolTipRole) or "")

    in_orders(steps)


def test_filter_messages_looks_into_bodies_and_by_jmespath(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("filtered")
    second.send_all(queue, [f'{{"orderId": "ORD{number}", "total": {number * 10}}}' for number in range(5)])

    async def steps(person: Person) -> None:
        await receive(person, queue, 5)
        person.type("Filter messages", "ORD3")
        await person.rows(1)
        person.type("Filter messages", "=total > `15`")
        await person.rows(3)
        person.type("Filter messages", "=total >")
        await person.until(lambda: person.said("Filter problem"), "why this is no expression")

    in_orders(steps)


def test_a_read_only_connection_receives_and_does_not_delete(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("read-only")
    second.send(queue, "kept")

    async def steps(person: Person) -> None:
        await receive(person, queue, 1)
        assert "Read-only" in person.words()
        person.select(0)
        assert not person.can("Delete")
        assert "Read-only connection" in person.tooltip("Delete")
        person.tab("Send")
        assert not person.can("Send")

    in_orders(steps, "--read-only")


def test_receive_modes_are_the_two_of_the_words_on_screen(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("modes")

    async def steps(person: Person) -> None:
        await person.opens(queue)
        modes = person.find(QComboBox, "Receive mode")
        assert [modes.itemText(row) for row in range(modes.count())] == ["Hold", "Look and release"]

    in_orders(steps)
