"""What a worker and the processes that make its calls say to each other: which call, and what came of it."""

from __future__ import annotations

import msgspec

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage, ReceivedBatch, SentMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.worker.frames import Answer, Question


class Connections(msgspec.Struct, tag=True, frozen=True):
    """The first frame to a process that makes calls: by which connections. Keys are never in it."""

    specs: tuple[ConnectionSpec, ...]
    agreed_endpoints: frozenset[str]


class Receive(msgspec.Struct, tag=True, frozen=True):
    """One `MessageGateway.receive`; answered by Received."""

    queue: QueueRef
    maximum: int
    wait_seconds: int
    visibility_seconds: int | None


class SendBatch(msgspec.Struct, tag=True, frozen=True):
    """One `MessageGateway.send_batch`; answered by Sent."""

    queue: QueueRef
    messages: tuple[OutgoingMessage, ...]


class DeleteBatch(msgspec.Struct, tag=True, frozen=True):
    """One `MessageGateway.delete_batch`; answered by Done."""

    queue: QueueRef
    receipt_handles: tuple[str, ...]


class ChangeVisibilityBatch(msgspec.Struct, tag=True, frozen=True):
    """One `MessageGateway.change_visibility_batch`; answered by Done."""

    queue: QueueRef
    receipt_handles: tuple[str, ...]
    visibility_seconds: int


class Received(msgspec.Struct, tag=True, frozen=True):
    """What came of Receive."""

    batch: ReceivedBatch


class Sent(msgspec.Struct, tag=True, frozen=True):
    """What came of SendBatch: for each message, in order, its answer or its failure."""

    answers: tuple[tuple[SentMessage | None, EntryFailure | None], ...]


class Done(msgspec.Struct, tag=True, frozen=True):
    """What came of a batch of receipt handles: for each, in order, None or its failure."""

    failures: tuple[EntryFailure | None, ...]


class Failed(msgspec.Struct, tag=True, frozen=True):
    """The call raised an error; without one it met a fault of the program, told in `fault`."""

    error: SqsExplorerError | None = None
    fault: str = ""


Call = Receive | SendBatch | DeleteBatch | ChangeVisibilityBatch
Result = Received | Sent | Done | Failed


class CallWanted(msgspec.Struct, tag=True, frozen=True):
    """Make a call; its answer bears the same number."""

    number: int
    call: Call


class Called(msgspec.Struct, tag=True, frozen=True):
    """A call has come to its end."""

    number: int
    result: Result


class Ready(msgspec.Struct, tag=True, frozen=True):
    """Calls may come now."""


ToCaller = Connections | CallWanted | Answer
FromCaller = Ready | Called | Question
