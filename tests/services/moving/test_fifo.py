"""FIFO destinations: order within a group, new deduplication IDs, and duplicates that SQS swallows."""

import asyncio
from dataclasses import replace

import pytest

from sqs_explorer.domain.errors import OutcomeUnknown, ServiceUnavailable
from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage
from sqs_explorer.domain.moves import EntryState, HeldOriginal, JournalEntry, MoveState
from sqs_explorer.services.moving.copies import new_deduplication_id
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene, replaced

REFUSED = EntryFailure("InvalidParameterValue", "No.")


def fifo() -> Scene:
    return Scene("A-DLQ.fifo", "A.fifo")


def batches(scene: Scene) -> list[int]:
    """Return how many entries each sent batch had."""
    return [call.entries for call in scene.fake.calls if call.operation == "SendMessageBatch"]


def test_a_group_goes_in_order_with_new_deduplication_ids_however_it_was_selected(run: RunCoroutine) -> None:
    scene = fifo()
    for number in range(10):
        scene.put(str(number), group_id="g", deduplication_id=f"old-{number}")

    async def work() -> None:
        await scene.move(list(reversed(await scene.hold())))

    run(work())
    copies = scene.fake.messages(scene.destination.url)
    assert [copy.body for copy in copies] == [str(number) for number in range(10)]
    assert {copy.group_id for copy in copies} == {"g"}
    ids = {copy.deduplication_id for copy in copies}
    assert len(ids) == 10
    assert not any(identifier.startswith("old") for identifier in ids)


def test_groups_go_side_by_side_but_a_batch_holds_one_message_of_each(run: RunCoroutine) -> None:
    scene = fifo()
    for number in range(3):
        for group in "abc":
            scene.put(f"{group}{number}", group_id=group)
    run(scene.hold_and_move())
    assert batches(scene) == [3, 3, 3]
    bodies = scene.bodies[1]
    assert all([b for b in bodies if b[0] == group] == [f"{group}{n}" for n in range(3)] for group in "abc")


def test_a_failure_stops_the_rest_of_its_group_only(run: RunCoroutine) -> None:
    scene = fifo()
    for group, body in (("a", "a1"), ("a", "a2"), ("b", "b1"), ("b", "b2")):
        scene.put(body, group_id=group)
    scene.fake.fail_entries("SendMessageBatch", (0,), REFUSED)

    run(scene.hold_and_move())
    assert scene.bodies == (["a1", "a2"], ["b1", "b2"])
    (stayed,) = [result for result in scene.seen if result.state is MoveState.NOT_TRIED]
    assert stayed.reason == "An earlier message of the group a was not moved; the order is kept."


def test_a_message_that_is_no_longer_held_keeps_the_later_ones_of_its_group_here(run: RunCoroutine) -> None:
    scene = fifo()
    for group, body in (("a", "first"), ("a", "second"), ("b", "other")):
        scene.put(body, group_id=group)

    async def work() -> None:
        first, *rest = await scene.hold(900)
        await scene.move([HeldOriginal(first.message, 0.0), *rest])

    run(work())
    assert scene.bodies == (["first", "second"], ["other"])
    assert sorted(scene.states, key=str) == [MoveState.MOVED, MoveState.NOT_TRIED, MoveState.NOT_TRIED]


