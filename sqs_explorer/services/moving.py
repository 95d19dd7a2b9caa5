"""Moves chosen messages without loss: send a copy, verify it, only then delete the original."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from sqs_explorer.domain.errors import (
    AccessDenied,
    ChecksumMismatch,
    ConnectionClosed,
    CredentialsMissing,
    CredentialsRejected,
    KmsRefused,
    OutcomeUnknown,
    QueueNotFound,
    ReadOnlyConnection,
    SignInExpired,
    SqsExplorerError,
    Unreachable,
)
from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage, SentMessage
from sqs_explorer.services.holding import refusal_words
from sqs_explorer.services.holding_longer import NOT_HELD, Holds
from sqs_explorer.services.ports import Clock, SqsGateway
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.services.verifying import verify_received, verify_sent

_HOPELESS = (
    AccessDenied,
    ConnectionClosed,
    CredentialsMissing,
    CredentialsRejected,
    KmsRefused,
    QueueNotFound,
    ReadOnlyConnection,
    SignInExpired,
    Unreachable,
)
"""Errors that every other message would meet as well, so none is tried after them."""


class MoveState(Enum):
    """How far one message came."""

    MOVED = "moved"
    COPIED = "copied"
    SENT_NOT_DELETED = "sent, original not deleted"
    SUPPRESSED = "suppressed as a duplicate"
    FAILED = "failed"
    UNKNOWN = "outcome unknown"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class HeldOriginal:
    """A message to move and the monotonic time (seconds) until which it is held; 0 if it isn't."""

    message: ReceivedMessage
    visible_again_monotonic: float


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """From where to where, and whether to keep deduplication IDs and originals (copy)."""

    source_arn: str
    source_url: str
    destination_url: str
    destination_is_fifo: bool
    source_is_fifo: bool = False
    keep_deduplication_id: bool = False
    keep_originals: bool = False


@dataclass(frozen=True, slots=True)
class MoveResult:
    """What became of one message: why it isn't moved, or the `new_message_id` of its copy.

    `visible_again_monotonic` is when an original that stayed shows again: its hold may have been renewed.
    """

    message_id: str
    state: MoveState
    new_message_id: str = ""
    reason: str = ""
    error: SqsExplorerError | None = None
    visible_again_monotonic: float = 0.0


def new_deduplication_id(operation_id: str, source_arn: str, message_id: str) -> str:
    """Return a deduplication ID that no earlier operation used, the same for a second try of this one."""
    return hashlib.sha256(f"{operation_id}|{source_arn}|{message_id}".encode()).hexdigest()


def copy_of(message: ReceivedMessage, order: MoveOrder, operation_id: str) -> OutgoingMessage:
    """Return what is sent: all as it was, but for a new deduplication ID by default.

    On a FIFO destination a message without a group takes its message ID as group: no order is known.
    """
    deduplication_id = ""
    group_id = message.group_id
    if order.destination_is_fifo:
        group_id = group_id or message.message_id
        deduplication_id = new_deduplication_id(operation_id, order.source_arn, message.message_id)
        if order.keep_deduplication_id and message.deduplication_id:
            deduplication_id = message.deduplication_id
    return OutgoingMessage(
        body=message.body,
        attributes=message.attributes,
        group_id=group_id,
        deduplication_id=deduplication_id,
        trace_header=message.trace_header,
    )


async def move_messages(
    source: SqsGateway,
    destination: SqsGateway,
    originals: Sequence[HeldOriginal],
    order: MoveOrder,
    *,
    clock: Clock,
    stop: StopRequest,
    on_result: Callable[[MoveResult], None],
    known_message_ids: Collection[str] = (),
) -> tuple[MoveResult, ...]:
    """Move messages one after the other; a result for each, no exception for a single failure.

    FIFO messages go in the order of their sequence numbers, and a failure stops the rest of its group. Stop
    finishes the message under way. An answer that names one of `known_message_ids` or of the originals was
    suppressed as a duplicate.
    """
    move = _Move(source, destination, order, Holds(source, order.source_url, clock))
    move.known_ids.update(known_message_ids, (original.message.message_id for original in originals))
    if not order.keep_originals:
        await move.holds.renew_all(
            {o.message.receipt_handle: o.visible_again_monotonic for o in originals}, stop
        )
    results: list[MoveResult] = []
    for message in _in_sequence([original.message for original in originals], order):
        result = await move.one(message, stop)
        results.append(result)
        on_result(result)
    return tuple(results)


