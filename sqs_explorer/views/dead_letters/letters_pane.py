"""The dead letters received: the group in front, sorted by what expires first, and what to do with them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from sqs_explorer.domain.quantities import count_words, duration_words
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import HOLD_SECONDS, DeadLettersViewModel
from sqs_explorer.viewmodels.messages.message_columns import ColumnKind
from sqs_explorer.views.dead_letters.letters_head import Deed, LettersHead
from sqs_explorer.views.dead_letters.letters_menu import MenuEntry, letters_menu
from sqs_explorer.views.dead_letters.move_progress import MoveProgress
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.message_table import MessageTable
from sqs_explorer.views.parts.button_painting import KINDS
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel
from sqs_explorer.views.parts.search_field import SearchField
from sqs_explorer.views.parts.whole_text import for_qt

_FILTER_PX = 40
_MARGIN_PX = 16
_RING_PX = KINDS["link"].pad_px + 1
_COMPACT_PX = {
    ColumnKind.MESSAGE_ID: 96,
    ColumnKind.SENT: 88,
    ColumnKind.RECEIVES: 72,
    ColumnKind.VISIBLE_AGAIN: 92,
    ColumnKind.EXPIRES_IN: 96,
}
_ALL = "All messages"


class LettersPane(QWidget):
    """`Messages` of this queue; the row in front goes to the inspector.

    `edit` and `export` do what their buttons say with the message IDs they are given; without one, there is
    no such button.
    """

    move_requested = Signal()
    all_requested = Signal()
    """All messages instead of one group."""
    message_in_front_changed = Signal(object)
    """The message ID of the current row, None if there is none."""
    message_opened = Signal()
    """Enter or a double click on a row."""

    def __init__(
        self,
        look: Look,
        view_model: DeadLettersViewModel,
        parent: QWidget | None = None,
        *,
        edit: Deed | None = None,
        export: Deed | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self._edit = edit
        self._export = export
        self.head = LettersHead(look, edit=edit is not None, export=export is not None)
        self.move_button = self.head.move_button
        placeholder = "Filter messages, or = and a JMESPath"
        self.filter = SearchField(look, "Filter messages", placeholder, shortcut="Ctrl+F")
        self.all = LinkButton(_ALL)
        self._error = PlainLabel(role="hint", tone="danger", wrap=True, name="Filter problem")
        self.progress = MoveProgress(look, view_model.moving)
        self.table = MessageTable(look, view_model.table)
        self._set_columns()
        self.empty = EmptyState(look, "dlq", "", "")
        self._arrange()
        self._connect()
        self._show()
        self._show_filter()

    def selected_ids(self) -> tuple[str, ...]:
        """Return the message IDs of the selected rows, as shown from top to bottom."""
        return self.table.selected_ids()

    def chosen_ids(self) -> tuple[str, ...]:
        """Return the message IDs selected, or with none selected all that are listed."""
        return self.selected_ids() or self._view_model.table.message_ids(
            range(self._view_model.table.rowCount())
        )

    def _set_columns(self) -> None:
        model = self._view_model.table
        for kind, width in _COMPACT_PX.items():
            self.table.setColumnWidth(model.column_of(kind), width)
        self.table.setColumnHidden(model.column_of(ColumnKind.SIZE), True)
        self.table.sortByColumn(model.column_of(ColumnKind.EXPIRES_IN), Qt.SortOrder.AscendingOrder)

    def _arrange(self) -> None:
        bar = QWidget()
        bar.setFixedHeight(_FILTER_PX)
        line = self._filter_line = QHBoxLayout(bar)
        line.setSpacing(8)
        line.addWidget(self.filter, 1)
        line.addWidget(self.all)
        self._error_place = QWidget()
        problem = QVBoxLayout(self._error_place)
        problem.setContentsMargins(16, 0, 16, 4)
        problem.addWidget(self._error)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.head, bar, self._error_place, self.progress):
            rows.addWidget(part)
        rows.addLayout(self._stack, 1)

    def _connect(self) -> None:
        view_model = self._view_model
        self.move_button.clicked.connect(self.move_requested)
        self.head.more.clicked.connect(self._show_more)
        if self.head.edit is not None:
            self.head.edit.clicked.connect(self.edit_selected)
        if self.head.export is not None:
            self.head.export.clicked.connect(self.export_chosen)
        self.all.clicked.connect(self.all_requested)
        self.filter.textChanged.connect(view_model.filtering.set_text)
        self.table.selection_changed.connect(self._take_selection)
        self.table.row_opened.connect(self._open_row)
        self.table.copy_requested.connect(self.copy_text)
        self.table.context_menu_requested.connect(self._show_menu)
        view_model.changed.connect(self._show)
        view_model.groups.changed.connect(self._show)
        view_model.filtering.changed.connect(self._show_filter)

    def _show(self) -> None:
        self._stack.setCurrentWidget(self.table if self._view_model.table.rowCount() else self.empty)
        self._show_selection()
        if not self._view_model.table.rowCount():
            self._show_empty()

    def _show_empty(self) -> None:
        receiving = self._view_model.receiving
        if len(self._view_model.messages.store) and self._view_model.filtering.is_active:
            self.empty.set_content("search", "No message matches", "Change the filter, or show all messages.")
            return
        if receiving.is_receiving:
            self.empty.set_content("receive", "Receiving", "Messages appear here as they come.")
            return
        most, hold = count_words(receiving.settings.maximum, "message"), duration_words(HOLD_SECONDS)
        text = f"Receive up to {most}: each counts as a delivery and is held for {hold}, to read and move."
        self.empty.set_content("dlq", "No messages received yet", text)

    def _show_filter(self) -> None:
        error = self._view_model.filtering.error
        self.filter.set_invalid(bool(error))
        self.filter.setAccessibleDescription(error)
        self._error.setText(error)
        self._error_place.setVisible(bool(error))
        self._show()

    def _take_selection(self) -> None:
        self._show_selection()
        self.message_in_front_changed.emit(self.table.current_id())

    def _show_selection(self) -> None:
        view_model, selected = self._view_model, self._selected_count()
        group, shown = view_model.groups.chosen, view_model.table.rowCount()
        total = len(group.message_ids) if group else len(view_model.messages.store)
        words = count_words(total, "message")
        listed = words if shown == total else f"{shown:,} of {words}"
        self.head.title.setText(group.text if group else "Messages")
        self.head.aside.setText(f"{listed}, {selected:,} selected" if total else "")
        self.all.setVisible(group is not None)
        # The link's word, not the ring around it, ends where the field and the notes end.
        self._filter_line.setContentsMargins(
            _MARGIN_PX, 0, _MARGIN_PX if group is None else _MARGIN_PX - _RING_PX, 8
        )
        self.move_button.set_available(selected > 0)
        self.move_button.set_blocked(view_model.moving.blocked_reason)
        if self.head.edit is not None:
            self.head.edit.set_available(selected == 1)
            self.head.edit.set_blocked(view_model.moving.blocked_reason)
        if self.head.export is not None:
            self.head.export.set_available(shown > 0)

    def _selected_count(self) -> int:
        """Count ranges: with 10,000 selected, each message that comes would cost as many steps."""
        selection = self.table.selectionModel().selection()
        parts = (selection.at(position) for position in range(selection.count()))
        return sum(part.height() for part in parts)

    def _open_row(self) -> None:
        self.message_opened.emit()

    def select_all(self) -> None:
        """Select all that are listed: the group in front, as filtered."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.selectAll()

    def edit_selected(self) -> None:
        """Hand the selected messages to whoever edits and resends."""
        if self._edit is not None:
            self._edit(self.selected_ids())

    def export_chosen(self) -> None:
        """Hand the selected messages, or all that are listed, to whoever exports."""
        if self._export is not None:
            self._export(self.chosen_ids())

    def copy_text(self) -> None:
        """Put the selected messages on the clipboard as text."""
        QGuiApplication.clipboard().setText(self._view_model.messages.text_of(self.selected_ids()))

    def copy_json(self) -> None:
        """Put the selected messages on the clipboard as JSON."""
        QGuiApplication.clipboard().setText(self._view_model.messages.json_of(self.selected_ids()))

    def copy_ids(self) -> None:
        """Put the selected message IDs on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(self.selected_ids()))

    def copy_bodies(self) -> None:
        """Put the original bodies of the selected messages on the clipboard."""
        QGuiApplication.clipboard().setText(for_qt(self._view_model.messages.bodies_of(self.selected_ids())))

    def menu(self) -> QMenu:
        """Return what can be done with the selected messages, Select all, and the columns."""
        head, selected = self.head, bool(self.selected_ids())
        entries = [MenuEntry("Move selected", "move", self.move_requested.emit, head.move_button.isEnabled())]
        if head.edit is not None:
            entries.append(MenuEntry("Edit and resend", "edit", self.edit_selected, head.edit.isEnabled()))
        if head.export is not None:
            entries.append(MenuEntry("Export", "export", self.export_chosen, head.export.isEnabled()))
        entries += [
            MenuEntry("Select all", "", self.select_all, self._view_model.table.rowCount() > 0, begins=True),
            MenuEntry("Copy as text", "copy", self.copy_text, selected, begins=True),
            MenuEntry("Copy as JSON", "braces", self.copy_json, selected),
            MenuEntry("Copy message ID", "", self.copy_ids, selected),
            MenuEntry("Copy body", "", self.copy_bodies, selected),
        ]
        return letters_menu(self._look, entries, self.table.columns_menu(), self)

    def _show_menu(self, position: QPoint) -> None:
        if self.selected_ids():
            self.menu().popup(position)

    def _show_more(self) -> None:
        self.menu().popup(self.head.more.mapToGlobal(QPoint(0, self.head.more.height())))
