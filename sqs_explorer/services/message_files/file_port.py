"""What export and replay need of the disk; storage/ fulfils it.

All calls block: run them off the window's thread.
"""

from __future__ import annotations

from typing import Protocol


class NewFile(Protocol):
    """A file in the making. Until `keep` an older file of the same name is as it was."""

    def write(self, content: bytes) -> None:
        """Append to it. Raises FileNotWritten."""
        ...

    def keep(self) -> None:
        """Put it in the place of its name, whole and on the disk. Raises FileNotWritten."""
        ...

    def discard(self) -> None:
        """Forget it unless it was kept; raises nothing."""
        ...


class LineSource(Protocol):
    """An open file, line by line."""

    @property
    def size_bytes(self) -> int:
        """The file's size when it was opened."""
        ...

    def read_line(self, maximum_bytes: int) -> bytes:
        """Return the next line with its line feed, empty at the end of the file.

        Of a longer line `maximum_bytes` + 1 bytes come, and the rest of it is skipped. Raises FileNotRead.
        """
        ...

    def close(self) -> None:
        """Close it."""
        ...


class MessageFiles(Protocol):
    """Opens files of messages by their path."""

    def create(self, path: str) -> NewFile:
        """Begin a file beside `path`. Raises FileNotWritten."""
        ...

    def open_lines(self, path: str) -> LineSource:
        """Open a file for reading. Raises FileNotRead."""
        ...
