"""What every tab of one queue's page works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.message_files.file_port import MessageFiles
from sqs_explorer.services.ports import Clock, MoveJournal, MoveRunner, OffThread, SqsGateway
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue


@dataclass(frozen=True)
class PageContext:
    """One queue, and the services its tabs share."""

    queue: QueueRef
    catalogue: QueueCatalogue
    connections: OpenConnections
    activity: ActivityLog
    clock: Clock
    off_thread: OffThread
    report_bug: Callable[[BaseException], None]
    moves: MoveRunner
    journal: MoveJournal
    message_files: MessageFiles

    @property
    def gateway(self) -> SqsGateway:
        """SQS of the queue's connection and region. Raises ConnectionClosed."""
        return self.connections.sqs(self.queue)

    @property
    def spec(self) -> ConnectionSpec | None:
        """The queue's connection, None once it is closed."""
        return self.catalogue.spec(self.queue.connection_id)

    @property
    def is_read_only(self) -> bool:
        """Whether writing is off, and its buttons with it."""
        return self.spec is not None and self.spec.read_only

    @property
    def environment(self) -> Environment:
        """The connection's environment, for the colour of dialogs."""
        return self.catalogue.environment(self.queue.connection_id)

    @property
    def attributes(self) -> QueueAttributes | None:
        """The queue's attributes as last read."""
        return self.catalogue.attributes.get(self.queue)

    @property
    def where(self) -> str:
        """Connection, region and queue in words for the activity list."""
        name = self.spec.title if self.spec else self.queue.connection_id
        return f"{name} · {self.queue.region} · {self.queue.name}"
