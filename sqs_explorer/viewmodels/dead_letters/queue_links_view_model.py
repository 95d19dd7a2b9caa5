"""The links of the tab Dead letters: whose DLQ this queue is, which DLQ it has, and how much waits there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.queue_listing import source_queues
from sqs_explorer.viewmodels.dead_letters.dead_letter_links import (
    SourceLink,
    TargetLink,
    source_links,
    target_link,
)
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.page_context import PageContext


class QueueLinksViewModel(QObject):
    """What SQS answered and what the redrive policies known say, kept up to date."""

    changed = Signal()
    """Links, counts or the error changed."""
    count_changed = Signal()
    became_dlq = Signal()
    """After the first look, a redrive policy turned up that names this queue."""

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._answered: tuple[QueueRef, ...] = ()
        self.sources: tuple[SourceLink, ...] = ()
        self.target: TargetLink | None = None
        self.error: ErrorText | None = None
        self.is_loaded = False
        self.count: int | None = None
        """About how many wait in this DLQ, or in this queue's DLQ; None if not known or neither."""
        context.catalogue.attributes_changed.connect(self._take_attributes)
        context.catalogue.listing_changed.connect(self._take_listing)

    @property
    def is_dlq(self) -> bool:
        """Whether some queue's redrive policy names this one."""
        return bool(self.sources)

    async def load(self) -> None:
        """Ask SQS again. Raises AwsError's children."""
        catalogue, queue = self._context.catalogue, self._context.queue
        if self._context.attributes is None:
            attributes = await self._context.gateway.queue_attributes(queue.url)
            catalogue.note_attributes(queue, attributes)
        self._answered = await source_queues(self._context.gateway, queue, catalogue.attributes)
        self.error = None
        self.relink()
        self.is_loaded = True
        self.changed.emit()
        catalogue.request_attributes(self._linked())

    def fail(self, error: SqsExplorerError) -> None:
        """Say why the links could not be read."""
        self.error = error_text(error)
        self.is_loaded = True
        self.changed.emit()

    def relink(self) -> None:
        """Look at what is known anew."""
        catalogue, queue = self._context.catalogue, self._context.queue
        was_dlq, before = self.is_dlq, self.count
        self.sources = source_links(catalogue, queue, self._answered)
        self.target = target_link(catalogue, queue)
        attributes = self._context.attributes
        if self.is_dlq:
            self.count = attributes.available if attributes else None
        else:
            self.count = self.target.available if self.target else None
        if self.is_dlq and not was_dlq and self.is_loaded:
            self.became_dlq.emit()
        self.changed.emit()
        if self.count != before:
            self.count_changed.emit()

    def _linked(self) -> list[QueueRef]:
        target = self.target.queue if self.target else None
        return [*(link.queue for link in self.sources), *([target] if target else [])]

    def _take_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        """Look anew only if one of these has to do with this queue: lists of thousands come in pieces."""
        mine = self._context.queue
        linked = {mine, *self._linked()}
        for queue in queues:
            attributes = self._context.catalogue.attributes.get(queue)
            policy = attributes.redrive_policy if attributes else None
            if queue in linked or (policy is not None and policy.target_name == mine.name):
                self.relink()
                return

    def _take_listing(self, listing: object) -> None:
        if self.target is not None and self.target.queue is None:
            self.relink()
