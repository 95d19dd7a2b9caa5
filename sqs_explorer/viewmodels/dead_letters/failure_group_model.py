"""The table Failure groups: what messages have in common, how many they are, and how old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from sqs_explorer.domain.quantities import count_words, exact_time_words, rough_duration_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.services.failure_groups import FailureGroup
from sqs_explorer.viewmodels.cell_table_model import CellTableModel, Column
from sqs_explorer.viewmodels.cells import Cell, CellKind

KEY, MESSAGES, OLDEST, NEWEST = range(4)


class FailureGroupModel(CellTableModel[FailureGroup]):
    """Rows are groups, the largest first unless sorted otherwise; messages without the key stay last.

    Ages grow: `repaint` shows them as they are now.
    """

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        self._now = now
        self._largest = 0
        self._sorted_by = MESSAGES
        self._descending = True
        columns = (
            Column("Key", _key_cell, lambda group: group.text),
            Column("Messages", self._count_cell, _count_tooltip),
            Column(
                "Oldest", lambda group: self._age_cell(group.oldest), _oldest_tooltip, is_right_aligned=True
            ),
            Column(
                "Newest", lambda group: self._age_cell(group.newest), _newest_tooltip, is_right_aligned=True
            ),
        )
        super().__init__(columns, parent)

    def show_groups(self, groups: Sequence[FailureGroup]) -> None:
        """Show these groups; only cells change where the same ones stand in the same order."""
        ordered = self._ordered(groups)
        self._largest = max((group.count for group in ordered), default=0)
        if [group.identity for group in ordered] == [group.identity for group in self.things]:
            self.show_in_place(ordered)
        else:
            self.show_things(ordered)

    def row_of(self, identity: tuple[bool, str] | None) -> int:
        """Return the row of a group, -1 if it is not here."""
        rows = (row for row, group in enumerate(self.things) if group.identity == identity)
        return next(rows, -1)

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is by size."""
        self._sorted_by = column if KEY <= column <= NEWEST else MESSAGES
        self._descending = column < 0 or order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before = [group.identity for group in self._things]
        self._things = tuple(self._ordered(self._things))
        rows = {group.identity: row for row, group in enumerate(self._things)}
        persistent = self.persistentIndexList()
        moved = [self.index(rows[before[old.row()]], old.column()) for old in persistent]
        self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    def _count_cell(self, group: FailureGroup) -> Cell:
        share = group.count / self._largest if self._largest else 0.0
        tone = "text" if group.count else "muted"
        return Cell(f"{group.count:,}", CellKind.SHARE, tone, fraction=share)

    def _age_cell(self, moment: datetime | None) -> Cell:
        age = "–" if moment is None else rough_duration_words((self._now() - moment).total_seconds())
        return Cell(age, tone="muted", right=True)

    def _ordered(self, groups: Sequence[FailureGroup]) -> list[FailureGroup]:
        """Sort twice, so that groups that are equal in the column stand by size and name."""
        by_size = sorted(groups, key=lambda group: (-group.count, group.text.casefold(), group.text))
        ordered = sorted(by_size, key=self._sort_key, reverse=self._descending)
        return sorted(ordered, key=lambda group: group.is_rest)

    def _sort_key(self, group: FailureGroup) -> tuple[float, str]:
        """Oldest and Newest sort by age, as they read."""
        if self._sorted_by == KEY:
            return 0, group.text.casefold()
        if self._sorted_by == MESSAGES:
            return group.count, ""
        moment = group.oldest if self._sorted_by == OLDEST else group.newest
        return (-moment.timestamp() if moment else 0.0), ""


def _key_cell(group: FailureGroup) -> Cell:
    return Cell(one_line(group.text), tone="muted" if group.is_rest or not group.count else "text")


def _count_tooltip(group: FailureGroup) -> str:
    away = len(group.message_ids) - group.count
    words = count_words(group.count, "message")
    return f"{words}; {away:,} more were moved or deleted here" if away else words


def _oldest_tooltip(group: FailureGroup) -> str:
    return _age_tooltip(group, group.oldest)


def _newest_tooltip(group: FailureGroup) -> str:
    return _age_tooltip(group, group.newest)


def _age_tooltip(group: FailureGroup, moment: datetime | None) -> str:
    if not group.count:
        return "None of these messages is left here."
    return f"Sent {exact_time_words(moment)}" if moment else "The server did not tell when."
