"""The two small tables of Details: a name, a value, and the raw attribute in the tooltip."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from sqs_explorer.viewmodels.cell_table_model import CellTableModel, Column
from sqs_explorer.viewmodels.cells import Cell


@dataclass(frozen=True, slots=True)
class DetailRow:
    """One line: the name and the value in words; `raw` is what SQS itself calls and answers."""

    name: str
    value: str
    raw: str = ""


class DetailTableModel(CellTableModel[DetailRow]):
    """Rows of names and values; stale ones are muted."""

    def __init__(
        self, headings: tuple[str, str], *, mono_names: bool = False, parent: QObject | None = None
    ) -> None:
        self._mono_names = mono_names
        self._is_stale = False
        name, value = headings
        columns = (Column(name, self._name_cell, _tooltip), Column(value, self._value_cell, _tooltip))
        super().__init__(columns, parent)

    def show_rows(self, rows: tuple[DetailRow, ...], *, is_stale: bool = False) -> None:
        """Show other rows; only cells change where the names stay, so selection and place stay, too."""
        self._is_stale = is_stale
        if [row.name for row in rows] == [row.name for row in self.things]:
            self.show_in_place(rows)
        else:
            self.show_things(rows)

    def _name_cell(self, row: DetailRow) -> Cell:
        return Cell(row.name, tone=self._tone(mono=self._mono_names), mono=self._mono_names)

    def _value_cell(self, row: DetailRow) -> Cell:
        middle = row.value.startswith(("arn:", "http://", "https://"))
        return Cell(row.value, tone=self._tone(mono=True), mono=True, elide_middle=middle)

    def _tone(self, *, mono: bool) -> str:
        return "text" if mono and not self._is_stale else "muted"


def _tooltip(row: DetailRow) -> str:
    return row.raw or row.value
