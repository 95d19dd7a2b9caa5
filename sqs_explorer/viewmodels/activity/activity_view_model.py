"""What the Activity line says: the newest job with progress and Stop, or the last thing done."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.quantities import ago_words
from sqs_explorer.services.ports import Clock
from sqs_explorer.viewmodels.activity.activity_model import ActivityModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog, ActivityRecord, Job

REPAINT_MILLISECONDS = 1_000


class ActivityViewModel(QObject):
    """Watches an ActivityLog; `line_changed` tells that `job`, `last` or their words are new."""

    line_changed = Signal()

    def __init__(self, log: ActivityLog, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._clock = clock
        self.model = ActivityModel(log, self)
        log.job_started.connect(self._watch)
        log.job_ended.connect(self._changed)
        self._timer = QTimer(self, interval=REPAINT_MILLISECONDS)
        self._timer.timeout.connect(self.line_changed)
        self._timer.start()

    def _watch(self, job: Job) -> None:
        job.progress_changed.connect(self._changed)
        self.line_changed.emit()

    def _changed(self, _: object = None) -> None:
        self.line_changed.emit()

    @property
    def job(self) -> Job | None:
        """The newest job that has run long enough to be shown (300 ms), or None."""
        now = self._clock.now()
        for job in reversed(self._log.jobs):
            if (now - job.record.started_at).total_seconds() >= 0.3:
                return job
        return None

    @property
    def jobs_under_way(self) -> int:
        """How many jobs run."""
        return len(self._log.jobs)

    @property
    def last(self) -> ActivityRecord | None:
        """What was done last."""
        return self._log.records[-1] if self._log.records else None

    @property
    def last_words(self) -> str:
        """When that was, and how long it took: `3 s ago · 0.4 s`."""
        if self.last is None:
            return ""
        ago = ago_words(self.last.started_at, self._clock.now())
        seconds = self.last.duration_seconds
        took = f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"
        return f"{ago} · {took}"

    def close(self) -> None:
        """End the timer."""
        self._timer.stop()
