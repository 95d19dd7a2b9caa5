"""The table of a replay: what is wrong stands first, and results show in their lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.moves import MoveResult, MoveState
from sqs_explorer.services.message_files.dry_run import CheckedLine, DryRun
from sqs_explorer.viewmodels.replaying.replay_line_model import MAXIMUM_ROWS, ReplayLineModel


def run_of(*checked: CheckedLine) -> DryRun:
    """Return a dry run of these lines; its sums are not what the table shows."""
    return DryRun(checked, sendable=0, size_bytes=0, groups=(), edited=0, repeated=0, own_groups=0)


RUN = run_of(CheckedLine(1, "a"), CheckedLine(2, "b"), CheckedLine(3, reason="Not JSON."))


def lines(model: ReplayLineModel) -> list[tuple[object, object]]:
    """Return number and result of each row."""
    rows = range(model.rowCount())
    return [(model.index(row, 0).data(), model.index(row, 4).data()) for row in rows]


def test_a_refused_line_stands_first_and_says_why(qtmodeltester: ModelTester) -> None:
    model = ReplayLineModel()
    model.show_run(RUN, {})
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert lines(model) == [("3", "Not JSON."), ("1", "will be sent"), ("2", "will be sent")]
    assert model.index(0, 4).data(Qt.ItemDataRole.ToolTipRole) == "Not JSON."
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_results_that_leave_the_order_as_it_is_are_told_to_the_view() -> None:
    model = ReplayLineModel()
    model.show_run(RUN, {})
    painted: list[bool] = []
    for signal in (model.dataChanged, model.modelReset):
        signal.connect(lambda *_: painted.append(True))
    model.show_run(RUN, {1: MoveResult("line-1", MoveState.COPIED, "new")})
    assert painted
    assert [number for number, _ in lines(model)] == ["3", "1", "2"]
    assert lines(model)[1][1] != "will be sent"


def test_a_line_that_was_not_sent_moves_up() -> None:
    model = ReplayLineModel()
    model.show_run(RUN, {2: MoveResult("line-2", MoveState.FAILED, reason="No.")})
    assert [number for number, _ in lines(model)] == ["2", "3", "1"]


def test_a_long_file_shows_its_bad_lines_and_as_many_others_as_there_is_room_for() -> None:
    good = tuple(CheckedLine(number, "a") for number in range(1, MAXIMUM_ROWS + 50))
    bad = CheckedLine(MAXIMUM_ROWS + 50, reason="Not JSON.")
    model = ReplayLineModel()
    model.show_run(run_of(*good, bad), {})
    assert model.rowCount() == MAXIMUM_ROWS
    assert lines(model)[0] == (str(bad.number), "Not JSON.")
