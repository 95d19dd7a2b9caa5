"""What every journal of moves promises: the one in memory that tests use, and the one on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.domain.queues import QueueRef
from tests.contract.journals import FakeJournals, JournalKeeper, SqliteJournals
from tests.guards.event_loops import RunCoroutine

NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)
SOURCE = QueueRef("dev", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue-DLQ")
TARGET = QueueRef("dev", "eu-west-1", "https://sqs.eu-west-1.amazonaws.com/123456789012/OrderQueue")
ARN = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue-DLQ"
ORDER = MoveOrder("a" * 32, MoveKind.MOVE, SOURCE, ARN, TARGET)
SENDING = JournalEntry("m1", EntryState.SENDING, TARGET.url, "5e1f", "dedup", at=NOW)
SENT = JournalEntry("m1", EntryState.SENT, new_message_id="n1", at=NOW + timedelta(seconds=1))
DELETED = JournalEntry("m1", EntryState.DELETED, at=NOW + timedelta(seconds=2))
Check = Callable[[Callable[[JournalKeeper], Awaitable[None]]], None]


@pytest.fixture(params=["memory", "disk"])
def check(request: pytest.FixtureRequest, run: RunCoroutine, tmp_path: Path) -> Check:
    """Return what runs a test's steps on a new journal and closes it."""
    keeper: JournalKeeper = FakeJournals() if request.param == "memory" else SqliteJournals(tmp_path)

    def run_steps(steps: Callable[[JournalKeeper], Awaitable[None]]) -> None:
        async def work() -> None:
            try:
                await steps(keeper)
            finally:
                await keeper.close()

        run(work())

    return run_steps


def test_an_entry_grows_and_keeps_what_a_later_write_leaves_empty(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 1)
        await keeper.journal.write(ORDER.operation_id, [SENDING])
        await keeper.journal.write(ORDER.operation_id, [SENT])
        await keeper.journal.write(ORDER.operation_id, [replace(DELETED, at=None)])
        expected = JournalEntry("m1", EntryState.DELETED, TARGET.url, "5e1f", "dedup", "n1", "", SENT.at)
        assert await keeper.journal.entries(ORDER.operation_id) == (expected,)

    check(steps)


def test_entries_come_in_the_order_first_written(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, None)
        first = [replace(SENDING, source_message_id=name) for name in ("m3", "m1", "m2")]
        await keeper.journal.write(ORDER.operation_id, first)
        await keeper.journal.write(ORDER.operation_id, [SENT])
        entries = await keeper.journal.entries(ORDER.operation_id)
        assert [entry.source_message_id for entry in entries] == ["m3", "m1", "m2"]
        assert await keeper.journal.entries("b" * 32) == ()

    check(steps)


