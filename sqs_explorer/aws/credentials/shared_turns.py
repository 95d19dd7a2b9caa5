"""Work that many threads need and one does: if it fails, it has failed for all who waited for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SharedTurn:
    """A lock whose waiters share a failure of one of the kinds in `shares`.

    Sixteen threads that wait for one MFA code, or for one command that hangs, must not ask or hang in turn.
    """

    def __init__(self, shares: tuple[type[Exception], ...] = (Exception,)) -> None:
        self._shares = shares
        self._lock = threading.Lock()
        self._failures = 0
        self._failure: Exception | None = None

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn. Raises what went wrong if the work failed in the meantime."""
        before = self._failures
        with self._lock:
            if self._failures != before and self._failure is not None:
                raise self._failure
            self._failure = None
            try:
                yield
            except self._shares as error:
                self._failures += 1
                self._failure = error
                raise