def test_another_group_does_not_wait_for_a_slow_one(run: RunCoroutine) -> None:
    scene = fifo()
    scene.parallel = 2

    async def work() -> None:
        originals = []
        for body, group in (("a1", "a"), ("a2", "a"), ("b1", "b")):
            scene.put(body, group_id=group)
        originals = await scene.hold()
        gate = scene.fake.hold("DeleteMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        assert scene.bodies[1] == ["a1", "b1"]
        gate.release()
        await task

    run(work())
    assert scene.bodies == ([], ["a1", "b1", "a2"])


def test_a_kept_id_that_was_used_within_five_minutes_is_suppressed_and_its_original_stays(
    run: RunCoroutine,
) -> None:
    scene = fifo()
    scene.put("one", deduplication_id="used")
    scene.fake.put(scene.destination.url, "one", deduplication_id="used")

    async def work() -> None:
        # The copy in the destination is one of an earlier move, so the journal knows its message ID.
        earlier = scene.order()
        await scene.journal.begin(earlier, scene.clock.now(), 1)
        copy_id = scene.fake.messages(scene.destination.url)[0].message_id
        entry = JournalEntry("another", EntryState.DELETED, new_message_id=copy_id)
        await scene.journal.write(earlier.operation_id, [entry])
        await scene.journal.end(earlier.operation_id, scene.clock.now())
        await scene.hold_and_move(keep_deduplication_id=True)

    run(work())
    assert scene.states == [MoveState.SUPPRESSED]
    assert "the original is kept" in scene.reasons[0]
    assert scene.bodies == (["one"], ["one"])


def test_a_moved_back_message_arrives_with_a_new_id_within_five_minutes(run: RunCoroutine) -> None:
    scene = fifo()
    scene.put("one", deduplication_id="used")
    scene.fake.put(scene.destination.url, "one", deduplication_id="used")
    run(scene.hold_and_move())
    assert scene.states == [MoveState.MOVED]
    assert scene.bodies == ([], ["one", "one"])


def test_a_second_original_with_the_same_kept_id_is_kept(run: RunCoroutine) -> None:
    scene = fifo()
    scene.put("one", group_id="a", deduplication_id="same")
    scene.fake.queue(scene.source.url)._seen_deduplication_ids.clear()
    scene.put("two", group_id="b", deduplication_id="same")
    run(scene.hold_and_move(keep_deduplication_id=True))
    assert scene.states == [MoveState.SUPPRESSED, MoveState.MOVED]
    assert scene.bodies == (["two"], ["one"])


def test_a_message_without_a_group_gets_its_own_group(run: RunCoroutine) -> None:
    scene = Scene("OrderQueue-DLQ", "A.fifo")
    (message_id,) = scene.put("one")
    run(scene.hold_and_move())
    (copy,) = scene.fake.messages(scene.destination.url)
    assert copy.group_id == message_id


def test_an_edited_message_keeps_its_group_and_takes_a_new_id_unless_it_has_one(run: RunCoroutine) -> None:
    scene = fifo()
    first_id, _ = scene.put("one", "two", group_id="g")
    order = scene.order()

    async def work() -> None:
        first, second = await scene.hold()
        edited = [
            replaced(first, OutgoingMessage("1", delay_seconds=5)),
            replaced(second, OutgoingMessage("2", group_id="h", deduplication_id="own")),
        ]
        await scene.move(edited, order)

    run(work())
    one, two = sorted(scene.fake.messages(scene.destination.url), key=lambda m: m.body)
    assert (one.body, one.group_id) == ("1", "g")
    assert one.deduplication_id == new_deduplication_id(order.operation_id, order.source_arn, first_id)
    assert (two.body, two.group_id, two.deduplication_id) == ("2", "h", "own")


@pytest.mark.parametrize(
    "error", [OutcomeUnknown("No answer came back."), ServiceUnavailable("Broken.", code="InternalError")]
)
def test_a_lost_answer_is_asked_for_again_and_makes_one_message(
    run: RunCoroutine, error: OutcomeUnknown
) -> None:
    scene = fifo()
    scene.put("one", "two", group_id="g")
    scene.fake.lose_answer("SendMessageBatch", error=error, times=3)
    run(scene.hold_and_move())
    assert scene.states == [MoveState.MOVED, MoveState.MOVED]
    assert scene.bodies == ([], ["one", "two"])


def test_a_refusal_after_a_try_without_an_answer_proves_nothing(run: RunCoroutine) -> None:
    scene = fifo()
    scene.put("one")
    scene.fake.fail_next("SendMessageBatch", OutcomeUnknown("No answer came back."))
    scene.fake.fail_entries("SendMessageBatch", (0,), REFUSED)
    run(scene.hold_and_move())
    assert scene.fake.count("SendMessageBatch") == 2
    assert scene.states == [MoveState.UNKNOWN]


def test_an_answer_that_stays_away_for_minutes_leaves_the_outcome_unknown(run: RunCoroutine) -> None:
    scene = fifo()
    scene.put("one", "two", group_id="g")
    scene.fake.lose_answer("SendMessageBatch", times=10**6)
    run(scene.hold_and_move())
    assert scene.states == [MoveState.UNKNOWN, MoveState.NOT_TRIED]
    assert "may be there twice" in scene.reasons[0]
    assert scene.bodies == (["one", "two"], ["one"])
    assert scene.paused < 120
    assert scene.journaled == [EntryState.UNKNOWN]
    assert not scene.is_ended


@pytest.mark.parametrize("seconds", [200, 301], ids=["its repeats may come too late", "it is too late"])
def test_no_second_send_when_deduplication_may_protect_no_more(run: RunCoroutine, seconds: int) -> None:
    scene = fifo()
    scene.put("one", group_id="g")

    async def work() -> None:
        originals = await scene.hold(3_600)
        gate = scene.fake.hold("SendMessageBatch")
        scene.fake.lose_answer("SendMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        scene.clock.advance(seconds)
        gate.release()
        await task

    run(work())
    assert scene.states == [MoveState.UNKNOWN]
    assert scene.fake.count("SendMessageBatch") == 1


@pytest.mark.parametrize("destination", ["A.fifo", "A"])
def test_a_message_whose_group_the_server_does_not_tell_stays(run: RunCoroutine, destination: str) -> None:
    """GoAWS tells none: the copy would be in another group, or in none."""
    scene = Scene("A-DLQ.fifo", destination)
    scene.put("one", group_id="g")

    async def work() -> None:
        (held,) = await scene.hold()
        system = {
            name: text for name, text in held.message.system_attributes.items() if name != "MessageGroupId"
        }
        untold = replace(held.message, system_attributes=system)
        assert untold.group_id == ""
        await scene.move([HeldOriginal(untold, held.visible_again_monotonic)])

    run(work())
    assert scene.bodies == (["one"], [])
    assert scene.states == [MoveState.FAILED]
    assert scene.reasons == ["The server does not tell this message's group ID, which the copy would lose."]
