"""What a FIFO queue remembers of the last five minutes, also of messages received and deleted since."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass

WINDOW_SECONDS = 300.0


@dataclass(frozen=True)
class AcceptedSend:
    """The answer to the send that came first, given again to its duplicates."""

    message_id: str
    sequence_number: str | None
    sent_at: float


class DeduplicationMemory:
    """Deduplication IDs with the sends they belong to, forgotten after five minutes or by a purge."""

    def __init__(self) -> None:
        self._accepted: OrderedDict[tuple[str, str], AcceptedSend] = OrderedDict()

    def duplicate_of(self, scope: str, deduplication_id: str, now: float) -> AcceptedSend | None:
        """Return the earlier send with this ID; `scope` is the group ID if the queue counts by group."""
        while self._accepted and next(iter(self._accepted.values())).sent_at <= now - WINDOW_SECONDS:
            self._accepted.popitem(last=False)
        return self._accepted.get((scope, deduplication_id))

    def remember(self, scope: str, deduplication_id: str, accepted: AcceptedSend) -> None:
        """Keep a send for five minutes."""
        self._accepted[(scope, deduplication_id)] = accepted

    def clear(self) -> None:
        """Forget everything, as a purge does."""
        self._accepted.clear()


def content_deduplication_id(body: str) -> str:
    """Return the SHA-256 of the body only: what ContentBasedDeduplication uses."""
    return hashlib.sha256(body.encode()).hexdigest()
