"""One queue's page on FakeSqs: the context that the tabs Dead letters and Details work with."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.services.ports import MoveRunner
from sqs_explorer.services.receiving import ReceivedHeld
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_journal import FakeJournal
from tests.fakes.fake_sqs import FakeSqs

P = ParamSpec("P")
T = TypeVar("T")
REGION = "eu-west-1"


class InPlace:
    """Implements OffThread on the test's own thread."""

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it here and now."""
        return function(*args, **kwargs)


class PageScene:
    """FakeSqs, a catalogue that listed it, and an activity log. `bugs` is what should never happen."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.fake = FakeSqs(self.clock)
        self.owner = QObject()
        self.bugs: list[BaseException] = []
        self.connections = OpenConnections(FakeConnectionOpener(self.fake))
        self.scope = TaskScope(self.bugs.append, self.owner)
        self.catalogue = QueueCatalogue(self.connections, self.scope, self.owner)
        self.activity = ActivityLog(self.clock, self.owner)
        self.journal = FakeJournal()
        self.moves: MoveRunner = InProcessMoves(self.connections.sqs, self.journal, self.clock)

    async def open(
        self,
        *,
        profile: str = "dev",
        read_only: bool = False,
        environment: Environment = Environment.DEVELOPMENT,
        regions: tuple[str, ...] = (REGION,),
    ) -> None:
        """Open a connection and read all there is to list."""
        await self.catalogue.open(ConnectionSpec(profile, regions, environment, read_only))
        await self.scope.idle()
        self.catalogue.request_attributes(self.catalogue.queues)
        await self.settle()

    def context(self, url: str, profile: str = "dev", region: str = REGION) -> PageContext:
        """Return the context of a queue's page."""
        return PageContext(
            QueueRef(profile, region, url),
            self.catalogue,
            self.connections,
            self.activity,
            self.clock,
            InPlace(),
            self.bugs.append,
            self.moves,
            self.journal,
            message_files=MessageFileStore(),
        )

    async def settle(self) -> None:
        """Let the catalogue finish; nothing may have gone wrong."""
        await self.scope.idle()
        if self.bugs:
            raise self.bugs[0]

    async def receive_into(
        self, context: PageContext, store: MessageStore, hold_seconds: int = 60
    ) -> tuple[str, ...]:
        """Receive all of the queue into the store and return the message IDs in order."""
        found: list[str] = []
        while True:
            batch = await context.gateway.receive(
                context.queue.url, maximum=10, wait_seconds=0, visibility_seconds=hold_seconds
            )
            if not batch.messages:
                return tuple(found)
            again = batch.requested_monotonic + hold_seconds
            store.add(ReceivedHeld(batch.messages, batch.requested_monotonic, again, hold_seconds))
            found += [message.message_id for message in batch.messages]

    async def bury(self, source_url: str, maximum_receives: int = 1) -> None:
        """Receive all of a source so often that SQS moves it to the DLQ and notes where it came from."""
        sqs = self.connections.gateway("dev").sqs(REGION)
        for _ in range(maximum_receives + 1):
            await sqs.receive(source_url, maximum=10, wait_seconds=0, visibility_seconds=0)

    async def pause(self, seconds: float) -> None:
        """Stand in for a timer: the clock turns instead."""
        self.clock.advance(seconds)
