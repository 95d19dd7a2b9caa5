"""The table Move tasks: SQS's newest ten redrives of one queue, newest first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.domain.quantities import exact_time_words
from sqs_explorer.viewmodels.cell_table_model import CellTableModel, Column
from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.viewmodels.dead_letters import task_words

Now = Callable[[], datetime]


class MoveTaskModel(CellTableModel[MoveTask]):
    """Rows are tasks, newest first; a row keeps its place while its progress changes."""

    def __init__(self, now: Now, parent: QObject | None = None) -> None:
        super().__init__(_columns(now), parent)

    def show_tasks(self, tasks: tuple[MoveTask, ...]) -> None:
        """Show another list; only cells change where the same tasks are listed again."""
        if [task.started_at for task in tasks] == [task.started_at for task in self.things]:
            self.show_in_place(tasks)
        else:
            self.show_things(tasks)


def _columns(now: Now) -> tuple[Column[MoveTask], ...]:
    return (
        Column(
            "Started",
            lambda task: Cell(task_words.started_words(task, now()), mono=True),
            lambda task: exact_time_words(task.started_at),
        ),
        Column(
            "Destination",
            lambda task: Cell(task_words.destination_words(task), elide_middle=True),
            lambda task: task.destination_arn or "Each message goes to the queue it came from.",
        ),
        Column("Rate", _rate_cell, is_right_aligned=True),
        Column(
            "Moved",
            lambda task: Cell(task_words.moved_words(task), mono=True, right=True),
            lambda task: (
                "" if task.status is MoveTaskStatus.COMPLETED else "SQS counts late: more may have arrived."
            ),
            is_right_aligned=True,
        ),
        Column("Total", _total_cell, is_right_aligned=True),
        Column("Status", _status_cell),
        Column(
            "Reason", lambda task: Cell(task_words.reason_words(task, now()), tone="muted"), _reason_tooltip
        ),
    )


def _rate_cell(task: MoveTask) -> Cell:
    is_set = bool(task.messages_per_second)
    return Cell(task_words.rate_words(task), tone="text" if is_set else "muted", mono=is_set, right=True)


def _total_cell(task: MoveTask) -> Cell:
    return Cell("–" if task.total is None else f"{task.total:,}", mono=True, right=True)


def _status_cell(task: MoveTask) -> Cell:
    word, icon, tone = task_words.status_words(task.status)
    text_tone = "danger" if task.status is MoveTaskStatus.FAILED else "text"
    if task.status.is_active:
        fraction = task_words.fraction_done(task)
        return Cell(word, CellKind.PROGRESS, text_tone, icon, tone, fraction=fraction)
    return Cell(word, tone=text_tone, icon=icon, icon_tone=tone)


def _reason_tooltip(task: MoveTask) -> str:
    if not task.failure_reason:
        return ""
    words = task_words.failure_words(task.failure_reason)
    return words if words == task.failure_reason else f"{words} ({task.failure_reason})"
