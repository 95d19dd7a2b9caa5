"""Two queues on the embedded SQS over HTTP, what was put into the one, and what either holds afterwards."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.domain.moves import (
    HeldOriginal,
    MoveKind,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
)
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.storage.move_journal import SqliteJournal
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.worker.answering import KeysOf
from sqs_explorer.worker.process import WorkerMoves

REGION = "eu-west-1"
HOLD_SECONDS = 900
_NUMBERS = itertools.count(1)
BODIES = (
    "plain",
    "line\r\nends\n",
    "\u2028 \u00a0 \ufeff",
    "\U0001f600 emoji",
    '{"a": 1.0, "a": 1e400}',
)

Content = tuple[str, tuple[MessageAttribute, ...], str, str]


async def good_keys(_: str) -> SessionKeys:
    """Give keys that the server accepts and that don't expire."""
    return SessionKeys("AKIATESTTESTTESTTEST", "nobody checks")


def content(message: ReceivedMessage) -> Content:
    """What a move must not alter."""
    return message.body, message.attributes, message.group_id, message.trace_header


@dataclass
class Run:
    """One move and all that was heard of it."""

    outcome: MoveOutcome | None = None
    results: list[MoveResult] = field(default_factory=list)
    progress: list[MoveProgress] = field(default_factory=list)
    stop: StopRequest = field(default_factory=StopRequest)

    def hear(self, progress: MoveProgress) -> None:
        """Keep what is told."""
        self.progress.append(progress)
        self.results += progress.results