def test_only_a_verified_copy_whose_original_was_to_go_counts_as_sent_before(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        journal = keeper.journal
        await journal.begin(ORDER, NOW, None)
        await journal.write(ORDER.operation_id, [SENDING])
        assert await journal.sent_before(ARN, ["m1"]) == {}
        await journal.write(ORDER.operation_id, [SENT])
        found = await journal.sent_before(ARN, ["m0", "m1"])
        assert [(key, sent.operation_id, sent.new_message_id) for key, sent in found.items()] == [
            ("m1", ORDER.operation_id, "n1")
        ]
        assert (found["m1"].body_sha256, found["m1"].destination_url) == ("5e1f", TARGET.url)
        assert found["m1"].at == SENT.at
        assert await journal.sent_before(ARN + "2", ["m1"]) == {}
        await journal.write(ORDER.operation_id, [DELETED])
        assert await journal.sent_before(ARN, ["m1"]) == {}

    check(steps)


def test_a_copy_that_keeps_its_original_is_not_sent_before(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(replace(ORDER, kind=MoveKind.COPY, keep_originals=True), NOW, 1)
        await keeper.journal.write(ORDER.operation_id, [SENT])
        assert await keeper.journal.sent_before(ARN, ["m1"]) == {}

    check(steps)


def test_sent_before_outlives_the_end_of_its_operation_and_the_newest_counts(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        journal = keeper.journal
        await journal.begin(ORDER, NOW, 1)
        await journal.write(ORDER.operation_id, [SENT])
        await journal.end(ORDER.operation_id, NOW)
        assert set(await journal.sent_before(ARN, ["m1"])) == {"m1"}
        again = replace(ORDER, operation_id="b" * 32)
        await journal.begin(again, NOW, 1)
        await journal.write(again.operation_id, [replace(SENT, new_message_id="n2")])
        assert (await journal.sent_before(ARN, ["m1"]))["m1"].new_message_id == "n2"

    check(steps)


def test_known_ids_are_sources_and_copies_and_never_the_empty_one(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 1)
        await keeper.journal.write(
            ORDER.operation_id, [SENT, JournalEntry("m2", EntryState.FAILED, reason="no")]
        )
        asked = ["m1", "m2", "n1", "x", ""]
        assert await keeper.journal.known_ids(asked) == {"m1", "m2", "n1"}
        many = [f"x{number}" for number in range(40_000)]
        assert await keeper.journal.known_ids([*many, "n1"]) == {"n1"}

    check(steps)


def test_an_operation_is_unfinished_once_its_process_is_gone_and_until_it_ends(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 5)
        await keeper.journal.write(
            ORDER.operation_id,
            [SENT, JournalEntry("m2", EntryState.SENDING), replace(SENT, source_message_id="m3")],
        )
        assert await keeper.journal.unfinished() == ()
        journal = await keeper.restart()
        (found,) = await journal.unfinished()
        assert (found.operation_id, found.kind, found.source_arn) == (ORDER.operation_id, MoveKind.MOVE, ARN)
        assert (found.source, found.destination, found.started_at) == (SOURCE, TARGET, NOW)
        assert (found.never_sent, found.perhaps_sent, found.not_deleted) == (2, 1, 2)
        await journal.end(ORDER.operation_id, NOW)
        assert await journal.unfinished() == ()

    check(steps)


def test_unfinished_operations_come_oldest_first_with_what_is_not_known(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        replay = MoveOrder("b" * 32, MoveKind.REPLAY, None, "orders.jsonl")
        await keeper.journal.begin(ORDER, NOW, 5)
        await keeper.journal.begin(replay, NOW - timedelta(hours=1), None)
        journal = await keeper.restart()
        first, second = await journal.unfinished()
        assert (first.operation_id, second.operation_id) == (replay.operation_id, ORDER.operation_id)
        assert (first.source, first.destination, first.expected, first.never_sent) == (None, None, None, None)
        assert first.counts == {}

    check(steps)


def test_an_operation_begun_again_is_taken_over_with_what_it_had(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 5)
        await keeper.journal.write(ORDER.operation_id, [SENT])
        journal = await keeper.restart()
        await journal.begin(ORDER, NOW + timedelta(hours=1), None)
        assert await journal.unfinished() == ()
        await journal.let_go(ORDER.operation_id)
        (found,) = await journal.unfinished()
        assert (found.started_at, found.expected, found.not_deleted) == (NOW, 5, 1)

    check(steps)


def test_an_operation_that_was_never_begun_takes_no_entries_and_no_end(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        with pytest.raises(JournalFailed, match="does not know"):
            await keeper.journal.write(ORDER.operation_id, [SENT])
        with pytest.raises(JournalFailed, match="does not know"):
            await keeper.journal.end(ORDER.operation_id, NOW)
        assert await keeper.journal.known_ids(["m1", "n1"]) == frozenset()

    check(steps)


def test_many_writes_at_once_are_all_kept(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 200)
        await asyncio.gather(
            *(
                keeper.journal.write(ORDER.operation_id, [replace(SENT, source_message_id=f"m{number}")])
                for number in range(200)
            )
        )
        journal = await keeper.restart()
        assert len(await journal.entries(ORDER.operation_id)) == 200

    check(steps)


def test_a_closed_journal_refuses(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 1)
        await keeper.journal.close()
        await keeper.journal.close()
        with pytest.raises(JournalFailed, match="closed"):
            await keeper.journal.write(ORDER.operation_id, [SENT])
        with pytest.raises(JournalFailed, match="closed"):
            await keeper.journal.unfinished()

    check(steps)


def test_texts_that_are_no_utf8_are_written_too(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        order = replace(ORDER, source=None, source_arn="file:caf\udce9.jsonl")
        await keeper.journal.begin(order, NOW, 1)
        refused = JournalEntry("m1", EntryState.FAILED, TARGET.url, reason="Bad character \ud800", at=NOW)
        await keeper.journal.write(order.operation_id, [refused])
        (entry,) = await keeper.journal.entries(order.operation_id)
        assert entry.state is EntryState.FAILED
        assert entry.reason.startswith("Bad character ")
        assert await keeper.journal.sent_before(order.source_arn, ["m1", "\ud800"]) == {}
        assert await keeper.journal.known_ids(["m1", "\ud800"]) == {"m1"}

    check(steps)


def test_a_verified_copy_says_in_which_region_it_is(check: Check) -> None:
    async def steps(keeper: JournalKeeper) -> None:
        await keeper.journal.begin(ORDER, NOW, 1)
        await keeper.journal.write(ORDER.operation_id, [SENDING, SENT])
        assert (await keeper.journal.sent_before(ARN, ["m1"]))["m1"].destination_region == "eu-west-1"
        each = replace(ORDER, operation_id="b" * 32, destination=None)
        await keeper.journal.begin(each, NOW, 1)
        await keeper.journal.write(each.operation_id, [SENDING, SENT])
        assert (await keeper.journal.sent_before(ARN, ["m1"]))["m1"].destination_region == ""

    check(steps)
