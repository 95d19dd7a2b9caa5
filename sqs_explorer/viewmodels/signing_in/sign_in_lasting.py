"""How long each connection's sign-in lasts: asked after AWS said who one is, then once a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.quantities import rough_duration_words
from sqs_explorer.domain.sign_in import SignInKind, SignInStatus
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import Clock
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.signing_in.expired_sign_ins import ExpiredSignIns
from sqs_explorer.viewmodels.task_scope import TaskScope

MINUTE_MS = 60_000
WARNED_SECONDS = 600


@dataclass(frozen=True, slots=True)
class SignInWords:
    """What the header says of a sign-in; `short` where there is little room, `tone` a palette token."""

    text: str = ""
    short: str = ""
    tone: str = "muted"
    explanation: str = ""
    is_expired: bool = False


NOTHING = SignInWords()
EXPIRED = SignInWords(
    "Sign-in expired", "Expired", "danger", "Calls fail until you sign in again.", is_expired=True
)


class SignInLasting(QObject):
    """Knows the status of each open connection; `changed()` tells that the words may be others now.

    Reads files and memory only. The timer runs only while something expires.
    """

    changed = Signal()

    def __init__(
        self,
        catalogue: QueueCatalogue,
        connections: OpenConnections,
        expired: ExpiredSignIns,
        *,
        clock: Clock,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._expired = expired
        self._clock = clock
        self._scope = scope
        self._statuses: dict[str, SignInStatus] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(MINUTE_MS)
        self._timer.timeout.connect(self.read_again)
        expired.changed.connect(self.changed)
        catalogue.connections_changed.connect(self._forget_closed_ones)

    @property
    def is_ticking(self) -> bool:
        """Whether it looks again each minute."""
        return self._timer.isActive()

    def words(self, connection_id: str) -> SignInWords:
        """Return what the header says of a connection's sign-in; empty for keys that don't expire."""
        if self._expired.is_expired(connection_id):
            return EXPIRED
        status = self._statuses.get(connection_id)
        if status is None or status.expires_at is None:
            return NOTHING
        return _words(status, status.expires_at, self._clock.now())

    def read(self, connection_id: str) -> None:
        """Ask how long a connection's sign-in lasts, in the background."""
        self._scope.start(self._read(connection_id), lambda _: None)

    def read_again(self) -> None:
        """Ask again for all that expire: a token may have been renewed meanwhile, by another program too."""
        for connection_id in tuple(self._statuses):
            self.read(connection_id)
        self.changed.emit()

    async def _read(self, connection_id: str) -> None:
        gateway = self._connections.gateway(connection_id)
        status = await gateway.sign_in_status()
        spec = self._connections.spec(connection_id)
        if spec is None or self._connections.gateway(connection_id) is not gateway:
            return
        if status is None or status.expires_at is None:
            self._statuses.pop(connection_id, None)
        else:
            self._statuses[connection_id] = status
        self._start_or_stop()
        self.changed.emit()

    def _forget_closed_ones(self) -> None:
        open_now = {spec.connection_id for spec in self._connections.specs}
        for connection_id in set(self._statuses) - open_now:
            self._statuses.pop(connection_id)
        self._start_or_stop()

    def _start_or_stop(self) -> None:
        if self._statuses and not self._timer.isActive():
            self._timer.start()
        elif not self._statuses:
            self._timer.stop()

    def close(self) -> None:
        """Ask no more."""
        self._timer.stop()


def until_words(moment: datetime, now: datetime) -> str:
    """Return a local time of day, with its date unless it is today: `14:20`, `3 Mar, 14:20`."""
    local = moment.astimezone()
    if local.date() == now.astimezone().date():
        return local.strftime("%H:%M")
    return f"{local.day} {local.strftime('%b, %H:%M')}"


def _words(status: SignInStatus, expires_at: datetime, now: datetime) -> SignInWords:
    left_seconds = (expires_at - now).total_seconds()
    until = until_words(expires_at, now)
    renewal = f"Signed in until {until}; renews itself."
    if left_seconds <= 0:
        if status.renews_itself:
            return SignInWords("Signed in", "", "muted", f"Renews itself with the next call ({until}).")
        return EXPIRED
    left = _left(left_seconds)
    if status.renews_itself:
        return SignInWords(f"Signed in, {left} left", left, "muted", renewal)
    tone = "warning" if left_seconds < WARNED_SECONDS else "muted"
    last = "" if status.need.kind is SignInKind.NONE else " Sign in again at any time before."
    return SignInWords(f"Signed in, {left} left", left, tone, f"Signed in until {until}.{last}")


def _left(seconds: float) -> str:
    return "less than 1 min" if seconds < 60 else rough_duration_words(seconds)
