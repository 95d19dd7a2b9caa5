"""Measures how long the window stands still, and prints what was measured."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer

TICK_MILLISECONDS = 5


class StallMeter:
    """A timer of 5 ms on the GUI thread: the longest gap between two of its ticks is the longest stall."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.gaps_ms: list[float] = []

    def start(self) -> None:
        """Begin anew."""
        self.gaps_ms = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> float:
        """End, and return the longest stall in milliseconds."""
        self._tick()
        self._timer.stop()
        return self.longest_ms

    @property
    def longest_ms(self) -> float:
        """The longest stall so far."""
        return max(self.gaps_ms, default=0.0)

    def over(self, limit_ms: float) -> int:
        """Return how many stalls were longer than a limit."""
        return sum(gap > limit_ms for gap in self.gaps_ms)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps_ms.append((now - self._last) * 1_000)
        self._last = now


def show_table(title: str, rows: Iterable[tuple[str, str, str]]) -> None:
    """Print what was measured beside its budget."""
    print(f"\n{title}")  # noqa: T201 - a benchmark tells what it measured
    for what, measured, budget in rows:
        print(f"  {what:<58} {measured:>16}   {budget}")  # noqa: T201 - the same
