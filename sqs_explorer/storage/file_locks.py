"""A lock on a file that one process holds and that the system lets go however the process dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

_PAUSE_SECONDS = 0.01
_PEEK_PATIENCE_SECONDS = 0.1

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int, *, shared: bool) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class FileLock:
    """One lock that this process holds until `release`; made by `take`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, path: Path, patience_seconds: float = 0.0) -> FileLock | None:
        """Take the lock, or None if somebody else holds it all through `patience_seconds`.

        The file and its folder are made. Another lock in this very process counts as somebody else. Raises
        OSError.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + patience_seconds
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if _try_lock(descriptor, shared=False) and _is_still_at(path, descriptor):
                    return cls(path, descriptor)
            except OSError:
                os.close(descriptor)
                raise
            os.close(descriptor)
            if time.monotonic() >= deadline:
                return None
            time.sleep(_PAUSE_SECONDS)

    def release(self, *, remove: bool = False) -> None:
        """Let go; with `remove` the file goes, too. Windows removes only what nobody has open."""
        if remove and sys.platform != "win32":
            # While the lock is held, so that nobody who takes it finds it gone under his hands unnoticed.
            with contextlib.suppress(OSError):
                self._path.unlink()
        os.close(self._descriptor)
        if remove and sys.platform == "win32":
            with contextlib.suppress(OSError):
                self._path.unlink()


def is_locked(path: Path) -> bool:
    """Tell whether a living process holds the lock; a file that is not there is held by nobody.

    Raises OSError if the file can't be opened.
    """
    deadline = time.monotonic() + _PEEK_PATIENCE_SECONDS
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            # Shared, so that two who look at once don't take each other for the holder.
            if _try_lock(descriptor, shared=True):
                return False
        finally:
            os.close(descriptor)
        if time.monotonic() >= deadline:
            return True
        time.sleep(_PAUSE_SECONDS)


def _is_still_at(path: Path, descriptor: int) -> bool:
    """Tell whether the open file is the one at `path`: its holder before may have removed it meanwhile."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
