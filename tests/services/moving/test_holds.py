"""Originals stay invisible while they wait and are moved; one that may be visible again is not sent."""

import asyncio

import pytest

from sqs_explorer.domain.errors import AccessDenied, MessageRefused, Throttled, Unreachable
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import HeldOriginal, MoveState
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene

RENEW = "ChangeMessageVisibilityBatch"


def test_a_message_whose_hold_has_ended_is_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(30)
        scene.clock.advance(31)
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.NOT_TRIED]
    assert "no longer held" in scene.reasons[0]
    assert scene.bodies == (["one"], [])


@pytest.mark.parametrize(("held", "left"), [(5, 120), (900, 900)])
def test_a_hold_too_short_for_the_move_is_renewed_and_a_long_one_left_alone(
    run: RunCoroutine, held: int, left: int
) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(held)
        refused = MessageRefused("No.", code="InvalidParameterValue")
        scene.fake.fail_next("SendMessageBatch", refused)
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.FAILED]
    assert scene.seen[0].visible_again_monotonic - scene.clock.monotonic() == left
    assert (scene.fake.count(RENEW) == 1) is (held == 5)


def test_many_waiting_messages_are_held_until_their_turn(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put(*(str(number) for number in range(60)))

    async def work() -> None:
        originals = await scene.hold(30)
        outcome = await scene.move(originals, messages_per_second=0.5)
        assert outcome.counts == {MoveState.MOVED: 60}

    run(work())
    assert scene.bodies[0] == []
    assert scene.paused >= 100


def test_a_hold_of_twelve_hours_is_not_asked_for(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(20)))

    async def work() -> None:
        originals = await scene.hold(30)
        # The second batch would have to wait for longer than SQS holds anything.
        outcome = await scene.move(originals, messages_per_second=1 / 4_400)
        assert set(outcome.counts) == {MoveState.MOVED, MoveState.NOT_TRIED}

    run(work())
    assert len(scene.bodies[0]) == len(scene.bodies[1]) == 10
    assert all(entry.reason == "" for _, entry in scene.journal.writes)


def test_a_message_that_can_be_held_no_longer_is_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(30)
        scene.fake.fail_entries(RENEW, (0,), EntryFailure("InvalidParameterValue", "It does not exist."))
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.FAILED]
    assert scene.bodies == (["one"], [])
    assert scene.reasons == ["It is no longer held: It does not exist."]


def test_the_limit_of_twelve_hours_does_not_keep_a_held_message_from_moving(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(30)
        text = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]."
        scene.fake.fail_entries(RENEW, (0,), EntryFailure("InvalidParameterValue", text))
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.MOVED]


def test_without_permission_to_hold_longer_only_what_is_held_long_enough_moves(run: RunCoroutine) -> None:
    scene = Scene()
    denied = AccessDenied("Not allowed.", action="sqs:ChangeMessageVisibility")
    scene.fake.fail_next(RENEW, denied, times=10**6)

    async def work() -> None:
        scene.put("short")
        short = await scene.hold(10)
        scene.put("long enough")
        await scene.move(short + await scene.hold(30))

    run(work())
    assert scene.bodies == (["short"], ["long enough"])
    (stayed,) = [result for result in scene.seen if result.state is MoveState.NOT_TRIED]
    assert stayed.reason == "It could not be held long enough to move it safely: Not allowed."
    assert scene.fake.count(RENEW) == 1


def test_a_failed_renewal_is_tried_again_in_time(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(39)
        scene.fake.fail_next(RENEW, Unreachable("No network."), times=3)
        scene.fake.fail_next("SendMessageBatch", Throttled("Slower."), times=10)
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.MOVED]


def test_a_copy_whose_original_may_be_visible_again_is_not_deleted(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(39)
        scene.fake.fail_next(RENEW, Unreachable("No network."), times=10**6)
        scene.fake.fail_next("DeleteMessageBatch", Unreachable("No network."), times=10**6)
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.SENT_NOT_DELETED]
    assert scene.reasons[0].endswith("its hold ended before SQS answered that it is deleted.")


def test_a_hold_that_a_slow_send_used_up_is_renewed_before_the_delete(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(60)
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        scene.clock.advance(55)
        gate.release()
        await task

    run(work())
    assert scene.states == [MoveState.MOVED]
    assert scene.fake.count(RENEW) == 1


def test_a_delete_that_is_answered_after_the_hold_is_in_doubt(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold(60)
        gate = scene.fake.hold("DeleteMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        scene.clock.advance(61)
        # Another consumer has it now, so that our handle deletes nothing and SQS says that all is well.
        assert len(await scene.hold()) == 1
        gate.release()
        await task

    run(work())
    assert scene.states == [MoveState.SENT_NOT_DELETED]
    assert scene.bodies == (["one"], ["one"])
    assert not scene.is_ended


def test_a_message_given_twice_is_moved_once_with_its_newest_handle(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        (old,) = await scene.hold(5)
        scene.clock.advance(6)
        (new,) = await scene.hold(600)
        await scene.move([HeldOriginal(old.message, scene.clock.monotonic() + 100), new])

    run(work())
    assert scene.states == [MoveState.MOVED]
    assert scene.bodies == ([], ["one"])
