"""A clock that only moves when a test turns it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""What a new fake clock shows: a Monday morning."""


class FakeClock:
    """Implements the Clock port; `monotonic()` begins at 1,000 seconds and keeps step with `now()`."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._elapsed_seconds = 0.0

    def now(self) -> datetime:
        """Return the time of day, aware, in UTC."""
        return self._start + timedelta(seconds=self._elapsed_seconds)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return 1_000.0 + self._elapsed_seconds

    def advance(self, seconds: float) -> None:
        """Turn the clock forward."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._elapsed_seconds += seconds
