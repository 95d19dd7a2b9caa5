"""The activity in a file: whole, with formulas defused, nothing left behind when it fails."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_explorer.domain.activity import ActivityRecord, ApiCall, Outcome
from sqs_explorer.domain.errors import ActivityNotKept, FileNotWritten
from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.services.activity_files import HEADING, export_activity
from sqs_explorer.services.activity_records import ActivityPage, page_of
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.storage.message_file_store import MessageFileStore
from tests.fakes.fake_activity import FakeActivity
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.messages.page import CountedOffThread

CALL = ApiCall("PurgeQueue", {"QueueUrl": "https://sqs/1/q"}, "eu-west-1", "dev", config_file="/home/me/x")
RECORD = ActivityRecord(
    datetime(2026, 11, 22, 14, 3, 0, 5_000, tzinfo=UTC),
    "=acme 123456789012",
    "@Purge q",
    "+dev · eu-west-1 · q",
    "-Purged\nq",
    Outcome.STOPPED,
    "r-1",
    1.23456,
    (CALL,),
)


def export(
    run: RunCoroutine, store: FakeActivity, path: Path, file_format: FileFormat, text: str = ""
) -> int:
    """Export what a search finds and return the count."""

    async def steps() -> int:
        first = await store.page(text, maximum=2)
        return await export_activity(
            first,
            store,
            text,
            str(path),
            file_format,
            files=MessageFileStore(),
            off_thread=CountedOffThread(),
            stop=StopRequest(),
        )

    return run(steps())


def numbered(count: int) -> list[ActivityRecord]:
    """Return so many records."""
    return [replace(RECORD, what=f"step-{number}") for number in range(count)]


def test_a_spreadsheet_runs_nothing_of_it(run: RunCoroutine, tmp_path: Path) -> None:
    path = tmp_path / "activity.csv"
    assert export(run, FakeActivity([RECORD]), path, FileFormat.CSV) == 1
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert tuple(rows[0]) == HEADING
    assert rows[1] == [
        "2026-11-22 14:03:00.005+00:00",
        "1.235",
        "'=acme 123456789012",
        "'@Purge q",
        "'+dev · eu-west-1 · q",
        "stopped",
        "'-Purged\nq",
        "r-1",
        "PurgeQueue",
    ]


def test_json_lines_hold_the_calls_and_no_path_of_this_machine(run: RunCoroutine, tmp_path: Path) -> None:
    path = tmp_path / "activity.jsonl"
    export(run, FakeActivity([RECORD]), path, FileFormat.JSON_LINES)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    content = json.loads(line)
    assert content["who"] == "=acme 123456789012"
    assert content["outcome"] == "stopped"
    assert content["calls"] == [
        {
            "operation": "PurgeQueue",
            "parameters": {"QueueUrl": "https://sqs/1/q"},
            "region": "eu-west-1",
            "profile": "dev",
        }
    ]


def test_the_whole_search_is_written_not_only_the_page_in_sight(run: RunCoroutine, tmp_path: Path) -> None:
    path = tmp_path / "activity.jsonl"
    assert export(run, FakeActivity(numbered(9)), path, FileFormat.JSON_LINES) == 9
    names = [json.loads(line)["what"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert names == [f"step-{number}" for number in reversed(range(9))]
    assert export(run, FakeActivity(numbered(9)), path, FileFormat.JSON_LINES, "step-3") == 1


class _FailingLater(FakeActivity):
    """Answers the first page only."""

    async def page(self, text: str, before: int | None = None, maximum: int = 2) -> ActivityPage:
        if before is not None:
            raise ActivityNotKept("activity.sqlite: disk I/O error.")
        return page_of(self.records, text, before, maximum)


def test_an_export_that_fails_halfway_leaves_the_older_file_and_nothing_else(
    run: RunCoroutine, tmp_path: Path
) -> None:
    path = tmp_path / "activity.jsonl"
    path.write_text("older", encoding="utf-8")
    with pytest.raises(ActivityNotKept):
        export(run, _FailingLater(numbered(9)), path, FileFormat.JSON_LINES)
    assert path.read_text(encoding="utf-8") == "older"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(FileNotWritten):
        export(run, FakeActivity(), tmp_path / "nowhere" / "activity.csv", FileFormat.CSV)


def test_no_records_make_a_file_with_its_heading(run: RunCoroutine, tmp_path: Path) -> None:
    records: Sequence[ActivityRecord] = ()
    path = tmp_path / "activity.csv"
    assert export(run, FakeActivity(records), path, FileFormat.CSV) == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfTime,Seconds")
