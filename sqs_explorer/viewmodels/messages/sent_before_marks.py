"""Marks received messages that the journal knows as copied by a move that did not get to delete them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.moves import SentBefore
from sqs_explorer.domain.quantities import date_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.copies import sha256_of_body
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope


class SentBeforeMarks(QObject):
    """Asks the journal about every message as it is received, and again each time."""

    def __init__(self, context: PageContext, store: MessageStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self.scope = TaskScope(context.report_bug, self)
        self._unasked: list[str] = []
        store.received.connect(self._take)
        context.catalogue.attributes_changed.connect(self._take_attributes)

    def _take(self, message_ids: tuple[str, ...]) -> None:
        self._unasked.extend(message_ids)
        self._ask()

    def _take_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        if self._context.queue in queues:
            self._ask()

    def _ask(self) -> None:
        """Ask about what waits; the journal knows a source by its ARN, which comes with its attributes."""
        attributes = self._context.attributes
        if not self._unasked or attributes is None or not attributes.arn:
            return
        asked, self._unasked = self._unasked, []
        self.scope.start(self._mark(attributes.arn, asked), self._leave_unmarked)

    async def _mark(self, source_arn: str, message_ids: Sequence[str]) -> None:
        found = await self._context.journal.sent_before(source_arn, message_ids)
        rows = self._store.rows_of(message_ids)
        self._store.note_sent_before(
            {row.message.message_id: _words(row.message, found.get(row.message.message_id)) for row in rows}
        )

    def _leave_unmarked(self, error: SqsExplorerError) -> None:
        """A journal that can't be read is told at the start and by the next move, not by each receive."""

    async def close(self) -> None:
        """Ask no more."""
        self._context.catalogue.attributes_changed.disconnect(self._take_attributes)
        await self.scope.close()


def _words(message: ReceivedMessage, sent: SentBefore | None) -> str:
    if sent is None:
        return ""
    where = f"to {QueueRef('', '', sent.destination_url).name} on {date_words(sent.at)}"
    if sha256_of_body(message.body) == sent.body_sha256:
        return f"Already copied {where}, by a move that was not finished; only its deletion is left."
    return (
        f"Already sent {where}, with another body (edited), by a move that was not finished; only the "
        "deletion of this one is left."
    )
