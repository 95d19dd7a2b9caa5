"""A table whose first column has check boxes; the lists of profiles and of regions are made of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell

Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


class CheckTableModel(QAbstractTableModel):
    """What both lists share. `checks_changed` tells that a person checked or unchecked something."""

    checks_changed = Signal()
    HEADINGS: tuple[str, ...] = ()

    def key(self, row: int) -> str:
        """Return what a row stands for."""
        raise NotImplementedError

    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        raise NotImplementedError

    def tooltip(self, row: int) -> str:
        """Return the whole of what a row is about."""
        raise NotImplementedError

    def is_checked(self, key: str) -> bool:
        """Tell whether a row's box is checked."""
        raise NotImplementedError

    def set_checked(self, key: str, checked: bool) -> None:
        """Check or uncheck, as a person does."""
        raise NotImplementedError

    def toggle(self, row: int) -> None:
        """Turn a row's check."""
        if 0 <= row < self.rowCount():
            self.set_checked(self.key(row), not self.is_checked(self.key(row)))
            self.checks_changed.emit()
            self.repaint()

    def repaint(self) -> None:
        """Tell views that any check may differ."""
        if self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of headings."""
        return 0 if parent.isValid() else len(self.HEADINGS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return the headings."""
        is_heading = orientation == Qt.Orientation.Horizontal and role == _DISPLAY
        return self.HEADINGS[section] if is_heading and 0 <= section < len(self.HEADINGS) else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be checked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return words, Cell, tooltip and check."""
        if not index.isValid():
            return None
        if role == _CHECK:
            if index.column():
                return None
            is_checked = self.is_checked(self.key(index.row()))
            return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked
        if role == _TOOLTIP:
            return self.tooltip(index.row())
        if role in {_DISPLAY, CELL_ROLE}:
            cell = self.cell(index.row(), index.column())
            return cell if role == CELL_ROLE else cell.text
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Check or uncheck."""
        if not index.isValid() or role != _CHECK or index.column():
            return False
        if self.is_checked(self.key(index.row())) != (Qt.CheckState(value) == Qt.CheckState.Checked):
            self.toggle(index.row())
        return True
