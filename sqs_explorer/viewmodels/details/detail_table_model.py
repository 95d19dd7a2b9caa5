"""The two small tables of Details: a name, a value, and the raw attribute in the tooltip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One line: the name and the value in words; `raw` is what SQS itself calls and answers."""

    name: str
    value: str
    raw: str = ""


class DetailTableModel(QAbstractTableModel):
    """Rows of names and values; stale ones are muted."""

    def __init__(
        self, headings: tuple[str, str], *, mono_names: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headings = headings
        self._mono_names = mono_names
        self._rows: tuple[DetailRow, ...] = ()
        self._is_stale = False

    @property
    def rows(self) -> tuple[DetailRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: tuple[DetailRow, ...], *, is_stale: bool = False) -> None:
        """Show other rows; only cells change where the names stay, so selection and place stay, too."""
        same = [row.name for row in rows] == [row.name for row in self._rows]
        if not same:
            self.beginResetModel()
        self._rows, self._is_stale = rows, is_stale
        if not same:
            self.endResetModel()
        elif rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 1))

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a line."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Name and value."""
        return 0 if parent.isValid() else 2

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """The two headings."""
        if orientation is Qt.Orientation.Horizontal and role == _DISPLAY and 0 <= section < 2:
            return self._headings[section]
        return None

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """Words, cell, or the raw attribute."""
        if not index.isValid() or role not in {_DISPLAY, CELL_ROLE, _TOOLTIP}:
            return None
        row = self._rows[index.row()]
        if role == _TOOLTIP:
            return row.raw or row.value
        is_value = index.column() == 1
        text = row.value if is_value else row.name
        if role == _DISPLAY:
            return text
        mono = is_value or self._mono_names
        tone = "text" if mono and not self._is_stale else "muted"
        middle = is_value and text.startswith(("arn:", "http://", "https://"))
        return Cell(text, tone=tone, mono=mono, elide_middle=middle)