class MoveScene:
    """A source, a destination, a journal, and the worker between them."""

    def __init__(
        self, endpoint: SandboxEndpoint, client: Any, folder: Path, *, fifo: bool, url: str = ""
    ) -> None:
        """`url` is called instead of the server itself (a proxy in the way)."""
        self._client = client
        self.journal_folder = folder
        self.spec = ConnectionSpec(
            "demo",
            (REGION,),
            endpoint_url=url,
            config_file=str(endpoint.config_file),
            credentials_file=str(endpoint.credentials_file),
        )
        direct = replace(self.spec, endpoint_url=endpoint.endpoint_url)
        self._connections = OpenConnections(BotocoreConnectionOpener(frozenset, SystemClock()))
        self._direct = direct
        self.fifo = fifo
        number = next(_NUMBERS)
        self.source = self._create(f"source-{number}")
        self.destination = self._create(f"destination-{number}")
        self.order = self.new_order()
        self.put: list[Content] = []

    def new_order(self, **changes: Any) -> MoveOrder:
        """Return an order with an ID of its own."""
        order = MoveOrder(
            uuid.uuid4().hex, MoveKind.MOVE, self.source, f"arn:{self.source.name}", self.destination
        )
        return replace(order, **changes)

    def fill(self, count: int) -> None:
        """Put different messages in: all kinds of attributes, odd characters, five groups on FIFO."""
        for number in range(count):
            body = f"{number:04d} {BODIES[number % len(BODIES)]}"
            more: dict[str, Any] = {}
            if self.fifo:
                more = {"MessageGroupId": f"group-{number % 5}", "MessageDeduplicationId": body[:4]}
            self._client.send_message(
                QueueUrl=self.source.url,
                MessageBody=body,
                MessageAttributes={
                    "weight": {"DataType": "Number.kg", "StringValue": "001.50"},
                    "picture": {"DataType": "Binary.png", "BinaryValue": bytes([0, 255, number % 256])},
                },
                MessageSystemAttributes={
                    "AWSTraceHeader": {
                        "DataType": "String",
                        "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793",
                    }
                },
                **more,
            )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Have a direct connection to look with."""
        await self._connections.open(self._direct)
        try:
            yield
        finally:
            await self._connections.close_all()

    async def own_keys(self, _: str) -> SessionKeys:
        """Give the keys of the direct connection, as the program does."""
        return await self._connections.gateway(self._direct.connection_id).keys()

    def gateway(self, queue: QueueRef) -> Any:
        """Return the direct way to a queue."""
        return self._connections.gateway(self._direct.connection_id).sqs(queue.region)

    async def hold_all(self, count: int) -> list[HeldOriginal]:
        """Receive everything in the source and hold it."""
        held = await self.hold(self.source)
        assert len(held) == count
        self.put = [content(original.message) for original in held]
        return held

    async def hold(self, queue: QueueRef) -> list[HeldOriginal]:
        """Receive everything in a queue and hold it."""
        found: list[HeldOriginal] = []
        empty = 0
        while empty < 2:
            batch = await self.gateway(queue).receive(
                queue.url, maximum=10, wait_seconds=0, visibility_seconds=HOLD_SECONDS
            )
            empty = 0 if batch.messages else empty + 1
            until = batch.requested_monotonic + HOLD_SECONDS
            found += [HeldOriginal(message, until) for message in batch.messages]
        return found

    async def show(self, held: Sequence[HeldOriginal], queue: QueueRef | None = None) -> None:
        """Make what is left of held messages visible again, in the source unless another is named."""
        queue = queue or self.source
        for start in range(0, len(held), 10):
            handles = [original.message.receipt_handle for original in held[start : start + 10]]
            await self.gateway(queue).change_visibility_batch(queue.url, handles, 0)

    async def contents(self, queue: QueueRef) -> list[Content]:
        """Return what a queue holds, in order, and leave it there hidden."""
        return [content(original.message) for original in await self.hold(queue)]

    async def peek(self, queue: QueueRef) -> list[ReceivedMessage]:
        """Return what a queue holds, visible again afterwards; FIFO groups give only what fits a receive."""
        looked = await self.hold(queue)
        await self.show(looked, queue)
        return [original.message for original in looked]

    async def still_there(self, held: Sequence[HeldOriginal]) -> list[HeldOriginal]:
        """Renew the hold of messages of the source, and return those that are not deleted."""
        found: list[HeldOriginal] = []
        for start in range(0, len(held), 10):
            some = held[start : start + 10]
            handles = [original.message.receipt_handle for original in some]
            failures = await self.gateway(self.source).change_visibility_batch(
                self.source.url, handles, HOLD_SECONDS
            )
            until = SystemClock().monotonic() + HOLD_SECONDS
            found += [
                replace(original, visible_again_monotonic=until)
                for original, failure in zip(some, failures, strict=True)
                if failure is None
            ]
        return found

    async def drain(self, queue: QueueRef) -> list[Content]:
        """Return what a queue holds, in order, and delete it: FIFO groups give their next only then."""
        found: list[Content] = []
        gateway = self.gateway(queue)
        while messages := (
            await gateway.receive(queue.url, maximum=10, wait_seconds=1, visibility_seconds=HOLD_SECONDS)
        ).messages:
            found += [content(message) for message in messages]
            await gateway.delete_batch(queue.url, [message.receipt_handle for message in messages])
        return found

    async def until_some_arrived(self) -> None:
        """Wait until the destination is no longer empty."""
        while not await self.count(self.destination):  # noqa: ASYNC110 - a server sets no event
            await asyncio.sleep(0.01)

    async def count(self, queue: QueueRef) -> int:
        """Return how many messages a queue holds, visible or hidden."""
        attributes = await self.gateway(queue).queue_attributes(queue.url)
        return (attributes.available or 0) + (attributes.in_flight or 0)

    def worker(
        self, *command: str, keys_of: KeysOf | None = None, desk: SignInDesk | None = None
    ) -> WorkerMoves:
        """Return the runner under test; without `keys_of` it is given keys that don't expire."""
        return WorkerMoves(
            {self.spec.connection_id: self.spec}.get,
            keys_of or good_keys,
            self.journal_folder,
            desk=desk,
            command=command,
        )

    async def move(self, runner: WorkerMoves, held: Sequence[HeldOriginal] = (), **changes: Any) -> Run:
        """Run a move to its end."""
        run = Run()
        order = replace(self.order, **changes)
        run.outcome = await runner.run(order, held, stop=run.stop, on_progress=run.hear)
        return run

    @asynccontextmanager
    async def journal(self) -> AsyncIterator[SqliteJournal]:
        """Open the journal as the next start of the program does."""
        journal = SqliteJournal(self.journal_folder)
        try:
            yield journal
        finally:
            await journal.close()

    def _create(self, name: str) -> QueueRef:
        attributes = {"FifoQueue": "true"} if self.fifo else {}
        name += ".fifo" if self.fifo else ""
        url = self._client.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return QueueRef(self.spec.connection_id, REGION, url)


def times(contents: Sequence[Content]) -> Counter[Content]:
    """Count equal messages."""
    return Counter(contents)


def in_order_by_group(contents: Sequence[Content]) -> bool:
    """Tell whether each group's messages, told apart by the number at the start, come in their order."""
    groups: dict[str, list[str]] = {}
    for body, _, group, _ in contents:
        groups.setdefault(group, []).append(body)
    return all(bodies == sorted(bodies) for bodies in groups.values())


async def until(condition: Callable[[], bool], limit_seconds: float = 20) -> None:
    """Wait for a state."""
    import asyncio

    deadline = time.monotonic() + limit_seconds
    while not condition():
        assert time.monotonic() < deadline, "the expected state never came"
        await asyncio.sleep(0.01)
