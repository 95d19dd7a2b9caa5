"""What was done, kept on this machine in SQLite: written and searched on a thread of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqs_explorer.domain.activity import ActivityRecord
from sqs_explorer.domain.errors import ActivityNotKept
from sqs_explorer.services.activity_records import PAGE_RECORDS, ActivityPage
from sqs_explorer.services.ports import Clock
from sqs_explorer.storage.activity_rows import put_records, read_page
from sqs_explorer.storage.activity_schema import FILE_NAME, activity_failure, forget_too_many, open_activity
from sqs_explorer.storage.off_thread import WorkerThread

Result = TypeVar("Result")
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a record raises that this program has not written."""


class SqliteActivity:
    """Fulfils the port ActivityStore with a file in `folder`, opened at the first call.

    Several programs may share it. An error leaves what was kept before as it was; the next call tries anew.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._thread = WorkerThread()
        self._connection: sqlite3.Connection | None = None
        self._is_closed = False

    async def keep(self, records: Sequence[ActivityRecord]) -> None:
        """Keep records, all or none. Raises ActivityNotKept."""
        await self._run(lambda connection: _keep(connection, records))

    async def page(self, text: str, before: int | None = None, maximum: int = PAGE_RECORDS) -> ActivityPage:
        """Return records that hold each word of `text`, the last kept first. Raises ActivityNotKept."""
        return await self._run(lambda connection: read_page(connection, text, before, maximum))

    async def clear(self) -> None:
        """Forget everything kept, with no trace of it in the file. Raises ActivityNotKept."""
        await self._run(_clear)

    async def close(self) -> None:
        """Do what waits, close the file, end the thread."""
        if not self._is_closed:
            self._is_closed = True
            await self._thread.run(self._drop_connection)
            self._thread.close()

    async def _run(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        if self._is_closed:
            raise ActivityNotKept("The activity is closed: the program ends.")
        return await self._thread.run(self._do, work)

    # On the thread

    def _do(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        if self._connection is not None and not (self._folder / FILE_NAME).exists():
            # A system that lets an open file be deleted would take all that comes, and keep none of it.
            self._drop_connection()
        if self._connection is None:
            self._connection = open_activity(self._folder, self._clock.now())
        try:
            return work(self._connection)
        except (sqlite3.Error, *_UNREADABLE) as error:
            self._drop_connection()
            if isinstance(error, sqlite3.Error):
                raise activity_failure(error) from error
            raise ActivityNotKept("A record of the activity can't be read: the file was changed.") from error

    def _drop_connection(self) -> None:
        """Close the connection, which rolls back what isn't committed; the next call opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _keep(connection: sqlite3.Connection, records: Sequence[ActivityRecord]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    put_records(connection, records)
    forget_too_many(connection)
    connection.execute("COMMIT")


def _clear(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM records")
    # What was written before is still in the log beside the file, until it is folded in.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
