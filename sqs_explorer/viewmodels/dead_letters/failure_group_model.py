"""The table Failure groups: what messages have in common, how many they are, and how old."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.domain.quantities import count_words, exact_time_words, rough_duration_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.services.failure_groups import FailureGroup
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind

Index = QModelIndex | QPersistentModelIndex

COLUMNS = ("Key", "Messages", "Oldest", "Newest")
KEY, MESSAGES, OLDEST, NEWEST = range(len(COLUMNS))
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class FailureGroupModel(QAbstractTableModel):
    """Rows are groups, the largest first unless sorted otherwise; messages without the key stay last."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._groups: list[FailureGroup] = []
        self._largest = 0
        self._sorted_by = MESSAGES
        self._descending = True

    @property
    def groups(self) -> Sequence[FailureGroup]:
        """The groups from top to bottom."""
        return self._groups

    def show_groups(self, groups: Sequence[FailureGroup]) -> None:
        """Show these groups; only cells change where the same ones stand in the same order."""
        ordered = self._ordered(groups)
        self._largest = max((group.count for group in ordered), default=0)
        if [group.identity for group in ordered] == [group.identity for group in self._groups]:
            self._groups = ordered
            self.refresh_ages()
            return
        self.beginResetModel()
        self._groups = ordered
        self.endResetModel()

    def row_of(self, identity: tuple[bool, str] | None) -> int:
        """Return the row of a group, -1 if it is not here."""
        rows = (row for row, group in enumerate(self._groups) if group.identity == identity)
        return next(rows, -1)

    def refresh_ages(self) -> None:
        """Time has passed, or counts changed: show the cells anew."""
        if self._groups:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._groups) - 1, len(COLUMNS) - 1))

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is by size."""
        self._sorted_by = column if 0 <= column < len(COLUMNS) else MESSAGES
        self._descending = column < 0 or order == Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        before = [group.identity for group in self._groups]
        self._groups = self._ordered(self._groups)
        rows = {group.identity: row for row, group in enumerate(self._groups)}
        persistent = self.persistentIndexList()
        moved = [self.index(rows[before[old.row()]], old.column()) for old in persistent]
        self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row a group."""
        return 0 if parent.isValid() else len(self._groups)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        """Key, Messages, Oldest, Newest."""
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Headings; ages stand at the right."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == _DISPLAY:
            return COLUMNS[section]
        return _RIGHT if role == _ALIGNMENT and section in (OLDEST, NEWEST) else None

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Cell, words or tooltip."""
        if role not in (_DISPLAY, CELL_ROLE, _TOOLTIP) or not index.isValid():
            return None
        if index.row() >= len(self._groups):
            return None
        group = self._groups[index.row()]
        if role == _TOOLTIP:
            return _tooltip(group, index.column())
        cell = self._cell(group, index.column())
        return cell if role == CELL_ROLE else cell.text

    def _cell(self, group: FailureGroup, column: int) -> Cell:
        if column == KEY:
            return Cell(one_line(group.text), tone="muted" if group.is_rest or not group.count else "text")
        if column == MESSAGES:
            share = group.count / self._largest if self._largest else 0.0
            tone = "text" if group.count else "muted"
            return Cell(f"{group.count:,}", CellKind.SHARE, tone, fraction=share)
        moment = group.oldest if column == OLDEST else group.newest
        if moment is None:
            return Cell("–", tone="muted", right=True)
        age = rough_duration_words((self._now() - moment).total_seconds())
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


def _tooltip(group: FailureGroup, column: int) -> str | None:
    if column == KEY:
        return group.text
    if column == MESSAGES:
        away = len(group.message_ids) - group.count
        words = count_words(group.count, "message")
        return f"{words}; {away:,} more were moved or deleted here" if away else words
    if not group.count:
        return "None of these messages is left here."
    moment = group.oldest if column == OLDEST else group.newest
    return f"Sent {exact_time_words(moment)}" if moment else "The server did not tell when."