def _in_sequence(messages: list[ReceivedMessage], order: MoveOrder) -> list[ReceivedMessage]:
    """Return FIFO messages by sequence number: however rows were selected, a group's order is kept."""
    if order.source_is_fifo and all(message.sequence_number.isdigit() for message in messages):
        return sorted(messages, key=lambda message: int(message.sequence_number))
    return messages


class _Move:
    """One operation: the groups that failed, and the message IDs that are no proof of a new message."""

    def __init__(self, source: SqsGateway, destination: SqsGateway, order: MoveOrder, holds: Holds) -> None:
        self._source = source
        self._destination = destination
        self._order = order
        self._operation_id = uuid.uuid4().hex
        self._halted_groups: set[str] = set()
        self._ended_by = ""
        self.holds = holds
        self.known_ids: set[str] = set()

    async def one(self, message: ReceivedMessage, stop: StopRequest) -> MoveResult:
        """Take one message as far as it goes."""
        result = self._refusal(message, stop) or await self._send(message)
        done = result.state in {MoveState.MOVED, MoveState.COPIED}
        if not done and self._order.destination_is_fifo and message.group_id:
            self._halted_groups.add(message.group_id)
        if isinstance(result.error, _HOPELESS):
            self._ended_by = f"Not tried after: {result.error}"
        if result.new_message_id:
            self.known_ids.add(result.new_message_id)
        return replace(result, visible_again_monotonic=self.holds.until(message.receipt_handle))

    def _refusal(self, message: ReceivedMessage, stop: StopRequest) -> MoveResult | None:
        reason = self._ended_by
        if stop.is_requested:
            reason = "Stopped before its turn."
        elif message.group_id and message.group_id in self._halted_groups:
            reason = f"An earlier message of the group {message.group_id} was not moved; the order is kept."
        elif not (reason or self._order.keep_originals or self.holds.is_held(message.receipt_handle)):
            reason = NOT_HELD
        return MoveResult(message.message_id, MoveState.NOT_TRIED, reason=reason) if reason else None

    async def _send(self, message: ReceivedMessage) -> MoveResult:
        copy = copy_of(message, self._order, self._operation_id)
        try:
            verify_received(message)
            if not self._order.keep_originals:
                await self.holds.ensure(message.receipt_handle)
            answer = await self._destination.send(self._order.destination_url, copy)
        except OutcomeUnknown as error:
            reason = f"{error} The original is kept; the copy may have arrived."
            return MoveResult(message.message_id, MoveState.UNKNOWN, reason=reason, error=error)
        except SqsExplorerError as error:
            return MoveResult(message.message_id, MoveState.FAILED, reason=str(error), error=error)
        return await self._finish(message, copy, answer)

    async def _finish(
        self, message: ReceivedMessage, copy: OutgoingMessage, answer: SentMessage
    ) -> MoveResult:
        """Verify the copy, then delete the original; in any doubt the original stays."""
        if not answer.message_id or answer.message_id in self.known_ids:
            reason = "SQS took the copy for a duplicate and did not store it; the original is kept."
            return MoveResult(message.message_id, MoveState.SUPPRESSED, reason=reason)
        try:
            verify_sent(copy, answer)
        except ChecksumMismatch as error:
            reason = f"{error} The original is kept; look at the copy in the destination."
            return MoveResult(message.message_id, MoveState.FAILED, answer.message_id, reason, error)
        if self._order.keep_originals:
            return MoveResult(message.message_id, MoveState.COPIED, answer.message_id)
        return await self._delete(message, answer.message_id)

    async def _delete(self, message: ReceivedMessage, copy_id: str) -> MoveResult:
        cause: SqsExplorerError | None = None
        try:
            failure = (await self._source.delete_batch(self._order.source_url, [message.receipt_handle]))[0]
            reason = "" if failure is None else refusal_words(failure)
        except SqsExplorerError as error:
            cause, reason = error, str(error)
        if not reason:
            return MoveResult(message.message_id, MoveState.MOVED, copy_id)
        reason = f"The copy arrived; the original may still be here: {reason}"
        return MoveResult(message.message_id, MoveState.SENT_NOT_DELETED, copy_id, reason, cause)
