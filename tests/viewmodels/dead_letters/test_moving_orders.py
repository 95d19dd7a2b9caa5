"""What a move asks of the engine, and what the screen makes of the engine's answers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from sqs_explorer.domain.errors import JournalFailed, ServiceFailure, WorkerFailed
from sqs_explorer.domain.moves import MoveKind, MoveOrder, MoveResult, MoveState
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.dead_letters.moving_view_model import NO_RESULT
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.scripted_moves import ScriptedMoves
from tests.viewmodels.dead_letters.test_moving_view_model import Scene


def moved(*message_ids: str) -> list[MoveResult]:
    return [MoveResult(message_id, MoveState.MOVED, f"copy-{message_id}") for message_id in message_ids]


class ScriptedScene(Scene):
    """Dead letters of OrderQueue, and an engine by script."""

    def __init__(self, moves: ScriptedMoves) -> None:
        super().__init__()
        self.script = self.moves = moves

    def choice(self, name: str = "", **more: bool | int) -> MoveChoice:
        """Choose the destination whose label begins so, or the first."""
        rows: Sequence[Destination] = self.moving.question(self.ids).destinations
        return MoveChoice(next(row for row in rows if row.label.startswith(name)), **more)  # type: ignore[arg-type]

    @property
    def order(self) -> MoveOrder:
        """The only order given."""
        (order,) = self.script.orders
        return order


def test_one_order_says_source_destination_limit_and_rate(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start()
        scene.fake.set_attributes(scene.source, MaximumMessageSize=2_048)
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.settle()
        await scene.move(scene.choice(messages_per_second=25, keep_deduplication_id=True))
        await scene.moving.close()

    run(work())
    order = scene.order
    assert (order.kind, len(order.operation_id)) == (MoveKind.MOVE, 32)
    assert order.source == scene.context_of_dlq.queue
    assert order.source_arn == scene.fake.arn(scene.dlq)
    assert order.destination is not None
    assert order.destination.url == scene.source
    assert order.maximum_sizes_bytes == {scene.source: 2_048}
    assert (order.messages_per_second, order.keep_deduplication_id) == (25, True)
    assert not order.whole_queue
    assert [original.message.message_id for original in scene.script.originals[0]] == list(scene.ids)
    assert all(original.visible_again_monotonic > 0 for original in scene.script.originals[0])


def test_without_a_rate_it_goes_as_fast_as_it_can_and_a_copy_is_ordered_as_one(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start()
        await scene.move(scene.choice(keep_originals=True))
        await scene.moving.close()

    run(work())
    assert (scene.order.kind, scene.order.keep_originals) == (MoveKind.COPY, True)
    assert scene.order.messages_per_second is None


def test_original_source_queues_is_one_order_that_knows_every_source(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        scene.source, scene.dlq = scene.fake.create_queue_with_dlq("A", maximum_receives=1)
        policy = {"deadLetterTargetArn": scene.fake.arn(scene.dlq), "maxReceiveCount": 1}
        other = scene.fake.create_queue("B", RedrivePolicy=policy)
        scene.fake.create_queue("C.fifo")
        scene.fake.put(scene.source, "of A")
        scene.fake.put(other, "of B")
        await scene.open()
        await scene.bury(scene.source)
        await scene.bury(other)
        await scene.receive_dlq()
        await scene.move(scene.choice("Original source queues"))
        sources = {arn: queue.url for arn, queue in scene.order.destinations_by_arn.items()}
        assert sources == {scene.fake.arn(scene.source): scene.source, scene.fake.arn(other): other}
        await scene.moving.close()

    run(work())
    assert scene.order.destination is None


def test_the_journal_knows_the_source_by_its_arn_even_if_it_was_not_read_yet(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start()
        choice = scene.choice()
        scene.catalogue.attributes.clear()
        await scene.move(choice)
        await scene.moving.close()

    run(work())
    assert scene.order.source_arn == scene.fake.arn(scene.dlq)


def test_progress_marks_rows_at_once_and_activity_counts(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start()
        scene.script = scene.moves = ScriptedMoves(moved(scene.ids[0]), moved(scene.ids[1]), waits=True)
        scene.reopen()
        scene.moving.start(scene.ids, scene.choice())
        await scene.script.waiting.wait()
        assert [state.value for state in scene.states()] == ["moved", "moved", "held"]
        assert scene.moving.progress == (2, 3)
        assert scene.moving.progress_words == "2 of 3"
        (job,) = scene.activity.jobs
        assert (job.progress_text, job.can_stop) == ("2 of 3", True)
        job.stop()
        assert scene.moving.is_stopping
        await scene.moving.close()

    run(work())


def test_a_worker_that_dies_leaves_rows_in_doubt_and_says_so(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start()
        died = WorkerFailed("The process ended with signal 9.")
        scene.script = scene.moves = ScriptedMoves(moved(scene.ids[0]), error=died)
        scene.reopen()
        await scene.move(scene.choice())
        await scene.moving.close()

    run(work())
    assert [row.problem for row in scene.store.rows] == ["", NO_RESULT, NO_RESULT]
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Moved 1 of 3 to OrderQueue."
    assert scene.moving.report.text.startswith("2 without a result: Unfinished moves says")
    assert scene.moving.error is not None
    assert scene.moving.error.title == "The move's own process has ended"
    assert scene.moving.error.next_step.startswith("Look at Unfinished moves")
    record = scene.activity.records[-1]
    assert (record.succeeded, record.result) == (
        False,
        "Moved 1 of 3 to OrderQueue. The move's own process has ended",
    )


def test_a_journal_that_refuses_to_begin_leaves_no_row_in_doubt(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves(refusal=JournalFailed("The disk is full.")))

    async def work() -> None:
        await scene.start()
        await scene.move(scene.choice())
        await scene.moving.close()

    run(work())
    assert [row.problem for row in scene.store.rows] == ["", "", ""]
    assert scene.moving.error is not None
    assert scene.moving.error.title == "The journal of moves can't be written"
    assert "Make room on the disk" in scene.moving.error.next_step
    assert not scene.moving.is_moving
    assert not scene.activity.records[-1].succeeded


def test_a_result_told_twice_counts_as_what_it_became(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start(letters=1)
        first = MoveResult(scene.ids[0], MoveState.SENT_NOT_DELETED, "copy", "The delete was refused.")
        scene.script = scene.moves = ScriptedMoves([first])
        scene.reopen()
        await scene.move(scene.choice())
        assert scene.store.rows[0].problem == "The delete was refused."
        assert scene.moving.report is not None
        assert scene.moving.report.text == "1 sent, original not deleted: The delete was refused."
        await scene.moving.close()

    run(work())


# The whole queue


def test_the_whole_queue_is_one_order_without_originals_and_counts_about(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start(letters=4, receive=False)
        stayed = MoveResult("m-3", MoveState.FAILED, reason="Too large.")
        scene.script = scene.moves = ScriptedMoves(moved("m-1", "m-2"), [stayed], waits=True)
        scene.reopen()
        question = scene.moving.whole_queue_question()
        assert question.sentence(question.destinations[0], keep_originals=False) == (
            "About 4 messages in OrderQueue-DLQ, and those that arrive meanwhile, will be moved to "
            "OrderQueue. Each copy is checked, then its original is deleted from OrderQueue-DLQ."
        )
        scene.moving.start_whole_queue(MoveChoice(question.destinations[0]), maximum=1_000)
        await scene.script.waiting.wait()
        assert scene.moving.progress_words == "≈ 3 of 4"
        assert scene.activity.jobs[0].progress_text == "≈ 3 of 4"
        scene.moving.stop()
        await scene.moving.scope.idle()
        await scene.moving.close()

    run(work())
    assert (scene.order.whole_queue, scene.order.maximum) == (True, 1_000)
    assert scene.script.originals == [[]]
    assert scene.activity.records[-1].what == "Move all messages from OrderQueue-DLQ to OrderQueue"
    report = scene.moving.report
    assert report is not None
    assert report.title == "Moved 2 messages to OrderQueue."
    assert report.text == "1 failed: Too large. Stopped: the rest stays in OrderQueue-DLQ."
    assert report.details == "m-3  failed"


def test_a_whole_queue_offers_its_only_source_first_and_each_its_own_second(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.create_queue("Alpha")

    async def work() -> None:
        await scene.start(receive=False)
        labels = [row.label for row in scene.moving.whole_queue_question().destinations]
        assert labels == ["OrderQueue · source queue", "Original source queues", "Alpha"]
        await scene.moving.close()

    run(work())


def test_a_whole_queue_of_several_sources_offers_each_its_own_first(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(receive=False)
        policy = {"deadLetterTargetArn": scene.fake.arn(scene.dlq), "maxReceiveCount": 1}
        scene.fake.create_queue("Second", RedrivePolicy=policy)
        await scene.open()
        rows = scene.moving.whole_queue_question().destinations
        assert [row.label for row in rows] == [
            "Original source queues",
            "OrderQueue · source queue",
            "Second · source queue",
        ]
        assert "do not name a source queue" in scene.moving.whole_queue_question().cautions(rows[0])[-1]
        await scene.moving.close()

    run(work())


def test_a_whole_queue_releases_what_is_held_here_and_moves_it_too(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=3)
        scene.catalogue.request_attributes(scene.catalogue.queues, again=True)
        await scene.settle()
        question = scene.moving.whole_queue_question()
        assert (question.available, question.held_here, question.expected) == (0, 3, 3)
        assert "3 messages held here are released first." in question.cautions(question.destinations[0])
        scene.moving.start_whole_queue(MoveChoice(question.destinations[0]))
        await scene.moving.scope.idle()
        await scene.settle()
        await scene.moving.close()

    run(work())
    assert sorted(scene.fake.bodies(scene.source)) == ["order 0", "order 1", "order 2"]
    assert scene.fake.messages(scene.dlq) == ()
    assert [state.value for state in scene.states()] == ["released"] * 3
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Moved 3 messages to OrderQueue."
    assert scene.moving.report.all_went_well


def test_the_counts_of_both_queues_are_read_again_after_a_whole_queue(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=5, receive=False)
        scene.moving.start_whole_queue(MoveChoice(scene.moving.whole_queue_question().destinations[1]))
        await scene.moving.scope.idle()
        await scene.settle()
        counts = {queue.url: known.available for queue, known in scene.catalogue.attributes.items()}
        assert counts == {scene.source: 5, scene.dlq: 0}
        await scene.moving.close()

    run(work())


def test_held_messages_that_cannot_be_released_start_no_move_of_the_queue(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start(letters=1)
        scene.fake.fail_next("ChangeMessageVisibilityBatch", ServiceFailure("No."))
        question = scene.moving.whole_queue_question()
        scene.moving.start_whole_queue(MoveChoice(question.destinations[0]))
        await scene.moving.scope.idle()
        await scene.moving.close()

    run(work())
    assert scene.script.orders == []
    assert scene.moving.error is not None
    assert not scene.activity.records[-1].succeeded


def test_closing_the_page_stops_the_move_of_a_whole_queue(run: RunCoroutine) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start(receive=False)
        scene.script = scene.moves = ScriptedMoves(moved("m-1"), waits=True)
        scene.reopen()
        scene.moving.start_whole_queue(MoveChoice(scene.moving.whole_queue_question().destinations[0]))
        await scene.script.waiting.wait()
        assert len(scene.activity.jobs) == 1
        await asyncio.wait_for(scene.moving.close(), 5)

    run(work())
    assert scene.activity.jobs == []
    assert "Stopped" in scene.activity.records[-1].result


@pytest.mark.parametrize("third", [MoveState.NOT_TRIED, MoveState.FAILED])
def test_a_move_that_a_person_stopped_is_recorded_as_stopped_unless_something_failed(
    run: RunCoroutine, third: MoveState
) -> None:
    scene = ScriptedScene(ScriptedMoves())

    async def work() -> None:
        await scene.start(letters=3)
        one, two, three = scene.ids
        results = [
            MoveResult(one, MoveState.MOVED),
            MoveResult(two, MoveState.NOT_TRIED, reason="Stopped before its turn."),
            MoveResult(three, third, reason="Why."),
        ]
        scene.script = scene.moves = ScriptedMoves(results, waits=True)
        scene.reopen()
        scene.moving.start(scene.ids, scene.choice())
        await scene.script.waiting.wait()
        scene.activity.jobs[0].stop()
        await scene.moving.scope.idle()
        await scene.moving.close()

    run(work())
    record = scene.activity.records[-1]
    assert record.succeeded is (third is MoveState.NOT_TRIED)
    ending = "Stopped" if record.succeeded else "2 messages not done"
    assert record.result == f"Moved 1 of 3 to OrderQueue. {ending}"


# What the dialog warns of


def test_a_body_over_the_destinations_limit_is_counted_before_it_starts(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        small = scene.fake.create_queue("Small", MaximumMessageSize=1_024)
        await scene.start(letters=1)
        scene.fake.put(scene.dlq, "x" * 2_000)
        await scene.receive_dlq(60, keep=True)
        question = scene.moving.question(scene.ids)
        row = next(row for row in question.destinations if row.queue and row.queue.url == small)
        assert question.cautions(row) == ("1 message is larger than Small takes (1 KiB), and will stay.",)
        await scene.moving.close()

    run(work())


def test_messages_that_name_no_source_are_counted_before_it_starts(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=2)
        scene.fake.put(scene.dlq, "of nobody")
        await scene.receive_dlq(60, keep=True)
        cautions = scene.moving.question(scene.ids).cautions(Destination("Original source queues"))
        assert cautions == ("1 message does not name a source queue that is listed, and will stay.",)
        await scene.moving.close()

    run(work())
