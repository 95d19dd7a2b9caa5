"""One queue in memory: visibility, receive counts, FIFO order, group lock and deduplication, on a clock."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from sqs_explorer.domain.messages import EntryFailure, MessageAttribute, OutgoingMessage
from sqs_explorer.domain.queues import RedrivePolicy, parse_redrive_policy
from sqs_explorer.services.ports import Clock
from tests.fakes.fake_rules import MAXIMUM_MESSAGE_BYTES, invalid, message_refusal

DEDUPLICATION_SECONDS = 300
LONGEST_VISIBILITY_SECONDS = 43_200
_sequence_numbers = count(18_850_000_000_000_000_000, 256)


@dataclass(slots=True)
class StoredMessage:
    """One message as the server holds it. Times without a zone are monotonic seconds of the queue's clock."""

    message_id: str
    body: str
    attributes: tuple[MessageAttribute, ...]
    group_id: str
    deduplication_id: str
    trace_header: str
    sequence_number: str
    sent_at: datetime
    retained_since: float
    visible_from: float
    receive_count: int = 0
    first_received_at: datetime | None = None
    receipt_handle: str = ""
    received_at: float = 0.0
    dead_letter_source_arn: str = ""

    def system_attributes(self) -> Mapping[str, str]:
        """Return what a receive with `All` answers."""
        values = {
            "SenderId": "AIDAFAKEUSER",
            "SentTimestamp": str(int(self.sent_at.timestamp() * 1000)),
            "ApproximateReceiveCount": str(self.receive_count),
            "MessageGroupId": self.group_id,
            "MessageDeduplicationId": self.deduplication_id,
            "SequenceNumber": self.sequence_number,
            "AWSTraceHeader": self.trace_header,
            "DeadLetterQueueSourceArn": self.dead_letter_source_arn,
        }
        if self.first_received_at is not None:
            values["ApproximateFirstReceiveTimestamp"] = str(int(self.first_received_at.timestamp() * 1000))
        return {name: value for name, value in values.items() if value}


PURGE_PAUSE_SECONDS = 60


