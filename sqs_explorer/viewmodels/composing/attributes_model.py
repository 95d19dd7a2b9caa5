"""The composer's message attributes as an editable table: Name, Type, Value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.composing.attribute_row import HEX_PREFIX, AttributeRow, BinaryInput

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
COLUMNS = ("Name", "Type", "Value")
NAME, TYPE, VALUE = range(3)


class MessageAttributesModel(QAbstractTableModel):
    """Holds the rows; `rows_changed` after every edit. Problems are shown as an icon and in the tooltip."""

    rows_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AttributeRow] = []
        self._problems: Mapping[int, str] = {}

    @property
    def rows(self) -> tuple[AttributeRow, ...]:
        """What was typed, in order."""
        return tuple(self._rows)

    def set_rows(self, rows: Iterable[AttributeRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self._problems = {}
        self.endResetModel()
        self.rows_changed.emit()

    def set_problems(self, problems: Mapping[int, str]) -> None:
        """Mark the rows that can't be sent."""
        if problems != self._problems and self._rows:
            self._problems = problems
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, VALUE))

    def add_row(self) -> int:
        """Append an empty String attribute and return its row."""
        row = len(self._rows)
        self.beginInsertRows(_NO_PARENT, row, row)
        self._rows.append(AttributeRow())
        self.endInsertRows()
        self.rows_changed.emit()
        return row

    def remove(self, rows: Iterable[int]) -> None:
        """Remove rows by number."""
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(_NO_PARENT, row, row)
            del self._rows[row]
            self.endRemoveRows()
        self._problems = {}
        self.rows_changed.emit()

    def read_as(self, row: int, binary_input: BinaryInput) -> None:
        """Read the text of a Binary value as base64 or hex; the text itself stays."""
        self._replace(row, replace(self._rows[row], binary_input=binary_input, file_bytes=b"", file_name=""))

    def take_file(self, row: int, file_name: str, contents: bytes) -> None:
        """Make a file's contents the value of an attribute, which becomes Binary if it was not."""
        old = self._rows[row]
        self._replace(
            row,
            replace(
                old,
                data_type=old.data_type if old.is_binary else "Binary",
                value="",
                binary_input=BinaryInput.FILE,
                file_bytes=contents,
                file_name=file_name,
            ),
        )

    def _replace(self, row: int, new: AttributeRow) -> None:
        if new != self._rows[row]:
            self._rows[row] = new
            self.dataChanged.emit(self.index(row, 0), self.index(row, VALUE))
            self.rows_changed.emit()

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of attributes."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return three."""
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every cell can be edited."""
        return (
            super().flags(index) | Qt.ItemFlag.ItemIsEditable if index.isValid() else Qt.ItemFlag.NoItemFlags
        )

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell: in words, for the delegate, or exactly as typed for the editor."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return (row.name, row.data_type, row.value)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._problems.get(index.row())
        if role == CELL_ROLE:
            marked = index.column() == NAME and index.row() in self._problems
            return Cell(
                self._text(row, index.column()),
                icon="warn" if marked else None,
                icon_tone="danger",
                mono=index.column() != TYPE,
            )
        return None

    @staticmethod
    def _text(row: AttributeRow, column: int) -> str:
        if column == VALUE:
            return row.shown_value()
        return one_line(row.name if column == NAME else row.data_type)

    @override
    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take over what was typed; `0x` at the start of a Binary value says that it is hex."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, text = self._rows[index.row()], str(value)
        if index.column() == NAME:
            new = replace(row, name=text)
        elif index.column() == TYPE:
            new = replace(row, data_type=text.strip())
        elif row.binary_input is BinaryInput.FILE and not text:
            new = row
        else:
            new = _with_value(row, text)
        self._replace(index.row(), new)
        return True


def _with_value(row: AttributeRow, text: str) -> AttributeRow:
    read_as = row.binary_input
    if read_as is BinaryInput.FILE:
        read_as = BinaryInput.BASE64
    if row.is_binary and text.startswith(HEX_PREFIX):
        read_as = BinaryInput.HEX
    return replace(row, value=text, binary_input=read_as, file_bytes=b"", file_name="")
