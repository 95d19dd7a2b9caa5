"""A source and a destination queue on FakeSqs, a journal, and the engine between them."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.moves import (
    EntryState,
    HeldOriginal,
    MoveKind,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
    MoveState,
)
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.engine import run_move
from sqs_explorer.services.moving.feeds import feed_for
from sqs_explorer.services.ports import MoveFeed
from sqs_explorer.services.stopping import StopRequest
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_gateway import FakeSqsGateway
from tests.fakes.fake_journal import FakeJournal
from tests.fakes.fake_sqs import FakeSqs

REGION = "eu-west-1"


@dataclass
class Scene:
    """What a test moves messages in; `seen` are the results as they came, `paused` the seconds waited."""

    source_name: str = "OrderQueue-DLQ"
    destination_name: str = "OrderQueue"
    clock: FakeClock = field(default_factory=FakeClock)
    journal: FakeJournal = field(default_factory=FakeJournal)
    stop: StopRequest = field(default_factory=StopRequest)
    seen: list[MoveResult] = field(default_factory=list)
    told: list[MoveProgress] = field(default_factory=list)
    paused: float = 0.0
    parallel: int = 8
    destination_limits: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the queues."""
        self.fake = FakeSqs(self.clock)
        self.source = self.ref(self.fake.create_queue(self.source_name))
        self.destination = self.ref(self.fake.create_queue(self.destination_name, **self.destination_limits))
        self._connection = FakeConnectionOpener(self.fake).open(ConnectionSpec("dev", (REGION,)))

    def ref(self, url: str) -> QueueRef:
        """Return the reference of a queue of this connection."""
        return QueueRef("dev", REGION, url)

    def gateway(self, queue: QueueRef) -> FakeSqsGateway:
        """Return SQS in the queue's region."""
        return self._connection.sqs(queue.region)

    def put(self, *bodies: str, **options: Any) -> list[str]:
        """Store messages in the source and return their IDs."""
        return [self.fake.put(self.source.url, body, **options) for body in bodies]

    async def pause(self, seconds: float) -> None:
        """Wait as far as the engine can tell."""
        self.paused += seconds
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    async def hold(self, seconds: int = 600) -> list[HeldOriginal]:
        """Receive everything that the source gives."""
        originals: list[HeldOriginal] = []
        while True:
            batch = await self.gateway(self.source).receive(
                self.source.url, maximum=10, wait_seconds=0, visibility_seconds=seconds
            )
            if not batch.messages:
                return originals
            until = batch.requested_monotonic + seconds
            originals += [HeldOriginal(message, until) for message in batch.messages]

    def order(self, **options: Any) -> MoveOrder:
        """Return an order from the source to the destination."""
        wanted = {
            "operation_id": uuid.uuid4().hex,
            "kind": MoveKind.COPY if options.get("keep_originals") else MoveKind.MOVE,
            "source": self.source,
            "source_arn": self.fake.arn(self.source.url),
            "destination": self.destination,
        }
        return MoveOrder(**(wanted | options))

    async def move(
        self,
        originals: Sequence[HeldOriginal],
        order: MoveOrder | None = None,
        *,
        feed: MoveFeed | None = None,
        **options: Any,
    ) -> MoveOutcome:
        """Run the engine."""
        order = order or self.order(**options)
        return await run_move(
            order,
            feed or feed_for(order, originals, self.gateway, stop=self.stop, pause=self.pause),
            self.gateway,
            self.journal,
            clock=self.clock,
            stop=self.stop,
            on_progress=self.take,
            expected=None if order.whole_queue else len(originals),
            pause=self.pause,
            parallel=self.parallel,
        )

    async def hold_and_move(self, **options: Any) -> MoveOutcome:
        """Receive everything and move it."""
        return await self.move(await self.hold(), **options)

    def take(self, progress: MoveProgress) -> None:
        """Keep progress as a screen would."""
        self.told.append(progress)
        self.seen += progress.results

    @property
    def states(self) -> list[MoveState]:
        """The states of the results in the order they came."""
        return [result.state for result in self.seen]

    @property
    def reasons(self) -> list[str]:
        """The reasons of the results in the order they came."""
        return [result.reason for result in self.seen]

    @property
    def bodies(self) -> tuple[list[str], list[str]]:
        """What the source and the destination hold."""
        return self.fake.bodies(self.source.url), self.fake.bodies(self.destination.url)

    @property
    def journaled(self) -> list[EntryState]:
        """The states in the journal of the only operation."""
        (operation,) = self.journal.operations.values()
        return [entry.state for entry in operation.entries.values()]

    @property
    def is_ended(self) -> bool:
        """Whether the journal says that the only operation is over."""
        (operation,) = self.journal.operations.values()
        return operation.ended_at is not None

    def released(self) -> bool:
        """Whether everything in the source is visible."""
        return all(message.visible for message in self.fake.messages(self.source.url))


async def until(happened: Callable[[], bool]) -> None:
    """Let the loop turn until something has happened."""
    for _ in range(100_000):
        if happened():
            return
        await asyncio.sleep(0)
    raise AssertionError("it did not happen")


class OneByOneFeed:
    """Gives out what a test hands in, when it does; nothing more after `end`."""

    waiting = ()

    def __init__(self) -> None:
        self._given: asyncio.Queue[list[HeldOriginal]] = asyncio.Queue()

    def give(self, originals: list[HeldOriginal]) -> None:
        """Let one take return these."""
        self._given.put_nowait(originals)

    def end(self) -> None:
        """Let all further takes return nothing."""
        for _ in range(100):
            self._given.put_nowait([])

    async def take(self, maximum: int) -> Sequence[HeldOriginal]:
        """Wait for what is handed in."""
        return await self._given.get()


def replaced(original: HeldOriginal, message: OutgoingMessage) -> HeldOriginal:
    """Return an original that a person edited."""
    return HeldOriginal(original.message, original.visible_again_monotonic, message)
