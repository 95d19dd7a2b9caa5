"""The journal of moves in memory, with faults on demand: what is written here is as good as on the disk."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveOrder, SentBefore, UnfinishedOperation


@dataclass
class FakeOperation:
    """One operation as the journal holds it; `is_ours` while the process that began it lives."""

    order: MoveOrder
    started_at: datetime
    expected: int | None
    ended_at: datetime | None = None
    is_ours: bool = True
    entries: dict[str, JournalEntry] = field(default_factory=dict)

    @property
    def states(self) -> dict[str, EntryState]:
        """The state of each message by its ID."""
        return {message_id: entry.state for message_id, entry in self.entries.items()}


class FakeJournal:
    """Fulfils MoveJournal. `operations` is what it holds, `writes` every entry ever written, in order.

    `before_write(operation_id, entries)` is called before a write is kept: raise there to play a crash.
    """

    def __init__(self) -> None:
        self.operations: dict[str, FakeOperation] = {}
        self.writes: list[tuple[str, JournalEntry]] = []
        self.write_calls = 0
        self.is_closed = False
        self.before_write: Callable[[str, Sequence[JournalEntry]], None] | None = None
        self._failing: dict[int, str] = {}
        self._fails_always = ""

    def fail_on(self, write: int = 1, text: str = "The disk is full.") -> None:
        """Let the n-th call of `begin`, `write` or `end` from now on raise JournalFailed; 1 is the next."""
        self._failing[self.write_calls + write] = text

    def fail_always(self, text: str = "The disk is full.") -> None:
        """Let every call raise JournalFailed until `heal`."""
        self._fails_always = text

    def heal(self) -> None:
        """Forget all faults."""
        self._failing.clear()
        self._fails_always = ""

    def crash(self) -> None:
        """Play the death of the process: nothing is lost, and nobody owns its operations any more."""
        for operation in self.operations.values():
            operation.is_ours = False

    async def begin(self, order: MoveOrder, started_at: datetime, expected: int | None) -> None:
        """Keep a new operation, or take over one that was begun before."""
        await self._turn(writes=True)
        known = self.operations.get(order.operation_id)
        if known is None:
            self.operations[order.operation_id] = FakeOperation(order, started_at, expected)
            return
        known.is_ours = True
        known.ended_at = None

    async def write(self, operation_id: str, entries: Sequence[JournalEntry]) -> None:
        """Keep the newest state of messages."""
        await self._turn(writes=True)
        operation = self._operation(operation_id)
        if self.before_write is not None:
            self.before_write(operation_id, entries)
        for entry in entries:
            self.writes.append((operation_id, entry))
            before = operation.entries.get(entry.source_message_id)
            operation.entries[entry.source_message_id] = entry if before is None else _merged(before, entry)

    async def end(self, operation_id: str, ended_at: datetime) -> None:
        """Keep that an operation is over."""
        await self._turn(writes=True)
        operation = self._operation(operation_id)
        operation.ended_at = ended_at
        operation.is_ours = False

    async def let_go(self, operation_id: str) -> None:
        """Own an operation no longer, though it has not ended."""
        await self._turn()
        self._operation(operation_id).is_ours = False

    async def entries(self, operation_id: str) -> tuple[JournalEntry, ...]:
        """Return an operation's entries in the order first written; none of an unknown one."""
        await self._turn()
        operation = self.operations.get(operation_id)
        return tuple(operation.entries.values()) if operation else ()

    async def sent_before(self, source_arn: str, message_ids: Sequence[str]) -> Mapping[str, SentBefore]:
        """Return the verified copies whose originals may still be in the source; the newest of each."""
        await self._turn()
        wanted = set(message_ids)
        return {
            entry.source_message_id: SentBefore(
                operation_id=operation_id,
                source_message_id=entry.source_message_id,
                body_sha256=entry.body_sha256,
                destination_url=entry.destination_url,
                new_message_id=entry.new_message_id,
                at=entry.at or operation.started_at,
                destination_region=operation.order.destination.region if operation.order.destination else "",
            )
            for operation_id, operation in self.operations.items()
            if operation.order.source_arn == source_arn and not operation.order.keep_originals
            for entry in operation.entries.values()
            if entry.state is EntryState.SENT and entry.source_message_id in wanted
        }

    async def known_ids(self, message_ids: Sequence[str]) -> frozenset[str]:
        """Return those IDs that were a source or a copy before."""
        await self._turn()
        entries = [entry for operation in self.operations.values() for entry in operation.entries.values()]
        known = {entry.source_message_id for entry in entries} | {entry.new_message_id for entry in entries}
        return frozenset((known & set(message_ids)) - {""})

    async def unfinished(self) -> tuple[UnfinishedOperation, ...]:
        """Return operations that did not end and that nobody owns; oldest first."""
        await self._turn()
        return tuple(
            UnfinishedOperation(
                operation_id=operation_id,
                kind=operation.order.kind,
                source=operation.order.source,
                source_arn=operation.order.source_arn,
                destination=operation.order.destination,
                started_at=operation.started_at,
                expected=operation.expected,
                counts=dict(Counter(operation.states.values())),
            )
            for operation_id, operation in sorted(
                self.operations.items(), key=lambda item: item[1].started_at
            )
            if operation.ended_at is None and not operation.is_ours
        )

    async def close(self) -> None:
        """Refuse everything from now on."""
        self.is_closed = True

    def _operation(self, operation_id: str) -> FakeOperation:
        operation = self.operations.get(operation_id)
        if operation is None:
            raise JournalFailed("The journal of moves does not know this operation.")
        return operation

    async def _turn(self, *, writes: bool = False) -> None:
        """Let the loop turn as a disk would, and raise the fault that is due."""
        self.write_calls += writes
        number = self.write_calls
        await asyncio.sleep(0)
        if self.is_closed:
            raise JournalFailed("The journal of moves is closed.")
        fault = self._fails_always or (self._failing.pop(number, "") if writes else "")
        if fault:
            raise JournalFailed(fault)


def _merged(before: JournalEntry, entry: JournalEntry) -> JournalEntry:
    """Return the newer entry; what it leaves empty stays as it was."""
    kept = {
        spec.name: getattr(before, spec.name)
        for spec in fields(JournalEntry)
        if getattr(entry, spec.name) in ("", None)
    }
    return replace(entry, **kept)
