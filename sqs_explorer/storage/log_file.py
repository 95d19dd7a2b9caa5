"""The program's own log: rotating, small, without bodies, secrets or receipt handles.

Botocore's log is never attached.
"""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from typing_extensions import override

from sqs_explorer.services.fault_words import fault_trace

ExceptionInformation = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
MAXIMUM_BYTES = 500_000
_SECRETS = (
    re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    re.compile(
        r"(?i)\b(secret|token|password|signature|authorization|receipt_?handle)(\W{1,4})[^\s,'\"}]{8,}"
    ),
    re.compile(r"\b[A-Za-z0-9+/=_-]{60,}\b"),
)


class RedactingFormatter(logging.Formatter):
    """Strikes out what looks like a key, a token or a receipt handle, and what errors quote."""

    @override
    def formatException(self, ei: ExceptionInformation) -> str:
        """Return a traceback without values."""
        return fault_trace(ei[1]) if ei[1] is not None else ""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return the line without secrets."""
        text = super().format(record)
        for pattern in _SECRETS:
            text = pattern.sub("[redacted]", text)
        return text


def open_log(folder: Path) -> logging.Handler:
    """Attach the log file to the program's own logger and return its handler.

    A folder that can't be written to is no reason not to start: the terminal gets the lines then.
    """
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "sqs-explorer.log"
        handler = RotatingFileHandler(path, maxBytes=MAXIMUM_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("sqs_explorer")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Detach the log file and close it."""
    logging.getLogger("sqs_explorer").removeHandler(handler)
    handler.close()
