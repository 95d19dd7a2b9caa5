"""Which of the received messages are shown and in which order: filter and sorting without Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqs_explorer.viewmodels.messages.message_columns import MessageColumn, sort_key
from sqs_explorer.viewmodels.messages.message_store import MessageRow, MessageStore

_FEW = 16
"""Up to here looking along the list is quicker than a dictionary of 100,000 rows."""

MessageTest = Callable[[MessageRow], bool]


class MessageOrder:
    """Positions in the store of the messages shown, top to bottom."""

    def __init__(self, store: MessageStore) -> None:
        self._store = store
        self._test: MessageTest | None = None
        self._sorted_by: MessageColumn | None = None
        self._descending = False
        self._row_by_position: dict[int, int] | None = None
        self._keys: list[Any] = []
        self.shown: list[int] = list(range(len(store)))

    @property
    def sorted_by(self) -> MessageColumn | None:
        """The column sorted by, None for the order of arrival."""
        return self._sorted_by

    def passing(self, test: MessageTest | None, positions: Iterable[int]) -> list[int]:
        """Return those positions whose messages pass."""
        rows = self._store.rows
        return list(positions) if test is None else [p for p in positions if test(rows[p])]

    def show_only(self, test: MessageTest | None, positions: Iterable[int]) -> None:
        """Show these positions, sorted; `test` decides about messages that come later."""
        self._test = test
        self._set(list(positions))

    def clear(self) -> None:
        """Show nothing; the filter stays."""
        self._keys = []
        self._set([])

    def note_changed(self, positions: Iterable[int]) -> None:
        """Rows changed: they keep their place until the next sorting, which must know their new values."""
        if self._sorted_by is not None:
            key, rows = sort_key(self._sorted_by), self._store.rows
            for position in positions:
                if position < len(self._keys):
                    self._keys[position] = key(rows[position])

    def sort_by(self, column: MessageColumn | None, *, descending: bool = False) -> None:
        """Sort; None is the order of arrival."""
        if column != self._sorted_by:
            self._keys = []
        self._sorted_by, self._descending = column, descending
        self.sort_again()

    def sort_again(self) -> None:
        """Sort by what is chosen."""
        self._set(sorted(self.shown) if self._sorted_by is None else list(self.shown))

    def place(self, positions: Iterable[int]) -> tuple[list[int], int, bool]:
        """Return which of these new positions are shown, sorted; at which row; and whether that is in order.

        They go before all or behind all in one piece; if they belong between others, behind all for now.
        """
        added = self.passing(self._test, positions)
        if self._sorted_by is None or not added:
            return added, len(self.shown), True
        key = self._key(self._sorted_by)
        added.sort(key=key, reverse=self._descending)
        if not self.shown:
            return added, 0, True
        first, last = key(added[0]), key(added[-1])
        top, bottom = key(self.shown[0]), key(self.shown[-1])
        if first <= bottom if self._descending else first >= bottom:
            return added, len(self.shown), True
        if last > top if self._descending else last < top:
            return added, 0, True
        return added, len(self.shown), False

    def insert(self, row: int, positions: list[int]) -> None:
        """Show positions from `row` on."""
        self.shown[row:row] = positions
        self._row_by_position = None

    def rows_of(self, positions: Collection[int]) -> dict[int, int]:
        """Return the rows of those of these positions that are shown."""
        if self._row_by_position is None and len(positions) <= _FEW:
            with_row = ((position, self._find(position)) for position in positions)
            return {position: row for position, row in with_row if row >= 0}
        if self._row_by_position is None:
            self._row_by_position = dict(zip(self.shown, range(len(self.shown)), strict=True))
        known = self._row_by_position
        return {position: known[position] for position in positions if position in known}

    def _find(self, position: int) -> int:
        try:
            return self.shown.index(position)
        except ValueError:
            return -1

    def _set(self, positions: list[int]) -> None:
        if self._sorted_by is not None:
            positions.sort(key=self._key(self._sorted_by), reverse=self._descending)
        self.shown = positions
        self._row_by_position = None

    def _key(self, column: MessageColumn) -> Callable[[int], Any]:
        """Return the key of a position; keys are kept, so that a batch costs no more than its own."""
        key, rows = sort_key(column), self._store.rows
        self._keys += [key(row) for row in rows[len(self._keys) :]]
        return self._keys.__getitem__