@dataclass(slots=True)
class FakeQueue:
    """A queue and its messages. It knows no other queue: whoever holds the queues moves dead letters."""

    name: str
    url: str
    arn: str
    clock: Clock
    attributes: dict[str, str]
    tags: dict[str, str] = field(default_factory=dict)
    stored: list[StoredMessage] = field(default_factory=list)
    _seen_deduplication_ids: dict[str, tuple[float, str, str]] = field(default_factory=dict)
    _handles: dict[str, str] = field(default_factory=dict)
    _purged_at: float | None = None

    @property
    def is_fifo(self) -> bool:
        """Whether it is a FIFO queue."""
        return self.name.endswith(".fifo")

    @property
    def redrive_policy(self) -> RedrivePolicy | None:
        """Where its dead letters go."""
        return parse_redrive_policy(self.attributes.get("RedrivePolicy", ""))

    def number(self, attribute: str, default: int) -> int:
        """Return a numeric attribute."""
        return int(self.attributes.get(attribute, default))

    def answered_attributes(self) -> Mapping[str, str]:
        """Return what GetQueueAttributes with `All` answers."""
        self.forget_expired()
        now = self.clock.monotonic()
        hidden = [message for message in self.stored if message.visible_from > now]
        flying = sum(1 for message in hidden if message.receipt_handle)
        return {
            "QueueArn": self.arn,
            "VisibilityTimeout": "30",
            "MessageRetentionPeriod": "345600",
            "DelaySeconds": "0",
            "ReceiveMessageWaitTimeSeconds": "0",
            "MaximumMessageSize": str(MAXIMUM_MESSAGE_BYTES),
            **({"FifoQueue": "true", "ContentBasedDeduplication": "false"} if self.is_fifo else {}),
            **self.attributes,
            "ApproximateNumberOfMessages": str(len(self.stored) - len(hidden)),
            "ApproximateNumberOfMessagesNotVisible": str(flying),
            "ApproximateNumberOfMessagesDelayed": str(len(hidden) - flying),
        }

    def refusal(self, message: OutgoingMessage) -> EntryFailure | None:
        """Return why this queue would refuse the message."""
        return message_refusal(
            message,
            fifo=self.is_fifo,
            content_based_deduplication=self.attributes.get("ContentBasedDeduplication") == "true",
            maximum_bytes=self.number("MaximumMessageSize", MAXIMUM_MESSAGE_BYTES),
        )

    def add(self, message: OutgoingMessage) -> tuple[str, str]:
        """Store a message and return its ID and sequence number; a duplicate is not stored again."""
        now = self.clock.monotonic()
        deduplication_id = message.deduplication_id
        if self.is_fifo and not deduplication_id:
            deduplication_id = hashlib.sha256(message.body.encode()).hexdigest()
        seen = self._seen_deduplication_ids.get(deduplication_id)
        if self.is_fifo and seen is not None and now - seen[0] < DEDUPLICATION_SECONDS:
            return seen[1], seen[2]
        message_id = str(uuid.uuid4())
        sequence_number = str(next(_sequence_numbers)) if self.is_fifo else ""
        if self.is_fifo:
            self._seen_deduplication_ids[deduplication_id] = (now, message_id, sequence_number)
        delay = message.delay_seconds if message.delay_seconds is not None else self.number("DelaySeconds", 0)
        self.stored.append(
            StoredMessage(
                message_id=message_id,
                body=message.body,
                attributes=message.attributes,
                group_id=message.group_id,
                deduplication_id=deduplication_id,
                trace_header=message.trace_header,
                sequence_number=sequence_number,
                sent_at=self.clock.now(),
                retained_since=now,
                visible_from=now + delay,
            )
        )
        return message_id, sequence_number

    def take(
        self, maximum: int, visibility_seconds: int | None
    ) -> tuple[list[StoredMessage], list[StoredMessage]]:
        """Receive: return the messages received, and the dead letters taken out of this queue."""
        self.forget_expired()
        received: list[StoredMessage] = []
        dead: list[StoredMessage] = []
        timeout = self.number("VisibilityTimeout", 30) if visibility_seconds is None else visibility_seconds
        policy = self.redrive_policy
        for message in self._receivable():
            if len(received) == maximum:
                break
            if policy is not None and message.receive_count >= policy.maximum_receives:
                dead.append(message)
                continue
            self._mark_received(message, timeout)
            received.append(message)
        gone = {message.message_id for message in dead}
        self.stored = [message for message in self.stored if message.message_id not in gone]
        return received, dead

    def _receivable(self) -> list[StoredMessage]:
        now = self.clock.monotonic()
        if not self.is_fifo:
            return [message for message in self.stored if message.visible_from <= now]
        locked: set[str] = set()
        free: list[StoredMessage] = []
        for message in self.stored:
            if message.visible_from > now:
                locked.add(message.group_id)
            elif message.group_id not in locked:
                free.append(message)
        return free

    def _mark_received(self, message: StoredMessage, timeout_seconds: int) -> None:
        now = self.clock.monotonic()
        message.receive_count += 1
        message.first_received_at = message.first_received_at or self.clock.now()
        message.received_at = now
        message.visible_from = now + timeout_seconds
        message.receipt_handle = f"handle-{uuid.uuid4()}"
        self._handles[message.receipt_handle] = message.message_id

    def seconds_to_next_visible(self) -> float | None:
        """Return how long until a hidden message shows again, or None if none is hidden."""
        now = self.clock.monotonic()
        return min((m.visible_from - now for m in self.stored if m.visible_from > now), default=None)

    def delete(self, receipt_handle: str) -> EntryFailure | None:
        """Delete by handle; a message may be gone already, and an older handle deletes nothing."""
        if receipt_handle not in self._handles:
            return _bad_handle(receipt_handle)
        message = self._message_of(receipt_handle)
        if message is None or message.receipt_handle != receipt_handle:
            return None
        if self.is_fifo and message.visible_from <= self.clock.monotonic():
            return invalid(
                f"Value {receipt_handle} for parameter ReceiptHandle is invalid. "
                "Reason: The receipt handle has expired."
            )
        self.stored.remove(message)
        return None

    def change_visibility(self, receipt_handle: str, visibility_seconds: int) -> EntryFailure | None:
        """Hide a message for so long from now."""
        if receipt_handle not in self._handles:
            return _bad_handle(receipt_handle)
        message, now = self._message_of(receipt_handle), self.clock.monotonic()
        expired = message is not None and message.visible_from <= now
        if message is None or message.receipt_handle != receipt_handle or (self.is_fifo and expired):
            return invalid(
                f"Value {receipt_handle} for parameter ReceiptHandle is invalid. Reason: "
                "Message does not exist or is not available for visibility timeout change."
            )
        if (
            not visibility_seconds >= 0
            or now - message.received_at + visibility_seconds > LONGEST_VISIBILITY_SECONDS
        ):
            return invalid(
                f"Value {visibility_seconds} for parameter VisibilityTimeout is invalid. Reason: "
                "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]."
            )
        message.visible_from = now + visibility_seconds
        return None

    def purge(self) -> bool:
        """Forget all messages and what deduplication knows, as SQS does.

        False within 60 seconds of the last.
        """
        now = self.clock.monotonic()
        if self._purged_at is not None and now - self._purged_at < PURGE_PAUSE_SECONDS:
            return False
        self._purged_at = now
        self.stored.clear()
        self._seen_deduplication_ids.clear()
        return True

    def bury(self, message: StoredMessage, source_arn: str) -> None:
        """Take in a dead letter with its ID and count; on FIFO it gets a new deduplication ID and age."""
        now = self.clock.monotonic()
        message.dead_letter_source_arn = source_arn
        message.receipt_handle = ""
        message.visible_from = now
        if self.is_fifo:
            message.deduplication_id = message.message_id
            message.sequence_number = str(next(_sequence_numbers))
            message.retained_since = now
        self.stored.append(message)

    def forget_expired(self) -> None:
        """Drop what is older than the retention period."""
        oldest = self.clock.monotonic() - self.number("MessageRetentionPeriod", 345_600)
        self.stored = [message for message in self.stored if message.retained_since >= oldest]

    def _message_of(self, receipt_handle: str) -> StoredMessage | None:
        message_id = self._handles[receipt_handle]
        return next((message for message in self.stored if message.message_id == message_id), None)


def _bad_handle(receipt_handle: str) -> EntryFailure:
    return EntryFailure(
        "ReceiptHandleIsInvalid", f'The input receipt handle "{receipt_handle}" is not valid.'
    )


def attribute_texts(attributes: Mapping[str, object]) -> dict[str, str]:
    """Return attributes as SQS writes them: numbers and booleans as text, policies as JSON."""
    texts = {}
    for name, value in attributes.items():
        if isinstance(value, bool):
            texts[name] = "true" if value else "false"
        elif isinstance(value, (dict, list)):
            texts[name] = json.dumps(value)
        else:
            texts[name] = str(value)
    return texts
