"""The program's own log: rotating, small, without bodies, secrets or receipt handles.

Botocore's log is never attached.
"""

from __future__ import annotations

import copy
import getpass
import logging
import platform
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from typing_extensions import override

from sqs_explorer.services.fault_words import fault_trace
from sqs_explorer.services.report_redaction import PrivateWords, redacted, without_names

ExceptionInformation = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
MAXIMUM_BYTES = 500_000
LAST_BYTES = 128_000
_NAME = "sqs-explorer.log"
_OF_EVERY_MACHINE = frozenset({"localhost", "localhost.localdomain"})


class RedactingFormatter(logging.Formatter):
    """Strikes out what looks like a key, a token or a receipt handle, what errors quote, and names."""

    def __init__(self, line: str, private: PrivateWords) -> None:
        super().__init__(line)
        self._private = private

    @override
    def formatException(self, ei: ExceptionInformation) -> str:
        """Return a traceback without values."""
        return fault_trace(ei[1]) if ei[1] is not None else ""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line without secrets; the traceback comes behind it and holds none."""
        record.message = redacted(record.message, self._private)
        return super().formatMessage(record)

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the record without names."""
        record = copy.copy(record)
        record.exc_text = None  # Another handler may have kept a traceback there, with every value.
        return without_names(super().format(record), self._private)


def log_end(folder: Path) -> str:
    """Return the log's last 125 KiB, with the end of the file before it. Raises OSError."""
    former, current = (_end_of(folder / name) for name in (f"{_NAME}.1", _NAME))
    return (former + current)[-LAST_BYTES:].decode("utf-8", "replace")


def private_words() -> PrivateWords:
    """Return what names the person and the machine; it may ask the system's directory of users."""
    try:
        home = str(Path.home())
    except RuntimeError:
        home = ""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    computer = platform.node()
    names = {user, computer, computer.partition(".")[0]} - _OF_EVERY_MACHINE - {""}
    return PrivateWords(home, tuple(sorted(names, key=len, reverse=True)))


def open_log(folder: Path) -> logging.Handler:
    """Attach the log file to the program's own logger and return its handler.

    A folder that can't be written to is no reason not to start: the terminal, if there is one, gets the
    lines then.
    """
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / _NAME, maxBytes=MAXIMUM_BYTES, backupCount=2, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        # A program without a console has no such stream, and a handler of it would fail at every line.
        handler = logging.StreamHandler() if sys.stderr is not None else logging.NullHandler()
    handler.setFormatter(
        RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s", private_words())
    )
    logger = logging.getLogger("sqs_explorer")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Detach the log file and close it."""
    logging.getLogger("sqs_explorer").removeHandler(handler)
    handler.close()


def _end_of(file: Path) -> bytes:
    """Return the last bytes of a file, none if it is not there. Raises OSError."""
    try:
        with file.open("rb") as log:
            log.seek(max(0, log.seek(0, 2) - LAST_BYTES))
            return log.read()
    except FileNotFoundError:
        return b""
