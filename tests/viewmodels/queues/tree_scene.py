"""A fake SQS with the catalogue on it, and settings that are kept in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.viewmodels.queues.added_queues import AddedQueues
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.queues.queue_tree_view_model import QueueTreeViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs

IRELAND = ConnectionSpec("dev", ("eu-west-1",))
ORDERS = ("OrderQueue", "PaymentQueue", "InventoryUpdates.fifo")


class MemorySettings:
    """Fulfils KeptSettings."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings(refresh_seconds=0)

    def change(self, **fields: Any) -> None:
        """Replace fields."""
        self.settings = replace(self.settings, **fields)


def raise_bug(error: BaseException) -> None:
    """Let a bug end the test."""
    raise error


def nobody(_: str) -> Identity | None:
    """Say that AWS has not said yet who one is."""
    return None


class TreeScene:
    """What a test of the catalogue or of the tree works with."""

    def __init__(
        self, settings: Settings | None = None, identity_of: Callable[[str], Identity | None] = nobody
    ) -> None:
        self.fake = FakeSqs(FakeClock())
        self.opener = FakeConnectionOpener(self.fake)
        self.connections = OpenConnections(self.opener)
        self.scope = TaskScope(raise_bug)
        self.kept = MemorySettings(settings)
        self.catalogue = QueueCatalogue(self.connections, self.scope, added=AddedQueues(self.kept))
        self.tree = QueueTreeViewModel(
            self.catalogue, self.kept, TaskScope(raise_bug), identity_of=identity_of
        )

    def create_orders(self, region: str = "eu-west-1") -> None:
        """Create three queues, each with its DLQ."""
        for name in ORDERS:
            self.fake.create_queue_with_dlq(name, region=region)

    async def open(self, *specs: ConnectionSpec) -> None:
        """Open connections and wait until everything was listed, read and arranged."""
        for spec in specs or (IRELAND,):
            await self.catalogue.open(spec)
        await self.idle()

    async def idle(self) -> None:
        """Wait until nothing runs any more."""
        while self.scope.is_busy or self.tree.scope.is_busy:
            await self.scope.idle()
            await self.tree.scope.idle()

    def queue(self, name: str, region: str = "eu-west-1", connection_id: str = "dev") -> QueueRef:
        """Return a listed queue by name."""
        return next(
            queue
            for queue in self.catalogue.queues
            if (queue.name, queue.region, queue.connection_id) == (name, region, connection_id)
        )

    def names(self, region: str = "eu-west-1", connection_id: str = "dev") -> list[str]:
        """Return the names of a region's rows, from top to bottom."""
        model = self.tree.model
        parent = model.index_of_region((connection_id, region))
        if not parent.isValid():
            return []
        return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]

    def words(self, region: str = "eu-west-1", connection_id: str = "dev") -> str:
        """Return what a region's row says."""
        return str(self.tree.model.index_of_region((connection_id, region)).data() or "")


@asynccontextmanager
async def tree_scene(
    settings: Settings | None = None, identity_of: Callable[[str], Identity | None] = nobody
) -> AsyncIterator[TreeScene]:
    """Give a scene, and end its work."""
    scene = TreeScene(settings, identity_of)
    try:
        yield scene
    finally:
        scene.fake.faults.heal()
        await scene.tree.close()
        await scene.scope.close()
        await scene.connections.close_all()
