"""What is left of a run that crashed: Python's faulthandler writes it to a file while the program dies.

Each run has a file of its own, locked while it lives, so that two programs at once don't take each other for
dead. One that was killed, or lost its power, leaves an empty file: nothing is known then, and nothing said.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from sqs_explorer.services.report_text import CrashNote, crash_text
from sqs_explorer.storage.file_locks import FileLock

KEPT_NAME = "last-crash.txt"
MOST_BYTES = 64_000
_PREFIX = "running-"


class CrashTrace:
    """The file of this run, and `former`: what the newest run that crashed since the last start left."""

    def __init__(self) -> None:
        self.former: CrashNote | None = None
        self._lock: FileLock | None = None
        self._path: Path | None = None
        self._file: int | None = None
        self._listens = False

    @classmethod
    def open(cls, folder: Path) -> CrashTrace:
        """Look after former runs and make the file of this one; raises nothing, whatever the folder is.

        Call it off the main thread, then `listen` on the main thread.
        """
        trace = cls()
        with contextlib.suppress(OSError):
            trace.former = _collect(folder)
            trace._begin(folder)
        return trace

    def _begin(self, folder: Path) -> None:
        name = f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = FileLock.take(folder / f"{name}.lock")
        if self._lock is not None:
            self._path = folder / f"{name}.txt"
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def listen(self) -> None:
        """Let a crash be written to the file: of the thread that calls this, also when its stack is full.

        Where somebody listens already, as with `python -X faulthandler`, that is left alone.
        """
        if self._file is None or faulthandler.is_enabled():
            return
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            faulthandler.enable(self._file, all_threads=True)
            self._listens = True

    def close(self) -> None:
        """End in order: nothing is left of this run. Call it off the main thread."""
        if self._listens:
            faulthandler.disable()
            self._listens = False
        if self._file is not None:
            os.close(self._file)
            self._file = None
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()
        if self._lock is not None:
            self._lock.release(remove=True)
            self._lock = None


def _collect(folder: Path) -> CrashNote | None:
    """Take away what runs left that have ended; return the newest crash among them, which is kept."""
    newest: CrashNote | None = None
    for path in sorted(folder.glob(f"{_PREFIX}*.txt")):
        with contextlib.suppress(OSError):
            note = _taken(path)
            if note is not None and (newest is None or note.when > newest.when):
                newest = note
    if newest is not None:
        with contextlib.suppress(OSError):
            (folder / KEPT_NAME).write_text(newest.text, encoding="utf-8")
    return newest


def _taken(path: Path) -> CrashNote | None:
    """Return what a run that has ended wrote while it crashed, and remove its files. Raises OSError."""
    lock = FileLock.take(path.with_suffix(".lock"))
    if lock is None:
        return None  # It runs still, or another program has just found it.
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8", "replace").replace("\r\n", "\n")
            when = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, tz=UTC)
        path.unlink()
    finally:
        lock.release(remove=True)
    note = CrashNote(when, crash_text(text))
    return note if note.reason else None
