"""What can be done about an unfinished move: delete originals whose copies are verified, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder, UnfinishedOperation
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.holding import change_visibility, delete_messages
from sqs_explorer.services.moving.copies import sha256_of_body
from sqs_explorer.services.ports import Clock, MoveJournal, SqsGateway
from sqs_explorer.services.receiving import SLICE_SECONDS
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.services.write_locking import WriteLock

HOLD_SECONDS = 120
"""How long a message that is looked at stays hidden at most: it is released as soon as the search ends."""

_EMPTY_POLLS = 2
_IN_DOUBT = {EntryState.SENT, EntryState.SENDING, EntryState.UNKNOWN}


@dataclass(frozen=True, slots=True)
class FinishingProgress:
    """How far the search is: messages received, originals deleted, and how many there were to delete."""

    looked_at: int
    deleted: int
    wanted: int


@dataclass(slots=True)
class FinishingOutcome:
    """What came of it, in numbers of messages.

    `altered` were found with another body than the one that was copied, `failures` were found and not deleted
    (reason by message ID), `not_found` may be deleted already, or hidden from us now. `released` were
    received and are not ours to delete, `not_released` of them stay hidden until their hold ends.
    `is_ended`: nothing of the operation is in doubt any more.
    """

    wanted: int
    deleted: int = 0
    altered: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    looked_at: int = 0
    released: int = 0
    not_released: int = 0
    stopped: bool = False
    is_ended: bool = False
    error: SqsExplorerError | None = None

    @property
    def not_found(self) -> int:
        """How many did not turn up."""
        return self.wanted - self.deleted - self.altered - len(self.failures)


async def finish_deleting(
    operation: UnfinishedOperation,
    gateway_of: Callable[[QueueRef], SqsGateway],
    journal: MoveJournal,
    *,
    clock: Clock,
    stop: StopRequest,
    on_progress: Callable[[FinishingProgress], None],
    lock_of: Callable[[str], WriteLock | None] = lambda _: None,
) -> FinishingOutcome:
    """Find the originals whose verified copies the journal knows, delete them, release all else received.

    Looking raises the receive count of every message received. The operation ends if nothing of it is in
    doubt afterwards; else it stays unfinished. Raises JournalFailed if it can't be taken over (another
    process works on it) and ConnectionClosed; what goes wrong later is in the outcome. `lock_of`
    returns a connection's lock: begun while that is open it finishes, though it closes meanwhile.
    """
    if operation.source is None:
        return FinishingOutcome(0)
    gateway = gateway_of(operation.source)
    await journal.begin(_order_of(operation), operation.started_at, operation.expected)
    search = _Search(operation, operation.source.url, gateway, journal, clock, stop, on_progress)
    lock = lock_of(operation.source.connection_id)
    with lock.work() if lock is not None else nullcontext():
        try:
            await search.run()
        finally:
            await search.conclude()
    return search.outcome


async def leave_as_it_is(operation: UnfinishedOperation, journal: MoveJournal, now: datetime) -> None:
    """End an operation without touching any message. Raises JournalFailed."""
    await journal.end(operation.operation_id, now)


def _order_of(operation: UnfinishedOperation) -> MoveOrder:
    """Return an order by which the journal knows the operation again."""
    return MoveOrder(
        operation.operation_id,
        operation.kind,
        operation.source,
        operation.source_arn,
        operation.destination,
    )


@dataclass(slots=True)
class _Search:
    """One search through the source. All that is received stays hidden until it ends, or it never would."""

    operation: UnfinishedOperation
    url: str
    gateway: SqsGateway
    journal: MoveJournal
    clock: Clock
    stop: StopRequest
    on_progress: Callable[[FinishingProgress], None]
    wanted: dict[str, JournalEntry] = field(default_factory=dict)
    others: dict[str, ReceivedMessage] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    outcome: FinishingOutcome = field(default_factory=lambda: FinishingOutcome(0))

    async def run(self) -> None:
        """Receive and delete until all were found, nothing new comes, or Stop."""
        empty = 0
        try:
            entries = await self.journal.entries(self.operation.operation_id)
            self.wanted = {one.source_message_id: one for one in entries if one.state is EntryState.SENT}
            self.outcome.wanted = len(self.wanted)
            while self.wanted and empty < _EMPTY_POLLS and not self.stop.is_requested:
                batch = await self.gateway.receive(
                    self.url,
                    maximum=MAXIMUM_BATCH_ENTRIES,
                    wait_seconds=SLICE_SECONDS,
                    visibility_seconds=HOLD_SECONDS,
                )
                empty = 0 if batch.messages else empty + 1
                if batch.messages and not await self._take(batch.messages):
                    break
        except SqsExplorerError as error:
            self.outcome.error = error
        self.outcome.stopped = self.stop.is_requested

    async def conclude(self) -> None:
        """Give back what is not ours, and end the operation or let it go; also after a failure or a bug."""
        outcome = self.outcome
        await self._release()
        try:
            entries = await self.journal.entries(self.operation.operation_id)
            if not any(entry.state in _IN_DOUBT for entry in entries):
                await self.journal.end(self.operation.operation_id, self.clock.now())
                outcome.is_ended = True
        except SqsExplorerError as error:
            outcome.error = outcome.error or error
        if not outcome.is_ended:
            with suppress(SqsExplorerError):
                await self.journal.let_go(self.operation.operation_id)

    async def _take(self, messages: Sequence[ReceivedMessage]) -> bool:
        """Delete what is ours and keep the rest; tells whether anything was new.

        A batch of known ones alone means that holds have ended: to go on would only count more receives.
        """
        new = {message.message_id for message in messages} - self.seen
        self.seen |= new
        self.others.update((message.message_id, message) for message in messages)
        await self._delete([message for message in messages if self._is_ours(message)])
        self.outcome.looked_at = len(self.seen)
        self.on_progress(FinishingProgress(len(self.seen), self.outcome.deleted, self.outcome.wanted))
        return bool(new)

    def _is_ours(self, message: ReceivedMessage) -> bool:
        """Tell whether the copy of this very message is verified; what only has its ID is left alone.

        The digest is that of what was sent: an edited message has another than its original.
        """
        entry = self.wanted.get(message.message_id)
        if entry is None:
            return False
        if self.operation.kind is MoveKind.RESEND or sha256_of_body(message.body) == entry.body_sha256:
            return True
        del self.wanted[message.message_id]
        self.outcome.altered += 1
        return False

    async def _delete(self, messages: Sequence[ReceivedMessage]) -> None:
        if not messages:
            return
        result = await delete_messages(self.gateway, self.url, messages)
        for message_id in result.done:
            del self.wanted[message_id]
            del self.others[message_id]
        for message_id in result.failures:
            del self.wanted[message_id]
        self.outcome.failures.update(result.failures)
        self.outcome.deleted += len(result.done)
        now = self.clock.now()
        deleted = [JournalEntry(message_id, EntryState.DELETED, at=now) for message_id in result.done]
        await self.journal.write(self.operation.operation_id, deleted)

    async def _release(self) -> None:
        others = tuple(self.others.values())
        if not others:
            return
        try:
            result = await change_visibility(self.gateway, self.url, others, 0)
        except SqsExplorerError as error:
            self.outcome.error = self.outcome.error or error
            self.outcome.not_released = len(others)
        else:
            self.outcome.error = self.outcome.error or result.error
            self.outcome.released = len(result.done)
            self.outcome.not_released = len(others) - len(result.done)
