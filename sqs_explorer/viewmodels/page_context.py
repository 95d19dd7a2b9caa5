"""What every tab of one queue's page works with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.call_parameters import PlainValue
from sqs_explorer.domain.connections import ConnectionSpec, Environment, Identity
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.message_files.file_port import MessageFiles
from sqs_explorer.services.ports import Clock, MoveJournal, MoveRunner, OffThread, SqsGateway
from sqs_explorer.viewmodels.activity.calls_on_queues import NOTHING, call_on, who_words
from sqs_explorer.viewmodels.activity.jobs import ActivityLog, Job
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue


def unknown_identity(_: str) -> Identity | None:
    """Return None: nobody asked AWS who one is."""
    return None


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
    identity_of: Callable[[str], Identity | None] = unknown_identity
    """Who AWS says one is in a connection, by its ID; None until it said so."""

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
        """Whether writing is off now, and its buttons with it; it may be unlocked for a time."""
        return self.catalogue.is_read_only(self.queue.connection_id)

    @property
    def identity(self) -> Identity | None:
        """Who AWS says one is here, None until it said so."""
        return self.identity_of(self.queue.connection_id)

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

    @property
    def who(self) -> str:
        """Account and short ARN in words for the activity list, "" until AWS said so."""
        return who_words(self.identity)

    def start_job(self, what: str, *calls: ApiCall, stop: Callable[[], None] | None = None) -> Job:
        """Begin a job in Activity: done here, by whoever one is here, with these `calls` to AWS."""
        return self.activity.start(what, self.where, who=lambda: self.who, stop=stop, calls=calls)

    def call(
        self,
        operation: str,
        parameters: Mapping[str, PlainValue] = NOTHING,
        *,
        left_out: Collection[str] = (),
        note: str = "",
    ) -> ApiCall:
        """Return a call on this queue for Activity.

        QueueUrl is added where the operation takes it. `left_out` names what was given besides and is secret.
        """
        return call_on(self.catalogue, self.queue, operation, parameters, left_out=left_out, note=note)
