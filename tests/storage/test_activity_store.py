"""The activity on the disk: searched by words, shared by programs, forgotten in time, refused by disks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sqs_explorer.domain.activity import ActivityRecord, ApiCall, Outcome
from sqs_explorer.domain.errors import ActivityNotKept
from sqs_explorer.services import activity_records
from sqs_explorer.storage import activity_schema
from sqs_explorer.storage.activity_schema import FILE_NAME
from sqs_explorer.storage.activity_store import SqliteActivity
from tests.fakes.fake_clock import START, FakeClock
from tests.guards.event_loops import RunCoroutine

CALL = ApiCall(
    "ReceiveMessage",
    {"QueueUrl": "https://sqs/1/OrderQueue", "MaxNumberOfMessages": 10, "MessageAttributeNames": ("All",)},
    "eu-west-1",
    profile="dev",
    endpoint_url="http://localhost:4566",
    credentials="the typed key ops",
    note="Receive.",
    config_file="/home/me/config",
    credentials_file="/home/me/credentials",
)
RECORD = ActivityRecord(
    START,
    "acme 123456789012 · role/OnCall",
    "Receive from OrderQueue",
    "dev · eu-west-1 · OrderQueue",
    "Received 10 messages from OrderQueue",
    Outcome.STOPPED,
    "r-1",
    1.5,
    (CALL, replace(CALL, operation="DeleteMessageBatch")),
)


def named(what: str, started_at: datetime = START) -> ActivityRecord:
    """Return a record with a name."""
    return replace(RECORD, what=what, started_at=started_at)


def kept(
    run: RunCoroutine,
    folder: Path,
    *,
    add: Sequence[ActivityRecord] = (),
    text: str = "",
    clock: FakeClock | None = None,
) -> list[str]:
    """Open the file, add records, and return what a search finds."""

    async def steps() -> list[str]:
        store = SqliteActivity(folder, clock or FakeClock())
        try:
            if add:
                await store.keep(add)
            return [record.what for record in (await store.page(text)).records]
        finally:
            await store.close()

    return run(steps())


def content_of(folder: Path) -> bytes:
    """Return what is in all files."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_what_was_kept_comes_back_as_it_was(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path, FakeClock())
        await store.keep([RECORD])
        await store.close()
        again = SqliteActivity(tmp_path, FakeClock())
        page = await again.page("")
        assert page.records == (RECORD,)
        assert page.records[0].calls == RECORD.calls
        assert (page.found, page.next_before) == (1, None)
        await again.close()

    run(steps())


def test_nothing_touches_the_disk_before_something_is_asked(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path / "activity", FakeClock())
        await store.close()
        await store.close()
        assert not (tmp_path / "activity").exists()
        with pytest.raises(ActivityNotKept, match="closed"):
            await store.page("")

    run(steps())


