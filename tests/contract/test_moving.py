"""A moved message is the same to the byte on two servers, and FIFO's deduplication loses none."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal, MoveKind, MoveOrder, MoveProgress, MoveResult, MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.services.ports import Clock, ConnectionGateway, SqsGateway
from sqs_explorer.services.stopping import StopRequest
from tests.contract.servers import REGION, FakeServer, Server, eventually
from tests.fakes.fake_journal import FakeJournal
from tests.guards.event_loops import RunCoroutine

Name = Callable[[str], str]
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
ATTRIBUTES = (
    MessageAttribute("eventType", "String", "größer 🛒 <b>&amp;</b>"),
    MessageAttribute("label", "String.json", '{"a": 1.0}\r\n\u2028'),
    MessageAttribute("total", "Number", "0100.50"),
    MessageAttribute("priority", "Number.int", "12345678901234567890123"),
    MessageAttribute("price", "Number.float", "1e-5"),
    MessageAttribute("signature", "Binary", binary_value=bytes(range(256))),
    MessageAttribute("picture", "Binary.gif", binary_value=b"GIF\x00\xff\r\n"),
    MessageAttribute("Case", "String", "upper"),
    MessageAttribute("case", "String", "lower"),
    MessageAttribute("dots.and-dashes_1", "String", " "),
)
BODIES = {
    "line ends": "one\r\ntwo\nthree\rfour\u2028five\u2029six\x85seven",
    "characters": "tab\t nbsp\u00a0 bom\ufeff zero\u200bwidth rtl\u202e \ud7ff\ue000\ufffd",
    "emoji": "🧾 \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1ea\U0001f1fa \U0010fffd",
    "a literal": '{"n": 1.10, "n": 1e3, "big": 12345678901234567890.0}',
    "spaces": "  \t ",
    "markup": "<?xml version='1.0'?>\r\n<a>&lt;&#13;</a>",
}


class RealClock:
    """The clock by which a connection tells when a request left."""

    def now(self) -> datetime:
        """Return the time of day."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()


@dataclass
class Mover:
    """One open connection, a journal, and the engine."""

    server: Server
    connection: ConnectionGateway
    journal: FakeJournal = field(default_factory=FakeJournal)
    results: list[MoveResult] = field(default_factory=list)

    @property
    def clock(self) -> Clock:
        """The clock that the server's holds run on."""
        return self.server._clock if isinstance(self.server, FakeServer) else RealClock()

    @property
    def sqs(self) -> SqsGateway:
        """SQS in the region of the queues."""
        return self.connection.sqs(REGION)

    async def hold(self, url: str, count: int = 1) -> list[HeldOriginal]:
        """Receive messages and hold them."""
        held: list[HeldOriginal] = []

        async def look() -> bool:
            batch = await self.sqs.receive(url, maximum=10, wait_seconds=0, visibility_seconds=60)
            held.extend(HeldOriginal(m, batch.requested_monotonic + 60) for m in batch.messages)
            return len(held) >= count

        await eventually(self.server, look)
        return held

    async def move(
        self, originals: Sequence[HeldOriginal], source: str, destination: str, *, keep_id: bool = False
    ) -> list[MoveState]:
        """Move them and return the states in the order told."""
        told: list[MoveResult] = []

        def take(progress: MoveProgress) -> None:
            told.extend(progress.results)

        order = MoveOrder(
            uuid.uuid4().hex,
            MoveKind.MOVE,
            QueueRef("demo", REGION, source),
            (await self.sqs.queue_attributes(source)).arn,
            QueueRef("demo", REGION, destination),
            keep_deduplication_id=keep_id,
        )
        moves = InProcessMoves(lambda queue: self.connection.sqs(queue.region), self.journal, self.clock)
        await moves.run(order, originals, stop=StopRequest(), on_progress=take)
        self.results += told
        return [result.state for result in told]

    async def is_empty(self, url: str) -> bool:
        """Whether a queue holds nothing, visible or hidden."""
        attributes = await self.sqs.queue_attributes(url)
        return attributes.available == attributes.in_flight == attributes.delayed == 0


def same(copy: ReceivedMessage, sent: OutgoingMessage) -> None:
    """Fail unless a message was carried without a change."""
    assert copy.body == sent.body
    assert copy.body.encode() == sent.body.encode()
    assert sorted(copy.attributes, key=lambda a: a.name) == sorted(sent.attributes, key=lambda a: a.name)
    assert (copy.group_id, copy.trace_header) == (sent.group_id, sent.trace_header)


