"""A read-only table of things, each column a function from a thing to its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell

Thing = TypeVar("Thing")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column(Generic[Thing]):
    """A heading and what a thing shows below it; the tooltip is for what the cell leaves out."""

    title: str
    cell: Callable[[Thing], Cell]
    tooltip: Callable[[Thing], str] | None = None
    is_right_aligned: bool = False


class CellTableModel(QAbstractTableModel, Generic[Thing]):
    """One row a thing, in the order given."""

    def __init__(self, columns: Sequence[Column[Thing]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._things: tuple[Thing, ...] = ()

    @property
    def things(self) -> tuple[Thing, ...]:
        """What is shown, by row."""
        return self._things

    def show_things(self, things: Sequence[Thing]) -> None:
        """Show other things."""
        if tuple(things) == self._things:
            return
        self.beginResetModel()
        self._things = tuple(things)
        self.endResetModel()

    def show_in_place(self, things: Sequence[Thing]) -> None:
        """Show the same things as they are now, row for row; selection and place stay."""
        self._things = tuple(things)
        self.repaint()

    def repaint(self) -> None:
        """Tell views that any cell may differ."""
        if self._things:
            last = self.index(len(self._things) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row a thing."""
        return 0 if parent.isValid() else len(self._things)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        """As many as were given."""
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Headings and their side."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _DISPLAY:
            return self._columns[section].title
        return _RIGHT if role == _ALIGNMENT and self._columns[section].is_right_aligned else None

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """A cell, its words, or its tooltip."""
        if not index.isValid() or role not in {_DISPLAY, CELL_ROLE, _TOOLTIP}:
            return None
        thing, column = self._things[index.row()], self._columns[index.column()]
        if role == _TOOLTIP:
            return (column.tooltip(thing) or None) if column.tooltip else None
        cell = column.cell(thing)
        if role == CELL_ROLE:
            return cell
        return f"{cell.text} {cell.trailing}" if cell.trailing else cell.text
