"""What the Activity line says: the newest job with progress and Stop, or the last thing done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.activity import ActivityRecord, ApiCall
from sqs_explorer.domain.quantities import ago_words
from sqs_explorer.services.boto3_text import boto3_text
from sqs_explorer.services.call_texts import comment_line
from sqs_explorer.services.cli_text import aws_cli_text
from sqs_explorer.services.ports import Clock
from sqs_explorer.viewmodels.activity.activity_model import ActivityModel
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog, Job

REPAINT_MILLISECONDS = 1_000


class ActivityViewModel(QObject):
    """Watches an ActivityLog; `line_changed` tells that `job`, `last` or their words are new.

    `model` is the table's; with `history` it holds earlier runs, too. Rows are the model's.
    """

    line_changed = Signal()

    def __init__(
        self,
        log: ActivityLog,
        clock: Clock,
        parent: QObject | None = None,
        *,
        history: ActivityHistoryViewModel | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._clock = clock
        self.history = history
        self.model = history.model if history else ActivityModel(log, self)
        log.job_started.connect(self._watch)
        log.record_added.connect(self._changed)
        log.cleared.connect(self._changed)
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
        now = self._clock.monotonic()
        for job in reversed(self._log.jobs):
            if now - job.started_monotonic >= 0.3:
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
        """When that was, and how long it took if it took time: `3 s ago · 0.4 s`."""
        if self.last is None:
            return ""
        ago = ago_words(self.last.started_at, self._clock.now())
        seconds = self.last.duration_seconds
        if not seconds:
            return ago
        took = f"{seconds:.1f} s" if seconds >= 0.1 else f"{seconds * 1000:.0f} ms"
        return f"{ago} · {took}"

    def cli_text(self, rows: Iterable[int]) -> str:
        """Return what was done in these rows as commands of the AWS CLI, "" if no call to AWS was made."""
        return self._call_text(rows, aws_cli_text)

    def boto3_text(self, rows: Iterable[int]) -> str:
        """Return the same as a program that uses boto3."""
        return self._call_text(rows, boto3_text)

    def request_ids(self, rows: Iterable[int]) -> str:
        """Return the request IDs of these rows, one a line, "" if there is none."""
        return "\n".join(record.request_id for record in self._records(rows) if record.request_id)

    def has_calls(self, rows: Iterable[int]) -> bool:
        """Tell whether one of these rows called AWS."""
        return any(record.calls for record in self._records(rows))

    def close(self) -> None:
        """End the timer."""
        self._timer.stop()

    def _records(self, rows: Iterable[int]) -> list[ActivityRecord]:
        found = (self.model.record(row) for row in rows)
        return [record for record in found if record is not None]

    def _call_text(self, rows: Iterable[int], to_text: Callable[[Sequence[ApiCall]], str]) -> str:
        records = [record for record in self._records(rows) if record.calls]
        return "\n".join(f"{comment_line(record.what)}\n{to_text(record.calls)}" for record in records)
