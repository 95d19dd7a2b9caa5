"""The Activity table: jobs under way on top, then what was done, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from sqs_explorer.domain.activity import ActivityRecord, Outcome
from sqs_explorer.domain.quantities import exact_time_words
from sqs_explorer.viewmodels.activity.jobs import ActivityLog, Job
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind

COLUMNS = ("Time", "Who", "What", "Where", "Result", "Request ID")
Index = QModelIndex | QPersistentModelIndex

_ENDINGS = {
    Outcome.DONE: ("check", "success", "text"),
    Outcome.STOPPED: ("stop", "muted", "text"),
    Outcome.FAILED: ("fail", "danger", "danger"),
}


def outcome_icon(record: ActivityRecord) -> tuple[str, str]:
    """Return the icon's name and tone."""
    return _ENDINGS[record.outcome][:2]


class ActivityModel(QAbstractTableModel):
    """Reads an ActivityLog; a job's row stands above the records until it ends.

    With `show_records` the records are those that a search found, and new ones only where `accepts` them.
    """

    more_wanted = Signal()
    """The table was scrolled to the end of what is here."""

    def __init__(self, log: ActivityLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._jobs: list[Job] = list(log.jobs)
        self._records: list[ActivityRecord] = list(reversed(log.records))
        self._accepts: Callable[[ActivityRecord], bool] | None = None
        self._has_more = False
        for job in self._jobs:
            job.progress_changed.connect(self._repaint_jobs)
        log.job_started.connect(self._add_job)
        log.record_added.connect(self._add_record)
        log.cleared.connect(self._clear)

    def job(self, row: int) -> Job | None:
        """Return the job of a row, None for a record."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def record(self, row: int) -> ActivityRecord | None:
        """Return what was done, or is being done, in a row; None beside the rows."""
        if not 0 <= row < self.rowCount():
            return None
        job = self.job(row)
        return job.record if job else self._records[row - len(self._jobs)]

    def show_records(
        self,
        records: Sequence[ActivityRecord],
        accepts: Callable[[ActivityRecord], bool],
        *,
        has_more: bool,
    ) -> None:
        """Show what a search found, newest first, instead of all that is here."""
        self._accepts = accepts
        self._clear()
        self.append_records(records, has_more=has_more)

    def append_records(self, records: Sequence[ActivityRecord], *, has_more: bool) -> None:
        """Show older records below."""
        self._has_more = has_more
        if records:
            first = self.rowCount()
            self.beginInsertRows(QModelIndex(), first, first + len(records) - 1)
            self._records.extend(records)
            self.endInsertRows()

    def _clear(self) -> None:
        self._has_more = False
        if self._records:
            self.beginRemoveRows(QModelIndex(), len(self._jobs), self.rowCount() - 1)
            self._records.clear()
            self.endRemoveRows()

    def _add_job(self, job: Job) -> None:
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._jobs.insert(0, job)
        self.endInsertRows()
        job.progress_changed.connect(self._repaint_jobs)

    def _add_record(self, record: ActivityRecord) -> None:
        self._drop_ended_jobs()
        if self._accepts is not None and not self._accepts(record):
            return
        first = len(self._jobs)
        self.beginInsertRows(QModelIndex(), first, first)
        self._records.insert(0, record)
        self.endInsertRows()
        kept = len(self._log.records)
        if self._accepts is None and len(self._records) > kept:
            self.beginRemoveRows(QModelIndex(), first + kept, first + len(self._records) - 1)
            del self._records[kept:]
            self.endRemoveRows()

    def _drop_ended_jobs(self) -> None:
        for row in reversed(range(len(self._jobs))):
            if self._jobs[row] not in self._log.jobs:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._jobs[row]
                self.endRemoveRows()

    def _repaint_jobs(self) -> None:
        if self._jobs:
            last = self.index(len(self._jobs) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        """Whether older records are kept."""
        return not parent.isValid() and self._has_more

    @override
    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; it comes later."""
        if self.canFetchMore(parent):
            self._has_more = False
            self.more_wanted.emit()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return jobs and records."""
        return 0 if parent.isValid() else len(self._jobs) + len(self._records)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return the columns of what was done."""
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return a column's name."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a cell, its words, or the exact time as a tooltip."""
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return exact_time_words(record.started_at)
        if role in {Qt.ItemDataRole.DisplayRole, CELL_ROLE, Qt.ItemDataRole.ToolTipRole}:
            cell = self._cell(record, self.job(index.row()), index.column())
            return cell if role == CELL_ROLE else cell.text
        return None

    def _cell(self, record: ActivityRecord, job: Job | None, column: int) -> Cell:
        if column == 0:
            return Cell(_time_words(record.started_at, self._log.clock.now()), mono=True)
        if column == 4:
            return _job_cell(job) if job else _result_cell(record)
        text = {1: record.who, 2: record.what, 3: record.where, 5: record.request_id}[column]
        return Cell(
            text or "–",
            tone="text" if column == 2 else "muted",
            mono=column == 5,
            elide_middle=column in {1, 3, 5},
        )


def _time_words(moment: datetime, now: datetime) -> str:
    """Return the local time, with its date where that is not today's."""
    local = moment.astimezone()
    is_today = local.date() == now.astimezone().date()
    return f"{local:%H:%M:%S}" if is_today else f"{local.day} {local:%b %H:%M:%S}"


def _job_cell(job: Job) -> Cell:
    text = "Stopping" if job.is_stopping else job.progress_text or "Under way"
    return Cell(text, kind=CellKind.PROGRESS, icon="refresh", icon_tone="accent", fraction=job.fraction)


def _result_cell(record: ActivityRecord) -> Cell:
    icon, icon_tone, tone = _ENDINGS[record.outcome]
    return Cell(record.result, icon=icon, icon_tone=icon_tone, tone=tone)
