"""Remembers for five minutes what was sent to FIFO queues: SQS accepts a repeat and never delivers it."""

from __future__ import annotations

import hashlib

from sqs_explorer.domain.limits import DEDUPLICATION_WINDOW_SECONDS
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.ports import Clock


class DeduplicationMemory:
    """The deduplication IDs this program sent, by queue.

    SQS counts the five minutes from the first send (API reference, SendMessage).
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sent: dict[tuple[QueueRef, str, str], float] = {}

    def knows(self, queue: QueueRef, message: OutgoingMessage, attributes: QueueAttributes | None) -> bool:
        """Whether SQS may take this message for a repeat of one that this program sent."""
        now = self._clock.monotonic()
        self._sent = {
            key: sent for key, sent in self._sent.items() if now - sent < DEDUPLICATION_WINDOW_SECONDS
        }
        return _key(queue, message, attributes) in self._sent

    def note(self, queue: QueueRef, message: OutgoingMessage, attributes: QueueAttributes | None) -> None:
        """Remember a message that was stored, or may have been."""
        self._sent.setdefault(_key(queue, message, attributes), self._clock.monotonic())


def _key(
    queue: QueueRef, message: OutgoingMessage, attributes: QueueAttributes | None
) -> tuple[QueueRef, str, str]:
    # Without an ID the queue takes the SHA-256 of the body alone.
    body = message.body.encode("utf-8", "surrogatepass")
    deduplication_id = message.deduplication_id or hashlib.sha256(body).hexdigest()
    by_group = attributes is not None and attributes.raw.get("DeduplicationScope") == "messageGroup"
    return queue, deduplication_id, message.group_id if by_group else ""
