"""Tells how a move comes on: at most five times a second, and once at the end."""

from __future__ import annotations

from collections.abc import Callable

from sqs_explorer.domain.moves import MoveProgress, MoveResult, MoveState
from sqs_explorer.services.ports import Clock

PROGRESS_SECONDS = 0.2
MOST_RESULTS_OF_A_WHOLE_QUEUE = 1_000


class Reporter:
    """Counts results and passes them on, in their order."""

    def __init__(
        self, on_progress: Callable[[MoveProgress], None], clock: Clock, *, only_undone: bool
    ) -> None:
        self._on_progress = on_progress
        self._clock = clock
        self._only_undone = only_undone
        self._new: list[MoveResult] = []
        self._listed = 0
        self._told_at = clock.monotonic()
        self._untold = False
        self.counts: dict[MoveState, int] = {}

    def add(self, result: MoveResult) -> None:
        """Count a result."""
        self.counts[result.state] = self.counts.get(result.state, 0) + 1
        self._list(result)

    def revise(self, before: MoveState, result: MoveResult) -> None:
        """Count a message's result anew: what could not be deleted came again and was deleted."""
        self.counts[before] = self.counts.get(before, 0) - 1
        self.add(result)

    def tell_if_due(self) -> None:
        """Pass on what is new, if a fifth of a second has gone by."""
        if self._untold and self._clock.monotonic() - self._told_at >= PROGRESS_SECONDS:
            self.tell()

    def tell(self) -> None:
        """Pass on what is new."""
        results, self._new = tuple(self._new), []
        self._untold = False
        self._told_at = self._clock.monotonic()
        self._on_progress(MoveProgress(self.totals(), results))

    def totals(self) -> dict[MoveState, int]:
        """Return a copy of the counts."""
        return {state: count for state, count in self.counts.items() if count}

    def _list(self, result: MoveResult) -> None:
        self._untold = True
        if self._only_undone and (result.state.is_done or self._listed >= MOST_RESULTS_OF_A_WHOLE_QUEUE):
            return
        self._listed += 1
        self._new.append(result)
