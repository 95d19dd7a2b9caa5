"""The dead letters received: the table sorted by what expires first, and Move selected."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from sqs_explorer.domain.quantities import count_words, duration_words
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import HOLD_SECONDS, DeadLettersViewModel
from sqs_explorer.viewmodels.messages.message_columns import ColumnKind
from sqs_explorer.views.dead_letters.move_progress import MoveProgress
from sqs_explorer.views.details.section_head import SectionHead
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.message_table import MessageTable
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.empty_state import EmptyState


class LettersPane(QWidget):
    """`Messages` of this queue; the row in front goes to the inspector."""

    move_requested = Signal()
    message_in_front_changed = Signal(object)
    """The message ID of the current row, None if there is none."""
    message_opened = Signal()
    """Enter or a double click on a row."""

    def __init__(self, look: Look, view_model: DeadLettersViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self.head = SectionHead("Messages")
        self.move_button = outlined_button(look, "Move selected", "move", shortcut="Ctrl+M")
        self.move_button.setObjectName("move_selected")
        self.head.add(self.move_button)
        self.progress = MoveProgress(look, view_model.moving)
        self.table = MessageTable(look, view_model.table)
        self.table.setColumnHidden(view_model.table.column_of(ColumnKind.SIZE), True)
        self.table.sortByColumn(
            view_model.table.column_of(ColumnKind.EXPIRES_IN), Qt.SortOrder.AscendingOrder
        )
        self.empty = EmptyState(look, "dlq", "", "")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.head)
        rows.addWidget(self.progress)
        rows.addLayout(self._stack, 1)
        self._connect()
        self._show()

    def selected_ids(self) -> tuple[str, ...]:
        """Return the message IDs of the selected rows, as shown from top to bottom."""
        return self.table.selected_ids()

    def _connect(self) -> None:
        self.move_button.clicked.connect(self.move_requested)
        self.table.selection_changed.connect(self._take_selection)
        self.table.row_opened.connect(self._open_row)
        self.table.copy_requested.connect(self._copy_text)
        self.table.context_menu_requested.connect(self._show_menu)
        self._view_model.changed.connect(self._show)

    def _show(self) -> None:
        total, receiving = len(self._view_model.messages.store), self._view_model.receiving
        self._stack.setCurrentWidget(self.table if total else self.empty)
        self._show_selection()
        if total:
            return
        if receiving.is_receiving:
            self.empty.set_content("receive", "Receiving", "Messages appear here as they come.")
            return
        most, hold = count_words(receiving.settings.maximum, "message"), duration_words(HOLD_SECONDS)
        text = f"Receive up to {most}: each counts as a delivery and is held for {hold}, to read and move."
        self.empty.set_content("dlq", "No messages received yet", text)

    def _take_selection(self) -> None:
        self._show_selection()
        self.message_in_front_changed.emit(self.table.current_id())

    def _show_selection(self) -> None:
        selected, total = len(self.table.selected_rows()), len(self._view_model.messages.store)
        shown = self._view_model.table.rowCount()
        words = count_words(total, "message")
        listed = words if shown == total else f"{shown:,} of {words}"
        self.head.aside.setText(f"{listed}, {selected:,} selected" if total else "")
        self.move_button.set_available(selected > 0)
        self.move_button.set_blocked(self._view_model.moving.blocked_reason)

    def _open_row(self) -> None:
        self.message_opened.emit()

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.messages.text_of(self.selected_ids()))

    def _copy_json(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.messages.json_of(self.selected_ids()))

    def _show_menu(self, position: QPoint) -> None:
        if not self.selected_ids():
            return
        menu = styled_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, icon, deed in (
            ("Move selected", "move", self.move_requested),
            ("Copy as text", "copy", self._copy_text),
            ("Copy as JSON", "braces", self._copy_json),
        ):
            action = LookAction(self._look, text, icon, parent=menu)
            action.triggered.connect(deed)
            menu.addAction(action)
        menu.actions()[0].setEnabled(self.move_button.isEnabled())
        menu.popup(position)
