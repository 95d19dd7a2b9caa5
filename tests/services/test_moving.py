"""Moving without loss: a copy is proven before its original goes, and doubt keeps the original."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import AccessDenied, MessageRefused
from sqs_explorer.domain.messages import EntryFailure, MessageAttribute
from sqs_explorer.services.moving import (
    HeldOriginal,
    MoveOrder,
    MoveResult,
    MoveState,
    move_messages,
    new_deduplication_id,
)
from sqs_explorer.services.stopping import StopRequest
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine

ATTRIBUTES = (
    MessageAttribute("eventType", "String.label", "order.created"),
    MessageAttribute("price", "Number.int", "007.50"),
    MessageAttribute("signature", "Binary.sha256", binary_value=b"\x00\xff\x10"),
)
TRACE = "Root=1-67891233-abcdef012345678912345678;Sampled=1"


@dataclass
class Scene:
    """A source and a destination queue, and the messages held from the source."""

    source_name: str = "OrderQueue-DLQ"
    destination_name: str = "OrderQueue"
    clock: FakeClock = field(default_factory=FakeClock)
    stop: StopRequest = field(default_factory=StopRequest)
    seen: list[MoveResult] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the queues."""
        self.fake = FakeSqs(self.clock)
        self.source = self.fake.create_queue(self.source_name)
        self.destination = self.fake.create_queue(self.destination_name)
        spec = ConnectionSpec("dev", ("eu-west-1",))
        self.gateway = FakeConnectionOpener(self.fake).open(spec).sqs("eu-west-1")

    async def hold(self, hold_seconds: int = 30) -> list[HeldOriginal]:
        """Receive everything that the source gives."""
        originals: list[HeldOriginal] = []
        while True:
            batch = await self.gateway.receive(
                self.source, maximum=10, wait_seconds=0, visibility_seconds=hold_seconds
            )
            if not batch.messages:
                return originals
            until = batch.requested_monotonic + hold_seconds
            originals += [HeldOriginal(message, until) for message in batch.messages]

    async def move(
        self,
        originals: list[HeldOriginal],
        *,
        keep_id: bool = False,
        keep_originals: bool = False,
        known: tuple[str, ...] = (),
    ) -> tuple[MoveResult, ...]:
        """Move them."""
        order = MoveOrder(
            source_arn=self.fake.arn(self.source),
            source_url=self.source,
            destination_url=self.destination,
            destination_is_fifo=self.destination_name.endswith(".fifo"),
            source_is_fifo=self.source_name.endswith(".fifo"),
            keep_deduplication_id=keep_id,
            keep_originals=keep_originals,
        )
        return await move_messages(
            self.gateway,
            self.gateway,
            originals,
            order,
            clock=self.clock,
            stop=self.stop,
            on_result=self.seen.append,
            known_message_ids=known,
        )

    def bodies(self) -> tuple[list[str], list[str]]:
        """Return what the source and the destination hold."""
        return self.fake.bodies(self.source), self.fake.bodies(self.destination)


def moved(run: RunCoroutine, scene: Scene, **choices: Any) -> list[MoveState]:
    async def work() -> tuple[MoveResult, ...]:
        return await scene.move(await scene.hold(), **choices)

    return [result.state for result in run(work())]


def test_a_moved_message_keeps_body_attributes_labels_bytes_group_and_trace_header(run: RunCoroutine) -> None:
    scene = Scene()
    body = "a\r\nb\u2028 \ufeff{}"
    scene.fake.put(scene.source, body, ATTRIBUTES, group_id="customer-1", trace_header=TRACE)

    assert moved(run, scene) == [MoveState.MOVED]
    (copy,) = scene.fake.messages(scene.destination)
    assert copy.body == body
    assert sorted(copy.attributes, key=lambda a: a.name) == sorted(ATTRIBUTES, key=lambda a: a.name)
    assert (copy.group_id, copy.trace_header) == ("customer-1", TRACE)
    assert scene.fake.messages(scene.source) == ()


