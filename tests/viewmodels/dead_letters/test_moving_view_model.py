"""Move selected: what arrives, what stays and why, told in the rows and in a report."""

import asyncio

from sqs_explorer.domain.connections import Environment
from sqs_explorer.domain.messages import EntryFailure, MessageAttribute
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene

ATTRIBUTES = (
    MessageAttribute("price", "Number.int", "007.50"),
    MessageAttribute("signature", "Binary.sha256", binary_value=b"\x00\xff"),
)


class Scene(PageScene):
    """Dead letters of OrderQueue, received into a store."""

    context_of_dlq: PageContext
    moving: MovingViewModel
    store: MessageStore
    ids: tuple[str, ...]

    async def start(
        self,
        letters: int = 3,
        *,
        name: str = "OrderQueue",
        hold_seconds: int = 60,
        read_only: bool = False,
        receive: bool = True,
    ) -> None:
        """Bury letters and receive them from the DLQ."""
        self.source, self.dlq = self.fake.create_queue_with_dlq(name, maximum_receives=1)
        for number in range(letters):
            self.fake.put(self.source, f"order {number}", ATTRIBUTES, trace_header="Root=1-2-3")
        await self.open(read_only=read_only)
        await self.bury(self.source)
        self.catalogue.request_attributes(self.catalogue.queues, again=True)
        await self.settle()
        self.store, self.ids = MessageStore(self.owner), ()
        self.reopen()
        if receive:
            await self.receive_dlq(hold_seconds)

    def reopen(self) -> None:
        """Open the DLQ's page on the messages received, with the runner in force."""
        self.context_of_dlq = self.context(self.dlq)
        self.moving = MovingViewModel(self.context_of_dlq, self.store, self.owner)

    async def receive_dlq(self, hold_seconds: int = 60, *, keep: bool = False) -> None:
        """Open the DLQ's page and receive all; `keep` what was received before."""
        if not keep:
            self.store, self.ids = MessageStore(self.owner), ()
        self.reopen()
        self.ids += await self.receive_into(self.context_of_dlq, self.store, hold_seconds)

    def first_destination(self) -> Destination:
        """Return what the dialog offers first."""
        return self.moving.question(self.ids).destinations[0]

    async def move(self, choice: MoveChoice | None = None, ids: tuple[str, ...] | None = None) -> None:
        """Move the selection and wait."""
        self.moving.start(ids or self.ids, choice or MoveChoice(self.first_destination()))
        await self.moving.scope.idle()
        await self.settle()

    def states(self) -> list[HoldState]:
        """Return the rows' states."""
        return [row.state for row in self.store.rows]


def test_moved_messages_are_in_their_source_again_as_they_were_and_gone_from_the_dlq(
    run: RunCoroutine,
) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        await scene.move()
        await scene.moving.close()

    run(work())
    copies = scene.fake.messages(scene.source)
    assert [copy.body for copy in copies] == ["order 0", "order 1", "order 2"]
    assert all(copy.attributes == ATTRIBUTES and copy.trace_header == "Root=1-2-3" for copy in copies)
    assert scene.fake.messages(scene.dlq) == ()
    assert scene.states() == [HoldState.MOVED] * 3
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Moved 3 messages to OrderQueue."
    (record,) = scene.activity.records
    assert record.what == "Move 3 messages from OrderQueue-DLQ to OrderQueue"
    assert record.succeeded


