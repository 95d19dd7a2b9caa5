"""What was done, by whom and where: kept over a restart, searched, exported, copied as text that runs."""

from __future__ import annotations

import csv
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from sqs_explorer.services.message_files.csv_table import BYTE_ORDER_MARK
from sqs_explorer.tour import hands
from sqs_explorer.views.parts.tables import DataTable
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.production_scene import receives
from tests.end_to_end.second_client import SecondClient
from tests.end_to_end.test_export_and_replay import names_file

TABLE = "Activity jobs"
BODY = "canary-of-a-body"
DEEDS = ("Receive from", "Send to", "Delete 1 message", "Move 1 message", "Purge")


class Worked:
    """A day's work in a queue of one's own, which every test here looks back at."""

    def __init__(self, second: SecondClient) -> None:
        self.second = second
        self.queue, self.other = second.queue("worked", VisibilityTimeout=600), second.queue("worked-to")
        second.send_all(self.queue, [f"{BODY} {number}" for number in range(3)])

    async def works(self, person: Person) -> None:
        """Receive, send, delete, move, purge."""
        await person.reads("user/demo")
        await receives(person, self.queue, 3)
        person.select(0)
        await person.dialog("Delete")
        await person.answers("Delete 1 message")
        await person.until(lambda: "deleted" in person.column("Messages", "Visible again"), "one deleted")
        person.select(1)
        await person.dialog("Move")
        person.choose("Destination", self.other)
        await person.answers("Start move")
        await person.reads(f"Moved 1 message to {self.other}.")
        person.tab("Send")
        person.find(QPlainTextEdit, "Message body").setPlainText(BODY)
        person.press("Send")
        await person.told("Send result", "Sent 1 message")
        person.tab("Details")
        await person.dialog("Purge queue")
        person.type("Type the queue name", self.queue)
        purge = hands.until(lambda: next(iter(verbs(person)), ""), "the verb")
        await person.answers(await purge)
        await person.reads("The queue is being purged.")


def verbs(person: Person) -> Iterator[str]:
    """Return the names of the purge's button, as it counts about."""
    names = ("Purge queue", *(f"Purge about {count} message{'s' * (count > 1)}" for count in range(1, 5)))
    for name in names:
        try:
            if person.can(name):
                yield name
        except hands.TourProblem:
            continue


@pytest.fixture
def worked(in_orders: UseProgram, second: SecondClient) -> Worked:
    """A run of the program that did all of it and ended."""
    work = Worked(second)
    in_orders(work.works)
    return work


async def unfolds(person: Person) -> DataTable:
    """Unfold Activity and wait for what earlier runs did."""
    person.press("Activity")
    table = person.find(DataTable, TABLE)
    await person.until(lambda: any("Purge" in what for what in person.column(TABLE, "What")), "earlier runs")
    return table


def row_of(person: Person, deed: str) -> int:
    """Return the row of a deed."""
    return next(row for row, what in enumerate(person.column(TABLE, "What")) if what.startswith(deed))


def copies(table: DataTable, row: int, action: str) -> str:
    """Select a row, copy it, and return the clipboard's text."""
    hands.select(table, [row])
    QGuiApplication.clipboard().setText("nothing")
    next(one for one in table.actions() if one.text() == action).trigger()
    return QGuiApplication.clipboard().text()


def test_the_next_run_shows_who_did_what_where_with_result_and_request_id(
    in_orders: UseProgram, worked: Worked
) -> None:
    async def steps(person: Person) -> None:
        await unfolds(person)
        columns = {
            name: person.column(TABLE, name) for name in ("Who", "What", "Where", "Result", "Request ID")
        }
        for deed in DEEDS:
            row = row_of(person, deed)
            assert "000000000000" in columns["Who"][row], deed
            assert "user/demo" in columns["Who"][row], deed
            assert columns["Where"][row] == f"orders · eu-west-1 · {worked.queue}"
            assert columns["Result"][row]
        for deed in ("Send to", "Purge", "Receive from"):
            assert columns["Request ID"][row_of(person, deed)], deed
        assert "Opened orders" in " ".join(columns["What"] + columns["Result"])

    in_orders(steps)


