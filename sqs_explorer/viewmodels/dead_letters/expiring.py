"""Which received messages SQS will delete soon because their retention ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqs_explorer.domain.quantities import count_words, duration_words
from sqs_explorer.viewmodels.messages.message_store import (
    GONE_STATES,
    AddedRows,
    ChangedRows,
    MessageRow,
    MessageStore,
)

SOON = timedelta(hours=24)
COUNTED_AGAIN_AFTER = timedelta(minutes=1)


def expires_soon(row: MessageRow, retention_seconds: int | None, now: datetime) -> bool:
    """Tell whether a message of a standard queue expires within 24 hours.

    It does at its sent time plus the queue's retention (developer guide, dead-letter queues).
    """
    if retention_seconds is None or row.message.sent_at is None or row.state in GONE_STATES:
        return False
    return row.message.sent_at + timedelta(seconds=retention_seconds) - now < SOON


class ExpiringCount:
    """Counts what expires within 24 hours; a change costs no more than its own messages.

    Tell it of every change with `take_added`, `take_changed` and `forget`.
    """

    def __init__(self, store: MessageStore) -> None:
        self._store = store
        self._positions: set[int] = set()
        self._counted_at: datetime | None = None
        self._retention_seconds: int | None = None

    def take_added(self, added: AddedRows) -> None:
        """Messages came; they are counted as of the last full count, which is soon made anew."""
        self._look_at(range(added.first, added.last + 1))

    def take_changed(self, changed: ChangedRows) -> bool:
        """Messages changed; tell whether as many expire soon as before (False) or not."""
        before = len(self._positions)
        self._look_at(changed.positions)
        return len(self._positions) != before

    def forget(self) -> None:
        """Messages went: the next question counts them all."""
        self._counted_at = None

    def count(self, retention_seconds: int | None, now: datetime) -> int:
        """Return how many expire within 24 hours, as of the last minute."""
        is_old = self._counted_at is None or now - self._counted_at >= COUNTED_AGAIN_AFTER
        if is_old or retention_seconds != self._retention_seconds:
            self._counted_at, self._retention_seconds = now, retention_seconds
            self._positions.clear()
            if retention_seconds is not None:
                self._look_at(range(len(self._store)))
        return len(self._positions)

    def _look_at(self, positions: Iterable[int]) -> None:
        if self._counted_at is None:
            return
        rows = self._store.rows
        for position in positions:
            if expires_soon(rows[position], self._retention_seconds, self._counted_at):
                self._positions.add(position)
            else:
                self._positions.discard(position)


def expiring_title(count: int) -> str:
    """Return the warning in words."""
    verb = "expires" if count == 1 else "expire"
    return f"{count_words(count, 'message')} {verb} within 24 hours."


def expiring_text(retention_seconds: int) -> str:
    """Return why that may be sooner than one thinks."""
    days, rest = divmod(retention_seconds, 86_400)
    words = duration_words(retention_seconds) if rest else count_words(days, "day")
    return f"A standard queue counts its {words} from the first send, not from the move."
