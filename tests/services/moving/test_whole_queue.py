"""The engine empties a queue by itself: bounded, stoppable, and never in circles around what fails."""

import asyncio
from typing import Any

import pytest

from sqs_explorer.domain.errors import AccessDenied, InvalidInput, Throttled
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import MoveOutcome, MoveState
from sqs_explorer.services.moving.feeds import feed_for
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import OneByOneFeed, Scene, until

ALWAYS = 10**6


def filled(count: int, parallel: int = 8) -> Scene:
    scene = Scene(parallel=parallel)
    scene.put(*(str(number) for number in range(count)))
    return scene


def move_all(run: RunCoroutine, scene: Scene, **options: Any) -> MoveOutcome:
    return run(scene.move((), whole_queue=True, **options))


def test_a_whole_queue_is_moved_until_it_is_empty(run: RunCoroutine) -> None:
    scene = filled(205)
    outcome = move_all(run, scene)
    assert outcome.counts == {MoveState.MOVED: 205}
    assert scene.bodies[0] == []
    assert sorted(scene.bodies[1], key=int) == [str(number) for number in range(205)]
    assert scene.seen == []
    assert scene.is_ended
    (operation,) = scene.journal.operations.values()
    assert operation.expected is None


def test_no_more_than_the_maximum_is_moved(run: RunCoroutine) -> None:
    scene = filled(60)
    outcome = move_all(run, scene, maximum=25)
    assert outcome.counts == {MoveState.MOVED: 25}
    assert len(scene.bodies[0]) == 35
    assert scene.released()


def test_the_maximum_is_reached_although_receives_bring_less_than_asked(run: RunCoroutine) -> None:
    scene = filled(3)
    order = scene.order(whole_queue=True, maximum=7)
    feed = feed_for(order, (), scene.gateway, stop=scene.stop, pause=scene.pause)

    async def work() -> None:
        first_gate = scene.fake.hold("ReceiveMessage")
        first, second = (asyncio.create_task(feed.take(10)) for _ in range(2))
        await first_gate.reached()
        second_gate = scene.fake.hold("ReceiveMessage")
        first_gate.release()
        assert len(await first) == 3
        await second_gate.reached()
        scene.put("a", "b", "c", "d", "e")
        second_gate.release()
        assert len(await second) == 4
        assert await feed.take(10) == ()

    run(work())
    assert not scene.released()


