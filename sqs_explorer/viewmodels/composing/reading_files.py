"""Reads a file dropped on the composer or chosen for an attribute; large ones are refused in words."""

from __future__ import annotations

import stat
from pathlib import Path

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.limits import MAXIMUM_MESSAGE_SIZE_BYTES
from sqs_explorer.domain.quantities import size_words


def read_bytes(path: str, field: str) -> bytes:
    """Return a regular file's contents, at most what a message holds. Raises InvalidInput naming `field`."""
    name = Path(path).name
    try:
        status = Path(path).stat()
        # A pipe or a device could keep the reader waiting for good.
        if not stat.S_ISREG(status.st_mode):
            raise InvalidInput(field, f"“{name}” is not a file.")
        if status.st_size > MAXIMUM_MESSAGE_SIZE_BYTES:
            largest = size_words(MAXIMUM_MESSAGE_SIZE_BYTES)
            raise InvalidInput(
                field, f"“{name}” has {status.st_size:,} bytes; a message holds {largest} at most."
            )
        with Path(path).open("rb") as file:
            return file.read(MAXIMUM_MESSAGE_SIZE_BYTES)
    except OSError as error:
        raise InvalidInput(field, f"“{name}” can't be read: {error.strerror or error}.") from None


def read_text(path: str, field: str) -> str:
    """Return a UTF-8 file's text with its line ends as they are. Raises InvalidInput naming `field`."""
    contents = read_bytes(path, field)
    try:
        return contents.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"“{Path(path).name}” is not UTF-8 text (byte {error.start + 1:,}); a body is text."
        raise InvalidInput(field, reason) from None
