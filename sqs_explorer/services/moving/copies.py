"""What is sent for an original: a faithful copy, or what a person made of it."""

from __future__ import annotations

import hashlib

from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.moves import MoveOrder
from sqs_explorer.domain.queues import QueueRef


def new_deduplication_id(operation_id: str, source_arn: str, message_id: str) -> str:
    """Return a deduplication ID that no earlier operation used, the same for a second try of this one."""
    return hashlib.sha256(
        f"{operation_id}|{source_arn}|{message_id}".encode("utf-8", "surrogatepass")
    ).hexdigest()


def sha256_of_body(body: str) -> str:
    """Return the hex SHA-256 of a body's UTF-8 bytes, by which the journal knows what was sent."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def copy_of(
    message: ReceivedMessage,
    order: MoveOrder,
    destination: QueueRef,
    replacement: OutgoingMessage | None = None,
) -> OutgoingMessage:
    """Return what is sent: all as it was, or the replacement, but for the deduplication ID.

    A FIFO destination gets a new one by default: SQS accepts a used one within five minutes and delivers
    nothing. A message without a group takes its message ID as group there: no order is known. The group ID
    stays on a standard queue, too (fair queues); deduplication IDs and FIFO's missing delay follow the
    destination's kind.
    """
    source: ReceivedMessage | OutgoingMessage = replacement or message
    group_id, deduplication_id = source.group_id, ""
    delay_seconds = replacement.delay_seconds if replacement is not None else None
    if destination.is_fifo:
        group_id = group_id or message.group_id or message.message_id
        deduplication_id = _deduplication_id(message, order, replacement)
        delay_seconds = None
    return OutgoingMessage(
        body=source.body,
        attributes=source.attributes,
        group_id=group_id,
        deduplication_id=deduplication_id,
        delay_seconds=delay_seconds,
        trace_header=source.trace_header,
    )


def _deduplication_id(message: ReceivedMessage, order: MoveOrder, replacement: OutgoingMessage | None) -> str:
    kept = message.deduplication_id if order.keep_deduplication_id else ""
    own = replacement.deduplication_id if replacement is not None else kept
    return own or new_deduplication_id(order.operation_id, order.source_arn, message.message_id)
