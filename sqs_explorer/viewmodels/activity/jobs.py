"""Jobs with progress and Stop, and the records of what was done: who, what, where, with what result.

Never a body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from sqs_explorer.services.ports import Clock


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """One thing done. `where` is connection, region and queue in words.

    `duration_seconds` from start to end.
    """

    started_at: datetime
    who: str
    what: str
    where: str
    result: str
    succeeded: bool
    request_id: str = ""
    duration_seconds: float = 0.0


class Job(QObject):
    """One piece of work under way.

    The screen that started it reports progress and ends it with `finish` or `fail`.
    """

    progress_changed = Signal()

    def __init__(self, log: ActivityLog, record: ActivityRecord, stop: Callable[[], None] | None) -> None:
        super().__init__(log)
        self._log = log
        self._stop = stop
        self.record = record
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

    def report(self, text: str, fraction: float | None = None) -> None:
        """Say how far it is, in words ("30 of 99") and as a fraction from 0 to 1 (None: unknown)."""
        self.progress_text = text
        self.fraction = fraction
        self.progress_changed.emit()

    def finish(self, result: str, request_id: str = "") -> None:
        """End the job well; `result` is a sentence such as "Received 10 messages from OrderQueue"."""
        self._log.end(self, result, succeeded=True, request_id=request_id)

    def fail(self, result: str, request_id: str = "") -> None:
        """End the job badly; `result` says what happened."""
        self._log.end(self, result, succeeded=False, request_id=request_id)


class ActivityLog(QObject):
    """All jobs under way and the newest records of this run (at most 5,000)."""

    job_started = Signal(object)
    job_ended = Signal(object)
    MAXIMUM_RECORDS = 5_000

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.jobs: list[Job] = []
        self.records: list[ActivityRecord] = []

    def start(self, what: str, where: str, *, who: str = "", stop: Callable[[], None] | None = None) -> Job:
        """Begin a job; `what` is a phrase such as "Receive from OrderQueue"."""
        job = Job(self, ActivityRecord(self._clock.now(), who, what, where, "", succeeded=True), stop)
        self.jobs.append(job)
        self.job_started.emit(job)
        return job

    def end(self, job: Job, result: str, *, succeeded: bool, request_id: str) -> None:
        """Turn a job into a record; called by the job itself. A job ends once."""
        if job not in self.jobs:
            return
        self.jobs.remove(job)
        begun = job.record
        duration_seconds = (self._clock.now() - begun.started_at).total_seconds()
        record = ActivityRecord(
            begun.started_at,
            begun.who,
            begun.what,
            begun.where,
            result,
            succeeded,
            request_id,
            duration_seconds,
        )
        self.records.append(record)
        del self.records[: -self.MAXIMUM_RECORDS]
        self.job_ended.emit(record)
        job.setParent(None)
