"""The journal of moves on this machine: SQLite, on the disk before a call returns, shared by processes.

It holds IDs, digests and states; never a body and never a receipt handle. Which process works on an operation
is told by a lock file that the system lets go when the process dies.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.domain.moves import JournalEntry, MoveOrder, SentBefore, UnfinishedOperation
from sqs_explorer.services.ports import Clock
from sqs_explorer.storage import journal_rows
from sqs_explorer.storage.file_locks import FileLock, is_locked
from sqs_explorer.storage.group_commit import GroupCommits, Result, Work
from sqs_explorer.storage.journal_schema import journal_failure, open_journal
from sqs_explorer.storage.system_clock import SystemClock

_LOCK_PATIENCE_SECONDS = 0.5
_SAFE_ID = re.compile(r"[0-9A-Za-z_-]+")


class SqliteJournal:
    """Fulfils the port MoveJournal with a file in `folder`, opened off the main thread at the first call."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self._folder = folder
        self._clock = clock or SystemClock()
        self._commits = GroupCommits(self._open, "move-journal")
        # Taken on the journal's thread, where one may wait for them; let go on the loop's.
        self._locks: dict[str, FileLock] = {}

    async def begin(self, order: MoveOrder, started_at: datetime, expected: int | None) -> None:
        """Write down an operation, or take over one whose process is gone; it is this process's then."""
        await self._write_as_owner(
            order.operation_id,
            lambda connection: journal_rows.put_operation(connection, order, started_at, expected),
        )

    async def write(self, operation_id: str, entries: Sequence[JournalEntry]) -> None:
        """Write the newest state of messages, all or none."""
        await self._write(lambda connection: journal_rows.put_entries(connection, operation_id, entries))

    async def end(self, operation_id: str, ended_at: datetime) -> None:
        """Say that an operation is over. Raises JournalFailed if another process works on it."""
        await self._write_as_owner(
            operation_id, lambda connection: journal_rows.end_operation(connection, operation_id, ended_at)
        )
        self._disown(operation_id, remove=True)

    async def let_go(self, operation_id: str) -> None:
        """Own an operation no longer, though it has not ended."""
        self._disown(operation_id)

    async def entries(self, operation_id: str) -> tuple[JournalEntry, ...]:
        """Return what is known of an operation's messages, in the order first written."""
        return await self._read(lambda connection: journal_rows.read_entries(connection, operation_id))

    async def sent_before(self, source_arn: str, message_ids: Sequence[str]) -> Mapping[str, SentBefore]:
        """Return, by source message ID, the verified copies whose originals may still be in the source."""
        return await self._read(
            lambda connection: journal_rows.read_sent_before(connection, source_arn, message_ids)
        )

    async def known_ids(self, message_ids: Sequence[str]) -> frozenset[str]:
        """Return those message IDs that were a source or a copy of any operation."""
        return await self._read(lambda connection: journal_rows.read_known_ids(connection, message_ids))

    async def unfinished(self) -> tuple[UnfinishedOperation, ...]:
        """Return operations that have no end and whose process is gone; oldest first."""

        def read(connection: sqlite3.Connection) -> tuple[UnfinishedOperation, ...]:
            found = journal_rows.read_not_ended(connection)
            return tuple(operation for operation in found if not self._is_owned(operation.operation_id))

        return await self._read(read)

    async def close(self) -> None:
        """Write what waits, close the file, end the thread, let go of what did not end."""
        await asyncio.wrap_future(self._commits.close())
        for operation_id in tuple(self._locks):
            self._disown(operation_id)

    def _disown(self, operation_id: str, *, remove: bool = False) -> None:
        lock = self._locks.pop(operation_id, None)
        if lock is not None:
            lock.release(remove=remove)

    # On the journal's thread

    def _open(self) -> sqlite3.Connection:
        return open_journal(self._folder, self._clock.now())

    def _own(self, operation_id: str) -> None:
        """Take the operation's lock. Raises JournalFailed if another process holds it."""
        if operation_id in self._locks:
            return
        try:
            lock = FileLock.take(self._lock_path(operation_id), _LOCK_PATIENCE_SECONDS)
        except OSError as error:
            raise journal_failure(error) from error
        if lock is None:
            raise JournalFailed("Another process is working on this move. Wait until it has ended.")
        self._locks[operation_id] = lock

    def _is_owned(self, operation_id: str) -> bool:
        try:
            return operation_id in self._locks or is_locked(self._lock_path(operation_id))
        except OSError as error:
            raise journal_failure(error) from error

    def _lock_path(self, operation_id: str) -> Path:
        if not _SAFE_ID.fullmatch(operation_id):
            raise JournalFailed("The ID of this move can't name a file.")
        return self._folder / "running" / f"{operation_id}.lock"

    # From the loop to that thread

    async def _write_as_owner(self, operation_id: str, work: Work[None]) -> None:
        """Write what only the owner of an operation may; a failed write leaves the ownership as it was."""
        was_owned = operation_id in self._locks

        def own_and_work(connection: sqlite3.Connection) -> None:
            self._own(operation_id)
            work(connection)

        try:
            await self._write(own_and_work)
        except JournalFailed:
            if not was_owned:
                self._disown(operation_id)
            raise

    async def _write(self, work: Work[Result]) -> Result:
        return await asyncio.wrap_future(self._commits.submit(work, writes=True))

    async def _read(self, work: Work[Result]) -> Result:
        return await asyncio.wrap_future(self._commits.submit(work, writes=False))
