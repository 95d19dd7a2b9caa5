"""Background work of a screen: kept alive, errors routed, ended before its screen."""

import asyncio

from sqs_explorer.domain.errors import QueueNotFound, SqsExplorerError
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.guards.event_loops import RunCoroutine


async def wait_for_ever() -> None:
    await asyncio.Event().wait()


async def fail_with(error: Exception) -> None:
    await asyncio.sleep(0)
    raise error


def test_a_domain_error_reaches_the_screen_and_a_bug_the_reporter(qt_run: RunCoroutine) -> None:
    bugs: list[BaseException] = []
    said: list[SqsExplorerError] = []

    async def fail_both_ways() -> None:
        scope = TaskScope(bugs.append)
        scope.failed.connect(said.append)
        scope.start(fail_with(QueueNotFound("gone")))
        scope.start(fail_with(ValueError("a bug")))
        await scope.idle()
        await scope.close()

    qt_run(fail_both_ways())
    assert [str(error) for error in said] == ["gone"]
    assert [str(error) for error in bugs] == ["a bug"]


def test_busy_is_told_once_however_much_runs(qt_run: RunCoroutine) -> None:
    told: list[bool] = []

    async def run_two() -> None:
        scope = TaskScope(lambda error: None)
        scope.busy_changed.connect(told.append)
        scope.start(asyncio.sleep(0))
        scope.start(asyncio.sleep(0))
        await scope.idle()
        await asyncio.sleep(0)
        await scope.close()

    qt_run(run_two())
    assert told == [True, False]


def test_closing_cancels_reads_and_finishes_writes(qt_run: RunCoroutine) -> None:
    done: list[str] = []

    async def write() -> None:
        await asyncio.sleep(0)
        done.append("written")

    async def close_both_ways() -> None:
        reads, writes = TaskScope(lambda error: None), TaskScope(lambda error: None)
        reads.start(wait_for_ever())
        writes.start(write())
        await reads.close()
        await writes.close(finish=True)
        assert reads.start(write()) is None

    qt_run(close_both_ways())
    assert done == ["written"]
