"""The journal is written before each step that can't be taken back, and is believed afterwards."""

import asyncio
from collections.abc import Sequence

import pytest

from sqs_explorer.domain.errors import JournalFailed, OutcomeUnknown
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.moves import (
    EntryState,
    HeldOriginal,
    JournalEntry,
    MoveKind,
    MoveOrder,
    MoveState,
)
from sqs_explorer.services.moving.copies import sha256_of_body
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene, replaced

BEGIN, SENDING, SENT, DELETED = 1, 2, 3, 4
"""The calls of the journal that write, for one batch."""


async def sent_earlier(
    scene: Scene, original: HeldOriginal, body: str = "one", destination_url: str = ""
) -> MoveOrder:
    """Leave the journal as a move that died between `sent` and the delete."""
    earlier = scene.order()
    await scene.journal.begin(earlier, scene.clock.now(), 1)
    entry = JournalEntry(
        original.message.message_id,
        EntryState.SENT,
        destination_url or scene.destination.url,
        sha256_of_body(body),
        new_message_id="copy-1",
        at=scene.clock.now(),
    )
    await scene.journal.write(earlier.operation_id, [entry])
    scene.journal.crash()
    return earlier


def test_nothing_is_sent_if_the_journal_can_not_begin(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.journal.fail_on(BEGIN)
    with pytest.raises(JournalFailed):
        run(scene.hold_and_move())
    assert scene.fake.count("SendMessageBatch") == 0


def test_nothing_is_sent_that_is_not_written_down(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(15)))
    scene.journal.fail_on(SENDING)
    outcome = run(scene.hold_and_move())
    assert scene.fake.count("SendMessageBatch") == 0
    assert isinstance(outcome.error, JournalFailed)
    assert outcome.counts == {MoveState.NOT_TRIED: 15}
    assert scene.reasons[0] == "Not tried after: The disk is full."
    assert len(scene.bodies[0]) == 15


def test_nothing_is_deleted_whose_copy_is_not_written_down(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")
    scene.journal.fail_on(SENT)
    outcome = run(scene.hold_and_move())
    assert scene.states == [MoveState.SENT_NOT_DELETED]
    assert scene.bodies == (["one"], ["one"])
    assert scene.fake.count("DeleteMessageBatch") == 0
    assert isinstance(outcome.error, JournalFailed)
    assert scene.journaled == [EntryState.SENDING]
    assert not scene.is_ended


def test_a_delete_that_is_not_written_down_leaves_sent_in_the_journal(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(15)))
    scene.journal.fail_on(DELETED)
    outcome = run(scene.hold_and_move())
    assert outcome.counts == {MoveState.MOVED: 10, MoveState.NOT_TRIED: 5}
    assert isinstance(outcome.error, JournalFailed)
    assert scene.journaled == [EntryState.SENT] * 10
    assert not scene.is_ended


def test_a_copy_that_can_not_be_looked_up_in_the_journal_is_in_doubt(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    scene.put("one")

    def break_now(operation_id: str, entries: Sequence[JournalEntry]) -> None:
        if entries[0].state is EntryState.SENDING:
            scene.journal.fail_always()

    scene.journal.before_write = break_now
    run(scene.hold_and_move())
    assert scene.states == [MoveState.UNKNOWN]
    assert scene.bodies == (["one"], ["one"])


def test_a_message_whose_copy_was_verified_before_is_only_deleted(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two")

    async def work() -> None:
        originals = await scene.hold()
        earlier = await sent_earlier(scene, originals[0])
        await scene.move(originals)
        (entry,) = await scene.journal.entries(earlier.operation_id)
        assert entry.state is EntryState.DELETED

    run(work())
    assert scene.states == [MoveState.MOVED, MoveState.MOVED]
    assert scene.seen[0].new_message_id == "copy-1"
    assert scene.bodies == ([], ["two"])


def test_a_message_that_was_sent_elsewhere_before_is_left_alone(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold()
        other = scene.destination.url.replace("OrderQueue", "BillingQueue")
        await sent_earlier(scene, originals[0], destination_url=other)
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.FAILED]
    assert "BillingQueue" in scene.reasons[0]
    assert "Finish that move first." in scene.reasons[0]
    assert scene.bodies == (["one"], [])


def test_a_message_that_was_edited_and_sent_before_is_left_alone(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold()
        await sent_earlier(scene, originals[0], body="mended")
        await scene.move(originals)

    run(work())
    assert scene.states == [MoveState.FAILED]
    assert "with another body to OrderQueue" in scene.reasons[0]


def test_a_copy_does_not_care_what_was_moved_before(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        originals = await scene.hold()
        await sent_earlier(scene, originals[0])
        await scene.move(originals, keep_originals=True)

    run(work())
    assert scene.states == [MoveState.COPIED]
    assert scene.bodies == (["one"], ["one"])


def test_an_edited_message_that_was_sent_is_only_deleted_at_the_second_try(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one")

    async def work() -> None:
        (original,) = await scene.hold()
        await sent_earlier(scene, original, body="mended")
        edited = replaced(original, OutgoingMessage("mended"))
        await scene.move([edited], scene.order(kind=MoveKind.RESEND))

    run(work())
    assert scene.states == [MoveState.MOVED]
    assert scene.bodies == ([], [])


@pytest.mark.parametrize(("minutes", "state"), [(1, MoveState.MOVED), (6, MoveState.UNKNOWN)])
def test_a_fifo_send_that_a_crash_cut_off_is_repeated_while_deduplication_protects(
    run: RunCoroutine, minutes: int, state: MoveState
) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    scene.put("one")
    order = scene.order()

    async def work() -> None:
        originals = await scene.hold(3_600)
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move(originals, order))
        await gate.reached()
        task.cancel()
        gate.release()
        with pytest.raises(asyncio.CancelledError):
            await task
        scene.journal.crash()
        scene.clock.advance(60 * minutes)
        await scene.move(originals, order)

    run(work())
    assert scene.states == [state]
    assert len(scene.bodies[0]) + len(scene.bodies[1]) == 1


def test_a_standard_send_that_a_crash_cut_off_is_not_repeated(run: RunCoroutine) -> None:
    scene = Scene()
    (message_id,) = scene.put("one")
    order = scene.order()

    async def work() -> None:
        await scene.journal.begin(order, scene.clock.now(), 1)
        entry = JournalEntry(message_id, EntryState.SENDING, at=scene.clock.now())
        await scene.journal.write(order.operation_id, [entry])
        scene.journal.crash()
        await scene.move(await scene.hold(), order)

    run(work())
    assert scene.states == [MoveState.UNKNOWN]
    assert isinstance(scene.seen[0].error, OutcomeUnknown)
    assert scene.fake.count("SendMessageBatch") == 0
    assert not scene.is_ended


def test_a_replay_taken_up_again_sends_only_what_was_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two")
    order = scene.order(kind=MoveKind.REPLAY, source=None, source_arn="letters.jsonl", keep_originals=True)

    async def work() -> None:
        originals = [HeldOriginal(original.message, 0.0) for original in await scene.hold()]
        await scene.move(originals[:1], order)
        await scene.move(originals, order)

    run(work())
    assert scene.states == [MoveState.COPIED] * 3
    assert scene.bodies == (["one", "two"], ["one", "two"])
