"""The activity's database file: its table, how several programs open it, what of it is forgotten."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqs_explorer.domain.errors import ActivityNotKept
from sqs_explorer.services.activity_records import KEPT_DAYS, KEPT_RECORDS
from sqs_explorer.storage.file_locks import FileLock
from sqs_explorer.storage.sqlite_files import make_tables, primary_code, set_aside

FILE_NAME = "activity.sqlite"
VERSION = 1

_BUSY_SECONDS = 5.0
# The number tells the order in which things ended, whatever a clock said meanwhile; it is never given twice.
_SCHEMA = """
CREATE TABLE records (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    words TEXT NOT NULL,
    started_at TEXT NOT NULL, duration_seconds REAL NOT NULL,
    who TEXT NOT NULL, what TEXT NOT NULL, place TEXT NOT NULL,
    result TEXT NOT NULL, outcome TEXT NOT NULL, request_id TEXT NOT NULL, calls TEXT NOT NULL
);
CREATE INDEX records_by_start ON records (started_at);
"""
_ADVICE = {
    sqlite3.SQLITE_FULL: "Make room on the disk.",
    sqlite3.SQLITE_READONLY: "Check that its folder may be written to.",
    sqlite3.SQLITE_CANTOPEN: "Check that its folder is there and may be written to.",
    sqlite3.SQLITE_BUSY: "Another program is writing to it.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged: move it elsewhere, then start the program again.",
    sqlite3.SQLITE_IOERR: "Check the disk and the room on it.",
}


def open_activity(folder: Path, now: datetime) -> sqlite3.Connection:
    """Open the file in a folder, make it if it isn't there, forget what is too old.

    Raises ActivityNotKept. A file that SQLite calls no database is set aside and a new one made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One program at a time: turning WAL on and making the table don't wait for each other by themselves.
        lock = FileLock.take(folder / "activity-opening.lock", _BUSY_SECONDS)
        if lock is None:
            raise ActivityNotKept(f"{FILE_NAME} is being opened by another program.")
        try:
            return _open(folder / FILE_NAME, now)
        finally:
            lock.release()
    except (sqlite3.Error, OSError) as error:
        raise activity_failure(error) from error


def activity_failure(error: sqlite3.Error | OSError) -> ActivityNotKept:
    """Return the error in words that name the file and the system's reason, and no folder."""
    if isinstance(error, OSError):
        advice = _ADVICE[sqlite3.SQLITE_CANTOPEN]
        return ActivityNotKept(f"{FILE_NAME}: {error.strerror or 'the system refused'}. {advice}")
    return ActivityNotKept(f"{FILE_NAME}: {error}. {_ADVICE.get(primary_code(error), '')}".strip())


def forget_too_many(connection: sqlite3.Connection) -> None:
    """Delete the oldest records over the limit, within the caller's transaction."""
    connection.execute(
        "DELETE FROM records WHERE number <= (SELECT max(number) FROM records) - ?", (KEPT_RECORDS,)
    )


def _open(path: Path, now: datetime) -> sqlite3.Connection:
    try:
        return _connect(path, now)
    except sqlite3.Error as error:
        if primary_code(error) != sqlite3.SQLITE_NOTADB:
            raise
        set_aside(path, now)
        return _connect(path, now)


def _connect(path: Path, now: datetime) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if make_tables(connection, _SCHEMA, VERSION) > VERSION:
            raise ActivityNotKept(f"{FILE_NAME} was written by a newer version of SQS Explorer. Start that.")
        _forget_old(connection, now)
    except BaseException:
        connection.close()
        raise
    return connection


def _forget_old(connection: sqlite3.Connection, now: datetime) -> None:
    """Delete what is older than 90 days, counted from the last record if the clock is ahead of it.

    So a clock that was set years ahead for a moment does not cost all records.
    """
    newest = connection.execute("SELECT started_at FROM records ORDER BY number DESC LIMIT 1").fetchone()
    if newest is None:
        return
    try:
        last = datetime.fromisoformat(newest[0]).astimezone(UTC)
    except ValueError:  # Somebody changed the file; what they did is no reason to keep nothing more.
        last = now
    until = min(now, last) - timedelta(days=KEPT_DAYS)
    before = until.astimezone(UTC).isoformat()
    # Looked up first, so that a disk that is full or may not be written to doesn't hinder reading.
    if connection.execute("SELECT 1 FROM records WHERE started_at < ? LIMIT 1", (before,)).fetchone():
        connection.execute("DELETE FROM records WHERE started_at < ?", (before,))
