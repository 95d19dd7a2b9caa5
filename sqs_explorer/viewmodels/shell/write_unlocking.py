"""Unlocks writing in a read-only connection for a time, and tells every screen when that begins and ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from sqs_explorer.domain.errors import ConnectionClosed
from sqs_explorer.domain.quantities import duration_words
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.write_locking import WriteLock
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue

MINUTE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class UnlockTime:
    """One row of the choice For; None is until the connection is closed."""

    label: str
    seconds: float | None


UNLOCK_TIMES = (
    UnlockTime("15 minutes", 900.0),
    UnlockTime("1 hour", 3_600.0),
    UnlockTime("4 hours", 14_400.0),
    UnlockTime("Until it is closed", None),
)


class WriteUnlocking(QObject):
    """The locks themselves are the gateways'; this is what the person does to them.

    `changed()` tells that a lock or the time left in words is another. A lock closes when its time is up by
    either clock: a machine that slept counts the sleep. `noted(what, connection_id, result)` is for
    Activity.
    """

    changed = Signal()
    noted = Signal(str, str, str)

    def __init__(
        self,
        catalogue: QueueCatalogue,
        connections: OpenConnections,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._connections = connections
        self._clock = clock
        self._open_for_now: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look_again)
        catalogue.connections_changed.connect(self._follow_connections)

    @property
    def wait_seconds(self) -> float | None:
        """When the words change next, in seconds from now; None while no lock has a time."""
        return self._timer.interval() / 1000 if self._timer.isActive() else None

    def starts_locked(self, connection_id: str) -> bool:
        """Whether the connection was opened read-only, so that there is something to unlock and to lock."""
        spec = self._connections.spec(connection_id)
        return spec is not None and spec.read_only

    def is_locked(self, connection_id: str) -> bool:
        """Whether writing is off now; a closed connection writes nothing."""
        lock = self._lock(connection_id)
        return lock is None or lock.is_locked

    def left_words(self, connection_id: str) -> str:
        """Return how long writing stays unlocked, `14 min`, in the last minute `40 s`; "" without a limit."""
        seconds = self._left_seconds(connection_id)
        if seconds is None:
            return ""
        if seconds <= MINUTE_SECONDS:
            return f"{max(0, math.ceil(seconds))} s"
        return duration_words(math.ceil(seconds / MINUTE_SECONDS) * MINUTE_SECONDS)

    def unlock(self, connection_id: str, seconds: float | None) -> None:
        """Allow writing for a time, None for as long as the connection is open."""
        lock = self._lock(connection_id)
        if lock is None:
            return
        lock.unlock(seconds)
        until = "until it is closed" if seconds is None else f"for {duration_words(seconds)}"
        self.noted.emit("Unlock writing", connection_id, f"Unlocked {self._title(connection_id)} {until}")
        self._tell()

    def lock(self, connection_id: str) -> None:
        """Refuse new writing; what is under way finishes."""
        lock = self._lock(connection_id)
        if lock is not None and not lock.is_locked:
            lock.lock()
            self.noted.emit("Lock writing", connection_id, f"Locked {self._title(connection_id)}")
            self._tell()

    def look_again(self) -> None:
        """Tell what has locked since, and count on."""
        if any(self.is_locked(connection_id) for connection_id in self._open_for_now):
            self._tell()
        else:
            self._count_on()

    def close(self) -> None:
        """Count no more."""
        self._timer.stop()

    def _tell(self) -> None:
        self._count_on()
        self._catalogue.note_lock_changed()

    def _follow_connections(self) -> None:
        self._count_on()

    def _count_on(self) -> None:
        """Come back when the words change: each minute, in the last minute each second."""
        lefts = {
            spec.connection_id: left
            for spec in self._connections.specs
            if (left := self._left_seconds(spec.connection_id)) is not None
        }
        self._open_for_now = set(lefts)
        waits = [_to_next_words(left) for left in lefts.values()]
        if waits:
            self._timer.start(math.ceil(min(waits) * 1000))
        else:
            self._timer.stop()
        self.changed.emit()

    def _left_seconds(self, connection_id: str) -> float | None:
        lock = self._lock(connection_id)
        if lock is None or lock.is_locked or lock.open_until is None:
            return None
        return (lock.open_until - self._clock.now()).total_seconds()

    def _title(self, connection_id: str) -> str:
        spec = self._connections.spec(connection_id)
        return spec.title if spec else connection_id

    def _lock(self, connection_id: str) -> WriteLock | None:
        try:
            return self._connections.gateway(connection_id).write_lock
        except ConnectionClosed:
            return None


def _to_next_words(left_seconds: float) -> float:
    if left_seconds <= 0:
        return 0.0
    step = 1.0 if left_seconds <= MINUTE_SECONDS else float(MINUTE_SECONDS)
    return left_seconds % step or step
