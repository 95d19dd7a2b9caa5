"""The Activity table: jobs under way on top, then what was done, newest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.domain.quantities import exact_time_words
from sqs_explorer.viewmodels.activity.jobs import ActivityLog, ActivityRecord, Job
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind

COLUMNS = ("Time", "Who", "What", "Where", "Result", "Request ID")
Index = QModelIndex | QPersistentModelIndex


class ActivityModel(QAbstractTableModel):
    """Reads an ActivityLog; a job's row stands above the records until it ends."""

    def __init__(self, log: ActivityLog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._jobs: list[Job] = list(log.jobs)
        self._records: list[ActivityRecord] = list(reversed(log.records))
        for job in self._jobs:
            job.progress_changed.connect(self._repaint_jobs)
        log.job_started.connect(self._add_job)
        log.job_ended.connect(self._add_record)

    def job(self, row: int) -> Job | None:
        """Return the job of a row, None for a record."""
        return self._jobs[row] if 0 <= row < len(self._jobs) else None

    def _add_job(self, job: Job) -> None:
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._jobs.insert(0, job)
        self.endInsertRows()
        job.progress_changed.connect(self._repaint_jobs)

    def _add_record(self, record: ActivityRecord) -> None:
        for row in reversed(range(len(self._jobs))):
            if self._jobs[row] not in self._log.jobs:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._jobs[row]
                self.endRemoveRows()
        first = len(self._jobs)
        self.beginInsertRows(QModelIndex(), first, first)
        self._records.insert(0, record)
        self.endInsertRows()
        kept = len(self._log.records)
        if len(self._records) > kept:
            self.beginRemoveRows(QModelIndex(), first + kept, first + len(self._records) - 1)
            del self._records[kept:]
            self.endRemoveRows()

    def _repaint_jobs(self) -> None:
        if self._jobs:
            last = self.index(len(self._jobs) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

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
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, CELL_ROLE, Qt.ItemDataRole.ToolTipRole}:
            cell = self._cell(index.row(), index.column())
            if role == CELL_ROLE:
                return cell
            if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
                return exact_time_words(self._record(index.row()).started_at)
            return cell.text
        return None

    def _record(self, row: int) -> ActivityRecord:
        job = self.job(row)
        return job.record if job else self._records[row - len(self._jobs)]

    def _cell(self, row: int, column: int) -> Cell:
        record = self._record(row)
        job = self.job(row)
        if column == 0:
            return Cell(record.started_at.astimezone().strftime("%H:%M:%S"), mono=True)
        if column == 4:
            return self._job_cell(job) if job else self._result_cell(record)
        text = {1: record.who, 2: record.what, 3: record.where, 5: record.request_id}[column]
        return Cell(
            text or "–",
            tone="text" if column == 2 else "muted",
            mono=column == 5,
            elide_middle=column in {3, 5},
        )

    @staticmethod
    def _job_cell(job: Job) -> Cell:
        text = "Stopping" if job.is_stopping else job.progress_text or "Under way"
        return Cell(text, kind=CellKind.PROGRESS, icon="refresh", icon_tone="accent", fraction=job.fraction)

    @staticmethod
    def _result_cell(record: ActivityRecord) -> Cell:
        icon, tone = ("check", "success") if record.succeeded else ("fail", "danger")
        return Cell(record.result, icon=icon, icon_tone=tone, tone="text" if record.succeeded else "danger")
