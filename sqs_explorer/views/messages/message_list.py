"""The left side of the Messages tab: filter, table or what an empty place says, and the selection bar."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.message_table import MessageTable
from sqs_explorer.views.messages.selection_bar import SelectionBar
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.buttons import Button, icon_button
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.ground import divider
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.search_field import SearchField
from sqs_explorer.views.parts.whole_text import for_qt

_FILTER_PX = 44


class MessageList(QWidget):
    """Emits the ID of the message in front; the wishes of its bar act on `selected_ids`."""

    message_in_front_changed = Signal(object)
    message_opened = Signal()

    def __init__(self, look: Look, view_model: MessagesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_list")
        self._look = look
        self._view_model = view_model
        self._filter = SearchField(
            look, "Filter messages", "Filter messages, or = and a JMESPath", shortcut="Ctrl+F"
        )
        self._counts = PlainLabel(name="Message counts")
        self._columns = icon_button(look, "sliders", "Columns")
        self._error = PlainLabel(role="hint", tone="danger", wrap=True, name="Filter problem")
        self.table = MessageTable(look, view_model.table)
        self.bar = SelectionBar(look, view_model)
        self._empty = EmptyState(look, "receive", "", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.table)
        self._delete_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        self._delete_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._arrange()
        self._connect()
        self._show_counts()
        self._show_filter()

    def selected_ids(self) -> tuple[str, ...]:
        """Message IDs of the selected rows."""
        return self.table.selected_ids()

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(6)
        line.addWidget(self._filter, 1)
        line.addWidget(self._counts)
        line.addWidget(self._columns)
        bar = QWidget()
        bar.setFixedHeight(_FILTER_PX)
        bar.setLayout(line)
        self._error_place = QWidget()
        problem = QVBoxLayout(self._error_place)
        problem.setContentsMargins(16, 0, 16, 4)
        problem.addWidget(self._error)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(bar)
        rows.addWidget(self._error_place)
        rows.addWidget(self._stack, 1)
        rows.addWidget(divider())
        rows.addWidget(self.bar)

    def _connect(self) -> None:
        view_model = self._view_model
        self._filter.textChanged.connect(view_model.filtering.set_text)
        self._columns.clicked.connect(self._show_columns_menu)
        self.table.selection_changed.connect(self._tell_selection)
        self.table.row_opened.connect(self._open)
        self.table.copy_requested.connect(self.copy_text)
        self.table.context_menu_requested.connect(self._show_menu)
        self.bar.copy_requested.connect(self.copy_text)
        self._delete_key.activated.connect(self._delete_by_key)
        view_model.counts_changed.connect(self._show_counts)
        view_model.filtering.changed.connect(self._show_filter)
        view_model.receiving.settings_changed.connect(self._show_empty)
        view_model.receiving.receiving_changed.connect(self._show_empty)

    def _show_counts(self) -> None:
        self._counts.setText(self._view_model.counts_text)
        self.bar.show_selection(self.selected_ids())
        self._show_empty()

    def _show_filter(self) -> None:
        error = self._view_model.filtering.error
        self._filter.set_invalid(bool(error))
        self._filter.setAccessibleDescription(error)
        self._error.setText(error)
        self._error_place.setVisible(bool(error))

    def _show_empty(self) -> None:
        view_model = self._view_model
        self._stack.setCurrentIndex(1 if view_model.table.rowCount() else 0)
        maximum = view_model.receiving.settings.maximum
        if len(view_model.store):
            self._empty.set_content(
                "search", "No message matches the filter", "Change the filter or clear it."
            )
        elif view_model.receiving.is_receiving:
            self._empty.set_content("receive", "Receiving", "Messages appear here as they come.")
        else:
            text = f"Receive up to {maximum:,}: each counts as a delivery."
            self._empty.set_content("receive", "No messages received yet", text)

    def _tell_selection(self) -> None:
        self.bar.show_selection(self.selected_ids())
        self.message_in_front_changed.emit(self.table.current_id())

    def _open(self) -> None:
        self.message_opened.emit()

    def _delete_by_key(self) -> None:
        if self.bar.delete.isEnabled():
            self.bar.delete_requested.emit()

    def copy_text(self) -> None:
        """Put the selected messages on the clipboard as text."""
        self._copy(self._view_model.text_of(self.selected_ids()))

    def copy_json(self) -> None:
        """Put the selected messages on the clipboard as JSON."""
        self._copy(self._view_model.json_of(self.selected_ids()))

    def copy_ids(self) -> None:
        """Put the selected message IDs on the clipboard."""
        self._copy("\n".join(self.selected_ids()))

    def copy_bodies(self) -> None:
        """Put the original bodies of the selected messages on the clipboard."""
        self._copy(self._view_model.bodies_of(self.selected_ids()))

    def _copy(self, text: str) -> None:
        if self.selected_ids():
            QGuiApplication.clipboard().setText(for_qt(text))

    def row_menu(self) -> QMenu:
        """What can be done to the selected rows: the same as the bar offers, and the ways to copy."""
        menu = styled_menu(self)
        for text, icon, deed in (
            ("Copy as text", "copy", self.copy_text),
            ("Copy as JSON", "braces", self.copy_json),
            ("Copy message ID", "", self.copy_ids),
            ("Copy body", "", self.copy_bodies),
        ):
            action = LookAction(self._look, text, icon, parent=menu)
            action.triggered.connect(deed)
            action.setEnabled(bool(self.selected_ids()))
            menu.addAction(action)
        menu.addSeparator()
        for button, icon in (
            (self.bar.release, "release"),
            (self.bar.extend, "extend"),
            (self.bar.move_button, "move"),
            (self.bar.resend, "edit"),
            (self.bar.export, "export"),
            (self.bar.delete, "trash"),
        ):
            self._add_deed(menu, button, icon)
        return menu

    def _add_deed(self, menu: QMenu, button: Button, icon: str) -> None:
        tone = "danger" if icon == "trash" else "muted"
        action = LookAction(self._look, button.accessibleName(), icon, tone=tone, parent=menu)
        action.triggered.connect(button.click)
        action.setEnabled(button.isEnabled())
        menu.addAction(action)

    def _show_menu(self, position: QPoint) -> None:
        if self.selected_ids():
            _pop_up(self.row_menu(), position)

    def _show_columns_menu(self) -> None:
        below = QPoint(0, self._columns.height())
        _pop_up(self.table.columns_menu(), self._columns.mapToGlobal(below))


def _pop_up(menu: QMenu, position: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(position)
