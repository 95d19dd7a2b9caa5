"""Messages for tests that need no server."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.services.receiving import ReceivedHeld
from tests.fakes.fake_clock import START


def message(
    message_id: str,
    body: str = "{}",
    *,
    handle: str = "",
    sent_at: datetime | None = None,
    receives: int = 1,
    group_id: str = "",
    attributes: tuple[MessageAttribute, ...] = (),
) -> ReceivedMessage:
    """Return a received message, sent a minute before the fake clock's start unless said otherwise."""
    sent = sent_at or START - timedelta(minutes=1)
    system = {"ApproximateReceiveCount": str(receives)} | ({"MessageGroupId": group_id} if group_id else {})
    return ReceivedMessage(
        message_id,
        handle or f"handle-{message_id}",
        body,
        attributes=attributes,
        system_attributes=system,
        sent_at=sent,
        receive_count=receives,
    )


def held(*messages: ReceivedMessage, at: float = 1_000.0, hold_seconds: int = 30) -> ReceivedHeld:
    """Return a batch asked for at monotonic time `at` and held for `hold_seconds`."""
    return ReceivedHeld(messages, at, at + hold_seconds, hold_seconds)
