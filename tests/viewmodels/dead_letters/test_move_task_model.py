"""The table Move tasks in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind
from sqs_explorer.viewmodels.dead_letters.move_task_model import MoveTaskModel
from sqs_explorer.viewmodels.dead_letters.task_words import reason_words

COLUMNS = ("Started", "Destination", "Rate", "Moved", "Total", "Status", "Reason")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RUNNING = MoveTask(
    "arn:aws:sqs:eu-west-1:1:OrderQueue-DLQ",
    MoveTaskStatus.RUNNING,
    NOW - timedelta(seconds=8),
    messages_per_second=5,
    moved=38,
    total=99,
    task_handle="handle",
)
_KEY = "The KMS key can't be used: kms:Decrypt and kms:GenerateDataKey are needed"


def model(*tasks: MoveTask) -> MoveTaskModel:
    made = MoveTaskModel(lambda: NOW)
    made.show_tasks(tasks)
    return made


def row(shown: MoveTaskModel, number: int = 0) -> dict[str, str]:
    return {name: str(shown.index(number, column).data()) for column, name in enumerate(COLUMNS)}


def test_a_running_task_counts_about_and_says_how_long_it_still_takes() -> None:
    shown = row(model(RUNNING))
    assert shown["Destination"] == "Original source queues"
    assert shown["Rate"] == "5 /s"
    assert shown["Moved"] == "≈ 38"
    assert shown["Total"] == "99"
    assert shown["Status"] == "Running"
    assert shown["Reason"] == "About 12 s left"


def test_progress_is_painted_beside_icon_and_word() -> None:
    shown = model(RUNNING)
    cell = shown.index(0, COLUMNS.index("Status")).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    assert (cell.kind, cell.icon, cell.text) == (CellKind.PROGRESS, "redrive", "Running")
    assert cell.fraction == pytest.approx(38 / 99)


def test_a_completed_task_counts_exactly_and_needs_no_reason() -> None:
    shown = row(model(replace(RUNNING, status=MoveTaskStatus.COMPLETED, moved=99, messages_per_second=None)))
    assert (shown["Moved"], shown["Rate"], shown["Reason"]) == ("99", "as AWS sees fit", "–")


def test_a_task_of_another_day_names_the_day() -> None:
    shown = row(model(replace(RUNNING, started_at=NOW - timedelta(days=2))))
    assert shown["Started"].startswith("20 Nov ")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AWS.SimpleQueueService.NonExistentQueue", "The destination queue does not exist"),
        ("QueueDoesNotExist", "The destination queue does not exist"),
        ("CouldNotDetermineMessageSource", "A message does not say which queue it came from"),
        ("KMS.AccessDeniedException", _KEY),
        ("KmsAccessDenied", _KEY),
        ("KMS.DisabledException", "The KMS key is disabled"),
        ("SomethingNew", "SomethingNew"),
    ],
)
def test_why_a_task_failed_is_in_words_and_an_unknown_code_as_it_is(code: str, words: str) -> None:
    failed = replace(RUNNING, status=MoveTaskStatus.FAILED, failure_reason=code)
    shown = model(failed)
    assert reason_words(failed, NOW) == words
    tooltip = shown.index(0, COLUMNS.index("Reason")).data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == (code if words == code else f"{words} ({code})")


def test_the_pace_so_far_tells_the_rest_where_no_rate_was_given() -> None:
    steady = replace(
        RUNNING, messages_per_second=None, moved=10, total=30, started_at=NOW - timedelta(seconds=10)
    )
    assert reason_words(steady, NOW) == "About 20 s left"
    assert reason_words(replace(steady, moved=0), NOW) == "–"


def test_progress_changes_cells_and_a_new_task_resets(qtmodeltester: ModelTester) -> None:
    shown = model(RUNNING)
    qtmodeltester.check(shown)  # type: ignore[no-untyped-call]
    resets: list[bool] = []
    changes: list[bool] = []
    shown.modelReset.connect(lambda: resets.append(True))
    shown.dataChanged.connect(lambda: changes.append(True))
    shown.show_tasks((replace(RUNNING, moved=50),))
    assert (len(resets), len(changes)) == (0, 1)
    shown.show_tasks((replace(RUNNING, started_at=NOW), RUNNING))
    assert len(resets) == 1
    assert shown.rowCount() == 2


def test_headings_of_numbers_stand_at_the_right() -> None:
    shown = model()
    heads = [shown.headerData(column, Qt.Orientation.Horizontal) for column in range(len(COLUMNS))]
    assert tuple(heads) == COLUMNS
    aligned = shown.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(aligned, int)
    assert aligned & int(Qt.AlignmentFlag.AlignRight)
