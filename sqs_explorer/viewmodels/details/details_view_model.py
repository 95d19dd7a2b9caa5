"""Everything that SQS says about one queue, read again whenever the tab is shown."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import Environment
from sqs_explorer.domain.errors import AccessDenied, OperationNotOffered, QueueNotFound, SqsExplorerError
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.describing import AttributeLine, describe_queue
from sqs_explorer.services.queue_listing import source_queues
from sqs_explorer.viewmodels.details.destroying_view_model import DestroyingViewModel
from sqs_explorer.viewmodels.details.detail_table_model import DetailRow, DetailTableModel
from sqs_explorer.viewmodels.details.policy_words import AccessPolicy, access_policy
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope


@dataclass(frozen=True, slots=True)
class RedriveSummary:
    """The redrive policy in words: its DLQ (a link where it is listed), or the queues whose DLQ this is."""

    maximum_receives: int | None = None
    target_name: str = ""
    target: QueueRef | None = None
    target_available: int | None = None
    sources: tuple[QueueRef, ...] = ()
    allowed_sources: str = ""


class DetailsViewModel(QObject):
    """Attributes, tags and policies; old values stay, marked stale, if they can't be read again."""

    changed = Signal()
    queue_open_requested = Signal(object)
    """A link was followed; the QueueRef."""

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.scope = TaskScope(context.report_bug, self)
        self.attribute_model = DetailTableModel(("Name", "Value"), parent=self)
        self.tag_model = DetailTableModel(("Key", "Value"), mono_names=True, parent=self)
        self.error: ErrorText | None = None
        self.tags_error: ErrorText | None = None
        self.sources_error: ErrorText | None = None
        self.is_reading = False
        self.is_stale = False
        self.policy = AccessPolicy()
        self.redrive = RedriveSummary()
        self.destroying = DestroyingViewModel(context, self)
        self._tags: tuple[tuple[str, str], ...] | None = None
        self._sources: tuple[QueueRef, ...] = ()
        context.catalogue.attributes_changed.connect(self._take_attributes)
        context.catalogue.queue_gone.connect(self._take_gone)
        context.catalogue.connections_changed.connect(self.changed)
        self._show()

    @property
    def is_read_only(self) -> bool:
        """Whether the connection only reads."""
        return self._context.is_read_only

    @property
    def writes_to_production(self) -> bool:
        """Whether what is done here is done to Production."""
        return self._context.environment is Environment.PRODUCTION and not self.is_read_only

    @property
    def has_attributes(self) -> bool:
        """Whether anything was read yet."""
        return bool(self.attribute_model.things)

    @property
    def tag_count(self) -> int | None:
        """How many tags the queue has, None if they were not read."""
        return None if self._tags is None else len(self._tags)

    def refresh(self) -> None:
        """Read attributes and tags again, unless that is under way."""
        if self.is_reading:
            return
        self.is_reading = True
        self.changed.emit()
        self.scope.start(self._read())

    def attributes_as_text(self) -> str:
        """Return all lines for the clipboard: SQS's own name where there is one, and the raw value."""
        return "\n".join(f"{row.name}\t{row.value}" for row in self.attribute_model.things)

    def open_queue(self, queue: QueueRef) -> None:
        """Ask for a queue's page."""
        self.queue_open_requested.emit(queue)

    async def close(self) -> None:
        """Stop reading; what destroys is finished."""
        self._context.catalogue.connections_changed.disconnect(self.changed)
        await self.destroying.close()
        await self.scope.close()

    async def _read(self) -> None:
        queue = self._context.queue
        job = self._context.start_job(
            f"Read the attributes of {queue.name}",
            self._context.call("GetQueueAttributes", {"AttributeNames": ("All",)}),
            self._context.call("ListQueueTags"),
            self._context.call("ListDeadLetterSourceQueues", {"MaxResults": 1_000}),
        )
        try:
            await asyncio.gather(self._read_attributes(), self._read_tags(), self._read_sources())
        finally:
            self.is_reading = False
            if self.error is None:
                job.finish(f"Read the attributes of {queue.name}")
            else:
                job.fail(self.error.title)
            self._show()

    async def _read_attributes(self) -> None:
        queue = self._context.queue
        try:
            attributes = await self._context.gateway.queue_attributes(queue.url)
        except SqsExplorerError as error:
            self._fail(error)
        else:
            self.error, self.is_stale = None, False
            self._context.catalogue.note_attributes(queue, attributes)

    async def _read_tags(self) -> None:
        try:
            tags = await self._context.gateway.queue_tags(self._context.queue.url)
        except QueueNotFound:
            return
        except SqsExplorerError as error:
            self.tags_error = error_text(error)
        else:
            self._tags = tuple(sorted(tags.items()))
            self.tags_error = None

    async def _read_sources(self) -> None:
        catalogue = self._context.catalogue
        try:
            found = await source_queues(self._context.gateway, self._context.queue, catalogue.attributes)
        except (AccessDenied, OperationNotOffered, QueueNotFound):
            return
        except SqsExplorerError as error:
            self.sources_error = error_text(error)
        else:
            self._sources, self.sources_error = found, None

    def _fail(self, error: SqsExplorerError) -> None:
        self.is_stale = self._context.attributes is not None or self.has_attributes
        self.error = error_text(error)
        if isinstance(error, QueueNotFound):
            gone = "It was deleted, or this identity may not see it any more."
            old = " What is shown here is how it was last." if self.is_stale else ""
            self.error = ErrorText(
                "This queue does not exist", gone + old, "Close this page, or press F5 to look again."
            )

    def _take_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        target = self.redrive.target
        if self._context.queue in queues or (target is not None and target in queues):
            self._show()

    def _take_gone(self, queue: QueueRef) -> None:
        if queue == self._context.queue and self.error is None:
            self._fail(QueueNotFound("The queue is no longer listed."))
            self._show()

    def _show(self) -> None:
        attributes = self._context.attributes
        if attributes is not None:
            lines = describe_queue(self._context.queue, attributes)
            self.attribute_model.show_rows(tuple(_row(line) for line in lines), is_stale=self.is_stale)
            self.policy = access_policy(attributes.policy)
            self.redrive = self._redrive(attributes)
        elif self.is_stale:
            self.attribute_model.show_rows(self.attribute_model.things, is_stale=True)
        self.tag_model.show_rows(
            tuple(DetailRow(key, value) for key, value in self._tags or ()), is_stale=self.is_stale
        )
        self.changed.emit()

    def _redrive(self, attributes: QueueAttributes) -> RedriveSummary:
        catalogue, queue = self._context.catalogue, self._context.queue
        policy = attributes.redrive_policy
        target = catalogue.dlq_of(queue)
        known = catalogue.attributes.get(target) if target else None
        lines = describe_queue(queue, attributes)
        allowed = next((line.value for line in lines if line.attribute == "RedriveAllowPolicy"), "")
        return RedriveSummary(
            policy.maximum_receives if policy else None,
            policy.target_name if policy else "",
            target,
            known.available if known else None,
            self._sources or catalogue.sources_of(queue),
            allowed,
        )


def _row(line: AttributeLine) -> DetailRow:
    raw = f"{line.attribute}: {line.raw}" if line.attribute and line.raw else line.raw
    return DetailRow(line.name, line.value, raw or line.value)
