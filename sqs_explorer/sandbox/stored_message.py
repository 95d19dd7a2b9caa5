"""One message as the sandbox keeps it; the request layer turns it into SQS's words."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from typing import Any

MessageAttributes = dict[str, dict[str, Any]]


@dataclass(eq=False, slots=True)
class StoredMessage:
    """A message in a queue. Times are seconds since 1970; `enqueued_at` is what the retention counts from."""

    message_id: str
    body: str
    attributes: MessageAttributes
    sender_id: str
    sent_at: float
    enqueued_at: float
    trace_header: str | None = None
    group_id: str | None = None
    deduplication_id: str | None = None
    sequence_number: str | None = None
    dead_letter_source_arn: str | None = None
    receive_count: int = 0
    first_received_at: float | None = None
    received_at: float = 0.0
    receipt: str = ""
    hidden_until: float = 0.0
    in_flight: bool = False
    delayed: bool = False
    lane: str = ""
    rank: int = 0

    @property
    def visible(self) -> bool:
        """Tell whether a receive may return it."""
        return not (self.in_flight or self.delayed)

    def mark_received(self, now: float) -> None:
        """Count one receive and make the receipt handle that it returns."""
        self.receive_count += 1
        self.received_at = now
        if self.first_received_at is None:
            self.first_received_at = now
        self.receipt = secrets.token_urlsafe(24)

    def receipt_handle(self, queue_arn: str) -> str:
        """Return the newest receipt handle: opaque to clients, readable here without a table of handles."""
        plain = f"{queue_arn} {self.message_id} {self.receipt}"
        return base64.urlsafe_b64encode(plain.encode()).decode()


def read_receipt_handle(handle: str, queue_arn: str) -> tuple[str, str] | None:
    """Return the message ID and the receipt in `handle`, or None if this queue never gave it out."""
    try:
        arn, message_id, receipt = base64.urlsafe_b64decode(handle.encode()).decode().split(" ")
    except (ValueError, binascii.Error):
        return None
    return (message_id, receipt) if arn == queue_arn else None
