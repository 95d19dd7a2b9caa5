"""The table of received messages: its own sorting and filtering, and one timer for all countdowns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QModelRoleData,
    QModelRoleDataSpan,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from typing_extensions import override

from sqs_explorer.domain.queues import QueueAttributes
from sqs_explorer.services.ports import Clock
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.viewmodels.messages.message_cells import Moment, QueueFacts, cell_of_row, tooltip_of_row
from sqs_explorer.viewmodels.messages.message_columns import (
    MESSAGES_COLUMNS,
    ColumnKind,
    MessageColumn,
)
from sqs_explorer.viewmodels.messages.message_order import MessageOrder, MessageTest
from sqs_explorer.viewmodels.messages.message_store import (
    AddedRows,
    ChangedRows,
    MessageRow,
    MessageStore,
)

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TICK_MILLISECONDS = 1_000
_TICKS_FOR_AGES = 30
_AGE_KINDS = (ColumnKind.SENT, ColumnKind.EXPIRES_IN)


class MessageTableModel(QAbstractTableModel):
    """Rows of a MessageStore that pass the filter, in the order sorted.

    `holds_ended()`: a message became visible again by itself. `columns_changed()`: a column came or went.
    """

    holds_ended = Signal()
    columns_changed = Signal()

    def __init__(
        self,
        store: MessageStore,
        clock: Clock,
        *,
        columns: Sequence[MessageColumn] = MESSAGES_COLUMNS,
        is_fifo: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._clock = clock
        self._columns = list(columns)
        self._facts = QueueFacts(is_fifo=is_fifo)
        self._order = MessageOrder(store)
        self._seen = (-1, -1)
        self._last_tick_monotonic = clock.monotonic()
        self._ticks = 0
        self.has_groups = any(row.message.group_id for row in store.rows)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MILLISECONDS)
        self._timer.timeout.connect(self.tick)
        store.rows_added.connect(self._take_added)
        store.rows_changed.connect(self._take_changed)
        store.cleared.connect(self._take_cleared)
        if self._order.shown:
            self._timer.start()

    @property
    def columns(self) -> tuple[MessageColumn, ...]:
        """The columns, left to right as built (the person may arrange them otherwise)."""
        return tuple(self._columns)

    @property
    def facts(self) -> QueueFacts:
        """What is known of the queue."""
        return self._facts

    def column_of(self, kind: ColumnKind) -> int:
        """Return the column of a kind, -1 if the table hasn't got it."""
        return next((i for i, column in enumerate(self._columns) if column.kind is kind), -1)

    def set_attributes(self, attributes: QueueAttributes | None) -> None:
        """Take the redrive policy and the retention from the queue's attributes."""
        policy = attributes.redrive_policy if attributes else None
        facts = QueueFacts(
            self._facts.is_fifo,
            policy.maximum_receives if policy else None,
            attributes.retention_seconds if attributes else None,
        )
        if facts != self._facts:
            self._facts = facts
            self._tell_changed(0, len(self._order.shown) - 1, 0, len(self._columns) - 1)

    # Rows

    def row_at(self, row: int) -> MessageRow:
        """Return the message shown in a row."""
        return self._store.rows[self._order.shown[row]]

    def message_ids(self, rows: Iterable[int]) -> tuple[str, ...]:
        """Return the message IDs shown in these rows."""
        return tuple(self.row_at(row).message.message_id for row in rows if 0 <= row < len(self._order.shown))

    def rows_showing(self, message_ids: Iterable[str]) -> list[int]:
        """Return the rows that show these messages, ascending; filtered ones are left out."""
        wanted = set(message_ids)
        shown = enumerate(self._order.shown) if wanted else ()
        return [row for row, position in shown if self._id_at(position) in wanted]

    def held_count(self) -> int:
        """Return how many of all messages received are held now."""
        return self._store.tally.held_count(self._clock.monotonic())

    # Filter and sorting

    def set_filter(self, test: MessageTest | None) -> None:
        """Show only messages that pass; None shows all. Looks at every message before it returns."""
        self.show_only(test, self.passing(test, range(len(self._store))))

    def passing(self, test: MessageTest | None, positions: Iterable[int]) -> list[int]:
        """Return those positions of the store whose messages pass, so that one can filter piece by piece."""
        return self._order.passing(test, positions)

    def show_only(self, test: MessageTest | None, positions: Iterable[int]) -> None:
        """Show these positions of the store; `test` decides about messages that come later."""
        self.beginResetModel()
        self._order.show_only(test, positions)
        self.endResetModel()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of arrival."""
        by = self._columns[column] if 0 <= column < len(self._columns) else None
        descending = order == Qt.SortOrder.DescendingOrder
        self._rearrange(lambda: self._order.sort_by(by, descending=descending))

    def _rearrange(self, arrange: Callable[[], None]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self._order.shown
        arrange()
        persistent = self.persistentIndexList()
        if persistent:
            rows = self._order.rows_of({before[old.row()] for old in persistent})
            moved = [self.index(rows[before[old.row()]], old.column()) for old in persistent]
            self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    # Columns of one's own

    @property
    def attribute_columns(self) -> tuple[str, ...]:
        """Names of the message attributes that have a column."""
        return tuple(column.attribute_name for column in self._columns if column.kind is ColumnKind.ATTRIBUTE)

    def attribute_names(self, maximum_rows: int = 1_000) -> tuple[str, ...]:
        """Return the names of attributes seen in the newest messages, sorted."""
        newest = self._store.rows[-maximum_rows:]
        return tuple(sorted({attribute.name for row in newest for attribute in row.message.attributes}))

    def add_attribute_column(self, name: str) -> None:
        """Show a message attribute as a column before the body."""
        if name in self.attribute_columns:
            return
        at = self.column_of(ColumnKind.BODY)
        self.beginInsertColumns(_ROOT, at, at)
        self._columns.insert(at, MessageColumn(ColumnKind.ATTRIBUTE, name))
        self.endInsertColumns()
        self.columns_changed.emit()

    def remove_attribute_column(self, name: str) -> None:
        """Take such a column away."""
        if name not in self.attribute_columns:
            return
        at = self._columns.index(MessageColumn(ColumnKind.ATTRIBUTE, name))
        self.beginRemoveColumns(_ROOT, at, at)
        del self._columns[at]
        self.endRemoveColumns()
        self.columns_changed.emit()

    # What Qt asks

    @override
    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Rows that pass the filter."""
        return 0 if parent.isValid() else len(self._order.shown)

    @override
    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Columns, hidden ones too."""
        return 0 if parent.isValid() else len(self._columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Headings and their side."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == _DISPLAY:
            return self._columns[section].title
        if role == _ALIGNMENT:
            return _RIGHT if self._columns[section].is_right_aligned else _LEFT
        return None

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """One value of a cell."""
        if role not in (CELL_ROLE, _DISPLAY, _TOOLTIP, _ALIGNMENT) or not self._holds(index):
            return None
        return self._value(index.row(), index.column(), role)

    @override
    def multiData(self, index: _Index, roleDataSpan: QModelRoleDataSpan | QModelRoleData) -> None:
        """Several values of a cell in one call: a table in Python is repainted the quicker for it."""
        known = self._holds(index)
        cell: Cell | None = None
        span = cast("Sequence[QModelRoleData]", roleDataSpan)
        for at in range(len(span)):
            entry = span[at]
            role = entry.role()
            if not known:
                entry.clearData()
            elif role in (CELL_ROLE, _DISPLAY):
                cell = cell or self._cell(index.row(), index.column())
                entry.setData(cell if role == CELL_ROLE else cell.text)
            else:
                entry.setData(self._value(index.row(), index.column(), role))

    def _holds(self, index: _Index) -> bool:
        return (
            index.isValid() and index.row() < len(self._order.shown) and index.column() < len(self._columns)
        )

    def _value(self, row: int, column: int, role: int) -> object:
        if role == CELL_ROLE:
            return self._cell(row, column)
        if role == _DISPLAY:
            return self._cell(row, column).text
        if role == _TOOLTIP:
            return tooltip_of_row(self.row_at(row), self._columns[column], self._facts, self._moment())
        if role == _ALIGNMENT:
            return _RIGHT if self._columns[column].is_right_aligned else _LEFT
        return None

    def _cell(self, row: int, column: int) -> Cell:
        return cell_of_row(self.row_at(row), self._columns[column], self._facts, self._moment())

    def _moment(self) -> Moment:
        return Moment(self._clock.now(), self._clock.monotonic())

    # What the store tells

    def _take_added(self, added: AddedRows) -> None:
        positions = range(added.first, added.last + 1)
        rows = self._store.rows
        self.has_groups = self.has_groups or any(rows[position].message.group_id for position in positions)
        if not self._timer.isActive():
            self._timer.start()
        shown, at, in_order = self._order.place(positions)
        if not shown:
            return
        self.beginInsertRows(_ROOT, at, at + len(shown) - 1)
        self._order.insert(at, shown)
        self.endInsertRows()
        if not in_order:
            self._rearrange(self._order.sort_again)

    def _take_changed(self, changed: ChangedRows) -> None:
        self._order.note_changed(changed.positions)
        rows = list(self._order.rows_of(changed.positions).values())
        if self._seen[0] >= 0:
            # For rows out of sight, too, Qt would paint the whole table; what scrolls in is painted anyway.
            first, last = self._seen
            rows = [row for row in rows if first <= row <= last]
        if rows:
            self._tell_changed(min(rows), max(rows), 0, len(self._columns) - 1)

    def _take_cleared(self) -> None:
        self._timer.stop()
        self.beginResetModel()
        self._order.clear()
        self.has_groups = False
        self.endResetModel()

    def _id_at(self, position: int) -> str:
        return self._store.rows[position].message.message_id

    def _tell_changed(self, first: int, last: int, left: int, right: int) -> None:
        if first <= last and left >= 0:
            self.dataChanged.emit(
                self.index(first, left), self.index(last, right), [CELL_ROLE, _DISPLAY, _TOOLTIP]
            )

    # Time

    @property
    def is_ticking(self) -> bool:
        """Whether the timer runs: only while there are messages."""
        return self._timer.isActive()

    def stop_ticking(self) -> None:
        """End the timer, before the page is closed; a new batch starts it again."""
        self._timer.stop()

    def set_visible_rows(self, first: int, last: int) -> None:
        """Say which rows are in sight, first and last included; (-1, -1) for none. Only those count down."""
        self._seen = (first, last)

    def tick(self) -> None:
        """A second has passed: repaint the countdowns in sight, and now and then the ages."""
        self._ticks += 1
        first, last = max(0, self._seen[0]), min(self._seen[1], len(self._order.shown) - 1)
        in_sight = self._seen[0] >= 0 and first <= last
        countdown = self.column_of(ColumnKind.VISIBLE_AGAIN)
        if in_sight:
            self._tell_changed(first, last, countdown, countdown)
        if in_sight and self._ticks % _TICKS_FOR_AGES == 0:
            for column in (self.column_of(kind) for kind in _AGE_KINDS):
                self._tell_changed(first, last, column, column)
        if self._has_hold_ended():
            if in_sight:
                self._tell_changed(first, last, 0, len(self._columns) - 1)
            self.holds_ended.emit()

    def _has_hold_ended(self) -> bool:
        """Whether a hold ended since the last tick."""
        now, last = self._clock.monotonic(), self._last_tick_monotonic
        self._last_tick_monotonic = now
        return self._store.tally.next_end(last) <= now