def test_a_fifo_queue_is_emptied_in_the_order_of_its_groups(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    for number in range(25):
        for group in "ab":
            scene.put(f"{group}{number}", group_id=group)
    outcome = move_all(run, scene)
    assert outcome.counts == {MoveState.MOVED: 50}
    for group in "ab":
        assert [b for b in scene.bodies[1] if b[0] == group] == [f"{group}{n}" for n in range(25)]


def test_a_failure_in_a_fifo_group_leaves_the_rest_of_it_in_place_and_ends(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    for number in range(15):
        scene.put(f"a{number}", group_id="a")
    for number in range(15):
        scene.put(f"b{number}", group_id="b")
    scene.fake.fail_entries("SendMessageBatch", (0,), EntryFailure("InvalidParameterValue", "No."))
    outcome = move_all(run, scene)
    assert scene.bodies == ([f"a{n}" for n in range(15)], [f"b{n}" for n in range(15)])
    assert outcome.counts[MoveState.MOVED] == 15
    assert outcome.counts[MoveState.FAILED] == 1
    assert scene.released()


def test_messages_that_fail_are_counted_once_and_released_at_the_end(run: RunCoroutine) -> None:
    scene = Scene(destination_limits={"MaximumMessageSize": 1024})
    scene.put(*("x" * 2000 for _ in range(30)), *("y" for _ in range(30)))
    outcome = move_all(run, scene, maximum_sizes_bytes={scene.destination.url: 1024})
    assert outcome.counts == {MoveState.MOVED: 30, MoveState.FAILED: 30}
    assert len(scene.seen) == 30
    assert len(scene.bodies[0]) == 30
    assert scene.released()
    assert scene.is_ended


def test_failing_messages_that_come_back_again_and_again_end_it(run: RunCoroutine) -> None:
    scene, feed = filled(2, parallel=1), OneByOneFeed()
    scene.fake.fail_entries("SendMessageBatch", (0, 1), EntryFailure("InvalidParameterValue", "No."))

    async def work() -> MoveOutcome:
        # The queue never looks empty: what fails is visible again before the next receive.
        for _ in range(4):
            feed.give(await scene.hold(60))
            scene.clock.advance(61)
        return await scene.move((), feed=feed, whole_queue=True)

    outcome = run(work())
    assert sum(outcome.counts.values()) == 2
    assert scene.fake.count("SendMessageBatch") <= 1


def test_a_message_that_could_not_be_deleted_is_only_deleted_when_it_comes_again(run: RunCoroutine) -> None:
    scene = filled(1, parallel=1)
    scene.fake.fail_entries("DeleteMessageBatch", (0,), EntryFailure("InternalError", "Try later."))

    async def work() -> MoveOutcome:
        task = asyncio.create_task(scene.move((), whole_queue=True))
        await until(lambda: scene.fake.count("DeleteMessageBatch") > 0)
        scene.clock.advance(121)
        return await task

    outcome = run(work())
    assert outcome.counts == {MoveState.MOVED: 1}
    assert scene.bodies == ([], ["0"])
    assert scene.fake.count("SendMessageBatch") == 1
    assert scene.is_ended


def test_a_message_that_comes_again_while_it_is_deleted_is_deleted_with_the_newer_handle(
    run: RunCoroutine,
) -> None:
    scene, feed = filled(1), OneByOneFeed()

    async def work() -> MoveOutcome:
        feed.give(await scene.hold(60))
        gate = scene.fake.hold("DeleteMessageBatch")
        task = asyncio.create_task(scene.move((), feed=feed, whole_queue=True))
        await gate.reached()
        scene.clock.advance(61)
        feed.give(await scene.hold(60))
        feed.end()
        for _ in range(10):
            await asyncio.sleep(0)
        gate.release()
        return await task

    outcome = run(work())
    assert outcome.counts == {MoveState.MOVED: 1}
    assert scene.bodies == ([], ["0"])
    assert scene.fake.count("SendMessageBatch") == 1


def test_stop_releases_what_was_received_and_not_sent(run: RunCoroutine) -> None:
    scene = filled(200, parallel=2)

    async def work() -> MoveOutcome:
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move((), whole_queue=True))
        await gate.reached()
        scene.stop.request()
        gate.release()
        return await task

    outcome = run(work())
    assert outcome.stopped
    assert set(outcome.counts) == {MoveState.MOVED}
    assert outcome.counts[MoveState.MOVED] <= 20
    assert len(scene.bodies[0]) + len(scene.bodies[1]) == 200
    assert scene.released()
    assert scene.is_ended


def test_an_error_that_ends_the_move_releases_what_was_received(run: RunCoroutine) -> None:
    scene = filled(100)
    denied = AccessDenied("No.", action="sqs:SendMessage")
    scene.fake.fail_next("SendMessageBatch", denied, times=ALWAYS)
    outcome = move_all(run, scene)
    assert outcome.error is denied
    assert len(scene.bodies[0]) == 100
    assert scene.released()
    assert set(outcome.counts) == {MoveState.FAILED}


def test_a_receive_that_is_not_allowed_ends_the_move(run: RunCoroutine) -> None:
    scene = filled(1)
    denied = AccessDenied("No.", action="sqs:ReceiveMessage")
    scene.fake.fail_next("ReceiveMessage", denied, times=ALWAYS)
    outcome = move_all(run, scene)
    assert outcome.error is denied
    assert outcome.counts == {}


def test_a_throttled_receive_only_takes_time(run: RunCoroutine) -> None:
    scene = filled(10)
    scene.fake.fail_next("ReceiveMessage", Throttled("Slower."), times=20)
    assert move_all(run, scene).counts == {MoveState.MOVED: 10}


def test_no_more_is_received_than_is_in_flight(run: RunCoroutine) -> None:
    scene = filled(500, parallel=3)

    async def work() -> None:
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move((), whole_queue=True))
        await gate.reached()
        for _ in range(200):
            await asyncio.sleep(0)
        hidden = [m for m in scene.fake.messages(scene.source.url) if not m.visible]
        assert len(hidden) <= 30
        gate.release()
        await task

    run(work())
    assert len(scene.bodies[1]) == 500


def test_two_programs_on_one_queue_move_each_message_once(run: RunCoroutine) -> None:
    scene = filled(150)

    async def work() -> list[MoveOutcome]:
        moves = (scene.move((), whole_queue=True) for _ in range(2))
        return list(await asyncio.gather(*moves))

    first, second = run(work())
    assert first.counts[MoveState.MOVED] + second.counts[MoveState.MOVED] == 150
    assert scene.bodies[0] == []
    assert len(scene.bodies[1]) == len(set(scene.bodies[1])) == 150


@pytest.mark.parametrize("keep", [True, False])
def test_a_queue_is_not_moved_into_itself(run: RunCoroutine, keep: bool) -> None:
    scene = filled(3)
    outcome = move_all(run, scene, destination=scene.source, keep_originals=keep)
    assert isinstance(outcome.error, InvalidInput)
    assert scene.fake.count("ReceiveMessage") == 0


def test_a_whole_queue_is_copied_once_and_released(run: RunCoroutine) -> None:
    scene = filled(45)
    outcome = move_all(run, scene, keep_originals=True)
    assert outcome.counts == {MoveState.COPIED: 45}
    assert len(scene.bodies[0]) == len(scene.bodies[1]) == 45
    assert scene.released()


def test_of_many_failures_only_the_first_thousand_are_listed(run: RunCoroutine) -> None:
    scene = filled(1_100)
    scene.fake.fail_entries(
        "SendMessageBatch", range(10), EntryFailure("InvalidParameterValue", "No."), times=ALWAYS
    )
    outcome = move_all(run, scene)
    assert outcome.counts == {MoveState.FAILED: 1_100}
    assert len(scene.seen) == 1_000
