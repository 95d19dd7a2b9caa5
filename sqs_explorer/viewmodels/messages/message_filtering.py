"""The field Filter messages: text or JMESPath, applied piece by piece so that the window never stalls."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.services.message_search import message_filter
from sqs_explorer.viewmodels.messages.message_order import MessageTest
from sqs_explorer.viewmodels.messages.message_store import MessageRow, MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.task_scope import TaskScope

AT_ONCE = 500
"""Messages looked at without giving the window a turn: some 10 ms with JMESPath."""
AT_ONCE_BYTES = 1024 * 1024
"""Fewer if they are large: a body of 1 MiB takes 20 ms with JMESPath."""


class MessageFiltering(QObject):
    """Filters one table. While an expression can't be read, `error` says why and the last filter stays."""

    changed = Signal()
    """Text or error changed, or the filter was applied."""

    def __init__(
        self, store: MessageStore, table: MessageTableModel, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._table = table
        self._scope = scope
        self._turn = 0
        self.text = ""
        self.error = ""

    def set_text(self, text: str) -> None:
        """Filter by `text`; empty shows all."""
        self.text = text
        self._turn += 1
        try:
            test = row_test(text) if text.strip() not in ("", "=") else None
        except InvalidInput as problem:
            self.error = problem.reason
            self.changed.emit()
            return
        self.error = ""
        if test is None or self._slice_end(0) == len(self._store):
            self._table.set_filter(test)
            self.changed.emit()
        else:
            self._scope.start(self._apply(test, self._turn))

    async def _apply(self, test: MessageTest, turn: int) -> None:
        shown: list[int] = []
        done = 0
        while done < len(self._store):
            upto = self._slice_end(done)
            shown += self._table.passing(test, range(done, upto))
            done = upto
            await asyncio.sleep(0)
            if turn != self._turn:
                return
        self._table.show_only(test, shown)
        self.changed.emit()

    def _slice_end(self, first: int) -> int:
        """Return the position behind the messages looked at in one turn, one at least."""
        size_bytes = 0
        end = min(first + AT_ONCE, len(self._store))
        for position in range(first, end):
            size_bytes += self._store.rows[position].size_bytes
            if size_bytes > AT_ONCE_BYTES and position > first:
                return position
        return end


def row_test(text: str) -> MessageTest:
    """Return a test of rows. Raises InvalidInput if the expression can't be read."""
    accepts = message_filter(text)

    def test(row: MessageRow) -> bool:
        return accepts(row.message)

    return test
