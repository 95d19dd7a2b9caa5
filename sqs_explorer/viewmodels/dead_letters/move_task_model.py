"""The table Move tasks: SQS's newest ten redrives of one queue, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.domain.quantities import exact_time_words
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind
from sqs_explorer.viewmodels.dead_letters import task_words

Index = QModelIndex | QPersistentModelIndex

COLUMNS = ("Started", "Destination", "Rate", "Moved", "Total", "Status", "Reason")
_RIGHT = {"Rate", "Moved", "Total"}
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)


class MoveTaskModel(QAbstractTableModel):
    """Rows are tasks, newest first; a row keeps its place while its progress changes."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._tasks: tuple[MoveTask, ...] = ()

    def show_tasks(self, tasks: tuple[MoveTask, ...]) -> None:
        """Show another list; only cells change where the same tasks are listed again."""
        same = [task.started_at for task in tasks] == [task.started_at for task in self._tasks]
        if same:
            self._tasks = tasks
            if tasks:
                self.dataChanged.emit(self.index(0, 0), self.index(len(tasks) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._tasks = tasks
        self.endResetModel()

    def task(self, row: int) -> MoveTask:
        """Return the task of a row."""
        return self._tasks[row]

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        """One row a task."""
        return 0 if parent.isValid() else len(self._tasks)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        """One column a fact."""
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return COLUMNS[section]
        if role == _ALIGNMENT and COLUMNS[section] in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid() or role not in {_DISPLAY, CELL_ROLE, _TOOLTIP}:
            return None
        task, column = self._tasks[index.row()], COLUMNS[index.column()]
        if role == _TOOLTIP:
            return self._tooltip(task, column)
        cell = self._cell(task, column)
        return cell if role == CELL_ROLE else cell.text

    def _cell(self, task: MoveTask, column: str) -> Cell:
        now = self._now()
        match column:
            case "Started":
                return Cell(task_words.started_words(task, now), mono=True)
            case "Destination":
                return Cell(task_words.destination_words(task), elide_middle=True)
            case "Rate":
                tone = "text" if task.messages_per_second else "muted"
                return Cell(
                    task_words.rate_words(task), tone=tone, mono=bool(task.messages_per_second), right=True
                )
            case "Moved":
                return Cell(task_words.moved_words(task), mono=True, right=True)
            case "Total":
                return Cell("–" if task.total is None else f"{task.total:,}", mono=True, right=True)
            case "Status":
                return _status_cell(task)
        return Cell(task_words.reason_words(task, now), tone="muted")

    def _tooltip(self, task: MoveTask, column: str) -> str | None:
        if column == "Started":
            return exact_time_words(task.started_at)
        if column == "Destination":
            return task.destination_arn or "Each message goes to the queue it came from."
        if column == "Moved" and task.status is not MoveTaskStatus.COMPLETED:
            return "SQS counts late: more may have arrived."
        if column == "Reason" and task.failure_reason:
            words = task_words.failure_words(task.failure_reason)
            return words if words == task.failure_reason else f"{words} ({task.failure_reason})"
        return None


def _status_cell(task: MoveTask) -> Cell:
    word, icon, tone = task_words.status_words(task.status)
    text_tone = "danger" if task.status is MoveTaskStatus.FAILED else "text"
    if task.status.is_active:
        fraction = task_words.fraction_done(task)
        return Cell(word, CellKind.PROGRESS, text_tone, icon, tone, fraction=fraction)
    return Cell(word, tone=text_tone, icon=icon, icon_tone=tone)
