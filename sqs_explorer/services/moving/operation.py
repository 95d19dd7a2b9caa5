"""What the parts of the engine share while one move is under way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqs_explorer.domain.errors import JournalFailed, SqsExplorerError
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveOrder, MoveResult, MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.history import History
from sqs_explorer.services.moving.items import Item, Lane, Waiting
from sqs_explorer.services.moving.reporting import Reporter
from sqs_explorer.services.moving.resting import Pause
from sqs_explorer.services.ports import Clock, MessageGateway, MoveJournal
from sqs_explorer.services.stopping import StopRequest

UNFINISHED = frozenset({EntryState.SENDING, EntryState.SENT, EntryState.UNKNOWN})
"""States after which something is left to look at."""

STOPPED = "Stopped before its turn."


@dataclass(slots=True)
class Operation:
    """One order being carried out.

    `ended_by` is why it ends early, `closed` which of several destinations can't be sent to any more,
    `halted` which groups wait behind a failure. `leftovers` are the message IDs that the journal has as
    sending, sent or unknown; `earlier` is what it knew when a crashed operation was taken up again.
    """

    order: MoveOrder
    gateways: Callable[[QueueRef], MessageGateway]
    journal: MoveJournal
    clock: Clock
    stop: StopRequest
    pause: Pause
    reporter: Reporter
    history: History = field(default_factory=History)
    ended_by: SqsExplorerError | None = None
    closed: dict[QueueRef, SqsExplorerError] = field(default_factory=dict)
    halted: set[Lane] = field(default_factory=set)
    leftovers: set[str] = field(default_factory=set)
    earlier: dict[str, JournalEntry] = field(default_factory=dict)

    @property
    def keeps_originals(self) -> bool:
        """Whether nothing is deleted: a copy, or a replay that has no source queue."""
        return self.order.keep_originals or self.order.source is None

    @property
    def must_end(self) -> bool:
        """Whether nothing new may begin."""
        return self.stop.is_requested or self.ended_by is not None

    @property
    def error(self) -> SqsExplorerError | None:
        """Why it could not do all."""
        return self.ended_by or next(iter(self.closed.values()), None)

    def end(self, error: SqsExplorerError) -> None:
        """Begin nothing new, because every other message would meet this error as well."""
        self.ended_by = self.ended_by or error

    def close(self, destination: QueueRef, error: SqsExplorerError) -> None:
        """Send nothing more to a destination; if it is the only one, that ends the operation."""
        self.closed.setdefault(destination, error)
        if self.order.destination is not None:
            self.end(error)

    def reason_to_wait(self, item: Item) -> str:
        """Return why an item gets no turn any more, "" if it does."""
        error = self.ended_by or (self.closed.get(item.destination) if item.destination else None)
        if error is not None:
            return f"Not tried after: {error}"
        if self.stop.is_requested:
            return STOPPED
        if item.lane is not None and item.lane in self.halted:
            return f"An earlier message of the group {item.lane[1]} was not moved; the order is kept."
        return ""

    def put_back(self, item: Item, reason: str) -> None:
        """Leave an item that got no turn: it is told of, unless it was only received on the way.

        What a whole queue's move received and did not try is simply still in the queue.
        """
        if self.order.whole_queue and self.must_end:
            item.is_finished = True
            self.history.leave(item, None)
        else:
            self.finish(item, MoveState.NOT_TRIED, reason=reason)

    def leave(self, waiting: Waiting) -> None:
        """Tell of an original that was not handed over, because nothing new may begin."""
        reason = f"Not tried after: {self.error}" if self.error else STOPPED
        self.reporter.add(
            MoveResult(
                waiting.message_id,
                MoveState.NOT_TRIED,
                reason=reason,
                visible_again_monotonic=waiting.until,
            )
        )

    def finish(
        self,
        item: Item,
        state: MoveState,
        *,
        copy_id: str = "",
        reason: str = "",
        error: SqsExplorerError | None = None,
    ) -> None:
        """Tell what became of an item; a failure halts its group."""
        item.is_finished = True
        if not state.is_done and item.lane is not None:
            self.halted.add(item.lane)
        before = self.history.leave(item, state, copy_id)
        until = 0.0 if state is MoveState.MOVED else item.until
        result = MoveResult(item.message_id, state, copy_id, reason, error, until)
        if not item.is_counted:
            self.reporter.add(result)
        elif before is not None and before is not state:
            self.reporter.revise(before, result)

    def refuse(self, item: Item, reason: str) -> None:
        """Tell of an item that was never taken in: its message ID is no name to act by."""
        if item.lane is not None:
            self.halted.add(item.lane)
        self.reporter.add(
            MoveResult(item.message_id, MoveState.FAILED, reason=reason, visible_again_monotonic=item.until)
        )

    async def write(self, entries: Iterable[JournalEntry]) -> None:
        """Write to the journal, and end with its error if it fails. Raises JournalFailed."""
        written = tuple(entries)
        try:
            await self.journal.write(self.order.operation_id, written)
        except JournalFailed as error:
            self.end(error)
            raise
        for entry in written:
            if entry.state in UNFINISHED:
                self.leftovers.add(entry.source_message_id)
            else:
                self.leftovers.discard(entry.source_message_id)
