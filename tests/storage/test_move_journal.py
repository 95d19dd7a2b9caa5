"""The journal on the disk: shared by processes, killed at any moment, on disks that refuse."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.storage import journal_rows, move_journal
from sqs_explorer.storage.journal_schema import FILE_NAME, open_journal
from sqs_explorer.storage.move_journal import SqliteJournal
from tests.fakes.fake_clock import FakeClock
from tests.guards.event_loops import RunCoroutine
from tests.storage.journal_process import ARN, SHARE

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
ORDER = MoveOrder("a" * 32, MoveKind.MOVE, None, ARN)
ENTRY = JournalEntry("m1", EntryState.SENT, body_sha256="5e1f", new_message_id="n1", at=NOW)


def start_process(folder: Path, deed: str, name: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-m", "tests.storage.journal_process", str(folder), deed, name]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_nothing_touches_the_disk_before_the_first_call(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        journal = SqliteJournal(tmp_path / "journal")
        await asyncio.sleep(0)
        assert not (tmp_path / "journal").exists()
        await journal.close()
        assert not (tmp_path / "journal").exists()

    run(steps())


def test_the_disk_is_written_by_a_thread_of_its_own_which_ends_with_the_journal(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        await journal.begin(ORDER, NOW, 1)
        assert "move-journal" in {thread.name for thread in threading.enumerate()}
        await journal.close()
        assert (tmp_path / FILE_NAME).exists()

    run(steps())


def test_every_commit_is_on_the_disk_before_the_call_returns(tmp_path: Path) -> None:
    with closing(open_journal(tmp_path, NOW)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_what_waits_together_is_committed_together(
    run: RunCoroutine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []

    def open_traced(folder: Path, now: datetime) -> sqlite3.Connection:
        connection = open_journal(folder, now)
        connection.set_trace_callback(statements.append)
        return connection

    monkeypatch.setattr(move_journal, "open_journal", open_traced)

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        await journal.begin(ORDER, NOW, 100)
        statements.clear()
        entries = [replace(ENTRY, source_message_id=f"m{number}") for number in range(100)]
        await asyncio.gather(*(journal.write(ORDER.operation_id, [entry]) for entry in entries))
        assert len(await journal.entries(ORDER.operation_id)) == 100
        await journal.close()

    run(steps())
    assert 1 <= statements.count("COMMIT") <= 20


def test_a_call_given_up_by_its_caller_harms_no_other(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        await journal.begin(ORDER, NOW, 2)
        given_up = asyncio.create_task(journal.write(ORDER.operation_id, [ENTRY]))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await given_up
        await journal.write(ORDER.operation_id, [replace(ENTRY, source_message_id="m2")])
        assert "m2" in {entry.source_message_id for entry in await journal.entries(ORDER.operation_id)}
        await journal.close()

    run(steps())


def test_what_a_killed_process_was_told_is_committed_is_there(run: RunCoroutine, tmp_path: Path) -> None:
    with start_process(tmp_path, "for_ever", "killed") as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(60)]
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.readlines()
    committed = {one for line in told if line.endswith("\n") for one in line.split()}

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        entries = [entry.source_message_id for entry in await journal.entries("killed")]
        assert committed <= set(entries)
        groups = {entry.rpartition("-")[0] for entry in entries}
        assert len(entries) == len(set(entries)) == 3 * len(groups)
        (found,) = await journal.unfinished()
        assert (found.operation_id, found.not_deleted) == ("killed", len(entries))
        await journal.close()

    run(steps())


def test_the_operation_of_a_living_process_is_not_unfinished_and_can_not_be_ended(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        with start_process(tmp_path, "for_ever", "alive") as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            assert await journal.unfinished() == ()
            with pytest.raises(JournalFailed, match="Another process is working on this move"):
                await journal.end("alive", NOW)
            with pytest.raises(JournalFailed, match="Another process"):
                await journal.begin(replace(ORDER, operation_id="alive"), NOW, None)
            writer.kill()
        assert [one.operation_id for one in await journal.unfinished()] == ["alive"]
        await journal.end("alive", NOW)
        assert await journal.unfinished() == ()
        assert list((tmp_path / "running").iterdir()) == []
        await journal.close()

    run(steps())


def test_processes_that_write_at_once_lose_nothing(run: RunCoroutine, tmp_path: Path) -> None:
    writers = [start_process(tmp_path, "share", f"p{number}") for number in range(3)]
    for writer in writers:
        with writer:
            pass
    assert [writer.returncode for writer in writers] == [0, 0, 0]

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        for number in range(3):
            assert len(await journal.entries(f"p{number}")) == SHARE
        assert await journal.unfinished() == ()
        await journal.close()

    run(steps())


def test_operations_that_ended_long_ago_are_forgotten_and_others_are_not(
    run: RunCoroutine, tmp_path: Path
) -> None:
    clock = FakeClock()

    async def steps() -> None:
        journal = SqliteJournal(tmp_path, clock)
        for name, ended in (("old", 91), ("recent", 89), ("unfinished", None)):
            await journal.begin(replace(ORDER, operation_id=name), clock.now(), 1)
            await journal.write(name, [replace(ENTRY, source_message_id=name)])
            if ended is not None:
                await journal.end(name, clock.now() - timedelta(days=ended))
        await journal.close()
        again = SqliteJournal(tmp_path, clock)
        assert await again.known_ids(["old", "recent", "unfinished"]) == {"recent", "unfinished"}
        assert await again.entries("old") == ()
        await again.close()

    run(steps())


def test_a_folder_that_can_not_be_made_is_told_without_its_path(run: RunCoroutine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    async def steps() -> None:
        journal = SqliteJournal(tmp_path / "file" / "journal")
        with pytest.raises(JournalFailed) as caught:
            await journal.begin(ORDER, NOW, 1)
        assert str(caught.value) == (
            "moves.sqlite: Not a directory. Check that its folder is there and may be written to."
        )
        (tmp_path / "file").unlink()
        await journal.begin(ORDER, NOW, 1)
        await journal.close()

    run(steps())


@pytest.mark.skipif(os.name == "nt", reason="no modes of files there")
def test_a_file_that_may_only_be_read_is_told(
    run: RunCoroutine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_read_only(folder: Path, now: datetime) -> sqlite3.Connection:
        # As SQLite sees a read-only disk; the mode of a file would not stop the root user.
        connection = open_journal(folder, now)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr(move_journal, "open_journal", open_read_only)

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        with pytest.raises(
            JournalFailed, match=r"moves\.sqlite: attempt to write a readonly database\. Check"
        ):
            await journal.begin(ORDER, NOW, 1)
        assert await journal.unfinished() == ()
        await journal.close()

    run(steps())


def test_a_full_disk_keeps_what_was_committed_and_goes_on_once_there_is_room(
    run: RunCoroutine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections: list[sqlite3.Connection] = []

    def open_on_a_small_disk(folder: Path, now: datetime) -> sqlite3.Connection:
        # Opened for several threads, so that the test can widen the disk.
        with closing(open_journal(folder, now)):
            pass
        connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA max_page_count = 20")
        connections.append(connection)
        return connection

    monkeypatch.setattr(move_journal, "open_journal", open_on_a_small_disk)

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        await journal.begin(ORDER, NOW, 1)
        await journal.write(ORDER.operation_id, [ENTRY])
        large = [JournalEntry(f"x{number}", EntryState.SENT, reason="x" * 1_000) for number in range(100)]
        with pytest.raises(JournalFailed, match=r"moves\.sqlite: .* full\. Make room on the disk\."):
            await journal.write(ORDER.operation_id, large)
        assert await journal.entries(ORDER.operation_id) == (ENTRY,)
        connections[-1].execute("PRAGMA max_page_count = 100000")
        await journal.write(ORDER.operation_id, large)
        assert len(await journal.entries(ORDER.operation_id)) == 101
        assert len(connections) == 1
        await journal.close()

    run(steps())


@pytest.mark.skipif(os.name == "nt", reason="no limits of a process there")
def test_a_file_that_may_grow_no_more_loses_nothing_that_was_told(run: RunCoroutine, tmp_path: Path) -> None:
    with start_process(tmp_path, "fill", "full") as writer:
        assert writer.stdout is not None
        *told, reason = writer.stdout.read().splitlines()
    assert writer.returncode == 0
    assert told
    assert reason.startswith("refused: moves.sqlite: ")
    assert str(tmp_path) not in reason

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        assert [entry.source_message_id for entry in await journal.entries("full")] == told
        await journal.close()

    run(steps())


def test_a_file_that_is_no_database_is_set_aside_and_told_once(run: RunCoroutine, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is a shopping list\n" * 100)

    async def steps() -> None:
        journal = SqliteJournal(tmp_path, FakeClock())
        with pytest.raises(
            JournalFailed, match=r"was no database and is now called moves\.sqlite\.broken-\d{8}"
        ):
            await journal.begin(ORDER, NOW, 1)
        await journal.begin(ORDER, NOW, 1)
        await journal.close()

    run(steps())
    (aside,) = tmp_path.glob("*.broken-*")
    assert aside.read_bytes().startswith(b"this is a shopping list")


def test_a_journal_of_a_newer_version_is_left_alone(run: RunCoroutine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as newer:
        newer.execute("PRAGMA user_version = 7")

    async def steps() -> None:
        journal = SqliteJournal(tmp_path)
        for _ in range(2):
            with pytest.raises(
                JournalFailed, match=r"newer version of SQS Explorer .* is 7, this version knows 1"
            ):
                await journal.unfinished()
        await journal.close()

    run(steps())
    assert list(tmp_path.glob("*.broken-*")) == []


def test_neither_a_body_nor_a_receipt_handle_has_a_place_in_it(tmp_path: Path) -> None:
    with closing(open_journal(tmp_path, NOW)) as connection:
        columns = {
            row[0]
            for row in connection.execute(
                "SELECT columns.name FROM sqlite_master, pragma_table_info(sqlite_master.name) AS columns"
                " WHERE sqlite_master.type = 'table'"
            )
        }
    assert "body_sha256" in columns
    assert not {column for column in columns if "handle" in column or column == "body"}


def test_looking_up_ids_uses_an_index(tmp_path: Path) -> None:
    statements: list[str] = []

    with closing(open_journal(tmp_path, NOW)) as connection:
        connection.set_trace_callback(statements.append)
        journal_rows.read_sent_before(connection, ARN, ["m1"])
        journal_rows.read_known_ids(connection, ["m1"])
        connection.set_trace_callback(None)
        plans = [
            row[3]
            for statement in statements
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert any("entries_by_source_message_id" in plan for plan in plans)
    assert any("entries_by_new_message_id" in plan for plan in plans)
    assert not any(plan.startswith("SCAN entries") for plan in plans)
