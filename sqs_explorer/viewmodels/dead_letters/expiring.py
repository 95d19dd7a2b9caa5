"""Which received messages SQS will delete soon because their retention ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqs_explorer.domain.quantities import count_words, duration_words
from sqs_explorer.viewmodels.messages.message_store import GONE_STATES, MessageRow

SOON = timedelta(hours=24)


def expires_soon(row: MessageRow, retention_seconds: int | None, now: datetime) -> bool:
    """Tell whether a message of a standard queue expires within 24 hours.

    It does at its sent time plus the queue's retention (developer guide, dead-letter queues).
    """
    if retention_seconds is None or row.message.sent_at is None or row.state in GONE_STATES:
        return False
    return row.message.sent_at + timedelta(seconds=retention_seconds) - now < SOON


def count_expiring(rows: Iterable[MessageRow], retention_seconds: int | None, now: datetime) -> int:
    """Return how many expire within 24 hours."""
    return sum(expires_soon(row, retention_seconds, now) for row in rows)


def expiring_title(count: int) -> str:
    """Return the warning in words."""
    verb = "expires" if count == 1 else "expire"
    return f"{count_words(count, 'message')} {verb} within 24 hours."


def expiring_text(retention_seconds: int) -> str:
    """Return why that may be sooner than one thinks."""
    days, rest = divmod(retention_seconds, 86_400)
    words = duration_words(retention_seconds) if rest else count_words(days, "day")
    return f"A standard queue counts its {words} from the first send, not from the move."
