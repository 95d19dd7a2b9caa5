"""Messages as SQS carries them: what is sent, what is received, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqs_explorer.domain.queues import arn_name


@dataclass(frozen=True, slots=True)
class MessageAttribute:
    """One message attribute. `data_type` is String, Number or Binary, with an optional `.label`.

    A String or Number travels in `string_value` (a Number as its digits, never re-formatted), a Binary in
    `binary_value`.
    """

    name: str
    data_type: str
    string_value: str = ""
    binary_value: bytes = b""

    @property
    def is_binary(self) -> bool:
        """Whether the value is `binary_value`."""
        return self.data_type.split(".", 1)[0] == "Binary"

    @property
    def value_bytes(self) -> bytes:
        """The value as SQS counts and sums it: UTF-8 of the string, or the bytes."""
        return self.binary_value if self.is_binary else self.string_value.encode("utf-8", "surrogatepass")

    @property
    def size_bytes(self) -> int:
        """Name, type and value in bytes, as counted toward the message's size."""
        return _utf8_bytes(self.name) + _utf8_bytes(self.data_type) + len(self.value_bytes)


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message to send. Empty IDs and header, and a delay of None, mean: not given."""

    body: str = field(repr=False)
    attributes: tuple[MessageAttribute, ...] = field(default=(), repr=False)
    group_id: str = ""
    deduplication_id: str = ""
    delay_seconds: int | None = None
    trace_header: str = ""

    @property
    def size_bytes(self) -> int:
        """Body and attributes in bytes; system attributes such as the trace header don't count."""
        return message_size_bytes(self.body, self.attributes)


@dataclass(frozen=True, slots=True)
class SentMessage:
    """SQS's answer to one send. MD5s are lower-case hex; `sequence_number` (FIFO only) has up to 128 bits."""

    message_id: str
    md5_of_body: str
    md5_of_attributes: str = ""
    sequence_number: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class EntryFailure:
    """One refused entry of a batch, in SQS's words; `sender_fault` if a retry can't help."""

    code: str
    message: str
    sender_fault: bool = True


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """One message as received. `system_attributes` holds every one; later fields are read from it."""

    message_id: str
    receipt_handle: str = field(repr=False)
    body: str = field(repr=False)
    md5_of_body: str = ""
    attributes: tuple[MessageAttribute, ...] = field(default=(), repr=False)
    md5_of_attributes: str = ""
    system_attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    sent_at: datetime | None = None
    first_received_at: datetime | None = None
    receive_count: int | None = None

    @property
    def group_id(self) -> str:
        """The message group ID, also on standard queues (fair queues); "" if none."""
        return self.system_attributes.get("MessageGroupId", "")

    @property
    def deduplication_id(self) -> str:
        """The deduplication ID; "" on standard queues."""
        return self.system_attributes.get("MessageDeduplicationId", "")

    @property
    def sequence_number(self) -> str:
        """The sequence number of a FIFO message; "" on standard queues."""
        return self.system_attributes.get("SequenceNumber", "")

    @property
    def trace_header(self) -> str:
        """The AWS X-Ray trace header; "" if none."""
        return self.system_attributes.get("AWSTraceHeader", "")

    @property
    def dead_letter_source_arn(self) -> str:
        """The ARN of the queue this message was dead-lettered from; "" if the server does not say."""
        return self.system_attributes.get("DeadLetterQueueSourceArn", "")

    @property
    def dead_letter_source_name(self) -> str:
        """The name of the queue this message was dead-lettered from; "" if the server does not say."""
        return arn_name(self.dead_letter_source_arn) if self.dead_letter_source_arn else ""

    @property
    def size_bytes(self) -> int:
        """Body and attributes in bytes, as counted toward the queue's maximum message size."""
        return message_size_bytes(self.body, self.attributes)


@dataclass(frozen=True, slots=True)
class ReceivedBatch:
    """One answer to ReceiveMessage.

    `requested_monotonic` is the monotonic clock's reading (seconds) when the request left: visibility counts
    from then at the latest.
    """

    messages: tuple[ReceivedMessage, ...]
    requested_monotonic: float
    request_id: str = ""


def message_size_bytes(body: str, attributes: tuple[MessageAttribute, ...]) -> int:
    """Return a message's size as SQS counts it: UTF-8 body plus every attribute's name, type and value."""
    return _utf8_bytes(body) + sum(attribute.size_bytes for attribute in attributes)


def _utf8_bytes(text: str) -> int:
    # A lone surrogate is refused by the rules, with its place; here it must not raise before they are asked.
    return len(text.encode("utf-8", "surrogatepass"))
