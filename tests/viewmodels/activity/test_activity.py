"""Activity says what runs, what was done, with what result."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.activity import Outcome
from sqs_explorer.viewmodels.activity.activity_model import COLUMNS, ActivityModel
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from tests.fakes.fake_clock import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def log(qapp: object, clock: FakeClock) -> ActivityLog:
    return ActivityLog(clock)


def texts(model: ActivityModel, column: str) -> list[str]:
    number = COLUMNS.index(column)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def result_cell(model: ActivityModel, row: int = 0) -> tuple[str, str | None, str, str]:
    """Return words, icon, its tone and the tone of the words."""
    cell = model.index(row, COLUMNS.index("Result")).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    return cell.text, cell.icon, cell.icon_tone, cell.tone


def test_a_job_stands_on_top_until_it_ends_as_a_record(log: ActivityLog, qtmodeltester: ModelTester) -> None:
    model = ActivityModel(log)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    log.start("Send to OrderQueue", "demo").finish("Sent 1 message to OrderQueue", "r-1")
    job = log.start("Receive from OrderQueue", "demo · eu-west-1 · OrderQueue")
    job.report("30 of 99", 0.3)
    assert texts(model, "Result") == ["30 of 99", "Sent 1 message to OrderQueue"]
    job.finish("Received 99 messages from OrderQueue", "r-2")
    assert texts(model, "Result") == ["Received 99 messages from OrderQueue", "Sent 1 message to OrderQueue"]
    assert texts(model, "Request ID") == ["r-2", "r-1"]
    assert texts(model, "Where")[0] == "demo · eu-west-1 · OrderQueue"


def test_a_failed_job_says_so_without_colour_alone(log: ActivityLog) -> None:
    model = ActivityModel(log)
    log.start("Receive from OrderQueue", "demo").fail("Access denied")
    assert result_cell(model) == ("Access denied", "fail", "danger", "danger")


def test_a_stopped_job_is_no_failure_and_has_a_sign_of_its_own(log: ActivityLog) -> None:
    model = ActivityModel(log)
    log.start("Delete 25 messages", "demo").halt("Deleted 10 of 25 messages, stopped")
    assert result_cell(model) == ("Deleted 10 of 25 messages, stopped", "stop", "muted", "text")
    assert log.records[-1].outcome is Outcome.STOPPED
    assert log.records[-1].succeeded


def test_something_noted_is_a_record_without_a_job(log: ActivityLog, clock: FakeClock) -> None:
    model, ended = ActivityModel(log), list[object]()
    log.job_ended.connect(ended.append)
    log.note("Unlock writing", "prod", "Writing is unlocked for 15 min", "123456789012 · user/me")
    assert texts(model, "Result") == ["Writing is unlocked for 15 min"]
    assert texts(model, "Who") == ["123456789012 · user/me"]
    assert ended == []
    view_model = ActivityViewModel(log, clock)
    assert view_model.last is log.records[0]
    view_model.close()


def test_who_did_it_is_asked_again_at_the_end_if_nobody_knew_at_first(log: ActivityLog) -> None:
    known: list[str] = []
    job = log.start("Receive", "dev", who=lambda: known[0] if known else "")
    assert job.record.who == ""
    known.append("123456789012 · user/me")
    job.finish("Received 1 message")
    assert log.records[-1].who == "123456789012 · user/me"
    known[0] = "somebody else"
    assert log.records[-1].who == "123456789012 · user/me"


def test_a_clock_that_is_set_meanwhile_does_not_change_how_long_it_took(
    log: ActivityLog, clock: FakeClock
) -> None:
    job = log.start("Receive", "dev")
    clock.advance(2)
    clock._start -= timedelta(hours=1)
    job.finish("Received 1 message")
    assert log.records[-1].duration_seconds == 2


def test_stop_reaches_the_work_once(log: ActivityLog) -> None:
    stops: list[str] = []
    job = log.start("Receive", "demo", stop=lambda: stops.append("stop"))
    assert job.can_stop
    job.stop()
    job.stop()
    assert stops == ["stop"]
    assert not job.can_stop
    model = ActivityModel(log)
    assert texts(model, "Result") == ["Stopping"]


def test_a_job_of_an_instant_does_not_flash_in_the_line(log: ActivityLog, clock: FakeClock) -> None:
    view_model = ActivityViewModel(log, clock)
    job = log.start("Receive", "demo")
    assert view_model.job is None
    clock.advance(0.4)
    assert view_model.job is job
    job.finish("Received 10 messages")
    assert view_model.job is None
    assert view_model.last is not None
    assert view_model.last.result == "Received 10 messages"
    clock.advance(180)
    assert view_model.last_words == "3 min ago · 0.4 s"
    view_model.close()


def test_the_exact_time_is_in_the_tooltip(log: ActivityLog) -> None:
    log.start("Receive", "demo").finish("done")
    model = ActivityModel(log)
    tooltip = str(model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "UTC" in tooltip


def test_old_records_go_when_there_are_too_many(
    log: ActivityLog, clock: FakeClock, qtmodeltester: ModelTester
) -> None:
    log.MAXIMUM_RECORDS = 3
    model = ActivityModel(log)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    for number in range(5):
        clock.advance(timedelta(seconds=1).total_seconds())
        log.start("Send", "demo").finish(f"number {number}")
    assert [record.result for record in log.records] == ["number 2", "number 3", "number 4"]
    assert texts(model, "Result") == ["number 4", "number 3", "number 2"]


def test_the_newest_of_two_jobs_is_in_the_line_and_both_are_counted(
    log: ActivityLog, clock: FakeClock
) -> None:
    view_model = ActivityViewModel(log, clock)
    older = log.start("Receive from A", "dev")
    newer = log.start("Receive from B", "dev")
    clock.advance(1)
    assert view_model.job is newer
    assert view_model.jobs_under_way == 2
    newer.finish("done")
    assert view_model.job is older
    older.finish("done")
    assert view_model.jobs_under_way == 0
    view_model.close()


def test_the_line_is_told_of_beginning_progress_stop_and_end(log: ActivityLog, clock: FakeClock) -> None:
    view_model = ActivityViewModel(log, clock)
    told: list[str] = []
    view_model.line_changed.connect(lambda: told.append("told"))
    job = log.start("Receive", "dev", stop=lambda: None)
    assert len(told) == 1
    job.report("1 of 9")
    assert len(told) == 2
    job.stop()
    assert len(told) == 3
    job.finish("Received 1 message")
    assert len(told) == 4
    view_model.close()


def test_a_job_ends_once(log: ActivityLog) -> None:
    job = log.start("Receive", "dev")
    job.finish("Received 1 message")
    job.fail("Too late")
    assert [record.result for record in log.records] == ["Received 1 message"]
    assert log.jobs == []


def test_jobs_under_way_before_the_table_was_made_are_in_it_and_tell_their_progress(
    log: ActivityLog,
) -> None:
    job = log.start("Receive", "dev")
    model = ActivityModel(log)
    repainted: list[str] = []
    model.dataChanged.connect(lambda *_: repainted.append(texts(model, "Result")[0]))
    job.report("3 of 9", 1 / 3)
    assert repainted == ["3 of 9"]
    assert model.job(0) is job
    assert model.job(1) is None
    job.fail("Access denied")
    assert model.job(0) is None
    assert texts(model, "Result") == ["Access denied"]


def test_of_two_jobs_the_one_that_ends_leaves_its_row_to_no_other(
    log: ActivityLog, qtmodeltester: ModelTester
) -> None:
    model = ActivityModel(log)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    older, newer = log.start("Receive from A", "dev"), log.start("Receive from B", "dev")
    assert texts(model, "What") == ["Receive from B", "Receive from A"]
    older.finish("done with A")
    assert model.job(0) is newer
    assert texts(model, "Result") == ["Under way", "done with A"]
