"""A queue on FakeSqs with an open connection, and the composer of its Send tab."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.composing.send_view_model import SendViewModel
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_journal import FakeJournal
from tests.fakes.fake_sqs import FakeSqs, HeldMessage

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def raise_bug(error: BaseException) -> None:
    """A bug in a task fails the test."""
    raise error


class CountedCalls:
    """Fulfils OffThread on the same thread and counts what would have left it."""

    def __init__(self) -> None:
        self.functions: list[str] = []

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call the function at once."""
        self.functions.append(function.__name__)
        return function(*args, **kwargs)


class Composer:
    """What a test of the composer works with; made by `opened`."""

    def __init__(self, name: str, read_only: bool, attributes: dict[str, str]) -> None:
        self.clock = FakeClock()
        self.fake = FakeSqs(self.clock)
        self.url = self.fake.create_queue(name)
        self.fake.set_attributes(self.url, **attributes)
        self.spec = ConnectionSpec("dev", ("eu-west-1",), read_only=read_only)
        connections = OpenConnections(FakeConnectionOpener(self.fake))
        self.catalogue_scope = TaskScope(raise_bug)
        self.catalogue = QueueCatalogue(connections, self.catalogue_scope)
        self.activity = ActivityLog(self.clock)
        self.off_thread = CountedCalls()
        self.journal = FakeJournal()
        self.queue = QueueRef(self.spec.connection_id, "eu-west-1", self.url)
        self.context = PageContext(
            self.queue,
            self.catalogue,
            connections,
            self.activity,
            self.clock,
            self.off_thread,
            raise_bug,
            InProcessMoves(connections.sqs, self.journal, self.clock),
            self.journal,
            message_files=MessageFileStore(),
        )
        self.view_model = SendViewModel(self.context)

    async def send(self) -> None:
        """Press Send and wait for what comes of it."""
        self.view_model.send()
        await self.idle()

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        await self.view_model.scope.idle()
        await self.catalogue_scope.idle()

    @property
    def held(self) -> tuple[HeldMessage, ...]:
        """What the server holds."""
        return self.fake.messages(self.url)

    @property
    def sentence(self) -> str:
        """What Send result says."""
        return self.view_model.result.sentence if self.view_model.result else ""


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what Qt brings about, which has no event to await."""
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.001)


@asynccontextmanager
async def opened(
    name: str = "OrderQueue", *, read_only: bool = False, known: bool = True, **attributes: str
) -> AsyncIterator[Composer]:
    """Open a connection and close it at the end; `known`: the queue's attributes have been read already."""
    composer = Composer(name, read_only, attributes)
    await composer.catalogue.open(composer.spec)
    await composer.catalogue_scope.idle()
    composer.catalogue.request_attributes([composer.queue])
    await composer.catalogue_scope.idle()
    if not known:
        composer.catalogue.attributes.clear()
    try:
        yield composer
    finally:
        await composer.view_model.close()
        await composer.catalogue.close(composer.spec.connection_id)
        await composer.catalogue_scope.close()
        # Ended jobs delete themselves later; the log that is their parent must still be there.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