@pytest.mark.parametrize("suffix", ["", ".fifo"])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_moved_message_is_the_same_to_the_byte(
    server: Server, run: RunCoroutine, unique: Name, body: str, suffix: str
) -> None:
    source, destination = (server.create_queue(unique(f"{name}{suffix}")) for name in ("DLQ", "orders"))
    message = OutgoingMessage(body, ATTRIBUTES, "customer-7", "first" if suffix else "", None, TRACE)

    async def scenario() -> None:
        mover = Mover(server, server.open())
        await mover.sqs.send(source, message)
        originals = await mover.hold(source)
        assert await mover.move(originals, source, destination) == [MoveState.MOVED]
        assert await mover.is_empty(source)
        (copy,) = await mover.hold(destination)
        same(copy.message, message)
        same(originals[0].message, message)
        assert copy.message.message_id == mover.results[0].new_message_id
        assert copy.message.message_id != originals[0].message.message_id
        await mover.connection.close()

    run(scenario())


def test_ten_messages_of_a_mebibyte_in_sum_and_one_of_a_mebibyte_alone_are_moved(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    source, destination = server.create_queue(unique("DLQ")), server.create_queue(unique("orders"))
    large = OutgoingMessage("ä🛒" * 174_762 + "xxxx")
    assert large.size_bytes == 1_048_576
    small = [OutgoingMessage(f"{number}" + "y" * 200_000) for number in range(9)]

    async def scenario() -> None:
        mover = Mover(server, server.open())
        for message in (large, *small):
            await mover.sqs.send(source, message)
        originals = await mover.hold(source, 10)
        assert await mover.move(originals, source, destination) == [MoveState.MOVED] * 10
        assert await mover.is_empty(source)
        copies = await mover.hold(destination, 10)
        assert {copy.message.body for copy in copies} == {message.body for message in (large, *small)}
        await mover.connection.close()

    run(scenario(), 60)


def test_a_whole_group_arrives_in_its_order(server: Server, run: RunCoroutine, unique: Name) -> None:
    source, destination = (server.create_queue(unique(f"{name}.fifo")) for name in ("DLQ", "orders"))

    async def scenario() -> None:
        mover = Mover(server, server.open())
        for number in range(8):
            message = OutgoingMessage(str(number), group_id="g", deduplication_id=f"d{number}")
            await mover.sqs.send(source, message)
        originals = await mover.hold(source, 8)
        states = await mover.move(list(reversed(originals)), source, destination)
        assert states == [MoveState.MOVED] * 8
        copies = await mover.hold(destination, 8)
        assert [copy.message.body for copy in copies] == [str(number) for number in range(8)]
        await mover.connection.close()

    run(scenario())


def test_a_message_moved_back_within_five_minutes_arrives_with_a_new_id_and_stays_with_the_kept_one(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    orders, aside = (server.create_queue(unique(f"{name}.fifo")) for name in ("orders", "aside"))

    async def scenario() -> None:
        mover = Mover(server, server.open())
        message = OutgoingMessage("pay", group_id="g", deduplication_id="order-1")
        await mover.sqs.send(orders, message)
        there = await mover.move(await mover.hold(orders), orders, aside, keep_id=True)
        assert there == [MoveState.MOVED]

        held = await mover.hold(aside)
        assert held[0].message.deduplication_id == "order-1"
        assert await mover.move(held, aside, orders, keep_id=True) == [MoveState.SUPPRESSED]
        assert await mover.is_empty(orders)
        assert not await mover.is_empty(aside)

        assert await mover.move(held, aside, orders) == [MoveState.MOVED]
        assert await mover.is_empty(aside)
        (copy,) = await mover.hold(orders)
        same(copy.message, OutgoingMessage("pay", group_id="g"))
        await mover.connection.close()

    run(scenario())


def test_one_message_that_the_destination_refuses_does_not_keep_the_others(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    source = server.create_queue(unique("DLQ"))
    destination = server.create_queue(unique("small"), MaximumMessageSize=1024)

    async def scenario() -> None:
        mover = Mover(server, server.open())
        for body in ("one", "x" * 1025, "three"):
            await mover.sqs.send(source, OutgoingMessage(body))
        originals = await mover.hold(source, 3)
        states = await mover.move(originals, source, destination)
        assert sorted(state.value for state in states) == ["failed", "moved", "moved"]
        attributes = await mover.sqs.queue_attributes(source)
        assert attributes.in_flight == 1
        copies = await mover.hold(destination, 2)
        assert {copy.message.body for copy in copies} == {"one", "three"}
        await mover.connection.close()

    run(scenario())
