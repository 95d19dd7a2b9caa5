"""The list of regions with their check boxes.

Those that profiles name come first and are checked with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex
from typing_extensions import override

from sqs_explorer.domain.regions import REGION_NAMES, is_opt_in, partition_of, region_name
from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.viewmodels.connecting.check_table_model import CheckTableModel, Index


class RegionListModel(CheckTableModel):
    """Region, Code. A region is checked by hand, or because a checked profile or the environment names it."""

    HEADINGS = ("Region", "Code")
    REGION, CODE = range(2)

    def __init__(self) -> None:
        super().__init__()
        self._codes = sorted(REGION_NAMES, key=_rank)
        self._shown = list(self._codes)
        self._filter = ""
        self._by_hand: dict[str, bool] = {}
        self._preselected: frozenset[str] = frozenset()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of the checked regions, also those that the filter hides, in order."""
        return tuple(code for code in self._codes if self.is_checked(code))

    def put_first(self, codes: Iterable[str]) -> None:
        """Put the regions that profiles name at the top; codes that AWS does not know are added."""
        first = list(dict.fromkeys(code for code in codes if code))
        rest = sorted(set(REGION_NAMES) - set(first), key=_rank)
        if self._codes != first + rest:
            self._codes = first + rest
            self._show()

    def preselect(self, codes: Iterable[str]) -> None:
        """Check what the checked profiles name, where nobody decided by hand."""
        self._preselected = frozenset(code for code in codes if code)
        self.repaint()

    def check_only(self, codes: Iterable[str]) -> None:
        """Check these and no others, as if by hand."""
        wanted = set(codes)
        self._by_hand = {code: code in wanted for code in {*self._codes, *wanted}}
        self.repaint()

    def forget_choices(self) -> None:
        """Go back to what is preselected."""
        self._by_hand.clear()
        self.repaint()

    def set_filter(self, text: str) -> None:
        """Show regions whose name or code holds every word."""
        self._filter = text.lower()
        self._show()

    def _show(self) -> None:
        words = self._filter.split()
        self.beginResetModel()
        self._shown = [
            code
            for code in self._codes
            if all(word in f"{code} {region_name(code)}".lower() for word in words)
        ]
        self.endResetModel()

    @override
    def key(self, row: int) -> str:
        """Return the region's code."""
        return self._shown[row]

    @override
    def is_checked(self, key: str) -> bool:
        """Tell whether a region is checked."""
        return self._by_hand.get(key, key in self._preselected)

    @override
    def set_checked(self, key: str, checked: bool) -> None:
        """Check or uncheck a region."""
        self._by_hand[key] = checked

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of regions shown."""
        return 0 if parent.isValid() else len(self._shown)

    @override
    def cell(self, row: int, column: int) -> Cell:
        """Return what a cell shows."""
        code = self._shown[row]
        if column == self.REGION:
            return Cell(region_name(code), CellKind.CHECK)
        return Cell(code, mono=True, tone="muted")

    @override
    def tooltip(self, row: int) -> str:
        """Return name and code."""
        return f"{region_name(self._shown[row])}, {self._shown[row]}"


def _rank(code: str) -> tuple[bool, bool, str]:
    """Order by how many accounts use a region.

    Everybody's, then those to be enabled, then other partitions'.
    """
    return partition_of(code) != "aws", is_opt_in(code), region_name(code)
