"""Files of messages on this machine: written beside their name and put in place whole, read line by line."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from sqs_explorer.domain.errors import FileNotRead, FileNotWritten

_SKIP_BYTES = 1024 * 1024


class MessageFileStore:
    """Fulfils the port MessageFiles."""

    def create(self, path: str) -> PendingFile:
        """Begin a file beside `path`. Raises FileNotWritten."""
        # A link keeps its name and gets new contents where it points to.
        target = Path(os.path.realpath(path))
        _check_target(target)
        temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
        try:
            return PendingFile(temporary.open("xb"), temporary, target)
        except OSError as error:
            raise _not_written(target, error) from None

    def open_lines(self, path: str) -> LineFile:
        """Open a file for reading. Raises FileNotRead."""
        name = Path(path).name
        try:
            status = Path(path).stat()
            # A pipe or a device could keep the reader waiting for good.
            if not stat.S_ISREG(status.st_mode):
                raise FileNotRead(name, "it is not a file.")
            return LineFile(Path(path).open("rb"), name, status.st_size)
        except OSError as error:
            raise FileNotRead(name, f"{error.strerror or error}.") from None


class PendingFile:
    """Fulfils the port NewFile with a temporary file in the folder of the target."""

    def __init__(self, file: BinaryIO, temporary: Path, target: Path) -> None:
        self._file = file
        self._temporary = temporary
        self._target = target

    def write(self, content: bytes) -> None:
        """Append to it. Raises FileNotWritten."""
        try:
            self._file.write(content)
        except OSError as error:
            raise _not_written(self._target, error) from None

    def keep(self) -> None:
        """Put it in the place of the target. Raises FileNotWritten."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._target.exists():
                self._temporary.chmod(stat.S_IMODE(self._target.stat().st_mode))
            os.replace(self._temporary, self._target)
        except OSError as error:
            raise _not_written(self._target, error) from None

    def discard(self) -> None:
        """Remove the temporary file; the target is as it was."""
        # Closing writes what is buffered, which a full disk refuses once more.
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)


class LineFile:
    """Fulfils the port LineSource."""

    def __init__(self, file: BinaryIO, name: str, size_bytes: int) -> None:
        self._file = file
        self._name = name
        self._size_bytes = size_bytes

    @property
    def size_bytes(self) -> int:
        """The file's size when it was opened."""
        return self._size_bytes

    def read_line(self, maximum_bytes: int) -> bytes:
        """Return the next line, one byte more than `maximum_bytes` of a longer one. Raises FileNotRead."""
        try:
            line = self._file.readline(maximum_bytes + 1)
            rest = line
            while len(line) > maximum_bytes and rest and not rest.endswith(b"\n"):
                rest = self._file.readline(_SKIP_BYTES)
        except OSError as error:
            raise FileNotRead(self._name, f"{error.strerror or error}.") from None
        return line

    def close(self) -> None:
        """Close it."""
        self._file.close()


def _check_target(target: Path) -> None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise _not_written(target, error) from None
    if not stat.S_ISREG(mode):
        raise FileNotWritten(target.name, "there is something of this name that is not a file.")
    # Replacing needs the folder's permission only; a file that someone protected is not replaced.
    if not os.access(target, os.W_OK):
        raise FileNotWritten(target.name, "the file of this name is read-only.")


def _not_written(target: Path, error: OSError) -> FileNotWritten:
    return FileNotWritten(target.name, f"{error.strerror or error}.")
