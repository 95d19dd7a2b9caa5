"""A bug is written down with its traceback, without secrets, and told to the window."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal

from sqs_explorer.storage.log_file import close_log, open_log
from sqs_explorer.viewmodels.shell.bug_reporter import BugReporter
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.guards.event_loops import RunCoroutine

SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"


class Bell(QObject):
    """Something with a signal."""

    rang = Signal()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    handler = open_log(tmp_path)
    yield tmp_path / "sqs-explorer.log"
    close_log(handler)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def bugs(qapp: object, told: list[str], monkeypatch: pytest.MonkeyPatch) -> BugReporter:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    bugs = BugReporter()
    bugs.fault_reported.connect(told.append)
    return bugs


@pytest.mark.expects_log("Unexpected error")
def test_what_a_slot_raises_is_logged_and_told(
    bugs: BugReporter, told: list[str], log: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("nothing to divide by")

    bugs.catch_slots()
    bell = Bell()
    bell.rang.connect(stumble)
    bell.rang.emit()
    assert told == ["ZeroDivisionError: nothing to divide by"]
    written = log.read_text()
    assert "in stumble" in written
    assert "ZeroDivisionError: nothing to divide by" in written
    assert capfd.readouterr().err == ""


@pytest.mark.expects_log("Unexpected error")
def test_the_traceback_in_the_log_holds_no_secret(bugs: BugReporter, told: list[str], log: Path) -> None:
    try:
        raise RuntimeError(f"AKIAIOSFODNN7EXAMPLE secret={SECRET} in eu-west-1")
    except RuntimeError as error:
        bugs.report(error)
    written = log.read_text()
    assert "RuntimeError" in written
    assert "eu-west-1" in written
    assert SECRET not in written
    assert "AKIAIOSFODNN7EXAMPLE" not in written


@pytest.mark.expects_log("Unexpected error")
def test_what_a_task_raises_is_told_and_the_next_task_runs(
    qt_run: RunCoroutine, bugs: BugReporter, told: list[str]
) -> None:
    done: list[str] = []

    async def stumble() -> None:
        raise KeyError("a name")

    async def go_on() -> None:
        done.append("went on")

    async def run_both() -> None:
        scope = TaskScope(bugs.report)
        scope.start(stumble())
        scope.start(go_on())
        await scope.idle()

    qt_run(run_both())
    assert told == ["KeyError: [value]"]
    assert done == ["went on"]


def test_ctrl_c_is_no_bug(bugs: BugReporter, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    passed_on: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, error, traceback: passed_on.append(kind))
    bugs.catch_slots()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert passed_on == [KeyboardInterrupt]
