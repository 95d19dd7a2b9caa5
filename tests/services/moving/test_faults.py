"""What goes wrong on the way: nothing is lost, nothing is sent again without need, and the reason is told."""

import asyncio

import pytest

from sqs_explorer.domain.errors import (
    AccessDenied,
    KmsRefused,
    OutcomeUnknown,
    QueueNotFound,
    ReadOnlyConnection,
    ServiceUnavailable,
    SignInExpired,
    SqsExplorerError,
    Throttled,
    Unreachable,
)
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import EntryState, MoveState
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene, until

ALWAYS = 10**6
HOPELESS = [
    AccessDenied("No.", action="sqs:SendMessage"),
    KmsRefused("The key is disabled."),
    QueueNotFound("Gone."),
    ReadOnlyConnection("SendMessageBatch"),
    SignInExpired("Sign in."),
]


def kinds(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize("was_done", [True, False])
@pytest.mark.parametrize("error", [OutcomeUnknown("No answer."), ServiceUnavailable("Broken.")], ids=kinds)
def test_a_lost_answer_keeps_every_original_of_the_batch_and_is_not_sent_again(
    run: RunCoroutine, error: SqsExplorerError, was_done: bool
) -> None:
    scene = Scene()
    scene.put("one", "two")
    if was_done:
        scene.fake.lose_answer("SendMessageBatch", error=error)
    else:
        scene.fake.fail_next("SendMessageBatch", error)
    outcome = run(scene.hold_and_move())
    assert scene.states == [MoveState.UNKNOWN, MoveState.UNKNOWN]
    assert scene.bodies == (["one", "two"], ["one", "two"] if was_done else [])
    assert scene.fake.count("SendMessageBatch") == 1
    assert "may have arrived" in scene.reasons[0]
    assert scene.journaled == [EntryState.UNKNOWN] * 2
    assert not scene.is_ended
    assert outcome.error is None


def test_an_entry_without_an_answer_is_in_doubt(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two")
    unanswered = EntryFailure("NoAnswer", "The server did not say.", sender_fault=False)
    scene.fake.fail_entries("SendMessageBatch", (1,), unanswered)
    run(scene.hold_and_move())
    assert sorted(scene.states, key=str) == [MoveState.MOVED, MoveState.UNKNOWN]
    assert scene.bodies == (["two"], ["one"])


def test_a_server_that_never_answers_ends_the_move_after_three_batches(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(100)))
    scene.fake.lose_answer("SendMessageBatch", times=ALWAYS)
    outcome = run(scene.hold_and_move())
    assert outcome.counts == {MoveState.UNKNOWN: 30, MoveState.NOT_TRIED: 70}
    assert isinstance(outcome.error, OutcomeUnknown)
    assert len(scene.bodies[0]) == 100


def test_batches_that_lose_their_answers_at_the_same_time_do_not_end_the_move(run: RunCoroutine) -> None:
    scene = Scene(parallel=8)
    scene.put(*(str(number) for number in range(200)))
    scene.fake.lose_answer("SendMessageBatch", times=8)
    outcome = run(scene.hold_and_move())
    assert outcome.counts == {MoveState.UNKNOWN: 80, MoveState.MOVED: 120}
    assert outcome.error is None


@pytest.mark.parametrize("operation", ["SendMessageBatch", "DeleteMessageBatch"])
@pytest.mark.parametrize("error", [Throttled("Slower."), Unreachable("No network.")], ids=kinds)
def test_throttling_and_a_network_gone_for_a_minute_only_take_time(
    run: RunCoroutine, operation: str, error: SqsExplorerError
) -> None:
    scene = Scene()
    scene.put("one", "two")

    async def work() -> None:
        originals = await scene.hold(30)
        scene.fake.fail_next(operation, error, times=11)
        await scene.move(originals)

    run(work())
    assert scene.bodies == ([], ["one", "two"])
    assert 60 <= scene.paused <= 80
    assert scene.is_ended


def test_after_more_than_a_minute_of_tries_the_move_ends_with_the_error(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(20)))
    scene.fake.fail_next("SendMessageBatch", Throttled("Slower."), times=ALWAYS)
    outcome = run(scene.hold_and_move())
    assert outcome.counts == {MoveState.FAILED: 10, MoveState.NOT_TRIED: 10}
    assert scene.reasons[-1] == "Not tried after: Slower."
    assert isinstance(outcome.error, Throttled)
    assert scene.is_ended