def test_the_search_finds_what_earlier_runs_did(in_orders: UseProgram, worked: Worked) -> None:
    async def steps(person: Person) -> None:
        await unfolds(person)
        person.type("Search activity", f"purge {worked.queue}")
        await person.reads("1 record found.")
        assert person.column(TABLE, "What") == [f"Purge {worked.queue}"]
        person.type("Search activity", "canary-of-a-body")
        await person.reads("No activity matches")
        person.type("Search activity", "")
        await person.until(lambda: len(person.column(TABLE, "What")) > len(DEEDS), "all again")

    in_orders(steps)


@pytest.mark.parametrize("file_format", ["CSV", "JSON Lines"])
def test_an_export_holds_every_record_and_no_body(
    in_orders: UseProgram, worked: Worked, tmp_path: Path, file_format: str
) -> None:
    path = tmp_path / "activity.out"

    async def steps(person: Person) -> None:
        await unfolds(person)
        await person.dialog("Export activity")
        person.choose("Format", file_format)
        person.press("Choose file")
        await names_file(person, path)
        await person.until(path.exists, "the file")
        await person.press_is("Export activity")

    in_orders(steps)
    text = path.read_text(encoding="utf-8")
    if file_format == "CSV":
        rows = list(csv.DictReader(text.removeprefix(BYTE_ORDER_MARK).splitlines()))
        whats = [row["What"] for row in rows]
        assert {row["Outcome"] for row in rows} == {"done"}
    else:
        whats = [json.loads(line)["what"] for line in text.splitlines()]
    assert all(any(what.startswith(deed) for what in whats) for deed in DEEDS)
    assert BODY not in text


def test_a_deed_copied_as_a_cli_command_names_profile_region_and_queue_and_nothing_secret(
    in_orders: UseProgram, worked: Worked
) -> None:
    async def steps(person: Person) -> None:
        table = await unfolds(person)
        for deed, command in zip(
            DEEDS,
            ("receive-message", "send-message", "delete-message-batch", "send-message-batch", "purge-queue"),
            strict=True,
        ):
            text = copies(table, row_of(person, deed), "Copy as AWS CLI command")
            line = next(line for line in text.splitlines() if f" {command} " in line)
            words = shlex.split(line)
            assert words[:3] == ["aws", "sqs", command]
            assert words[words.index("--profile") + 1] == "orders"
            assert words[words.index("--region") + 1] == "eu-west-1"
            assert words[words.index("--queue-url") + 1].endswith(
                f"/{worked.other if 'Move' in deed else worked.queue}"
            )
            assert BODY not in text
            assert "nobody checks" not in text
            assert "AKIA" not in text

    in_orders(steps)


def test_a_deed_copied_as_boto3_runs(in_orders: UseProgram, worked: Worked, tmp_path: Path) -> None:
    texts: dict[str, str] = {}

    async def steps(person: Person) -> None:
        table = await unfolds(person)
        for deed in DEEDS:
            texts[deed] = copies(table, row_of(person, deed), "Copy as boto3")

    in_orders(steps)
    second, queue = worked.second, worked.queue
    (tmp_path / "body.json").write_text("sent by the copied text", encoding="utf-8")
    runs(texts["Send to"], tmp_path)
    assert "sent by the copied text" in runs(texts["Receive from"], tmp_path)
    url = second.url(queue)
    second.send(queue, "to be deleted")
    (message,) = second.sqs.receive_message(QueueUrl=url)["Messages"]
    os.environ["RECEIPT_HANDLE"] = message["ReceiptHandle"]
    held = second.in_flight(queue)
    runs(texts["Delete 1 message"], tmp_path)
    assert second.in_flight(queue) == held - 1
    entries = [{"Id": "0", "MessageBody": "moved by the copied text"}]
    (tmp_path / "entries.json").write_text(json.dumps(entries), encoding="utf-8")
    before = second.waiting(worked.other)
    runs(texts["Move 1 message"], tmp_path)
    assert second.waiting(worked.other) == before + 1
    assert "PurgeQueueInProgress" in runs(texts["Purge"], tmp_path, fails=True)
    assert not any(secret in text for text in texts.values() for secret in (BODY, "nobody checks", "AKIA"))


def runs(text: str, folder: Path, *, fails: bool = False) -> str:
    """Run a program, and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert bool(done.returncode) is fails, done.stderr
    return done.stdout + done.stderr
