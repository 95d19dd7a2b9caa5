"""A queue's page context over FakeSqs, for tests of its tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.services.ports import Arguments, Result
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_journal import FakeJournal
from tests.fakes.fake_sqs import FakeSqs


class CountedOffThread:
    """Runs functions where it is called and counts them."""

    def __init__(self) -> None:
        self.runs = 0

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Return what the function returns."""
        self.runs += 1
        return function(*args, **kwargs)


@dataclass
class Page:
    """The Messages tab of one queue and everything below it."""

    fake: FakeSqs
    clock: FakeClock
    url: str
    context: PageContext
    view_model: MessagesViewModel
    catalogue_scope: TaskScope
    root: QObject
    off_thread: CountedOffThread
    bugs: list[BaseException] = field(default_factory=list)

    @property
    def store(self) -> MessageStore:
        """The messages received."""
        return self.view_model.store

    @property
    def log(self) -> ActivityLog:
        """What was done."""
        return self.context.activity

    def states(self) -> list[str]:
        """Return the state of each message received, in words."""
        now = self.clock.monotonic()
        return [row.state_at(now).value for row in self.store.rows]

    def ids(self, state: HoldState | None = None) -> tuple[str, ...]:
        """Return message IDs received, those in a state if one is named."""
        now = self.clock.monotonic()
        rows = self.store.rows
        return tuple(r.message.message_id for r in rows if state is None or r.state_at(now) is state)

    async def idle(self) -> None:
        """Wait until nothing runs."""
        await self.view_model.scope.idle()
        await self.catalogue_scope.idle()

    async def receive(self) -> None:
        """Receive and wait for it."""
        self.view_model.receive()
        await self.idle()

    async def close(self) -> None:
        """End everything and fail on bugs."""
        await self.view_model.close()
        await self.catalogue_scope.close()
        self.root.deleteLater()
        assert not self.bugs, self.bugs


async def open_page(
    fake: FakeSqs, url: str, *, read_only: bool = False, regions: tuple[str, ...] = ("eu-west-1",)
) -> Page:
    """Open the Messages tab of a queue, its attributes read."""
    root = QObject()
    bugs: list[BaseException] = []
    connections = OpenConnections(FakeConnectionOpener(fake))
    scope = TaskScope(bugs.append, root)
    catalogue = QueueCatalogue(connections, scope, root)
    spec = ConnectionSpec("dev", regions, read_only=read_only)
    await catalogue.open(spec)
    await scope.idle()
    queue = QueueRef(spec.connection_id, regions[0], url)
    catalogue.request_attributes(catalogue.queues)
    await scope.idle()
    log = ActivityLog(fake.clock, root)
    off_thread, journal = CountedOffThread(), FakeJournal()
    context = PageContext(
        queue,
        catalogue,
        connections,
        log,
        fake.clock,
        off_thread,
        bugs.append,
        InProcessMoves(connections.sqs, journal, fake.clock),
        journal,
        message_files=MessageFileStore(),
    )
    view_model = MessagesViewModel(context, MessageStore(root), root)
    return Page(fake, fake.clock, url, context, view_model, scope, root, off_thread, bugs)
