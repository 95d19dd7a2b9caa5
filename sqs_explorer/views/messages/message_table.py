"""The table Messages: tells the model what is in sight, keeps the selection, has columns of one's own."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from PySide6.QtCore import QItemSelection, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.messages.message_columns import ColumnKind
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.tables import DataTable

_WIDTHS = {
    ColumnKind.MESSAGE_ID: (92, 100),
    ColumnKind.SENT: (86, 96),
    ColumnKind.RECEIVES: (78, 88),
    ColumnKind.GROUP: (80, 112),
    ColumnKind.SIZE: (82, 88),
    ColumnKind.VISIBLE_AGAIN: (102, 144),
    ColumnKind.EXPIRES_IN: (104, 108),
    ColumnKind.ATTRIBUTE: (104, 120),
    ColumnKind.BODY: (64, 200),
}
WIDE_PX = 800
"""From this width of the table on columns get their generous widths."""


class MessageTable(DataTable):
    """Shows a MessageTableModel; Ctrl+C is left to the screen, which copies originals."""

    def __init__(
        self, look: Look, model: MessageTableModel, *, name: str = "Messages", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, name, copies_itself=False, parent=parent)
        self._messages = model
        self._look_of_menus = look
        self._selected_before: tuple[str, ...] = ()
        self._is_wide: bool | None = None
        self._is_arranged_by_hand = False
        self.setModel(model)
        self._has_shown_groups = model.has_groups
        self._set_widths(wide=False)
        self.setSortingEnabled(True)
        sent = model.column_of(ColumnKind.SENT)
        fifo = model.facts.is_fifo
        self.sortByColumn(sent, Qt.SortOrder.AscendingOrder if fifo else Qt.SortOrder.DescendingOrder)
        self._connect()

    def selected_ids(self) -> tuple[str, ...]:
        """Message IDs of the selected rows, top to bottom."""
        return self._messages.message_ids(self.selected_rows())

    def current_id(self) -> str | None:
        """Message ID of the row in front."""
        found = self._messages.message_ids([self.current_row()])
        return found[0] if found else None

    @override
    def columns_menu(self) -> QMenu:
        """The columns, and below them message attributes to add as columns or to take away."""
        menu = super().columns_menu()
        menu.triggered.disconnect()
        menu.triggered.connect(self._choose)
        shown = self._messages.attribute_columns
        absent = [name for name in self._messages.attribute_names() if name not in shown]
        if absent or shown:
            menu.addSeparator()
        if absent:
            menu.addMenu(self._attribute_menu(menu, "Add column for attribute", "add", absent))
        if shown:
            menu.addMenu(self._attribute_menu(menu, "Remove column of attribute", "remove", shown))
        return menu

    def save_state(self) -> dict[str, str]:
        """Columns of one's own, and how all columns are arranged."""
        return {
            "columns": base64.b64encode(self.save_columns()).decode("ascii"),
            "attribute_columns": json.dumps(self._messages.attribute_columns),
        }

    def restore_state(self, state: Mapping[str, str]) -> None:
        """Arrange the columns as saved; what can't be read changes nothing."""
        try:
            names = json.loads(state.get("attribute_columns", "[]"))
            columns = base64.b64decode(state.get("columns", ""), validate=True)
        except ValueError:
            return
        for name in names if isinstance(names, list) else ():
            self._messages.add_attribute_column(str(name))
        if columns and self.restore_columns(columns):
            self._is_arranged_by_hand = True
            heading = self.horizontalHeader()
            self.sortByColumn(heading.sortIndicatorSection(), heading.sortIndicatorOrder())
        self._show_groups()

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Give Qt the first row of each alone: for a screen reader it makes an index of every cell."""
        super().selectionChanged(_first_row(selected), _first_row(deselected))
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other rows are in sight; a wide table gets wide columns until one arranged them."""
        super().resizeEvent(event)
        if not self._is_arranged_by_hand and (self.width() >= WIDE_PX) is not self._is_wide:
            self._set_widths(wide=self.width() >= WIDE_PX)
        self._tell_rows_in_sight()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Countdowns run."""
        super().showEvent(event)
        self._tell_rows_in_sight()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Countdowns need no repaint."""
        super().hideEvent(event)
        self._messages.set_visible_rows(-1, -1)

    def _connect(self) -> None:
        model = self._messages
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        for signal in (model.rowsInserted, model.modelReset, model.layoutChanged):
            signal.connect(self._tell_rows_in_sight)
        model.rowsInserted.connect(self._show_groups)
        model.columns_changed.connect(self._widen_new_columns)
        self.verticalScrollBar().valueChanged.connect(self._tell_rows_in_sight)
        self.horizontalHeader().sectionMoved.connect(self._note_arranging)

    def _set_widths(self, *, wide: bool) -> None:
        self._is_wide = wide
        kinds = [column.kind for column in self._messages.columns]
        hidden = [column for column in range(len(kinds)) if self.isColumnHidden(column)]
        if not self._has_shown_groups:
            hidden.append(self._messages.column_of(ColumnKind.GROUP))
        self.set_columns([_WIDTHS[kind][wide] for kind in kinds], hidden=hidden)

    def _widen_new_columns(self) -> None:
        for column, of in enumerate(self._messages.columns):
            if of.kind is ColumnKind.ATTRIBUTE:
                self.setColumnWidth(column, _WIDTHS[of.kind][bool(self._is_wide)])
        self._show_groups()

    def _show_groups(self) -> None:
        column = self._messages.column_of(ColumnKind.GROUP)
        if column < 0:
            return
        if not self._messages.has_groups:
            self.setColumnHidden(column, True)
        elif not self._has_shown_groups:
            self._has_shown_groups = True
            self.setColumnHidden(column, False)

    def _note_arranging(self) -> None:
        self._is_arranged_by_hand = True

    def _tell_rows_in_sight(self) -> None:
        if not self.isVisible():
            return
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        self._messages.set_visible_rows(first, last if last >= 0 else self._messages.rowCount() - 1)

    def _keep_selection(self) -> None:
        self._selected_before = self.selected_ids()

    def _restore_selection(self) -> None:
        self.select_rows(self._messages.rows_showing(self._selected_before))

    def _attribute_menu(
        self, menu: QMenu, title: str, deed: str, names: list[str] | tuple[str, ...]
    ) -> QMenu:
        inner = styled_menu(menu)
        inner.setTitle(title)
        for name in names:
            action = LookAction(self._look_of_menus, name, tone="text", parent=inner)
            action.setData((deed, name))
            inner.addAction(action)
        return inner

    def _choose(self, action: LookAction) -> None:
        chosen = action.data()
        if isinstance(chosen, int):
            self.setColumnHidden(chosen, not self.isColumnHidden(chosen))
            return
        deed, name = chosen
        if deed == "add":
            self._messages.add_attribute_column(name)
        else:
            self._messages.remove_attribute_column(name)


def _first_row(selection: QItemSelection) -> QItemSelection:
    if selection.isEmpty():
        return selection
    part = selection.at(0)
    left, right = (
        part.model().index(part.top(), column, part.parent()) for column in (part.left(), part.right())
    )
    return QItemSelection(left, right)
