"""Counts of held messages and of receive counts, kept up to date: 100,000 rows need no look each second."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqs_explorer.viewmodels.messages.message_row import GONE_STATES, HoldState, MessageRow

_FEW = 200
"""Up to here rows are counted one by one; for more the ends of all holds are sorted again."""


class HoldTally:
    """When each hold ends, and how often the messages still in the queue were received."""

    def __init__(self) -> None:
        self._ends: list[float] = []
        self._receives: Counter[int] = Counter()

    @property
    def receive_counts(self) -> Mapping[int, int]:
        """How many messages that are still in the queue have which receive count."""
        return self._receives

    def held_count(self, monotonic: float) -> int:
        """How many messages are held at a reading of the monotonic clock."""
        return len(self._ends) - bisect_right(self._ends, monotonic)

    def next_end(self, monotonic: float) -> float:
        """When the next hold ends, in seconds of the monotonic clock; infinity if none is held."""
        at = bisect_right(self._ends, monotonic)
        return self._ends[at] if at < len(self._ends) else float("inf")

    def replace(
        self, old: Sequence[MessageRow], new: Sequence[MessageRow], all_rows: Iterable[MessageRow]
    ) -> None:
        """Count `new` instead of `old`; `all_rows` is what there is now."""
        self._receives.subtract(_receives(old))
        self._receives.update(_receives(new))
        if len(old) > _FEW:
            self._ends = sorted(_ends(all_rows))
            return
        for end in _ends(old):
            del self._ends[bisect_left(self._ends, end)]
        if len(new) > _FEW:
            self._ends = sorted([*self._ends, *_ends(new)])
            return
        for end in _ends(new):
            insort(self._ends, end)

    def clear(self) -> None:
        """Count nothing."""
        self._ends.clear()
        self._receives.clear()


def _ends(rows: Iterable[MessageRow]) -> Iterable[float]:
    return (row.visible_again_monotonic for row in rows if row.state is HoldState.HELD)


def _receives(rows: Iterable[MessageRow]) -> list[int]:
    counts = [row.message.receive_count for row in rows if row.state not in GONE_STATES]
    return [count for count in counts if count is not None]
