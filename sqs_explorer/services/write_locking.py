"""Whether a connection may write now: read-only ones are unlocked for a chosen time, and lock again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta


class WriteLock:
    """The lock of one open connection; used on the loop's thread.

    Work that began while it was open may finish: a move that could send and not delete any more would leave
    duplicates. That leave is the work's alone, with the tasks it begins. `now` gives the aware time in UTC,
    `monotonic` seconds that never go back.
    """

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float], *, locked: bool) -> None:
        self._now = now
        self._monotonic = monotonic
        self._is_locked = locked
        self._deadline: float | None = None
        self._under_way: set[object] = set()
        self._leave: ContextVar[object] = ContextVar("leave", default=None)
        self.open_until: datetime | None = None
        """When it locks by itself, in UTC; None while it is locked, or open for good."""

    @property
    def is_locked(self) -> bool:
        """Whether new work that writes is refused."""
        self._lock_when_due()
        return self._is_locked

    @property
    def refuses(self) -> bool:
        """Whether a write of this task is refused: locked, and not part of work that began before."""
        return self.is_locked and self._leave.get() not in self._under_way

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
        if self.is_locked:
            yield
            return
        leave = object()
        former = self._leave.set(leave)
        self._under_way.add(leave)
        try:
            yield
        finally:
            self._under_way.discard(leave)
            with contextlib.suppress(ValueError):  # a loop that closed over the work ends it elsewhere
                self._leave.reset(former)

    def _lock_when_due(self) -> None:
        """Lock when the time is up by either clock: some count no time while the machine sleeps."""
        if self._deadline is None or self.open_until is None:
            return
        if self._monotonic() >= self._deadline or self._now() >= self.open_until:
            self.lock()
