"""`sqs-explorer FILE`: the messages of an exported file are offered to a queue, and arrive as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from sqs_explorer.domain.filed_messages import FiledMessage
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.message_files.json_lines import line_of
from sqs_explorer.tour import hands
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

ATTRIBUTES = (
    MessageAttribute("total", "Number.int", "007"),
    MessageAttribute("kind", "String.colour", "b\u2028lue\r\n😀"),
    MessageAttribute("raw", "Binary.gif", binary_value=bytes(range(256))),
)
BODIES = ("line\r\nend\t\u2028😀", '{"price":1.10,"n":12345678901234567890123}')


def exported(path: Path, *bodies: str) -> str:
    """Write a file as Export does and return its name within its folder."""
    messages = [ReceivedMessage(f"id-{body[:2]}", "", body, attributes=ATTRIBUTES) for body in bodies]
    path.write_bytes(b"".join(line_of(FiledMessage(message)) for message in messages))
    return path.name


def test_the_messages_of_a_named_file_arrive_as_they_were(
    in_orders: UseProgram, second: SecondClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = second.queue("again")
    name = exported(tmp_path / "-Bestellungen für Jörg.sqs.jsonl", *BODIES)
    monkeypatch.chdir(tmp_path)

    async def steps(person: Person) -> None:
        await person.reads(f"{name}: 2 messages to send again. Open a queue to choose where they go.")
        await person.stands("1 queue", "orders", "eu-west-1")
        await person.dialog("Choose a queue")
        person.type("Quick open", queue)
        hands.key(person.find(QLineEdit, "Quick open"), Qt.Key.Key_Return)
        await person.press_soon(f"Send to {queue}…")
        await person.reads("2 messages, ", f"will be sent to {queue}.")
        assert second.waiting(queue) == 0
        await person.press_soon("Start replay")
        await person.reads(f"Sent 2 messages from {name} to {queue}.")
        await person.answers("Close")
        await person.reads("“ticket.csv” can't be read: No such file or directory.")
        # What macOS sends to a program that runs.
        later = exported(tmp_path / "later.jsonl", "three")
        program = QApplication.instance()
        assert program is not None
        QApplication.sendEvent(program, QFileOpenEvent(str(tmp_path / later)))
        await person.press_soon("Dismiss")
        await person.reads("later.jsonl: 1 message to send again.")
        await person.press_soon("Dismiss")
        await person.until(lambda: "later.jsonl" not in person.words(), "the strip's end")

    in_orders(steps, "--", name, "ticket.csv")
    received = {message["Body"]: message["MessageAttributes"] for message in second.receive(queue)}
    assert set(received) == set(BODIES)
    for attributes in received.values():
        assert attributes["total"] == {"StringValue": "007", "DataType": "Number.int"}
        assert attributes["kind"]["StringValue"] == ATTRIBUTES[1].string_value
        assert attributes["raw"] == {"BinaryValue": bytes(range(256)), "DataType": "Binary.gif"}