def test_the_source_that_the_messages_name_comes_first(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.create_queue("Alpha")
    scene.fake.create_queue("Alpha.fifo")
    labels: list[str] = []

    async def work() -> None:
        await scene.start()
        labels.extend(row.label for row in scene.moving.question(scene.ids).destinations)
        await scene.moving.close()

    run(work())
    assert labels == ["OrderQueue · source of these messages", "Alpha", "Alpha.fifo"]


def test_messages_of_several_sources_go_each_to_its_own(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        scene.source, scene.dlq = scene.fake.create_queue_with_dlq("A", maximum_receives=1)
        policy = {"deadLetterTargetArn": scene.fake.arn(scene.dlq), "maxReceiveCount": 1}
        other = scene.fake.create_queue("B", RedrivePolicy=policy)
        scene.fake.put(scene.source, "of A")
        scene.fake.put(other, "of B")
        await scene.open()
        await scene.bury(scene.source)
        await scene.bury(other)
        scene.fake.put(scene.dlq, "of nobody")
        await scene.receive_dlq()
        assert scene.first_destination().label == "Original source queues"
        await scene.move()
        assert scene.fake.bodies(scene.source) == ["of A"]
        assert scene.fake.bodies(other) == ["of B"]
        await scene.moving.close()

    run(work())
    assert scene.fake.bodies(scene.dlq) == ["of nobody"]
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Moved 2 of 3 to the source queues."
    assert "does not say which queue it came from" in scene.moving.report.text


def test_what_failed_stays_and_says_why_in_its_row_and_in_the_report(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        scene.fake.fail_entries("SendMessageBatch", [0], EntryFailure("InvalidParameterValue", "Too long."))
        await scene.move()
        await scene.moving.close()

    run(work())
    assert scene.fake.bodies(scene.dlq) == ["order 0"]
    assert scene.states() == [HoldState.HELD, HoldState.MOVED, HoldState.MOVED]
    assert scene.store.rows[0].problem == "Too long."
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Moved 2 of 3 to OrderQueue."
    assert scene.moving.report.text == "1 failed: Too long."
    assert not scene.activity.records[-1].succeeded


def test_messages_that_are_no_longer_held_are_said_and_not_tried(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(hold_seconds=30)
        scene.clock.advance(31)
        question = scene.moving.question(scene.ids)
        assert (question.held, question.visible) == (0, 3)
        await scene.move()
        await scene.moving.close()

    run(work())
    assert scene.fake.count("SendMessageBatch") == 0
    assert len(scene.fake.bodies(scene.dlq)) == 3
    assert scene.moving.report is not None
    assert scene.moving.report.text == "3 not tried: It is no longer held. Receive it again, then move it."


def test_a_copy_keeps_the_originals_even_when_they_are_visible_again(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(hold_seconds=30)
        scene.clock.advance(31)
        await scene.move(MoveChoice(scene.first_destination(), keep_originals=True))
        await scene.moving.close()

    run(work())
    assert len(scene.fake.bodies(scene.dlq)) == len(scene.fake.bodies(scene.source)) == 3
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Copied 3 messages to OrderQueue."
    assert HoldState.MOVED not in scene.states()


def test_a_renewed_hold_is_counted_down_from_its_new_end(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=1, hold_seconds=20)
        scene.fake.fail_entries("SendMessageBatch", [0], EntryFailure("InvalidParameterValue", "No."))
        await scene.move()
        await scene.moving.close()

    run(work())
    assert scene.store.rows[0].seconds_left(scene.clock.monotonic()) == 120
    assert scene.store.rows[0].problem == "No."


class OneGroupScene(Scene):
    """Three dead letters of one group on FIFO queues: one at a time is in flight."""

    async def start_group(self) -> None:
        """Put them into the DLQ and receive them."""
        await self.start(letters=0, name="A.fifo")
        for number in range(3):
            self.fake.put(self.dlq, str(number), group_id="g", deduplication_id=f"old-{number}")
        self.ids = await self.receive_into(self.context_of_dlq, self.store)


def test_stop_in_activity_finishes_what_is_in_flight_and_leaves_the_rest(run: RunCoroutine) -> None:
    scene = OneGroupScene()

    async def work() -> None:
        await scene.start_group()
        gate = scene.fake.hold("SendMessageBatch")
        scene.moving.start(scene.ids, MoveChoice(scene.first_destination()))
        await gate.reached()
        assert scene.moving.is_moving
        assert scene.moving.blocked_reason == "A move from this queue is under way."
        scene.activity.jobs[0].stop()
        gate.release()
        await scene.moving.scope.idle()
        await scene.settle()
        await scene.moving.close()

    run(work())
    assert scene.states() == [HoldState.MOVED, HoldState.HELD, HoldState.HELD]
    assert scene.moving.report is not None
    assert scene.moving.report.title == "Moved 1 of 3 to A.fifo."
    assert scene.moving.report.text == "2 not tried: Stopped before its turn."


def test_closing_the_page_finishes_what_is_in_flight(run: RunCoroutine) -> None:
    scene = OneGroupScene()

    async def work() -> None:
        await scene.start_group()
        gate = scene.fake.hold("SendMessageBatch")
        scene.moving.start(scene.ids, MoveChoice(scene.first_destination()))
        await gate.reached()
        closing = asyncio.create_task(scene.moving.close())
        await asyncio.sleep(0)
        gate.release()
        await closing
        await scene.settle()

    run(work())
    assert scene.fake.bodies(scene.source) == ["0"]
    assert scene.fake.bodies(scene.dlq) == ["1", "2"]
    assert scene.activity.jobs == []


def test_fifo_letters_keep_their_order_and_get_new_deduplication_ids(run: RunCoroutine) -> None:
    scene = OneGroupScene()

    async def work() -> None:
        await scene.start_group()
        assert scene.first_destination().takes_deduplication_id
        await scene.move(ids=tuple(reversed(scene.ids)))
        await scene.moving.close()

    run(work())
    copies = scene.fake.messages(scene.source)
    assert [copy.body for copy in copies] == ["0", "1", "2"]
    assert not any(copy.deduplication_id.startswith("old") for copy in copies)


def test_a_kept_id_that_this_page_sent_before_is_recognised_as_a_duplicate(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(letters=0, name="A.fifo")
        scene.fake.put(scene.dlq, "once", deduplication_id="same")
        scene.ids = await scene.receive_into(scene.context_of_dlq, scene.store)
        to = scene.first_destination()
        await scene.move(MoveChoice(to, keep_deduplication_id=True, keep_originals=True))
        await scene.move(MoveChoice(to, keep_deduplication_id=True))
        await scene.moving.close()

    run(work())
    assert scene.fake.bodies(scene.source) == ["once"]
    assert scene.fake.bodies(scene.dlq) == ["once"]
    assert scene.moving.report is not None
    assert "duplicate" in scene.moving.report.text


def test_other_connections_are_offered_unless_they_are_read_only(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        scene.fake.account_of_profile["other"] = "210987654321"
        scene.fake.account_of_profile["prod"] = "310987654321"
        away = scene.fake.create_queue("Away", account_id="210987654321")
        scene.fake.create_queue("Locked", account_id="310987654321")
        await scene.start()
        await scene.open(profile="other")
        await scene.open(profile="prod", read_only=True, environment=Environment.PRODUCTION)
        rows = scene.moving.question(scene.ids).destinations
        assert [row.label for row in rows] == [
            "OrderQueue · source of these messages",
            "Away · other · eu-west-1",
        ]
        await scene.move(MoveChoice(rows[1]))
        assert scene.fake.bodies(away) == ["order 0", "order 1", "order 2"]
        await scene.moving.close()

    run(work())


def test_a_connection_that_is_unlocked_is_offered_until_it_locks(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        scene.fake.account_of_profile["prod"] = "310987654321"
        scene.fake.create_queue("Guarded", account_id="310987654321")
        await scene.start()
        await scene.open(profile="prod", read_only=True, environment=Environment.PRODUCTION)
        lock = scene.catalogue.gateway("prod").write_lock
        lock.unlock(60)
        assert "Guarded · prod · eu-west-1" in [
            row.label for row in scene.moving.question(scene.ids).destinations
        ]
        lock.lock()
        assert not any("Guarded" in row.label for row in scene.moving.question(scene.ids).destinations)
        await scene.moving.close()

    run(work())


def test_a_read_only_connection_moves_nothing(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start(read_only=True)
        assert scene.moving.blocked_reason is not None
        assert scene.moving.blocked_reason.startswith("Read-only connection")
        await scene.moving.close()

    run(work())


def test_a_closed_connection_ends_the_move_with_a_sentence(run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        await scene.start()
        to = scene.first_destination()
        await scene.catalogue.close("dev")
        await scene.move(MoveChoice(to))
        await scene.moving.close()

    run(work())
    assert scene.moving.error is not None
    assert scene.moving.error.title == "The connection is closed"
    assert not scene.moving.is_moving
    assert scene.activity.jobs == []
