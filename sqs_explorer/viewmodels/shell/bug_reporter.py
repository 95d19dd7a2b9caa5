"""Where bugs go: to the log on this machine, and to a sentence in the window; never silently away."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
from dataclasses import replace
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal

from sqs_explorer.services.fault_words import fault_line, fault_trace
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.report_text import Fault

logger = logging.getLogger("sqs_explorer.bugs")
KEPT_FAULTS = 5


class BugReporter(QObject):
    """Takes unexpected exceptions of tasks, slots and threads.

    `fault_reported(Fault)` is for the window. The same fault again is counted, and logged now and then only:
    one in a painting method comes with every frame, and would wash all else out of the log.
    """

    fault_reported = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._faults: tuple[Fault, ...] = ()
        self._taking = threading.local()
        self._former = (sys.excepthook, threading.excepthook)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The last different faults of this run, the newest last."""
        return self._faults

    def report(self, error: BaseException) -> None:
        """Log a bug with its traceback and tell the window. Raises nothing, even if telling fails."""
        if getattr(self._taking, "now", False):
            # Telling of a bug has one itself: what is told of that could go on for ever.
            with contextlib.suppress(Exception):
                logger.error("Unexpected error while another one was told", exc_info=error)
            return
        self._taking.now = True
        try:
            self._take_in(error)
        except Exception as second:
            with contextlib.suppress(Exception):
                logger.error("Unexpected error while another one was told", exc_info=second)
        finally:
            self._taking.now = False

    def _take_in(self, error: BaseException) -> None:
        fault = self._counted(Fault(self._clock.now(), fault_line(error), fault_trace(error)))
        self._faults = (*(one for one in self._faults if one.trace != fault.trace), fault)[-KEPT_FAULTS:]
        if fault.times == 1:
            logger.error("Unexpected error", exc_info=error)
        elif str(fault.times).strip("0") == "1":
            logger.error("Unexpected error, %d times by now: %s", fault.times, fault.line)
        self.fault_reported.emit(fault)

    def _counted(self, fault: Fault) -> Fault:
        former = next((one for one in self._faults if one.trace == fault.trace), None)
        return fault if former is None else replace(former, times=former.times + 1)

    # What nobody else catches

    @classmethod
    def catching_all(cls, clock: Clock) -> BugReporter:
        """Return one that takes what slots, threads and the running loop's calls raise."""
        bugs = cls(clock)
        bugs.catch_all(asyncio.get_running_loop())
        return bugs

    def catch_all(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take what slots, threads and the calls of a loop raise, until `let_go`."""
        loop.set_exception_handler(self._take_from_loop)
        self._former = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread

    def let_go(self) -> None:
        """Leave it to those who had it before, as the program's last step."""
        sys.excepthook, threading.excepthook = self._former

    def _take_from_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            self.report(error)
        else:
            logger.warning("%s", context.get("message", "asyncio has something to tell"))

    def _take(self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
            return
        self.report(error)

    def _take_from_thread(self, happened: threading.ExceptHookArgs) -> None:
        if happened.exc_value is not None and not isinstance(happened.exc_value, SystemExit):
            self.report(happened.exc_value)
