"""Exported to a file, deleted, replayed from it: every message is byte for byte what it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from sqs_explorer.domain.filed_messages import FiledMessage
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.services.message_files.json_lines import line_of
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

TRACE = "Root=1-5e1b4151-5ac6c58dc39a6b6b3f0f6a2b;Parent=53995c3f42cd8ad8;Sampled=1"
ATTRIBUTES = {
    "total": {"DataType": "Number.int", "StringValue": "007"},
    "price": {"DataType": "Number", "StringValue": "1.10"},
    "kind": {"DataType": "String.colour", "StringValue": "b\u2028lue\r\n😀"},
    "raw": {"DataType": "Binary.gif", "BinaryValue": bytes(range(256))},
}
BODIES = (
    '{"price":1.10,"n":12345678901234567890123,"n":2}',
    "line\r\nend\rtab\t\u2028\u2029\u0085",
    "😀 \u202egnp\ufeff ¶",
    "=1+1",
    "é" * 524_288,
)


async def names_file(person: Person, path: Path) -> None:
    """Type a path into the system's dialog in front and press Enter."""
    await person.until(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), "the file dialog")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    dialog.accept()


async def exports_all(person: Person, queue: str, count: int, path: Path, *, file_format: str = "") -> None:
    """Receive all messages and export them."""
    await person.opens(queue)
    person.set("Messages to receive", count + 5)
    await person.press_soon("Receive")
    await person.rows(count)
    await person.press_is("Receive")
    await person.dialog("Export")
    await person.reads(f"All {count} messages received from {queue}")
    if file_format:
        person.choose("Format", file_format)
    person.press("Choose file")
    await names_file(person, path)
    await person.reads(f"Exported {count} messages to {path.name} (")


async def deletes_all(person: Person, count: int) -> None:
    """Delete every message received."""
    person.select(*range(count))
    await person.dialog("Delete")
    await person.answers(f"Delete {count} messages")
    await person.until(
        lambda: person.column("Messages", "Visible again").count("deleted") == count, "all deleted", 20
    )


async def replays(person: Person, path: Path, queue: str, count: int) -> None:
    """Replay a file into the queue of the page in front."""
    person.tab("Send")
    await person.press_soon("Replay from file")
    await names_file(person, path)
    await person.reads(f"{count} messages, ", f"will be sent to {queue}.")
    await person.press_soon("Start replay")
    await person.reads(f"Sent {count} messages from {path.name} to {queue}.")
    assert all(words.startswith("sent · ID ") for words in person.column("Replay lines", "Result"))
    await person.answers("Close")


def content(message: dict[str, Any]) -> tuple[Any, ...]:
    """Return everything of a message that a replay must bring back."""
    system = message["Attributes"]
    attributes = {
        name: (value["DataType"], value.get("StringValue"), value.get("BinaryValue"))
        for name, value in message.get("MessageAttributes", {}).items()
    }
    return (
        message["Body"],
        json.dumps(sorted(attributes.items()), default=repr),
        system.get("MessageGroupId"),
        system.get("AWSTraceHeader"),
        message["MD5OfBody"],
        message.get("MD5OfMessageAttributes"),
    )


def expected(second: SecondClient, queue: str) -> list[tuple[Any, ...]]:
    """Return what the queue holds, leaving it visible."""
    found = second.receive(queue)
    url = second.url(queue)
    for message in found:
        handle = message["ReceiptHandle"]
        second.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=handle, VisibilityTimeout=0)
    return [content(message) for message in found]


def drained(second: SecondClient, queue: str) -> list[dict[str, Any]]:
    """Receive and delete all messages: a FIFO group with a message in flight gives no more."""
    url, found = second.url(queue), []
    while batch := second.receive(queue):
        found += batch
        for message in batch:
            second.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found


