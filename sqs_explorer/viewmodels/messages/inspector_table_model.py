"""The small tables of the inspector: message attributes and system attributes of the message in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class InspectorLine:
    """One attribute: its cells, what the tooltip says, and the original name and value for copying."""

    cells: tuple[Cell, ...]
    tooltip: str
    name: str
    value: str


class InspectorTableModel(QAbstractTableModel):
    """Shows the lines it is given."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._lines: tuple[InspectorLine, ...] = ()

    @property
    def lines(self) -> tuple[InspectorLine, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[InspectorLine]) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def text_of(self, rows: Sequence[int]) -> str:
        """Return original names and values, a line each, separated by a tab."""
        return "\n".join(f"{self._lines[row].name}\t{self._lines[row].value}" for row in rows)

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row an attribute."""
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Name, type if there is one, value."""
        return 0 if parent.isValid() else len(self._headings)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Headings, for readers; the inspector doesn't show them."""
        if orientation is Qt.Orientation.Horizontal and role == _DISPLAY and section < len(self._headings):
            return self._headings[section]
        return None

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """Cell, words or tooltip."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == _TOOLTIP:
            return line.tooltip
        cell = line.cells[index.column()]
        if role == CELL_ROLE:
            return cell
        return f"{cell.text} {cell.trailing}".rstrip() if role == _DISPLAY else None
