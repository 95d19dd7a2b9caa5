"""Moves of messages between queues: the order, the states of the protocol, what came of each message.

One protocol for move, copy, edit-and-resend and replay: `sending`, then `sent` once the copy is verified,
then the delete. What the journal keeps of it are IDs and digests, never a body and never a receipt handle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.queues import QueueRef


class MoveKind(Enum):
    """What a person asked for; the value is the word in the journal and on screen."""

    MOVE = "move"
    COPY = "copy"
    RESEND = "edit and resend"
    REPLAY = "replay"


class MoveState(Enum):
    """How far one message came, in words as on screen."""

    MOVED = "moved"
    COPIED = "copied"
    SENT_NOT_DELETED = "sent, original not deleted"
    SUPPRESSED = "suppressed as a duplicate"
    FAILED = "failed"
    UNKNOWN = "outcome unknown"
    NOT_TRIED = "not tried"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do for this message."""
        return self is MoveState.MOVED or self is MoveState.COPIED


class EntryState(Enum):
    """What the journal knows of one message of an operation.

    SENDING: the send may have been done. SENT: its copy is verified; the original is there, or perhaps
    deleted. DELETED: the original is deleted. KEPT: verified, and the original was to stay (copy, replay).
    """

    SENDING = "sending"
    SENT = "sent"
    DELETED = "deleted"
    KEPT = "kept"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HeldOriginal:
    """A message to move and the monotonic time (seconds) until which it is held; 0 if it isn't.

    `replacement` is sent instead of a faithful copy (edit and resend).
    """

    message: ReceivedMessage
    visible_again_monotonic: float
    replacement: OutgoingMessage | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class WaitingOriginal:
    """An original that waits for its turn, so that it can be held meanwhile while its body needs no room.

    `visible_again_monotonic` is when the hold ends (monotonic seconds); 0 if it is not held.
    """

    message_id: str
    receipt_handle: str = field(repr=False)
    visible_again_monotonic: float


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """From where to where, and how.

    `operation_id` is 32 hex digits, new for each order. `source` is None for a replay from a file, whose
    name is then in `source_arn`. `destination` None sends each message to the queue that its
    DeadLetterQueueSourceArn names in `destinations_by_arn`. `maximum_sizes_bytes` are the destinations'
    limits by queue URL, where known. `messages_per_second` None is as fast as it goes. `whole_queue` makes
    the engine receive from the source itself until it is empty, at most `maximum` messages (None: all).
    """

    operation_id: str
    kind: MoveKind
    source: QueueRef | None
    source_arn: str
    destination: QueueRef | None = None
    destinations_by_arn: Mapping[str, QueueRef] = field(default_factory=dict)
    maximum_sizes_bytes: Mapping[str, int] = field(default_factory=dict)
    keep_deduplication_id: bool = False
    keep_originals: bool = False
    messages_per_second: float | None = None
    whole_queue: bool = False
    maximum: int | None = None

    @property
    def source_is_fifo(self) -> bool:
        """Whether the order of groups must be kept at the source."""
        return self.source is not None and self.source.is_fifo

    @property
    def connection_ids(self) -> tuple[str, ...]:
        """The connections that it needs, each once."""
        queues = [self.source, self.destination, *self.destinations_by_arn.values()]
        return tuple(dict.fromkeys(queue.connection_id for queue in queues if queue is not None))

    def destination_of(self, message: ReceivedMessage) -> QueueRef | None:
        """Return where a message goes; None if it names no queue that is known."""
        return self.destination or self.destinations_by_arn.get(message.dead_letter_source_arn)


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


@dataclass(frozen=True, slots=True)
class MoveProgress:
    """How a move comes on: counts since it began, and the results that are new since the last progress.

    With `whole_queue` only results that are not done are listed, and at most the first 1,000 of them.
    """

    counts: Mapping[MoveState, int]
    results: tuple[MoveResult, ...] = ()

    @property
    def tried(self) -> int:
        """How many messages have had their turn."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class MoveOutcome:
    """How a move ended. `error` is why it ended before its time; `stopped` says that it was asked to."""

    counts: Mapping[MoveState, int]
    stopped: bool = False
    error: SqsExplorerError | None = None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What the journal holds of one message of one operation; `at` is aware, in UTC."""

    source_message_id: str
    state: EntryState
    destination_url: str = ""
    body_sha256: str = ""
    deduplication_id: str = ""
    new_message_id: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentBefore:
    """A verified copy of a source message that an earlier operation made and whose original was to go.

    `destination_region` is "" where the operation had no single destination.
    """

    operation_id: str
    source_message_id: str
    body_sha256: str
    destination_url: str
    new_message_id: str
    at: datetime
    destination_region: str = ""


@dataclass(frozen=True, slots=True)
class UnfinishedOperation:
    """An operation that was begun and not ended, and whose program is gone.

    `expected` is how many messages were to be moved, None where that was not known (a whole queue).
    `counts` says how many entries are in which state.
    """

    operation_id: str
    kind: MoveKind
    source: QueueRef | None
    source_arn: str
    destination: QueueRef | None
    started_at: datetime
    expected: int | None
    counts: Mapping[EntryState, int]

    @property
    def never_sent(self) -> int | None:
        """How many were never sent and are still in the source; None if that is not known."""
        return None if self.expected is None else max(0, self.expected - sum(self.counts.values()))

    @property
    def perhaps_sent(self) -> int:
        """How many may have been sent: nobody knows, moved again they may be there twice."""
        return self.counts.get(EntryState.SENDING, 0) + self.counts.get(EntryState.UNKNOWN, 0)

    @property
    def not_deleted(self) -> int:
        """How many have a verified copy, while the original may still be in the source."""
        return self.counts.get(EntryState.SENT, 0)
