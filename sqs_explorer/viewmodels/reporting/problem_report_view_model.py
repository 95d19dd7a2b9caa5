"""What the window says of faults and crashes of the program, and the report of them that can be copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import PySide6
from PySide6.QtCore import QObject, Signal, qVersion

from sqs_explorer import __version__
from sqs_explorer.domain.quantities import date_words, duration_words
from sqs_explorer.services.ports import Clock, OffThread
from sqs_explorer.services.program_parts import ProgramShelf
from sqs_explorer.services.report_text import CrashNote, Fault, LocalTraces, report_text
from sqs_explorer.viewmodels.shell.bug_reporter import BugReporter
from sqs_explorer.viewmodels.task_scope import TaskScope

NOTHING_SENT = "Nothing was sent anywhere."
NO_ERROR = "No error of the program is known of this run."


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """What the strip says: a fault of this run, or the crash of a former one."""

    title: str
    text: str
    details: str
    is_fault: bool


class ProblemReportViewModel(QObject):
    """`changed` tells that the strip says something else, `report_changed` that the report is there.

    A fault that was dismissed is not shown again in this run, however often it comes.
    """

    changed = Signal()
    report_changed = Signal()

    def __init__(
        self,
        bugs: BugReporter,
        shelf: ProgramShelf,
        traces: LocalTraces,
        *,
        clock: Clock,
        off_thread: OffThread,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bugs = bugs
        self._shelf = shelf
        self._traces = traces
        self._clock = clock
        self._off_thread = off_thread
        self._scope = scope
        self._started = clock.monotonic()
        self._crash_is_shown = traces.former_crash is not None
        self._fault: Fault | None = None
        self._dismissed: set[str] = set()
        self.sentence = ""
        self.text = ""
        bugs.fault_reported.connect(self._take_fault)

    @property
    def words(self) -> ProblemWords | None:
        """What the strip says, None for nothing."""
        if self._fault is not None:
            text = "The rest goes on. A report of it is on this machine."
            return ProblemWords("A fault in the program.", text, self._fault.line, is_fault=True)
        if self._crash_is_shown:
            return ProblemWords("", "SQS Explorer ended unexpectedly last time.", "", is_fault=False)
        return None

    def _take_fault(self, fault: Fault) -> None:
        if fault.trace not in self._dismissed and (self._fault is None or self._fault.trace != fault.trace):
            self._fault = fault
            self.changed.emit()

    def dismiss(self) -> None:
        """Say no more of what the strip says."""
        if self._fault is not None:
            self._dismissed.add(self._fault.trace)
            self._fault = None
        else:
            self._crash_is_shown = False
        self.changed.emit()

    def prepare(self, screen: Sequence[tuple[str, str]]) -> None:
        """Put the report together; `screen` is what the window knows of its surroundings, with labels."""
        faults = self._bugs.faults
        fault = self._fault or (faults[-1] if faults else None)
        self.sentence = f"{_what_happened(fault, self._traces.former_crash)} {NOTHING_SENT}"
        self.text = ""
        self.report_changed.emit()
        self._scope.start(self._prepare(tuple(screen), faults))

    async def _prepare(self, screen: tuple[tuple[str, str], ...], faults: tuple[Fault, ...]) -> None:
        now, uptime = self._clock.now(), duration_words(self._clock.monotonic() - self._started)
        local = now.astimezone()
        times = f"{now:%Y-%m-%d %H:%M:%S} UTC, here and in the log {local:%H:%M}, running for {uptime}"
        own = (("Time", times), *screen)
        try:
            self.text = await self._off_thread.run(self._text, own, faults)
        except Exception as error:
            # The dialog is open and has to say something, whatever is wrong with the report.
            self.text = (
                "\n\n".join(fault.trace for fault in faults) or "The report could not be put together."
            )
            self._scope.report_bug(error)
        self.report_changed.emit()

    def _text(self, own: tuple[tuple[str, str], ...], faults: tuple[Fault, ...]) -> str:
        facts = self._shelf.facts()
        kind = "packaged" if facts.is_frozen else "from source"
        versions = (
            ("SQS Explorer", f"{__version__}, {kind}"),
            ("Python", facts.python),
            ("Qt", str(qVersion())),
            ("PySide6", str(PySide6.__version__)),
            ("botocore", facts.botocore),
            ("System", facts.system),
        )
        return report_text((*versions, *own), faults, self._traces)

    async def close(self) -> None:
        """End what is being read."""
        await self._scope.close()


def _what_happened(fault: Fault | None, crash: CrashNote | None) -> str:
    if fault is not None:
        return f"An unexpected error happened on {date_words(fault.when)}: {fault.line.rstrip('.')}."
    if crash is not None:
        reason = f": {crash.reason}" if crash.reason else ""
        return f"SQS Explorer ended unexpectedly on {date_words(crash.when)}{reason}."
    return NO_ERROR
