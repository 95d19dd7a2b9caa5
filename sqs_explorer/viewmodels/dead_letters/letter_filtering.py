"""Which dead letters are shown: those of one group, that expire soon, that hold a text; all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.services.message_search import message_filter
from sqs_explorer.services.ports import OffThread
from sqs_explorer.viewmodels.dead_letters.message_slices import slice_from
from sqs_explorer.viewmodels.messages.message_order import MessageTest
from sqs_explorer.viewmodels.messages.message_store import MessageRow, MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.task_scope import TaskScope

Accepts = Callable[[ReceivedMessage], bool]


class LetterFiltering(QObject):
    """Filters one table. While an expression can't be read, `error` says why and the last filter stays."""

    changed = Signal()
    """Text or error changed, or the filter was applied."""

    def __init__(
        self,
        store: MessageStore,
        table: MessageTableModel,
        off_thread: OffThread,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._table = table
        self._off_thread = off_thread
        self._scope = scope
        self._accepts: Accepts | None = None
        self._found: frozenset[str] | None = None
        self._group: frozenset[str] | None = None
        self._expiring: MessageTest | None = None
        self._turn = 0
        self._applied_turn = 0
        self._seen = 0
        self._so_far: set[str] = set()
        self._is_stale = False
        self._is_searching = False
        self.text = ""
        self.error = ""
        store.rows_added.connect(self._take_added)
        store.cleared.connect(self._forget)

    @property
    def is_active(self) -> bool:
        """Whether some messages may be hidden."""
        return any(part is not None for part in (self._accepts, self._group, self._expiring))

    def set_text(self, text: str) -> None:
        """Show messages that hold `text`, or those a JMESPath after `=` is true for; empty shows all."""
        self.text, self.error = text, ""
        try:
            accepts = message_filter(text) if text.strip() not in ("", "=") else None
        except InvalidInput as problem:
            self.error = problem.reason
            self.changed.emit()
            return
        self._turn += 1
        self._accepts = accepts
        self._seen, self._so_far = 0, set()
        if accepts is None:
            self._found = None
            self._apply()
        else:
            self._search_soon()

    def set_group(self, message_ids: Sequence[str] | None) -> None:
        """Show only these messages, or with None those of all groups."""
        self._group = None if message_ids is None else frozenset(message_ids)
        self._apply()

    def set_expiring(self, test: MessageTest | None) -> None:
        """Show only messages that pass, None for all."""
        self._expiring = test
        self._apply()

    def _take_added(self, _: object) -> None:
        if self._accepts is not None:
            self._search_soon()

    def _forget(self) -> None:
        self._turn += 1
        self._seen, self._so_far = 0, set()
        if self._found is not None:
            self._found = frozenset()
            self._apply()

    def _search_soon(self) -> None:
        self._is_stale = True
        if not self._is_searching:
            self._is_searching = True
            self._scope.start(self._search())

    async def _search(self) -> None:
        """Look at what was not looked at yet, on another thread: one body may have a million characters."""
        try:
            while self._is_stale:
                self._is_stale = False
                turn, accepts = self._turn, self._accepts
                if accepts is not None and await self._look_at_all(accepts, turn):
                    self._take_found()
        finally:
            self._is_searching = False

    async def _look_at_all(self, accepts: Accepts, turn: int) -> bool:
        """Tell whether the end was reached before another text was asked for."""
        while part := slice_from(self._store.rows, self._seen):
            accepted = await self._off_thread.run(_accepted, part, accepts)
            if turn != self._turn:
                return False
            self._so_far |= accepted
            self._seen += len(part)
        return True

    def _take_found(self) -> None:
        if self._found is None or len(self._found) != len(self._so_far) or self._applied_turn != self._turn:
            self._applied_turn = self._turn
            self._found = frozenset(self._so_far)
            self._apply()

    def _apply(self) -> None:
        found, group, expiring = self._found, self._group, self._expiring

        def test(row: MessageRow) -> bool:
            message_id = row.message.message_id
            return (
                (group is None or message_id in group)
                and (found is None or message_id in found)
                and (expiring is None or expiring(row))
            )

        is_open = found is None and group is None and expiring is None
        self._table.set_filter(None if is_open else test)
        self.changed.emit()


def _accepted(messages: Sequence[ReceivedMessage], accepts: Accepts) -> frozenset[str]:
    return frozenset(message.message_id for message in messages if accepts(message))
