"""Purging and deleting a queue: asked first, refused where writing is off, told in Activity."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import QueueNotFound, SqsExplorerError
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.queue_listing import source_queues
from sqs_explorer.viewmodels.details.destroy_questions import (
    DestroyQuestion,
    delete_question,
    purge_question,
    purged_words,
)
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.task_scope import TaskScope

READ_ONLY_REASON = "Read-only connection: this is off. Unlock writing in the header."
_PURGED = "It takes up to 60 seconds until SQS has deleted all messages."


@dataclass(frozen=True, slots=True)
class _Deed:
    """What is done, by which operation, what Activity says of it, and what follows."""

    what: str
    operation: str
    call: Callable[[str], Awaitable[str]]
    result: str
    note: Callable[[], None]


class DestroyingViewModel(QObject):
    """What can't be undone. `changed` tells that `error`, `done_words` or `is_busy` is new.

    `purged` tells that SQS has begun to delete all messages.
    """

    changed = Signal()
    purged = Signal()

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.dialogs = TaskScope(context.report_bug, self)
        self.scope = TaskScope(context.report_bug, self)
        self.error: ErrorText | None = None
        self.done_words = ""
        self.is_busy = False
        self.is_deleted = False
        context.catalogue.connections_changed.connect(self.changed)

    @property
    def blocked_reason(self) -> str | None:
        """Why neither can be done now, None if both can."""
        if self._context.is_read_only:
            return READ_ONLY_REASON
        if self.is_deleted:
            return "This queue was deleted."
        return "One moment: the last one is still under way." if self.is_busy else None

    async def ask_purge(self) -> DestroyQuestion:
        """Return what to ask before a purge, with counts read just now."""
        await self._read_counts()
        return purge_question(place_of(self._context), self._context.attributes)

    async def ask_delete(self) -> DestroyQuestion:
        """Return what to ask before the queue is deleted, with counts and source queues read just now."""
        await self._read_counts()
        sources = tuple(queue.name for queue in await self._sources())
        return delete_question(place_of(self._context), self._context.attributes, sources)

    def purge(self) -> None:
        """Delete all messages; refused where writing is off, as by a lock that closed while one was asked."""
        name = self._context.queue.name
        words = purged_words(name, self._context.attributes)
        call = self._context.gateway.purge_queue
        self._begin(_Deed(f"Purge {name}", "PurgeQueue", call, words, self._note_purge))

    def delete(self) -> None:
        """Delete the queue; refused where writing is off."""
        name, call = self._context.queue.name, self._context.gateway.delete_queue
        result = f"Deleted the queue {name}"
        self._begin(_Deed(f"Delete the queue {name}", "DeleteQueue", call, result, self._note_delete))

    def dismiss(self) -> None:
        """Let go of what is said about the last one."""
        self.error, self.done_words = None, ""
        self.changed.emit()

    async def close(self) -> None:
        """Let what is under way finish."""
        self._context.catalogue.connections_changed.disconnect(self.changed)
        await self.dialogs.close()
        await self.scope.close(finish=True)

    def _begin(self, deed: _Deed) -> None:
        # Where writing is off by now the gateway refuses, and that is told as every other failure is.
        if self.is_busy or self.is_deleted:
            return
        self.is_busy = True
        self.error, self.done_words = None, ""
        self.changed.emit()
        self.scope.start(self._run(deed))

    async def _run(self, deed: _Deed) -> None:
        job = self._context.start_job(deed.what, self._context.call(deed.operation))
        try:
            request_id = await deed.call(self._context.queue.url)
        except SqsExplorerError as error:
            self.error = error_text(error)
            job.fail(self.error.title, getattr(error, "request_id", ""))
        else:
            job.finish(deed.result, request_id)
            deed.note()
        finally:
            self.is_busy = False
            self.changed.emit()

    def _note_purge(self) -> None:
        self.done_words = f"The queue is being purged. {_PURGED}"
        self.purged.emit()
        self._context.catalogue.request_attributes([self._context.queue], again=True)

    def _note_delete(self) -> None:
        self.is_deleted = True
        self._context.catalogue.note_deleted(self._context.queue)

    async def _read_counts(self) -> None:
        try:
            attributes = await self._context.gateway.queue_attributes(self._context.queue.url)
        except SqsExplorerError:
            return  # what was read before is shown; the call itself will say what is wrong
        self._context.catalogue.note_attributes(self._context.queue, attributes)

    async def _sources(self) -> tuple[QueueRef, ...]:
        catalogue, queue = self._context.catalogue, self._context.queue
        try:
            return await source_queues(self._context.gateway, queue, catalogue.attributes)
        except QueueNotFound:
            return ()
        except SqsExplorerError:
            return catalogue.sources_of(queue)
