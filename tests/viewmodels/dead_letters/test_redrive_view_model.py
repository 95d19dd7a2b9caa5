"""A redrive from start to finish, told from SQS's own list."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqs_explorer.domain.errors import AccessDenied, OperationNotOffered, Throttled, Unreachable
from sqs_explorer.domain.move_tasks import MoveTaskStatus
from sqs_explorer.viewmodels.dead_letters.redrive_question import (
    FIFO_CAVEATS,
    RedriveChoice,
    RedriveDestination,
    RedriveQuestion,
)
from sqs_explorer.viewmodels.dead_letters.redrive_view_model import RedriveViewModel
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene


class Scene(PageScene):
    """OrderQueue with dead letters, and the view-model of its DLQ."""

    async def start(self, letters: int = 9, *, read_only: bool = False) -> RedriveViewModel:
        """Bury letters and open the DLQ's page."""
        self.source, self.dlq = self.fake.create_queue_with_dlq("OrderQueue", maximum_receives=1)
        for number in range(letters):
            self.fake.put(self.source, str(number))
        await self.open(read_only=read_only)
        await self.bury(self.source)
        return self.page()

    def page(self, pause: Callable[[float], Awaitable[None]] | None = None) -> RedriveViewModel:
        """Open the DLQ's page, as after a restart."""
        return RedriveViewModel(self.context(self.dlq), self.owner, pause=pause or self.pause)


def test_a_redrive_is_followed_to_its_end(run: RunCoroutine) -> None:
    scene = Scene()
    progress: list[str] = []

    async def work() -> None:
        page = await scene.start()
        page.changed.connect(lambda: progress.extend(job.progress_text for job in scene.activity.jobs))
        page.start(RedriveChoice(messages_per_second=2))
        await page.idle()
        await scene.settle()
        assert [task.status for task in page.tasks] == [MoveTaskStatus.COMPLETED]
        assert page.error is None
        await page.close()

    run(work())
    assert scene.fake.bodies(scene.source) == [str(number) for number in range(9)]
    assert scene.fake.bodies(scene.dlq) == []
    assert "≈ 3 of 9" in progress
    (record,) = scene.activity.records
    assert record.what == "Redrive OrderQueue-DLQ to its source queues"
    assert (record.result, record.succeeded) == ("Redrove 9 of 9 messages from OrderQueue-DLQ", True)


def test_the_counts_of_the_queues_are_read_again_when_messages_have_moved(run: RunCoroutine) -> None:
    scene = Scene()
    told: list[int] = []

    async def work() -> None:
        page = await scene.start()
        page.messages_moved.connect(lambda: told.append(len(scene.fake.bodies(scene.source))))
        page.start(RedriveChoice())
        await page.idle()
        await page.close()

    run(work())
    assert told[-1] == 9


