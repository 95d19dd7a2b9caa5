"""The parts of the program as a table that a few letters filter."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sqs_explorer.services.program_parts import Part
from sqs_explorer.viewmodels.cell_table_model import CellTableModel, Column
from sqs_explorer.viewmodels.cells import Cell


class PartTableModel(CellTableModel[Part]):
    """One row a part: name, version, licence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(
            (
                Column("Part", lambda part: Cell(part.name, medium=True), lambda part: part.name),
                Column("Version", lambda part: Cell(part.version, mono=True, tone="muted")),
                Column("Licence", lambda part: Cell(part.licence, tone="muted"), lambda part: part.licence),
            ),
            parent,
        )
        self._all: tuple[Part, ...] = ()
        self._words: list[str] = []

    @property
    def count(self) -> int:
        """How many parts there are, filtered out or not."""
        return len(self._all)

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """Show other parts, by the filter in force."""
        self._all = parts
        self._show()

    def filter(self, text: str) -> None:
        """Show the parts that have all these words in name, version or licence."""
        self._words = text.lower().split()
        self._show()

    def _show(self) -> None:
        self.show_things([part for part in self._all if self._fits(part)])

    def _fits(self, part: Part) -> bool:
        whole = f"{part.name} {part.version} {part.licence}".lower()
        return all(word in whole for word in self._words)
