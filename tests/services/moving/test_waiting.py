"""Chosen messages wait outside the engine: their bodies need no room there, and they are held meanwhile."""

import asyncio
from collections.abc import Sequence

from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal, MoveState
from sqs_explorer.services.moving.feeds import GivenFeed
from sqs_explorer.services.moving.items import in_sequence
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene


class CountingFeed(GivenFeed):
    """Counts what it has handed over."""

    def __init__(self, originals: Sequence[HeldOriginal]) -> None:
        super().__init__(originals)
        self.handed_over = 0

    async def take(self, maximum: int) -> Sequence[HeldOriginal]:
        """Return the next originals."""
        taken = await super().take(maximum)
        self.handed_over += len(taken)
        return taken


def filled(count: int, parallel: int) -> Scene:
    scene = Scene(parallel=parallel)
    scene.put(*(str(number) for number in range(count)))
    return scene


def test_no_more_is_taken_in_than_can_be_under_way(run: RunCoroutine) -> None:
    scene = filled(300, parallel=2)

    async def work() -> int:
        feed = CountingFeed(await scene.hold())
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move((), feed=feed))
        await gate.reached()
        for _ in range(50):
            await asyncio.sleep(0)
        taken = feed.handed_over
        gate.release()
        await task
        return taken

    assert run(work()) <= 40
    assert len(scene.bodies[1]) == 300


def test_what_was_not_handed_over_is_told_of_when_the_move_ends_early(run: RunCoroutine) -> None:
    scene = filled(300, parallel=2)
    scene.fake.fail_next("SendMessageBatch", AccessDenied("No.", action="sqs:SendMessage"), times=9)

    async def work() -> CountingFeed:
        feed = CountingFeed(await scene.hold(500))
        await scene.move((), feed=feed)
        return feed

    feed = run(work())
    assert feed.handed_over < 300
    assert len({result.message_id for result in scene.seen}) == len(scene.seen) == 300
    untried = [result for result in scene.seen if result.state is MoveState.NOT_TRIED]
    assert all(result.reason.startswith("Not tried after: ") for result in untried)
    assert {result.visible_again_monotonic for result in untried} == {1_500.0}
    assert len(scene.bodies[0]) == 300


def test_those_that_wait_are_held_until_their_turn(run: RunCoroutine) -> None:
    scene = filled(200, parallel=1)

    async def work() -> CountingFeed:
        feed = CountingFeed(await scene.hold(130))
        await scene.move((), feed=feed, messages_per_second=1)
        return feed

    run(work())
    assert scene.clock.monotonic() >= 1_190.0
    assert scene.states == [MoveState.MOVED] * 200


def test_groups_come_in_turn_each_in_its_order() -> None:
    def held(body: str, group: str, number: int) -> HeldOriginal:
        system = {"MessageGroupId": group, "SequenceNumber": str(number)}
        return HeldOriginal(ReceivedMessage(body, body, body, system_attributes=system), 1.0)

    selected = [held("a3", "a", 30), held("b2", "b", 200), held("a1", "a", 9), held("a2", "a", 10)]
    selected.append(held("b1", "b", 100))
    order = Scene("A-DLQ.fifo", "A.fifo").order()
    assert [one.message.body for one in in_sequence(selected, order)] == ["a1", "b1", "a2", "b2", "a3"]
