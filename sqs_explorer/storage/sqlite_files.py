"""What the program's SQLite files have in common: their tables' version, and a file that is no database."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import datetime
from pathlib import Path


def primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary result code of an error, 0 if it has none."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return (code or 0) & 0xFF


def make_tables(connection: sqlite3.Connection, schema: str, version: int) -> int:
    """Make the tables in a new file; return the version that the file's tables are of."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if found:
        return found
    connection.executescript(f"BEGIN IMMEDIATE; {schema} PRAGMA user_version = {version}; COMMIT;")
    return version


def set_aside(path: Path, now: datetime) -> str:
    """Rename what is no database, and what SQLite left beside it; return its new name."""
    suffix = f".broken-{now:%Y%m%d-%H%M%S}"
    path.rename(path.with_name(path.name + suffix))
    for beside in (path.with_name(path.name + end) for end in ("-wal", "-shm")):
        with contextlib.suppress(FileNotFoundError):
            beside.rename(beside.with_name(beside.name + suffix))
    return path.name + suffix
