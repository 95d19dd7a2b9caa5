"""Counts how often a connection's credentials were read anew, and has it done in a thread when it is due."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Renewals:
    """The renewals of one connection. `forget` drops the credentials in use; it may block.

    `ordered` counts those that somebody asked for. `count` counts all of them: whether something that was
    learnt with the former credentials still holds.
    """

    def __init__(self, forget: Callable[[], None]) -> None:
        self._forget = forget
        self._lock = threading.Lock()
        self._is_due = False
        self._noticed = 0
        self.ordered = 0

    @property
    def count(self) -> int:
        """How many there were."""
        return self.ordered + self._noticed

    @property
    def is_due(self) -> bool:
        """Whether the next call begins with new credentials."""
        return self._is_due

    def order(self) -> None:
        """Let the next call begin with new credentials; blocks nobody."""
        self.ordered += 1
        self._is_due = True

    def notice(self) -> None:
        """Count a renewal that came about by itself: the AWS files are others by now."""
        with self._lock:
            self._noticed += 1

    def carry_out(self) -> None:
        """Do what was ordered; calls of other threads that are about to begin wait for it."""
        with self._lock:
            if self._is_due:
                self._is_due = False
                self._forget()
