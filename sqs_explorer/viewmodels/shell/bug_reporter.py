"""Where bugs go: to the log on this machine, and to a sentence in the window; never silently away."""

from __future__ import annotations

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from sqs_explorer.services.fault_words import fault_line

logger = logging.getLogger("sqs_explorer.bugs")


class BugReporter(QObject):
    """Takes unexpected exceptions of tasks and slots.

    `fault_reported(str)` carries one line for the window.
    """

    fault_reported = Signal(object)

    def report(self, error: BaseException) -> None:
        """Log a bug with its traceback and tell the window."""
        logger.error("Unexpected error", exc_info=error)
        self.fault_reported.emit(fault_line(error))

    def catch_slots(self) -> None:
        """Take what an event handler or slot raises: PySide would print it and go on."""
        sys.excepthook = self._take

    def _take(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        self.report(error)
