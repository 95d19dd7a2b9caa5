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
from sqs_explorer.viewmodels.connecting.region_finding_view_model import FoundRegions

_NOTHING_FOUND = FoundRegions()


class RegionListModel(CheckTableModel):
    """Region, Code, State.

    A region is checked by hand, because a checked profile or the environment names it, or because it was
    found to have queues. State is empty until somebody looked for them.
    """

    HEADINGS = ("Region", "Code", "State")
    REGION, CODE, STATE = range(3)

    def __init__(self) -> None:
        super().__init__()
        self._first: list[str] = []
        self._found = _NOTHING_FOUND
        self._codes: list[str] = []
        self._shown: list[str] = []
        self._filter = ""
        self._by_hand: dict[str, bool] = {}
        self._preselected: frozenset[str] = frozenset()
        self._arrange()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of the checked regions, also those that the filter hides, in order."""
        return tuple(code for code in self._codes if self.is_checked(code))

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(self._codes)

    @property
    def has_states(self) -> bool:
        """Whether the State column says anything."""
        return self._found != _NOTHING_FOUND

    def put_first(self, codes: Iterable[str]) -> None:
        """Put the regions that profiles name at the top; codes that AWS does not know are added."""
        self._first = list(dict.fromkeys(code for code in codes if code))
        self._arrange()

    def take_found(self, found: FoundRegions) -> None:
        """Put the regions that have queues first and check them, then the enabled ones."""
        self._found = found
        self._by_hand |= dict.fromkeys(found.with_queues, True)
        self._arrange()
        self.checks_changed.emit()

    def forget_found(self) -> None:
        """Show no states any more: they were about another profile. Checks stay."""
        if self.has_states:
            self._found = _NOTHING_FOUND
            self._arrange()

    def _arrange(self) -> None:
        places = {code: place for place, code in enumerate(self._first)}
        with_queues, enabled = self._found.with_queues, self._found.enabled or frozenset()
        all_codes = {*REGION_NAMES, *places, *with_queues, *enabled}
        codes = sorted(
            all_codes,
            key=lambda code: (
                code not in with_queues,
                places.get(code, len(places)),
                bool(enabled) and code not in enabled,
                _rank(code),
            ),
        )
        if self._codes != codes:
            self._codes = codes
            self._show()
        else:
            self.repaint()

    def _is_disabled(self, code: str) -> bool:
        """Whether the account said that it has not enabled a region; of other partitions it says nothing."""
        enabled = self._found.enabled
        if enabled is None or code in enabled or code not in REGION_NAMES:
            return False
        return partition_of(code) in {partition_of(other) for other in enabled}

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
        self.forget_found()
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
            tone = "muted" if self._is_disabled(code) else "text"
            return Cell(region_name(code), CellKind.CHECK, tone=tone)
        if column == self.CODE:
            return Cell(code, mono=True, tone="muted")
        has_queues = code in self._found.with_queues
        return Cell(self._state_words(code), tone="success" if has_queues else "muted")

    def _state_words(self, code: str) -> str:
        if code in self._found.with_queues:
            return "has queues"
        if self._is_disabled(code):
            return "not enabled"
        return "enabled" if code in (self._found.enabled or ()) else ""

    @override
    def tooltip(self, row: int) -> str:
        """Return name, code and what was found."""
        code = self._shown[row]
        return ", ".join(part for part in (region_name(code), code, self._state_words(code)) if part)


def _rank(code: str) -> tuple[bool, bool, str]:
    """Order by how many accounts use a region.

    Everybody's, then those to be enabled, then other partitions'.
    """
    return partition_of(code) != "aws", is_opt_in(code), region_name(code)
