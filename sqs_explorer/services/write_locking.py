"""Whether a connection may write now: read-only ones are unlocked for a chosen time, and lock again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta


class WriteLock:
    """The lock of one open connection; used on the loop's thread.

    Work that began while it was open may finish: a move that could send and not delete any more would leave
    duplicates. `now` gives the aware time in UTC, `monotonic` seconds that never go back.
    """

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float], *, locked: bool) -> None:
        self._now = now
        self._monotonic = monotonic
        self._is_locked = locked
        self._deadline: float | None = None
        self._under_way = 0
        self.open_until: datetime | None = None
        """When it locks by itself, in UTC; None while it is locked, or open for good."""

    @property
    def is_locked(self) -> bool:
        """Whether new work that writes is refused."""
        self._lock_when_due()
        return self._is_locked

    @property
    def refuses(self) -> bool:
        """Whether a call that writes is refused: locked, and no work that began before is under way."""
        return self.is_locked and not self._under_way

    def unlock(self, seconds: float | None) -> None:
        """Allow writing for a time, None for as long as the connection is open."""
        self._is_locked = False
        self._deadline = None if seconds is None else self._monotonic() + seconds
        self.open_until = None if seconds is None else self._now() + timedelta(seconds=seconds)

    def lock(self) -> None:
        """Refuse new writing from now on."""
        self._is_locked = True
        self._deadline = self.open_until = None

    @contextlib.contextmanager
    def work(self) -> Iterator[None]:
        """Let what begins now finish even if the lock closes meanwhile; begun locked, it changes nothing."""
        counts = not self.is_locked
        self._under_way += counts
        try:
            yield
        finally:
            self._under_way -= counts

    def _lock_when_due(self) -> None:
        """Lock when the time is up by either clock: some count no time while the machine sleeps."""
        if self._deadline is None or self.open_until is None:
            return
        if self._monotonic() >= self._deadline or self._now() >= self.open_until:
            self.lock()
