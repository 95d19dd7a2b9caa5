"""Jobs with progress and Stop, and the records of what was done in this run.

Never a body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.activity import ActivityRecord, ApiCall, Outcome
from sqs_explorer.services.ports import Clock

Who = str | Callable[[], str]
"""Who does it, in words, or how to find out: it may be known only when the work has ended."""


class Job(QObject):
    """One piece of work under way.

    The screen that started it reports progress and ends it with `finish`, `halt` or `fail`.
    """

    progress_changed = Signal()

    def __init__(
        self,
        log: ActivityLog,
        record: ActivityRecord,
        stop: Callable[[], None] | None,
        *,
        who: Who,
        started_monotonic: float,
    ) -> None:
        super().__init__(log)
        self._log = log
        self._stop = stop
        self._who = who
        self.record = record
        self.started_monotonic = started_monotonic
        self.progress_text = ""
        self.fraction: float | None = None
        self.is_stopping = False

    @property
    def can_stop(self) -> bool:
        """Whether Stop does something for this job."""
        return self._stop is not None and not self.is_stopping

    def stop(self) -> None:
        """Ask the work to stop after what is in flight."""
        if self._stop is not None and not self.is_stopping:
            self.is_stopping = True
            self._stop()
            self.progress_changed.emit()

    def add_calls(self, *calls: ApiCall) -> None:
        """Note calls to AWS that were not known when it began."""
        self.record = replace(self.record, calls=(*self.record.calls, *calls))

    def report(self, text: str, fraction: float | None = None) -> None:
        """Say how far it is, in words ("30 of 99") and as a fraction from 0 to 1 (None: unknown)."""
        self.progress_text = text
        self.fraction = fraction
        self.progress_changed.emit()

    def finish(self, result: str, request_id: str = "") -> None:
        """End the job well; `result` is a sentence such as "Received 10 messages from OrderQueue"."""
        self.end(result, Outcome.DONE, request_id)

    def halt(self, result: str, request_id: str = "") -> None:
        """End the job because a person stopped it, which is no failure; `result` says how far it came."""
        self.end(result, Outcome.STOPPED, request_id)

    def fail(self, result: str, request_id: str = "") -> None:
        """End the job badly; `result` says what happened."""
        self.end(result, Outcome.FAILED, request_id)

    def end(self, result: str, outcome: Outcome, request_id: str = "") -> None:
        """End the job in one of these ways; a second end changes nothing."""
        who = self.record.who or _words(self._who)
        self.record = replace(self.record, who=who, result=result, outcome=outcome, request_id=request_id)
        self._log.end(self)


class ActivityLog(QObject):
    """All jobs under way and the newest records of this run (at most 5,000)."""

    job_started = Signal(object)
    job_ended = Signal(object)
    """A job became this ActivityRecord."""
    record_added = Signal(object)
    """Something was done: a job ended, or it was noted; the ActivityRecord."""
    cleared = Signal()
    MAXIMUM_RECORDS = 5_000

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.clock = clock
        self.jobs: list[Job] = []
        self.records: list[ActivityRecord] = []

    def start(
        self,
        what: str,
        where: str,
        *,
        who: Who = "",
        stop: Callable[[], None] | None = None,
        calls: tuple[ApiCall, ...] = (),
    ) -> Job:
        """Begin a job; `what` is a phrase such as "Receive from OrderQueue", `calls` what it asks of AWS."""
        record = ActivityRecord(self.clock.now(), _words(who), what, where, "", calls=calls)
        job = Job(self, record, stop, who=who, started_monotonic=self.clock.monotonic())
        self.jobs.append(job)
        self.job_started.emit(job)
        return job

    def note(
        self,
        what: str,
        where: str,
        result: str,
        who: str = "",
        *,
        outcome: Outcome = Outcome.DONE,
        calls: tuple[ApiCall, ...] = (),
    ) -> None:
        """Record what took no time, or was done elsewhere: a connection was opened, writing unlocked."""
        record = ActivityRecord(self.clock.now(), who, what, where, result, outcome, calls=calls)
        self._add(record)

    def end(self, job: Job) -> None:
        """Turn a job into its record; called by the job itself. A job ends once."""
        if job not in self.jobs:
            return
        self.jobs.remove(job)
        duration_seconds = self.clock.monotonic() - job.started_monotonic
        record = replace(job.record, duration_seconds=duration_seconds)
        self._add(record)
        self.job_ended.emit(record)
        job.setParent(None)

    def clear(self) -> None:
        """Forget the records of this run; jobs under way go on."""
        self.records.clear()
        self.cleared.emit()

    def _add(self, record: ActivityRecord) -> None:
        self.records.append(record)
        del self.records[: -self.MAXIMUM_RECORDS]
        self.record_added.emit(record)


def _words(who: Who) -> str:
    return who if isinstance(who, str) else who()
