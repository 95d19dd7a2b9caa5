"""What no server should do, and some do: IDs that repeat, a queue that is its own destination, odd texts."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqs_explorer.domain.errors import ChecksumMismatch, InvalidInput
from sqs_explorer.domain.messages import EntryFailure, MessageAttribute, OutgoingMessage
from sqs_explorer.domain.moves import EntryState, HeldOriginal, JournalEntry, MoveKind, MoveOutcome, MoveState
from sqs_explorer.domain.queues import QueueRef
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import OneByOneFeed, Scene, replaced, until


def under_the_id_of(first: HeldOriginal, other: HeldOriginal) -> HeldOriginal:
    """Return an original as a server answers it that gives the ID of another message once more."""
    message = replace(other.message, message_id=first.message.message_id)
    return HeldOriginal(message, other.visible_again_monotonic)


def test_another_message_with_the_same_id_is_not_deleted_in_its_place(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two")
    first, second = run(scene.hold())
    outcome = run(scene.move([first, under_the_id_of(first, second)]))
    assert scene.bodies == (["two"], ["one"])
    assert outcome.counts == {MoveState.MOVED: 1, MoveState.FAILED: 1}
    assert "the ID of another message" in "".join(scene.reasons)


def test_another_message_with_the_id_of_a_moved_one_is_not_only_deleted(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put("one", "two")
    first, second = run(scene.hold())
    feed = OneByOneFeed()
    feed.give([first])
    feed.give([under_the_id_of(first, second)])
    feed.end()
    outcome = run(scene.move((), scene.order(whole_queue=True), feed=feed))
    assert scene.bodies == (["two"], ["one"])
    assert outcome.counts == {MoveState.MOVED: 1, MoveState.FAILED: 1}


def test_messages_without_an_id_are_left_alone(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("same", "same")
    originals = [
        HeldOriginal(replace(one.message, message_id=""), one.visible_again_monotonic)
        for one in run(scene.hold())
    ]
    outcome = run(scene.move(originals))
    assert scene.bodies == (["same", "same"], [])
    assert outcome.counts == {MoveState.FAILED: 2}


def test_a_whole_queue_that_is_its_own_destination_by_another_connection_is_not_moved_in_circles(
    run: RunCoroutine,
) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(5)))
    same_queue = QueueRef("another profile", scene.source.region, scene.source.url)
    outcome = run(scene.move((), scene.order(whole_queue=True, destination=same_queue, maximum=100)))
    assert isinstance(outcome.error, InvalidInput)
    assert outcome.counts == {MoveState.MOVED: 5}
    assert sorted(scene.bodies[0]) == ["0", "1", "2", "3", "4"]
    assert scene.released()


def test_an_edit_is_not_taken_for_sent_because_the_unchanged_message_was(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    original = run(scene.hold())[0]
    scene.fake.fail_entries(
        "DeleteMessageBatch", (0,), EntryFailure("ReceiptHandleIsInvalid", "No.", sender_fault=True)
    )
    run(scene.move([original]))
    assert scene.states == [MoveState.SENT_NOT_DELETED]
    edited = OutgoingMessage("one", (MessageAttribute("retry", "Number", "2"),))
    run(scene.move([replaced(original, edited)], kind=MoveKind.RESEND))
    assert scene.states[1:] == [MoveState.FAILED]
    assert "Finish that move first" in scene.reasons[-1]
    assert scene.bodies == (["one"], ["one"])


def test_a_moved_message_that_comes_again_and_can_not_be_deleted_counts_as_moved_no_more(
    run: RunCoroutine,
) -> None:
    scene = Scene(parallel=1)
    scene.put("one")

    async def work() -> MoveOutcome:
        (original,) = await scene.hold()
        feed = OneByOneFeed()
        feed.give([original])
        moving = asyncio.create_task(scene.move((), scene.order(whole_queue=True), feed=feed))
        await until(lambda: [entry.state for _, entry in scene.journal.writes][-1:] == [EntryState.DELETED])
        refused = EntryFailure("ReceiptHandleIsInvalid", "No.", sender_fault=True)
        scene.fake.fail_entries("DeleteMessageBatch", (0,), refused)
        feed.give([original])
        feed.end()
        return await moving

    assert run(work()).counts == {MoveState.SENT_NOT_DELETED: 1}


def test_a_server_without_checksums_of_attributes_gets_no_thousand_duplicates(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(60)), attributes=(MessageAttribute("a", "String", "1"),))
    originals = run(scene.hold())
    for _ in range(60):
        scene.fake.spoil_md5("attributes")
    outcome = run(scene.move(originals))
    assert outcome.counts == {MoveState.FAILED: 10, MoveState.NOT_TRIED: 50}
    assert isinstance(outcome.error, ChecksumMismatch)
    assert len(scene.bodies[0]) == 60
    assert len(scene.bodies[1]) == 10


def test_a_repeat_after_the_time_of_day_was_set_back_is_not_called_safe(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    scene.put("one", group_id="g")
    order = scene.order()

    async def work() -> None:
        originals = await scene.hold()
        await scene.journal.begin(order, scene.clock.now(), 1)
        later = scene.clock.now() + timedelta(hours=1)
        entry = JournalEntry(originals[0].message.message_id, EntryState.SENDING, at=later)
        await scene.journal.write(order.operation_id, [entry])
        await scene.move(originals, order)

    run(work())
    assert scene.states == [MoveState.UNKNOWN]
    assert scene.bodies == (["one"], [])


def test_a_copy_in_another_region_under_the_same_url_is_no_reason_to_delete_only(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    original = run(scene.hold())[0]
    refused = EntryFailure("ReceiptHandleIsInvalid", "No.", sender_fault=True)
    scene.fake.fail_entries("DeleteMessageBatch", (0,), refused)
    run(scene.move([original]))
    elsewhere = QueueRef("dev", "eu-central-1", scene.destination.url)
    run(scene.move([original], destination=elsewhere))
    assert scene.states == [MoveState.SENT_NOT_DELETED, MoveState.FAILED]
    assert "in eu-west-1" in scene.reasons[-1]
    assert scene.bodies[0] == ["one"]
