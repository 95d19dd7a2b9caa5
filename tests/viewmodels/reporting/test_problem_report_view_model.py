"""The strip says a fault once, a former crash until it is dismissed; the report comes whatever fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sqs_explorer.services.report_text import CrashNote
from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.viewmodels.shell.bug_reporter import BugReporter
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import START, FakeClock
from tests.fakes.fake_program import FakeProgramShelf
from tests.fakes.fake_traces import FakeTraces
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.messages.page import CountedOffThread

CRASH = CrashNote(START, "Fatal Python error: Aborted\n\nCurrent thread 0x1 (most recent call first):\n")
SCREEN = (("Screens", "1920 × 1080 at 2"),)


class Scene:
    """A view-model with what it reads, and how often it told that the strip has changed."""

    def __init__(self, crash: CrashNote | None = None) -> None:
        self.clock = FakeClock()
        self.bugs = BugReporter(self.clock)
        self.traces = FakeTraces("2026-01-05 09:00:00 INFO x: hello", crash)
        self.off_thread = CountedOffThread()
        self.reported: list[BaseException] = []
        self.scope = TaskScope(self.reported.append)
        self.model = ProblemReportViewModel(
            self.bugs,
            FakeProgramShelf(),
            self.traces,
            clock=self.clock,
            off_thread=self.off_thread,
            scope=self.scope,
        )
        self.changes = 0
        self.model.changed.connect(self._count)

    def _count(self) -> None:
        self.changes += 1

    def stumble(self, deed: Callable[[], object] = lambda: 1 // 0) -> None:
        """Let something go wrong."""
        try:
            deed()
        except Exception as error:
            self.bugs.report(error)

    async def report(self) -> str:
        """Return the report."""
        self.model.prepare(SCREEN)
        await self.scope.idle()
        return self.model.text


@pytest.mark.expects_log("Unexpected error")
def test_a_fault_is_said_once_and_after_dismissing_it_no_more(qapp: object) -> None:
    scene = Scene()
    assert scene.model.words is None
    for _ in range(3):
        scene.stumble()
    words = scene.model.words
    assert words is not None
    assert (words.title, words.is_fault) == ("A fault in the program.", True)
    assert words.details == "ZeroDivisionError: integer division or modulo by zero"
    assert scene.changes == 1
    scene.model.dismiss()
    scene.stumble()
    assert scene.model.words is None
    scene.stumble([].pop)
    assert scene.model.words is not None


@pytest.mark.expects_log("Unexpected error")
def test_a_former_crash_is_said_until_it_is_dismissed_and_a_fault_goes_before_it(qapp: object) -> None:
    scene = Scene(CRASH)
    words = scene.model.words
    assert words is not None
    assert (words.text, words.is_fault) == ("SQS Explorer ended unexpectedly last time.", False)
    scene.stumble()
    scene.model.dismiss()
    assert scene.model.words == words
    scene.model.dismiss()
    assert scene.model.words is None


@pytest.mark.expects_log("Unexpected error")
def test_the_report_is_put_together_off_the_thread_and_says_what_happened(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Scene(CRASH)
        scene.clock.advance(90)
        assert "Fatal Python error: Aborted" in await scene.report()
        assert scene.off_thread.runs == 1
        assert scene.model.sentence.startswith("SQS Explorer ended unexpectedly on ")
        assert scene.model.sentence.endswith(": Aborted. Nothing was sent anywhere.")
        scene.stumble()
        text = await scene.report()
        assert ": ZeroDivisionError: integer division or modulo by zero. Nothing was" in scene.model.sentence
        for part in ("0.1.0, packaged", "running for 1 min 30 s", "1920 × 1080 at 2", "in stumble", "hello"):
            assert part in text

    qt_run(steps())


@pytest.mark.expects_log("Unexpected error")
def test_a_report_that_fails_shows_the_fault_all_the_same(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Scene()
        scene.traces.problem = RuntimeError("no bug of the disk")
        assert await scene.report() == "The report could not be put together."
        scene.stumble()
        assert "in stumble" in await scene.report()
        assert [str(error) for error in scene.reported] == ["no bug of the disk"] * 2

    qt_run(steps())


def test_a_report_under_way_ends_with_the_program(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Scene()
        scene.model.prepare(SCREEN)
        await asyncio.sleep(0)
        await scene.model.close()
        assert scene.scope.is_busy is False

    qt_run(steps())
