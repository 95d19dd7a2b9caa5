"""The small tables of the inspector: message attributes and system attributes of the message in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from sqs_explorer.viewmodels.cell_table_model import CellTableModel, Column
from sqs_explorer.viewmodels.cells import Cell


@dataclass(frozen=True, slots=True)
class InspectorLine:
    """One attribute: its cells, what the tooltip says, and the original name and value for copying."""

    cells: tuple[Cell, ...]
    tooltip: str
    name: str
    value: str


class InspectorTableModel(CellTableModel[InspectorLine]):
    """One row an attribute; the headings are for readers, the inspector doesn't show them."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__([_column(place, heading) for place, heading in enumerate(headings)], parent)

    def text_of(self, rows: Sequence[int]) -> str:
        """Return original names and values, a line each, separated by a tab."""
        return "\n".join(f"{self.things[row].name}\t{self.things[row].value}" for row in rows)


def _column(place: int, heading: str) -> Column[InspectorLine]:
    return Column(heading, lambda line: line.cells[place], lambda line: line.tooltip)
