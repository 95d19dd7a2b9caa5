"""The journal's database file: its tables, how several processes open it, what SQLite's errors mean."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqs_explorer.domain.errors import JournalFailed
from sqs_explorer.storage.file_locks import FileLock
from sqs_explorer.storage.sqlite_files import make_tables, primary_code, set_aside

FILE_NAME = "moves.sqlite"
VERSION = 1
KEPT = timedelta(days=90)
"""How long ended operations are kept; a message lives 14 days at most (SQS quotas), its copies likewise."""

_BUSY_SECONDS = 10.0
_SCHEMA = """
CREATE TABLE operations (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL,
    source_connection TEXT, source_region TEXT, source_url TEXT, source_arn TEXT NOT NULL,
    destination_connection TEXT, destination_region TEXT, destination_url TEXT,
    keep_originals INTEGER NOT NULL, started_at TEXT NOT NULL, expected INTEGER, ended_at TEXT
);
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    operation_id TEXT NOT NULL REFERENCES operations (id),
    source_message_id TEXT NOT NULL, state TEXT NOT NULL,
    destination_url TEXT NOT NULL, body_sha256 TEXT NOT NULL, deduplication_id TEXT NOT NULL,
    new_message_id TEXT NOT NULL, reason TEXT NOT NULL, at TEXT,
    UNIQUE (operation_id, source_message_id)
);
CREATE INDEX entries_by_source_message_id ON entries (source_message_id);
CREATE INDEX entries_by_new_message_id ON entries (new_message_id);
"""
_ADVICE = {
    sqlite3.SQLITE_FULL: "Make room on the disk.",
    sqlite3.SQLITE_READONLY: "Check that its folder may be written to.",
    sqlite3.SQLITE_CANTOPEN: "Check that its folder is there and may be written to.",
    sqlite3.SQLITE_BUSY: "Another program is writing to it; try again in a moment.",
    sqlite3.SQLITE_CORRUPT: "The file is damaged; move it elsewhere, then try again.",
    sqlite3.SQLITE_IOERR: "Check the disk and the room on it.",
}


def open_journal(folder: Path, now: datetime) -> sqlite3.Connection:
    """Open the journal in a folder, make it if it isn't there, forget what ended long ago.

    Raises JournalFailed. A file that SQLite calls no database is set aside, and the error tells that; the
    next call makes a new one.
    """
    path = folder / FILE_NAME
    try:
        # One process at a time: turning WAL on and making the tables don't wait for each other by themselves.
        lock = FileLock.take(folder / "opening.lock", _BUSY_SECONDS)
        if lock is None:
            raise JournalFailed(f"{FILE_NAME} is being opened by another program. Try again in a moment.")
        try:
            return _connect(path, now)
        finally:
            lock.release()
    except (sqlite3.Error, OSError) as error:
        raise journal_failure(error) from error


def journal_failure(error: sqlite3.Error | OSError) -> JournalFailed:
    """Return the error in words that name the file and the system's reason, and no folder."""
    if isinstance(error, OSError):
        return JournalFailed(f"{FILE_NAME}: {error.strerror or 'the system refused'}. {_ADVICE[14]}")
    advice = _ADVICE.get(primary_code(error), "")
    return JournalFailed(f"{FILE_NAME}: {error}. {advice}".strip())


def _connect(path: Path, now: datetime) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        _make_tables(connection)
        _prune(connection, now)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error) and primary_code(error) == sqlite3.SQLITE_NOTADB:
            raise _set_aside(path, now) from error
        raise
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    version = make_tables(connection, _SCHEMA, VERSION)
    if version > VERSION:
        raise JournalFailed(
            f"{FILE_NAME} was written by a newer version of SQS Explorer (its format is {version}, "
            f"this version knows {VERSION}). Start the newer version."
        )


def _prune(connection: sqlite3.Connection, now: datetime) -> None:
    """Forget operations that ended long ago; looked up first, so that a full disk doesn't hinder reading."""
    before = (now - KEPT).astimezone(UTC).isoformat()
    old = [row[0] for row in connection.execute("SELECT id FROM operations WHERE ended_at < ?", (before,))]
    if not old:
        return
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        for operation_id in old:
            connection.execute("DELETE FROM entries WHERE operation_id = ?", (operation_id,))
            connection.execute("DELETE FROM operations WHERE id = ?", (operation_id,))


def _set_aside(path: Path, now: datetime) -> JournalFailed:
    """Set aside what is no database, and return the error that tells it."""
    name = set_aside(path, now)
    return JournalFailed(
        f"{FILE_NAME} was no database and is now called {name}. The next move begins a new "
        "journal; which moves were unfinished before is not known any more."
    )
