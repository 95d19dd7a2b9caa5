"""A bug is written down with its traceback, without secrets, and told to the window."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal

from sqs_explorer.storage.log_file import close_log, open_log
from sqs_explorer.viewmodels.shell.bug_reporter import BugReporter
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
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
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def bugs(qapp: object, told: list[str], monkeypatch: pytest.MonkeyPatch) -> BugReporter:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    bugs = BugReporter(FakeClock())
    bugs.fault_reported.connect(lambda fault: told.append(fault.line))
    return bugs


@pytest.mark.expects_log("Unexpected error")
def test_what_a_slot_raises_is_logged_and_told(
    bugs: BugReporter,
    told: list[str],
    log: Path,
    capfd: pytest.CaptureFixture[str],
    loop: asyncio.AbstractEventLoop,
) -> None:
    def stumble() -> None:
        raise ZeroDivisionError("nothing to divide by")

    bugs.catch_all(loop)
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
        raise RuntimeError(f"in eu-west-1 AKIAIOSFODNN7EXAMPLE secret={SECRET}")
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


def test_ctrl_c_is_no_bug(
    bugs: BugReporter,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    loop: asyncio.AbstractEventLoop,
) -> None:
    passed_on: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, error, traceback: passed_on.append(kind))
    bugs.catch_all(loop)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert passed_on == [KeyboardInterrupt]


@pytest.mark.expects_log("Unexpected error")
def test_what_a_thread_or_a_call_of_the_loop_raises_is_told_until_the_program_ends(
    bugs: BugReporter, told: list[str], loop: asyncio.AbstractEventLoop, qapp: QCoreApplication
) -> None:
    def stumble(what: str) -> None:
        raise LookupError(f"in {what}")

    former = (sys.excepthook, threading.excepthook)
    bugs.catch_all(loop)
    thread = threading.Thread(target=stumble, args=("a thread",))
    thread.start()
    thread.join()
    loop.call_soon(stumble, "a call")
    loop.call_soon(loop.stop)
    loop.run_forever()
    qapp.processEvents()
    assert sorted(told) == ["LookupError: in a call", "LookupError: in a thread"]
    bugs.let_go()
    assert (sys.excepthook, threading.excepthook) == former


@pytest.mark.expects_log("Unexpected error$|Unexpected error ", "while another one was told")
def test_a_fault_in_telling_of_a_fault_is_logged_and_told_of_no_more(
    bugs: BugReporter, told: list[str], log: Path, loop: asyncio.AbstractEventLoop
) -> None:
    def stumble(fault: object) -> None:
        raise ZeroDivisionError("in the strip")

    bugs.catch_all(loop)
    bugs.fault_reported.connect(stumble)
    bugs.report(KeyError("x"))
    assert told == ["KeyError: [value]"]
    assert log.read_text().count("ZeroDivisionError: in the strip") == 1
    bugs.report(NameError("the next one"))
    assert told == ["KeyError: [value]", "NameError: the next one"]


@pytest.mark.expects_log("Unexpected error")
def test_an_error_whose_words_fail_themselves_is_told_by_its_class(
    bugs: BugReporter, told: list[str], log: Path
) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError("no words")

    bugs.report(Mute())
    assert told == ["Mute"]
    assert "Mute" in log.read_text()


@pytest.mark.expects_log("Unexpected error")
def test_the_same_fault_a_hundred_times_is_counted_and_does_not_fill_the_log(
    bugs: BugReporter, told: list[str], log: Path
) -> None:
    for _ in range(100):
        try:
            raise ZeroDivisionError("in a painting")
        except ZeroDivisionError as error:
            bugs.report(error)
    (fault,) = bugs.faults
    assert fault.times == 100
    assert log.read_text().count("in test_the_same_fault") == 1
    assert "Unexpected error, 100 times by now: ZeroDivisionError: in a painting" in log.read_text()
    assert len(log.read_text().splitlines()) < 10
