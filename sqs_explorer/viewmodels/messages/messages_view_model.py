"""The Messages tab of one queue: receiving, the table, deeds on the selection, the message in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.exporting.export_view_model import ExportViewModel
from sqs_explorer.viewmodels.messages.holding_view_model import HoldingViewModel
from sqs_explorer.viewmodels.messages.inspector_view_model import InspectorViewModel
from sqs_explorer.viewmodels.messages.message_filtering import MessageFiltering
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.messages.message_texts import as_json, as_lines
from sqs_explorer.viewmodels.messages.notice import Notice
from sqs_explorer.viewmodels.messages.receiving_view_model import ReceivingViewModel
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope


class MessagesViewModel(QObject):
    """Holds the parts together: `receiving`, `table`, `filtering`, `holding`, `inspector`, `exporting`.

    One notice says what came of the last deed.
    """

    notice_changed = Signal()
    counts_changed = Signal()
    """How many messages there are, are shown or are held."""
    writing_changed = Signal()
    """Writing may be unlocked, or locked again."""

    def __init__(self, context: PageContext, store: MessageStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.store = store
        self.scope = TaskScope(context.report_bug, self)
        self.dialogs = TaskScope(context.report_bug, self)
        """Questions that wait for a person: cancelled when the page closes, unlike what runs in `scope`."""
        self.table = MessageTableModel(store, context.clock, is_fifo=context.queue.is_fifo, parent=self)
        self.filtering = MessageFiltering(store, self.table, self.scope, self)
        self.receiving = ReceivingViewModel(context, store, self.scope, self)
        self.holding = HoldingViewModel(context, store, self.scope, self)
        self.inspector = InspectorViewModel(context, store, self.scope, self)
        self.exporting = ExportViewModel(context, store, self)
        self.notice: Notice | None = None
        self.receiving.noticed.connect(self._take_notice)
        self.holding.noticed.connect(self._take_notice)
        self.exporting.noticed.connect(self._take_notice)
        for signal in (store.rows_added, store.rows_changed, store.cleared):
            signal.connect(self._tell_counts)
        self.table.holds_ended.connect(self._tell_counts)
        self.filtering.changed.connect(self._tell_counts)
        context.catalogue.connections_changed.connect(self.writing_changed)
        context.catalogue.attributes_changed.connect(self._take_attributes)
        context.catalogue.listing_changed.connect(self._take_listing)
        self.table.set_attributes(context.attributes)

    @property
    def counts_text(self) -> str:
        """How many messages are listed and held: `10 messages, 8 held`, `3 of 10 messages, 8 held`."""
        total, shown = len(self.store), self.table.rowCount()
        words = count_words(total, "message")
        listed = words if shown == total else f"{shown:,} of {words}"
        return f"{listed}, {self.table.held_count():,} held"

    @property
    def write_blocked_reason(self) -> str | None:
        """Why Delete and Move are off, None if they are not."""
        if self.context.is_read_only:
            return "Read-only connection: writing is off. Unlock writing in the header."
        return None

    def receive(self) -> None:
        """Receive as the bar says."""
        self.receiving.receive()

    def stop(self) -> None:
        """End the receive after what is in flight."""
        self.receiving.stop()

    def dismiss_notice(self) -> None:
        """Take the notice away."""
        self._take_notice(None)

    def text_of(self, message_ids: Sequence[str]) -> str:
        """Return messages as lines of text for the clipboard."""
        return as_lines(row.message for row in self.store.rows_of(message_ids))

    def json_of(self, message_ids: Sequence[str]) -> str:
        """Return messages as JSON for the clipboard."""
        return as_json(row.message for row in self.store.rows_of(message_ids))

    def bodies_of(self, message_ids: Sequence[str]) -> str:
        """Return the original bodies, one after the other on new lines."""
        return "\n".join(row.message.body for row in self.store.rows_of(message_ids))

    def stop_work(self) -> None:
        """Ask a receive and deeds under way to end after what is in flight."""
        self.receiving.stop()
        self.holding.stop()
        self.exporting.stop()

    async def close(self) -> None:
        """End what runs: a receive under way finishes, so that no message is hidden unseen."""
        await self.dialogs.close()
        self.stop_work()
        await self.scope.close(finish=True)
        await self.exporting.close()
        self.table.stop_ticking()

    def _take_notice(self, notice: Notice | None) -> None:
        self.notice = notice
        self.notice_changed.emit()

    def _take_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        if self.context.queue in queues:
            self.table.set_attributes(self.context.attributes)
            self.receiving.take_attributes()
        else:
            self.receiving.forecast_changed.emit()

    def _take_listing(self) -> None:
        self.receiving.forecast_changed.emit()

    def _tell_counts(self) -> None:
        self.counts_changed.emit()