def test_stop_ends_the_waiting_and_says_that_nothing_was_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.fake.fail_next("SendMessageBatch", Throttled("Slower."), times=ALWAYS)

    async def work() -> None:
        originals = await scene.hold()
        task = asyncio.create_task(scene.move(originals))
        await until(lambda: scene.paused >= 5)
        scene.stop.request()
        outcome = await task
        assert outcome.stopped

    run(work())
    assert scene.states == [MoveState.NOT_TRIED]
    assert scene.paused < 8
    assert scene.is_ended


def test_stop_does_not_keep_a_verified_original_from_being_deleted(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.fake.fail_next("DeleteMessageBatch", Throttled("Slower."), times=3)

    async def work() -> None:
        originals = await scene.hold()
        gate = scene.fake.hold("DeleteMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        scene.stop.request()
        gate.release()
        await task

    run(work())
    assert scene.states == [MoveState.MOVED]
    assert scene.bodies == ([], ["one"])


def test_a_lost_answer_of_a_delete_is_asked_for_again(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.fake.lose_answer("DeleteMessageBatch", error=Unreachable("No answer."))
    run(scene.hold_and_move())
    assert scene.states == [MoveState.MOVED]
    assert scene.bodies == ([], ["one"])


@pytest.mark.parametrize("error", HOPELESS, ids=kinds)
def test_an_error_that_every_message_would_meet_ends_the_move(
    run: RunCoroutine, error: SqsExplorerError
) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(25)))
    scene.fake.fail_next("SendMessageBatch", error, times=ALWAYS)
    outcome = run(scene.hold_and_move())
    assert scene.states == [MoveState.FAILED] * 10 + [MoveState.NOT_TRIED] * 15
    assert scene.reasons[-1] == f"Not tried after: {error}"
    assert outcome.error is error
    assert scene.fake.count("SendMessageBatch") == 1
    assert len(scene.bodies[0]) == 25


def test_a_delete_that_is_not_allowed_ends_the_move_before_it_makes_more_duplicates(
    run: RunCoroutine,
) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(25)))
    denied = AccessDenied("No.", action="sqs:DeleteMessage")
    scene.fake.fail_next("DeleteMessageBatch", denied, times=ALWAYS)
    outcome = run(scene.hold_and_move())
    assert outcome.counts == {MoveState.SENT_NOT_DELETED: 10, MoveState.NOT_TRIED: 15}
    assert outcome.error is denied
    assert len(scene.bodies[1]) == 10


def test_one_deleted_destination_of_several_does_not_end_the_others(run: RunCoroutine) -> None:
    scene = Scene("Shared-DLQ", "Elsewhere", parallel=1)
    policy = {"deadLetterTargetArn": scene.fake.arn(scene.source.url), "maxReceiveCount": 1}
    gone, there = (scene.ref(scene.fake.create_queue(name, RedrivePolicy=policy)) for name in ("A", "B"))
    for number in range(15):
        scene.fake.put(gone.url, f"a{number}")
        scene.fake.put(there.url, f"b{number}")

    async def work() -> None:
        for queue in (gone, there):
            for _ in range(6):
                await scene.gateway(queue).receive(
                    queue.url, maximum=10, wait_seconds=0, visibility_seconds=0
                )
        known = {scene.fake.arn(queue.url): queue for queue in (gone, there)}
        originals = await scene.hold()
        assert len(originals) == 30
        scene.fake.delete_queue(gone.url)
        outcome = await scene.move(originals, destination=None, destinations_by_arn=known)
        assert outcome.counts == {MoveState.MOVED: 15, MoveState.FAILED: 10, MoveState.NOT_TRIED: 5}
        assert isinstance(outcome.error, QueueNotFound)

    run(work())
    assert len(scene.bodies[0]) == 15


def test_stop_finishes_the_batch_in_flight(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(15)))

    async def work() -> None:
        originals = await scene.hold()
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        scene.stop.request()
        gate.release()
        outcome = await task
        assert outcome.stopped

    run(work())
    assert scene.states == [MoveState.MOVED] * 10 + [MoveState.NOT_TRIED] * 5
    assert scene.reasons[-1] == "Stopped before its turn."
    assert scene.bodies == ([str(n) for n in range(10, 15)], [str(n) for n in range(10)])
    assert scene.is_ended