def test_standard_messages_come_back_as_they_were(
    in_orders: UseProgram, second: SecondClient, tmp_path: Path
) -> None:
    queue, path = second.queue("exported"), tmp_path / "failed.jsonl"
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE}}
    for body in BODIES:
        more = {"MessageAttributes": ATTRIBUTES} if len(body) < 1_000 else {}
        second.send(queue, body, MessageSystemAttributes=trace, MessageGroupId="fair", **more)
    before = expected(second, queue)

    async def steps(person: Person) -> None:
        await exports_all(person, queue, len(BODIES), path)
        await deletes_all(person, len(BODIES))
        assert (second.waiting(queue), second.in_flight(queue)) == (0, 0)
        await replays(person, path, queue, len(BODIES))

    in_orders(steps)
    after = [content(message) for message in second.receive(queue)]
    assert sorted(after) == sorted(before)
    assert {message[0] for message in after} == set(BODIES)


def test_fifo_messages_come_back_in_their_groups_and_order(
    in_orders: UseProgram, second: SecondClient, tmp_path: Path
) -> None:
    queue, path = second.queue("exported.fifo"), tmp_path / "failed.jsonl"
    for number in range(6):
        group = f"customer-{number % 2}"
        more = {"MessageGroupId": group, "MessageDeduplicationId": f"id-{number}"}
        second.send(queue, f"body {number}", MessageAttributes=ATTRIBUTES, **more)
    before = expected(second, queue)

    async def steps(person: Person) -> None:
        await exports_all(person, queue, 6, path)
        await deletes_all(person, 6)
        # Within five minutes of the first send: with the old deduplication IDs nothing would arrive.
        await replays(person, path, queue, 6)

    in_orders(steps)
    received = drained(second, queue)
    assert sorted(content(message) for message in received) == sorted(before)
    for group in ("customer-0", "customer-1"):
        of_group = [message for message in received if message["Attributes"]["MessageGroupId"] == group]
        assert [message["Body"] for message in of_group] == sorted(message["Body"] for message in of_group)


def test_a_large_file_is_replayed_by_the_worker_and_a_bad_line_stays_out(
    in_orders: UseProgram, second: SecondClient, tmp_path: Path
) -> None:
    queue, path = second.queue("bulk.fifo"), tmp_path / "bulk.jsonl"
    system = {"MessageGroupId": "one-group"}
    messages = [
        ReceivedMessage(f"id-{n}", "", f"body {n:03}", system_attributes=system if n % 2 else {})
        for n in range(120)
    ]
    lines = [line_of(FiledMessage(message)) for message in messages]
    path.write_bytes(b"".join([*lines[:60], b"{broken\n", *lines[60:]]))

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        await person.press_soon("Replay from file")
        await names_file(person, path)
        await person.reads("120 of 121 messages, ", "1 line is refused", "60 messages have no group")
        assert person.column("Replay lines", "Line")[0] == "61"
        await person.press_soon("Start replay")
        await person.until(
            lambda: f"Sent 120 messages from bulk.jsonl to {queue}." in person.words(), "the end", 30
        )
        await person.answers("Close")

    in_orders(steps)
    received = drained(second, queue)
    assert sorted(message["Body"] for message in received) == [message.body for message in messages]
    grouped = [m["Body"] for m in received if m["Attributes"]["MessageGroupId"] == "one-group"]
    assert grouped == sorted(grouped)
    own = {m["Body"]: m["Attributes"]["MessageGroupId"] for m in received if m["Body"] not in grouped}
    assert own == {f"body {n:03}": f"id-{n}" for n in range(0, 120, 2)}


def test_a_csv_is_for_reading_and_is_refused_as_a_replay(
    in_orders: UseProgram, second: SecondClient, tmp_path: Path
) -> None:
    queue, path = second.queue("ticket"), tmp_path / "ticket.csv"
    second.send(queue, "=HYPERLINK(1)", MessageAttributes=ATTRIBUTES)
    second.send(queue, "plain")

    async def steps(person: Person) -> None:
        await exports_all(person, queue, 2, path, file_format="CSV")
        person.tab("Send")
        await person.press_soon("Replay from file")
        await names_file(person, path)
        await person.reads(f"No line of this file can be sent to {queue}")
        assert not person.can("Start replay")
        await person.answers("Cancel")

    in_orders(steps)
    text = path.read_text("utf-8-sig")
    assert ",'=HYPERLINK(1)" in text
    assert second.waiting(queue) + second.in_flight(queue) == 2
