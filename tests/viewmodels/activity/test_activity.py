"""Activity says what runs, what was done, with what result."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.viewmodels.activity.activity_model import COLUMNS, ActivityModel
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
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


def test_a_job_stands_on_top_until_it_ends_as_a_record(log: ActivityLog, qtmodeltester: ModelTester) -> None:
    model = ActivityModel(log)
    qtmodeltester.check(model)
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
    cell = model._result_cell(log.records[0])
    assert (cell.text, cell.icon, cell.tone) == ("Access denied", "fail", "danger")


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
    qtmodeltester.check(model)
    for number in range(5):
        clock.advance(timedelta(seconds=1).total_seconds())
        log.start("Send", "demo").finish(f"number {number}")
    assert [record.result for record in log.records] == ["number 2", "number 3", "number 4"]
    assert texts(model, "Result") == ["number 4", "number 3", "number 2"]