def test_a_running_redrive_is_found_again_after_a_restart(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        gate = scene.fake.hold("ListMessageMoveTasks")
        page.start(RedriveChoice(messages_per_second=1))
        await gate.reached()
        await page.close()
        gate.release()

        later = scene.page()
        assert not later.tasks
        later.refresh()
        await later.scope.idle()
        assert [task.status for task in later.tasks] == [MoveTaskStatus.COMPLETED]
        await later.close()

    run(work())
    assert scene.activity.records[-1].result == "Redrove 9 of 9 messages from OrderQueue-DLQ"


def test_a_cancelled_redrive_leaves_moved_what_has_moved(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async def pause(seconds: float) -> None:
            scene.clock.advance(seconds)
            scene.activity.jobs[0].stop()

        await scene.start()
        page = scene.page(pause)
        page.start(RedriveChoice(messages_per_second=1))
        await page.idle()
        await scene.settle()
        assert [task.status for task in page.tasks] == [MoveTaskStatus.CANCELLED]
        assert page.active_task is None
        await page.close()

    run(work())
    assert 0 < len(scene.fake.bodies(scene.source)) < 9
    assert len(scene.fake.bodies(scene.source)) + len(scene.fake.bodies(scene.dlq)) == 9
    assert scene.activity.records[-1].result.startswith("Cancelled the redrive of OrderQueue-DLQ after ≈ ")


def test_only_one_redrive_runs_at_a_time(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        assert page.start_blocked_reason is None
        assert page.cancel_blocked_reason == "No redrive of this queue is running."
        gate = scene.fake.hold("StartMessageMoveTask")
        page.start(RedriveChoice(messages_per_second=1))
        await gate.reached()
        assert page.start_blocked_reason == "A redrive of this queue is running; SQS takes one at a time."
        gate.release()
        await page.idle()
        assert page.start_blocked_reason is None
        await page.close()

    run(work())


def test_a_start_asked_for_twice_starts_one_redrive(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        page.start(RedriveChoice())
        page.start(RedriveChoice())
        await page.idle()
        assert page.error is None
        await page.close()

    run(work())
    assert scene.fake.count("StartMessageMoveTask") == 1


def test_a_server_without_move_tasks_is_said_plainly_and_this_program_moves_instead(
    run: RunCoroutine,
) -> None:
    scene = Scene()
    scene.fake.withdraw("ListMessageMoveTasks", "StartMessageMoveTask")

    async def work() -> None:
        page = await scene.start()
        page.refresh()
        await page.idle()
        assert page.error is not None
        assert page.error.title == "This server has no message move tasks"
        assert "Move selected" in page.error.next_step
        assert "by this program" in page.error.text
        assert (page.is_offered, page.start_blocked_reason) == (False, None)
        page.start(RedriveChoice())
        await page.idle()
        assert page.tasks == ()
        await page.close()

    run(work())
    assert scene.fake.count("StartMessageMoveTask") == 0


def test_motos_answer_to_a_start_is_said_the_same_way(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        error = OperationNotOffered("HTTP 500", operation="StartMessageMoveTask", code="500")
        scene.fake.fail_next("StartMessageMoveTask", error)
        page.start(RedriveChoice())
        await page.idle()
        assert page.error is not None
        assert page.error.title == "This server has no message move tasks"
        assert not page.is_offered
        await page.close()

    run(work())


def test_a_refused_start_is_told_and_leaves_no_job(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        denied = AccessDenied("Not authorized.", action="sqs:StartMessageMoveTask")
        scene.fake.fail_next("StartMessageMoveTask", denied)
        page.start(RedriveChoice())
        await page.idle()
        assert page.error is not None
        assert "sqs:StartMessageMoveTask" in page.error.text
        assert "sqs:SendMessage on its source queues" in page.error.next_step
        assert page.start_blocked_reason is None
        await page.close()

    run(work())
    assert scene.activity.jobs == []
    assert scene.fake.bodies(scene.source) == []


def test_a_start_without_an_answer_is_said_and_looked_for_in_the_list(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        scene.fake.lose_answer("StartMessageMoveTask")
        page.start(RedriveChoice())
        await page.idle()
        assert page.error is not None
        assert page.error.title == "Outcome unknown"
        assert [task.status for task in page.tasks] == [MoveTaskStatus.COMPLETED]
        await page.close()

    run(work())
    assert scene.fake.count("StartMessageMoveTask") == 1


def test_a_moment_without_an_answer_does_not_end_the_watch(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page: RedriveViewModel
        seen: list[str] = []

        async def pause(seconds: float) -> None:
            scene.clock.advance(seconds)
            seen.append(page.error.title if page.error else "")
            if len(seen) == 1:
                scene.fake.fail_next("ListMessageMoveTasks", Throttled("Slow down."))
                scene.fake.fail_next("ListMessageMoveTasks", Unreachable("No answer."))

        await scene.start()
        page = scene.page(pause)
        page.start(RedriveChoice(messages_per_second=1))
        await page.idle()
        assert seen[:4] == ["", "Slowed down by AWS", "Unreachable", ""]
        assert page.tasks[0].status is MoveTaskStatus.COMPLETED
        await page.close()

    run(work())


def test_a_redrive_whose_destination_is_deleted_tells_why(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page: RedriveViewModel

        async def pause(seconds: float) -> None:
            scene.clock.advance(seconds)
            if scene.fake.queue_by_arn(arn) is not None:
                scene.fake.delete_queue(other)

        await scene.start()
        other = scene.fake.create_queue("OrderRetryQueue")
        arn = scene.fake.arn(other)
        page = scene.page(pause)
        page.start(RedriveChoice(arn, "OrderRetryQueue", 1))
        await page.idle()
        assert page.tasks[0].status is MoveTaskStatus.FAILED
        await page.close()

    run(work())
    assert scene.activity.records[-1].what == "Redrive OrderQueue-DLQ to OrderRetryQueue"
    assert not scene.activity.records[-1].succeeded
    assert "failed after" in scene.activity.records[-1].result


def test_a_read_only_connection_lists_tasks_and_starts_none(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        scene.source, scene.dlq = scene.fake.create_queue_with_dlq("OrderQueue")
        await scene.open(read_only=True)
        page = scene.page()
        page.refresh()
        await page.idle()
        assert page.error is None
        assert page.start_blocked_reason is not None
        assert page.start_blocked_reason.startswith("Read-only connection")
        await page.close()

    run(work())


def test_closing_the_page_stops_watching_and_says_that_sqs_goes_on(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        page.start(RedriveChoice(messages_per_second=1))
        gate = scene.fake.hold("ListMessageMoveTasks")
        await gate.reached()
        await page.close()
        gate.release()

    run(work())
    assert scene.activity.jobs == []
    assert scene.activity.records[-1].result == "Stopped watching; SQS goes on with the redrive"


def test_a_destination_of_another_type_is_refused_before_sqs_is_asked(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        page = await scene.start()
        other = scene.fake.create_queue("Other.fifo")
        page.start(RedriveChoice(scene.fake.arn(other), "Other.fifo"))
        await page.idle()
        assert page.error is not None
        assert page.error.title == "The destination is of another type"
        await page.close()

    run(work())
    assert scene.fake.count("StartMessageMoveTask") == 0


def question(**more: Any) -> RedriveQuestion:
    facts: dict[str, Any] = {
        "queue_name": "A-DLQ",
        "available": 12,
        "in_flight": 5,
        "sources": ("A", "B"),
        "maximum_receives": None,
        "where": "dev",
        "environment": "dev",
    }
    return RedriveQuestion(**facts | more)


def test_before_a_redrive_it_is_said_how_many_about_and_what_cannot_be_chosen() -> None:
    asked = question(held_here=2)
    sentence, caution = asked.sentence(asked.destinations[0]), asked.caution(asked.destinations[0])
    assert sentence == (
        "SQS will move about 14 messages from A-DLQ back to the queue each came from, and those that arrive "
        "while it runs. There is no filter and no edit: to choose some use Move selected, to mend one Edit "
        "and resend."
    )
    assert "new message ID and retention counted from now" in caution
    assert "2 messages held here are released first. 3 messages that consumers hold may stay here." in caution
    assert "message group" not in caution


def test_the_number_of_a_redrive_may_be_one_or_unknown_and_its_destination_chosen() -> None:
    retry = RedriveDestination("Retry", "arn:aws:sqs:eu-west-1:1:Retry")
    arriving = ", and those that arrive while it runs. "
    one, unknown = question(available=1), question(available=None)
    assert one.sentence(retry).startswith(f"SQS will move about 1 message from A-DLQ to Retry{arriving}")
    back = "back to the queue each came from"
    assert unknown.sentence(unknown.destinations[0]).startswith(
        f"SQS will move all messages it finds in A-DLQ {back}{arriving}"
    )


def test_a_fifo_redrive_names_what_becomes_of_order_and_deduplication_ids() -> None:
    asked = question(queue_name="A-DLQ.fifo", sources=("A.fifo",))
    assert FIFO_CAVEATS in asked.caution(asked.destinations[0])


def test_a_fifo_redrive_on_a_server_that_is_not_aws_warns_of_messages_taken_for_duplicates() -> None:
    asked = question(queue_name="A-DLQ.fifo", sources=("A.fifo",), server="localhost:4566")
    caution = asked.caution(asked.destinations[0])
    assert FIFO_CAVEATS not in caution
    assert "localhost:4566 is not AWS: it may keep the old deduplication IDs and lose" in caution
    assert "Move selected gives new ones" in caution
    standard = question(server="localhost:4566")
    assert "deduplication" not in standard.caution(standard.destinations[0])


def test_the_permissions_are_named_with_their_queues_and_those_of_the_key() -> None:
    asked = question(is_encrypted=True)
    words = asked.permissions(RedriveDestination("Retry", "arn:aws:sqs:eu-west-1:1:Retry"))
    for action in ("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        assert words.index(f"sqs:{action}") < words.index("on A-DLQ")
    assert "sqs:SendMessage on Retry" in words
    assert words.endswith("for it also kms:Decrypt and kms:GenerateDataKey.")