def test_copies_keep_the_originals(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")
    assert moved(run, scene, keep_originals=True) == [MoveState.COPIED]
    assert scene.bodies() == (["one"], ["one"])
    assert scene.fake.count("DeleteMessageBatch") == scene.fake.count("ChangeMessageVisibilityBatch") == 0


def test_a_failed_send_keeps_the_original(run: RunCoroutine) -> None:
    scene = Scene()
    for body in ("one", "two"):
        scene.fake.put(scene.source, body)
    scene.fake.fail_next("SendMessage", MessageRefused("Too long.", code="InvalidParameterValue"))

    assert moved(run, scene) == [MoveState.FAILED, MoveState.MOVED]
    assert scene.bodies() == (["one"], ["two"])
    assert "Too long." in scene.seen[0].reason


@pytest.mark.parametrize("what", ["body", "attributes"])
def test_a_copy_with_a_wrong_md5_keeps_the_original(run: RunCoroutine, what: str) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one", ATTRIBUTES)

    async def work() -> tuple[MoveResult, ...]:
        originals = await scene.hold()
        scene.fake.spoil_md5(what)
        return await scene.move(originals)

    (result,) = run(work())
    assert result.state is MoveState.FAILED
    assert "The original is kept" in result.reason
    assert scene.fake.bodies(scene.source) == ["one"]


def test_an_original_that_came_damaged_is_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")
    scene.fake.spoil_md5("body")
    assert moved(run, scene) == [MoveState.FAILED]
    assert scene.bodies() == (["one"], [])


def test_a_lost_answer_keeps_the_original_and_is_not_sent_again(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")
    scene.fake.lose_answer("SendMessage")
    assert moved(run, scene) == [MoveState.UNKNOWN]
    assert scene.bodies() == (["one"], ["one"])
    assert scene.fake.count("SendMessage") == 1
    assert "may have arrived" in scene.seen[0].reason


def test_a_suppressed_duplicate_keeps_the_original(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    scene.fake.put(scene.source, "one", deduplication_id="used")
    earlier = scene.fake.put(scene.destination, "one", deduplication_id="used")

    async def work() -> tuple[MoveResult, ...]:
        return await scene.move(await scene.hold(), keep_id=True, known=(earlier,))

    (result,) = run(work())
    assert result.state is MoveState.SUPPRESSED
    assert "the original is kept" in result.reason
    assert scene.bodies() == (["one"], ["one"])


def test_a_second_original_with_the_same_kept_id_is_kept(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    scene.fake.put(scene.source, "one", group_id="a", deduplication_id="same")
    scene.fake.queue(scene.source)._seen_deduplication_ids.clear()
    scene.fake.put(scene.source, "two", group_id="b", deduplication_id="same")

    assert moved(run, scene, keep_id=True) == [MoveState.MOVED, MoveState.SUPPRESSED]
    assert scene.bodies() == (["two"], ["one"])


def test_fifo_messages_go_in_order_with_new_deduplication_ids(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    for number in range(4):
        scene.fake.put(scene.source, str(number), group_id="g", deduplication_id=f"old-{number}")

    async def work() -> None:
        await scene.move(list(reversed(await scene.hold())))

    run(work())
    copies = scene.fake.messages(scene.destination)
    assert [copy.body for copy in copies] == ["0", "1", "2", "3"]
    assert {copy.group_id for copy in copies} == {"g"}
    ids = {copy.deduplication_id for copy in copies}
    assert len(ids) == 4
    assert not any(identifier.startswith("old") for identifier in ids)


def test_a_failure_stops_the_rest_of_its_group_only(run: RunCoroutine) -> None:
    scene = Scene("A-DLQ.fifo", "A.fifo")
    for group, body in (("a", "a1"), ("a", "a2"), ("b", "b1")):
        scene.fake.put(scene.source, body, group_id=group)
    scene.fake.fail_next("SendMessage", MessageRefused("No.", code="InvalidParameterValue"))

    assert moved(run, scene) == [MoveState.FAILED, MoveState.NOT_TRIED, MoveState.MOVED]
    assert scene.bodies() == (["a1", "a2"], ["b1"])
    assert "the order is kept" in scene.seen[1].reason


def test_stop_finishes_the_message_in_flight(run: RunCoroutine) -> None:
    scene = Scene()
    for number in range(3):
        scene.fake.put(scene.source, str(number))

    async def work() -> None:
        originals = await scene.hold()
        gate = scene.fake.hold("SendMessage")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        scene.stop.request()
        gate.release()
        await task

    run(work())
    assert [result.state for result in scene.seen] == [
        MoveState.MOVED,
        MoveState.NOT_TRIED,
        MoveState.NOT_TRIED,
    ]
    assert scene.bodies() == (["1", "2"], ["0"])


def test_a_message_whose_hold_has_ended_is_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")

    async def work() -> tuple[MoveResult, ...]:
        originals = await scene.hold(30)
        scene.clock.advance(31)
        return await scene.move(originals)

    (result,) = run(work())
    assert result.state is MoveState.NOT_TRIED
    assert "no longer held" in result.reason
    assert scene.bodies() == (["one"], [])


def test_a_fifo_message_that_is_no_longer_held_keeps_the_later_ones_of_its_group_here(
    run: RunCoroutine,
) -> None:
    scene = Scene("OrderQueue-DLQ.fifo", "OrderQueue.fifo")
    for group, body in (("A", "first"), ("A", "second"), ("B", "other")):
        scene.fake.put(scene.source, body, group_id=group, deduplication_id=f"id {body}".replace(" ", "-"))

    async def work() -> tuple[MoveResult, ...]:
        first, *rest = await scene.hold(900)
        return await scene.move([HeldOriginal(first.message, 0.0), *rest])

    states = [result.state for result in run(work())]
    assert states == [MoveState.NOT_TRIED, MoveState.NOT_TRIED, MoveState.MOVED]
    assert scene.bodies() == (["first", "second"], ["other"])


@pytest.mark.parametrize("operation", ["ChangeMessageVisibilityBatch", "DeleteMessageBatch"])
def test_no_reason_repeats_a_receipt_handle(run: RunCoroutine, operation: str) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")

    async def work() -> tuple[MoveResult, ...]:
        originals = await scene.hold(30)
        handle = originals[0].message.receipt_handle
        text = f"Value {handle} for parameter ReceiptHandle is invalid. Reason: It has expired."
        scene.fake.fail_entries(operation, (0,), EntryFailure("InvalidParameterValue", text))
        return await scene.move(originals)

    (result,) = run(work())
    assert result.reason.endswith(": It has expired.")
    assert "Value" not in result.reason


def test_a_hold_too_short_for_the_move_is_renewed_and_a_long_one_left_alone(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")

    async def held_after(hold_seconds: int) -> float:
        originals = await scene.hold(hold_seconds)
        scene.fake.fail_next("SendMessage", MessageRefused("No.", code="InvalidParameterValue"))
        (result,) = await scene.move(originals)
        left = result.visible_again_monotonic - scene.clock.monotonic()
        scene.clock.advance(1_000)
        return left

    assert run(held_after(5)) == 120
    assert run(held_after(900)) == 900


def test_a_message_that_can_be_held_no_longer_is_not_sent(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")
    failure = EntryFailure("InvalidParameterValue", "Message does not exist.")
    scene.fake.fail_entries("ChangeMessageVisibilityBatch", (0,), failure)
    assert moved(run, scene) == [MoveState.FAILED]
    assert scene.bodies() == (["one"], [])
    assert "Message does not exist." in scene.seen[0].reason


def test_an_original_that_cannot_be_deleted_is_said_to_be_there_twice(run: RunCoroutine) -> None:
    scene = Scene()
    scene.fake.put(scene.source, "one")
    scene.fake.fail_entries("DeleteMessageBatch", (0,), EntryFailure("InternalError", "Try later."))
    assert moved(run, scene) == [MoveState.SENT_NOT_DELETED]
    assert scene.bodies() == (["one"], ["one"])
    assert "The copy arrived" in scene.seen[0].reason


def test_a_missing_permission_ends_the_move_instead_of_failing_for_each_message(run: RunCoroutine) -> None:
    scene = Scene()
    for number in range(5):
        scene.fake.put(scene.source, str(number))
    denied = AccessDenied("No.", action="sqs:SendMessage")
    scene.fake.fail_next("SendMessage", denied, times=10**6)
    assert moved(run, scene) == [MoveState.FAILED, *[MoveState.NOT_TRIED] * 4]
    assert scene.fake.count("SendMessage") == 1
    assert len(scene.fake.bodies(scene.source)) == 5


def test_a_message_without_a_group_gets_its_own_group_on_a_fifo_queue(run: RunCoroutine) -> None:
    scene = Scene("OrderQueue-DLQ", "A.fifo")
    message_id = scene.fake.put(scene.source, "one")
    assert moved(run, scene) == [MoveState.MOVED]
    (copy,) = scene.fake.messages(scene.destination)
    assert copy.group_id == message_id


def test_the_new_deduplication_id_is_the_same_for_a_second_try_of_one_operation_only() -> None:
    first = new_deduplication_id("operation", "arn", "message")
    assert first == new_deduplication_id("operation", "arn", "message")
    assert first != new_deduplication_id("another", "arn", "message")
    assert len(first) <= 128