def test_the_disk_is_never_touched_by_the_thread_of_the_window(
    run: RunCoroutine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()
    connect = sqlite3.connect

    def noted(*args: object, **more: object) -> sqlite3.Connection:
        threads.add(threading.get_ident())
        return connect(*args, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", noted)
    kept(run, tmp_path, add=[RECORD])
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["Send to B", "Receive from A"]),
        ("receive", ["Receive from A"]),
        ("SEND ONCALL", ["Send to B"]),
        ("r-1 acme", ["Send to B", "Receive from A"]),
        ("straße", ["Send to B"]),
        ("STRASSE to", ["Send to B"]),
        ("send receive", []),
        (" ".join(f"word{number}" for number in range(5_000)), []),
        ("send " * 5_000, ["Send to B"]),
        ("maxnumberofmessages", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_a_search_finds_every_word_in_what_one_reads(
    run: RunCoroutine, tmp_path: Path, text: str, found: list[str]
) -> None:
    records = [named("Receive from A"), replace(named("Send to B"), result="Sent to Straße")]
    assert kept(run, tmp_path, add=records, text=text) == found


def test_pages_go_on_where_the_one_before_ended_whatever_was_added_meanwhile(
    run: RunCoroutine, tmp_path: Path
) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path, FakeClock())
        await store.keep([named(str(number)) for number in range(7)])
        first = await store.page("", maximum=3)
        await store.keep([named("later")])
        second = await store.page("", first.next_before, 3)
        third = await store.page("", second.next_before, 3)
        pages = [[record.what for record in page.records] for page in (first, second, third)]
        assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
        assert (first.found, second.found, third.next_before) == (7, 0, None)
        await store.close()

    run(steps())


def test_the_order_is_that_of_the_deeds_though_the_clock_was_set_back(
    run: RunCoroutine, tmp_path: Path
) -> None:
    records = [named("first"), named("second", START - timedelta(hours=5)), named("third")]
    assert kept(run, tmp_path, add=records) == ["third", "second", "first"]


def test_records_older_than_ninety_days_go_when_the_file_is_opened(run: RunCoroutine, tmp_path: Path) -> None:
    old, young = START - timedelta(days=91), START - timedelta(days=89)
    kept(run, tmp_path, add=[named("old", old), named("young", young), named("now")])
    assert kept(run, tmp_path) == ["now", "young"]
    assert activity_records.KEPT_DAYS == 90


def test_a_clock_that_is_years_ahead_for_a_moment_costs_no_records(run: RunCoroutine, tmp_path: Path) -> None:
    kept(run, tmp_path, add=[named("now")])
    ahead = FakeClock(START + timedelta(days=4_000))
    assert kept(run, tmp_path, clock=ahead) == ["now"]
    assert kept(run, tmp_path) == ["now"]


def test_the_oldest_go_when_there_are_too_many(
    run: RunCoroutine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity_schema, "KEPT_RECORDS", 3)
    assert kept(run, tmp_path, add=[named(str(number)) for number in range(5)]) == ["4", "3", "2"]
    assert kept(run, tmp_path, add=[named("5")]) == ["5", "4", "3"]
    assert activity_records.KEPT_RECORDS == 50_000


def test_two_programs_write_one_file_and_find_what_the_other_did(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        one, other = SqliteActivity(tmp_path, FakeClock()), SqliteActivity(tmp_path, FakeClock())
        for number in range(20):
            await one.keep([named(f"one {number}")])
            await other.keep([named(f"other {number}")])
        for store in (one, other):
            assert (await store.page("")).found == 40
        await one.clear()
        assert (await other.page("")).found == 0
        await one.close()
        await other.close()

    run(steps())


def test_what_was_cleared_is_nowhere_in_the_files(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path, FakeClock())
        await store.keep([named("MARKED-NAME")])
        await store.clear()
        assert (await store.page("")).found == 0
        assert b"MARKED-NAME" not in content_of(tmp_path)
        await store.keep([named("afterwards")])
        assert (await store.page("")).found == 1
        await store.close()

    run(steps())


def test_a_file_that_is_no_database_is_set_aside_and_a_new_one_made(
    run: RunCoroutine, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text("this is no database, and it is long enough to be one" * 50)
    assert kept(run, tmp_path, add=[RECORD]) == [RECORD.what]
    (aside,) = tmp_path.glob(f"{FILE_NAME}.broken-*")
    assert aside.read_text().startswith("this is no database")


def test_a_file_of_a_newer_version_is_left_alone(run: RunCoroutine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(ActivityNotKept, match="newer version"):
        kept(run, tmp_path, add=[RECORD])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (99,)


def test_a_folder_that_can_not_be_made_is_said_in_words_without_its_path(
    run: RunCoroutine, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ActivityNotKept) as caught:
        kept(run, tmp_path / "taken", add=[RECORD])
    assert FILE_NAME in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_refused_write_leaves_the_others_and_the_next_one_works(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path, FakeClock())
        await store.keep([named("before")])
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as connection:
            connection.execute(
                "CREATE TRIGGER no BEFORE INSERT ON records BEGIN SELECT raise(FAIL, 'disk full'); END"
            )
            with pytest.raises(ActivityNotKept, match="disk full"):
                await store.keep([named("refused")])
            connection.execute("DROP TRIGGER no")
        await store.keep([named("after")])
        assert [record.what for record in (await store.page("")).records] == ["after", "before"]
        await store.close()

    run(steps())


def test_a_file_taken_away_while_the_program_runs_is_no_end_of_it(run: RunCoroutine, tmp_path: Path) -> None:
    folder = tmp_path / "activity"

    async def steps() -> None:
        store = SqliteActivity(folder, FakeClock())
        await store.keep([RECORD])
        if os.name == "posix":
            shutil.rmtree(folder)
        await store.keep([named("after")])
        assert (await store.page("")).records[0].what == "after"
        await store.close()

    run(steps())
    assert kept(run, folder)[0] == "after"


def test_text_that_is_no_utf_8_is_kept_as_tokens(run: RunCoroutine, tmp_path: Path) -> None:
    assert kept(run, tmp_path, add=[named("odd \ud800")]) == ["odd \\ud800"]


def test_a_record_of_long_ago_keeps_its_time_zone(run: RunCoroutine, tmp_path: Path) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path, FakeClock())
        await store.keep([RECORD])
        (record,) = (await store.page("")).records
        assert record.started_at == START
        assert record.started_at.tzinfo is UTC
        await store.close()

    run(steps())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET calls = '[1]'",
        "UPDATE records SET calls = '7'",
        "UPDATE records SET calls = 'x'",
        "UPDATE records SET calls = replace(hex(zeroblob(50000)), '0', '[')",
        "UPDATE records SET outcome = 'x'",
        "UPDATE records SET started_at = 1",
    ],
)
def test_a_record_that_somebody_changed_is_said_and_the_next_ones_are_kept(
    run: RunCoroutine, tmp_path: Path, change: str
) -> None:
    async def steps() -> None:
        store = SqliteActivity(tmp_path, FakeClock())
        await store.keep([RECORD])
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as connection:
            connection.execute(change)
        with pytest.raises(ActivityNotKept, match="the file was changed"):
            await store.page("")
        await store.keep([named("after")])
        await store.close()

    run(steps())
