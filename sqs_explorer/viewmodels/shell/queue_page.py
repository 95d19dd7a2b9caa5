"""One queue's page: its title, its counts, and the view-models of its tabs."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import QueueNotFound
from sqs_explorer.domain.quantities import duration_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.regions import region_name
from sqs_explorer.viewmodels.composing.deduplication_memory import DeduplicationMemory
from sqs_explorer.viewmodels.composing.send_view_model import SendViewModel
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.viewmodels.messages.sent_before_marks import SentBeforeMarks
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.favourites import Favourites


class QueuePageViewModel(QObject):
    """Reads the queue's attributes when it opens, and hands the same context to every tab.

    `title_changed` tells that counts, chips or state are new; `queue_open_requested(QueueRef)` is a link's
    wish.
    """

    title_changed = Signal()
    queue_open_requested = Signal(object)

    def __init__(
        self,
        context: PageContext,
        memory: DeduplicationMemory,
        favourites: Favourites,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.store = MessageStore(self)
        self._marks = SentBeforeMarks(context, self.store, self)
        self.messages = MessagesViewModel(context, self.store, self)
        self.send = SendViewModel(context, self, memory=memory)
        self.dead_letters = DeadLettersViewModel(context, self.messages, self)
        self.details = DetailsViewModel(context, self)
        self.details.destroying.purged.connect(self._mark_purged)
        self.is_gone = False
        self._favourites = favourites
        favourites.changed.connect(self.title_changed)
        context.catalogue.attributes_changed.connect(self._take_attributes)
        context.catalogue.queue_gone.connect(self._take_gone)
        context.catalogue.connections_changed.connect(self.title_changed)
        self.dead_letters.queue_open_requested.connect(self.queue_open_requested)
        self.details.queue_open_requested.connect(self.queue_open_requested)
        self.refresh()

    @property
    def queue(self) -> QueueRef:
        """The page's queue."""
        return self.context.queue

    @property
    def icon(self) -> str:
        """The icon of the queue's kind."""
        if self.context.catalogue.is_dlq(self.queue):
            return "dlq"
        return "fifo" if self.queue.is_fifo else "queue"

    @property
    def connection_title(self) -> str:
        """The connection's name on the tab."""
        spec = self.context.spec
        return spec.title if spec else self.queue.connection_id

    @property
    def whereabouts(self) -> tuple[str, ...]:
        """Account, ARN of who one is, region and endpoint, for the tab's tooltip."""
        identity = self.context.identity
        endpoint_url = self.context.catalogue.endpoint_url(self.queue.connection_id)
        region = f"{region_name(self.queue.region)} · {self.queue.region}"
        lines = (f"Account {identity.account_words}", identity.arn, region) if identity else (region,)
        return (*lines, f"Endpoint URL {endpoint_url}") if endpoint_url else lines

    @property
    def is_favourite(self) -> bool:
        """Whether the person marked this queue."""
        return self.queue in self._favourites

    def toggle_favourite(self) -> None:
        """Mark the queue, or unmark it."""
        self._favourites.toggle(self.queue)

    @property
    def chips(self) -> tuple[str, ...]:
        """What stands beside the name: type, DLQ or visibility, retention."""
        chips = ["FIFO" if self.queue.is_fifo else "Standard"]
        attributes = self.context.attributes
        if self.context.catalogue.is_dlq(self.queue):
            chips.append("Dead-letter queue")
        elif attributes and attributes.visibility_timeout_seconds is not None:
            chips.append(f"Visibility {duration_words(attributes.visibility_timeout_seconds)}")
        if attributes and attributes.retention_seconds is not None:
            chips.append(f"Retention {duration_words(attributes.retention_seconds)}")
        return tuple(chips)

    @property
    def counts(self) -> tuple[tuple[str, int | None], ...]:
        """Available, In flight and (standard queues) Delayed; None while unknown."""
        attributes = self.context.attributes
        if attributes is None:
            return (("Available", None), ("In flight", None))
        counts = [("Available", attributes.available), ("In flight", attributes.in_flight)]
        if not self.queue.is_fifo or attributes.delayed:
            counts.append(("Delayed", attributes.delayed))
        return tuple(counts)

    @property
    def dead_letter_count(self) -> int | None:
        """Messages in this DLQ, or in this queue's DLQ; None if there is none or it isn't known."""
        catalogue = self.context.catalogue
        dlq = self.queue if catalogue.is_dlq(self.queue) else catalogue.dlq_of(self.queue)
        attributes = catalogue.attributes.get(dlq) if dlq else None
        return attributes.available if attributes else None

    def refresh(self) -> None:
        """Read the attributes of this queue, its DLQ and its sources again."""
        catalogue = self.context.catalogue
        near = [self.queue, *catalogue.sources_of(self.queue)]
        dlq = catalogue.dlq_of(self.queue)
        catalogue.request_attributes([*near, dlq] if dlq else near, again=True)

    def _mark_purged(self) -> None:
        """A purge takes messages in flight, too: what is held here is gone."""
        self.store.mark([row.message.message_id for row in self.store.rows], HoldState.DELETED)

    def _take_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        if self.queue in queues:
            error = self.context.catalogue.attribute_errors.get(self.queue)
            self.is_gone = isinstance(error, QueueNotFound)
        catalogue = self.context.catalogue
        dlq = catalogue.dlq_of(self.queue)
        if dlq is not None and dlq not in catalogue.attributes:
            catalogue.request_attributes([dlq])
        if self.queue in queues or dlq in queues:
            self.title_changed.emit()

    def _take_gone(self, queue: QueueRef) -> None:
        if queue == self.queue:
            self.is_gone = True
            self.title_changed.emit()

    async def close(self) -> None:
        """End the tabs' work; writes under way are finished."""
        self._favourites.changed.disconnect(self.title_changed)
        self.context.catalogue.attributes_changed.disconnect(self._take_attributes)
        self.context.catalogue.queue_gone.disconnect(self._take_gone)
        self.context.catalogue.connections_changed.disconnect(self.title_changed)
        # All at once: while one finishes, a receive of another must not go on and hide more messages.
        tabs = (self.dead_letters, self.messages, self.send, self.details)
        await asyncio.gather(*(tab.close() for tab in tabs))
        await self._marks.close()

    async def finish_work(self) -> None:
        """Stop what the tabs do to messages, and wait until what is in flight has its answer."""
        self.messages.stop_work()
        self.dead_letters.stop_work()
        self.send.replay.stop()
        own = (self.messages.scope, self.messages.exporting.scope, self.send.scope, self.send.replay.scope)
        for scope in (*own, *self.dead_letters.working_scopes):
            await scope.idle()
