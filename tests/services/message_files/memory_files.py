"""Files in memory for tests of what is written and read; a fault on demand."""

from __future__ import annotations

from collections.abc import Callable

from sqs_explorer.domain.errors import FileNotRead, FileNotWritten
from sqs_explorer.services.ports import Arguments, Result


class HereAndNow:
    """Fulfils OffThread on the same thread; `before` is called before each function with its name."""

    def __init__(self, before: Callable[[str], None] = lambda _: None) -> None:
        self._before = before

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        """Call the function at once."""
        self._before(getattr(function, "__name__", ""))
        return function(*args, **kwargs)


class MemoryFiles:
    """Fulfils MessageFiles; `contents` are the files by path, `room_bytes` how much the disk takes."""

    def __init__(self, contents: dict[str, bytes] | None = None, *, room_bytes: int | None = None) -> None:
        self.contents = contents or {}
        self.room_bytes = room_bytes
        self.pending = 0

    def create(self, path: str) -> MemoryFile:
        """Begin a file."""
        self.pending += 1
        return MemoryFile(self, path)

    def open_lines(self, path: str) -> MemoryLines:
        """Open a file."""
        if path not in self.contents:
            raise FileNotRead(path, "No such file or directory.")
        return MemoryLines(self.contents[path])


class MemoryFile:
    """Fulfils NewFile."""

    def __init__(self, files: MemoryFiles, path: str) -> None:
        self._files = files
        self._path = path
        self._content = b""

    def write(self, content: bytes) -> None:
        """Append, or say that the disk is full."""
        self._content += content
        room = self._files.room_bytes
        if room is not None and len(self._content) > room:
            raise FileNotWritten(self._path, "No space left on device.")

    def keep(self) -> None:
        """Put it in its place."""
        self._files.contents[self._path] = self._content
        self._files.pending -= 1

    def discard(self) -> None:
        """Forget it."""
        self._files.pending -= 1


class MemoryLines:
    """Fulfils LineSource."""

    def __init__(self, content: bytes) -> None:
        self._lines = content.splitlines(keepends=True) if b"\r" not in content else _by_line_feed(content)
        self.size_bytes = len(content)
        self.is_closed = False

    def read_line(self, maximum_bytes: int) -> bytes:
        """Return the next line."""
        return self._lines.pop(0)[: maximum_bytes + 1] if self._lines else b""

    def close(self) -> None:
        """Close it."""
        self.is_closed = True


def _by_line_feed(content: bytes) -> list[bytes]:
    return [line + b"\n" for line in content.split(b"\n")]
