"""Tells whether files are others than they were."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

FileStamps = dict[Path, tuple[int, int] | None]
"""Time of the last change in nanoseconds and size of each file; None for one that is not there."""


def file_stamps(paths: Iterable[Path]) -> FileStamps:
    """Return the stamps of some files now."""
    stamps: FileStamps = {}
    for path in paths:
        stamps[path] = None
        with contextlib.suppress(OSError):
            status = path.stat()
            stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps
