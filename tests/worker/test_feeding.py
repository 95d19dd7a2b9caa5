"""Originals come to the worker as it has room for them, so that its memory doesn't grow with the move."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES, MAXIMUM_MESSAGE_SIZE_BYTES
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal
from sqs_explorer.worker.feeding import BATCHES_AHEAD, PipedFeed, batches
from tests.guards.event_loops import RunCoroutine


def original(number: int, size_bytes: int = 10) -> HeldOriginal:
    return HeldOriginal(ReceivedMessage(f"id-{number}", "handle", "x" * size_bytes), 0.0)


def ids(originals: object) -> list[str]:
    return [held.message.message_id for held in originals]  # type: ignore[attr-defined]


def test_batches_hold_at_most_ten_and_at_most_a_mebibyte_in_order() -> None:
    sizes = [10] * 25 + [600_000, 600_000, 1_048_576, 10] + [200_000] * 7
    held = [original(number, size) for number, size in enumerate(sizes)]
    cut = list(batches(held))
    assert ids([one for batch in cut for one in batch]) == ids(held)
    assert [len(batch) for batch in cut[:3]] == [10, 10, 5 + 1]
    for batch in cut:
        assert 1 <= len(batch) <= MAXIMUM_BATCH_ENTRIES
        assert sum(one.message.size_bytes for one in batch) <= MAXIMUM_MESSAGE_SIZE_BYTES
    assert list(batches([])) == []


def test_only_a_few_batches_are_asked_for_ahead(run: RunCoroutine) -> None:
    async def scenario() -> None:
        answers = batches([original(number) for number in range(500)])
        given: list[int] = []

        def ask() -> None:
            batch = next(answers, ())
            given.append(len(batch))
            asyncio.get_running_loop().call_soon(feed.put, batch)

        feed = PipedFeed(ask)
        assert given == []
        taken = list(await feed.take(3))
        assert len(taken) == 3
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(given) <= BATCHES_AHEAD + 1
        while more := await feed.take(10):
            assert len(more) <= 10
            taken += more
        assert ids(taken) == [f"id-{number}" for number in range(500)]
        assert await feed.take(10) == ()

    run(scenario())


def test_a_feed_whose_source_is_gone_ends_for_who_waits(run: RunCoroutine) -> None:
    async def scenario() -> None:
        feed = PipedFeed(lambda: None)
        waiting = [asyncio.ensure_future(feed.take(10)) for _ in range(2)]
        await asyncio.sleep(0)
        feed.end()
        assert await asyncio.gather(*waiting) == [(), ()]

    run(scenario())
