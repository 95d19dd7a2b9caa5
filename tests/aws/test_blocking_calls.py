"""Threads for blocking calls: results, limits, closing."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.domain.errors import ConnectionClosed
from tests.guards.event_loops import RunCoroutine


@pytest.mark.parametrize("runner", ["run", "qt_run"])
def test_a_call_runs_in_a_named_thread_and_answers_on_the_loop(
    request: pytest.FixtureRequest, runner: str
) -> None:
    run: RunCoroutine = request.getfixturevalue(runner)

    async def scenario() -> str:
        calls = BlockingCalls("aws-dev")
        name = await calls.run(lambda: threading.current_thread().name)
        with pytest.raises(ZeroDivisionError):
            await calls.run(lambda: 1 // 0)
        await calls.close()
        return name

    assert run(scenario()) == "aws-dev-1"


def test_calls_run_side_by_side_up_to_the_number_of_workers(run: RunCoroutine) -> None:
    async def scenario() -> None:
        calls = BlockingCalls("aws", workers=4)
        barrier = threading.Barrier(4, timeout=5)
        await asyncio.gather(*(calls.run(barrier.wait) for _ in range(4)))
        assert len(set(await asyncio.gather(*(calls.run(threading.get_ident) for _ in range(40))))) <= 4
        await calls.close()

    run(scenario())


def test_long_polls_leave_threads_for_the_next_click(run: RunCoroutine) -> None:
    async def scenario() -> None:
        calls = BlockingCalls("aws", workers=3, long_polls=2)
        release = threading.Event()
        polls = [asyncio.ensure_future(calls.run_long_poll(release.wait, 10)) for _ in range(5)]
        assert await asyncio.wait_for(calls.run(lambda: "free"), 5) == "free"
        assert not any(poll.done() for poll in polls)
        release.set()
        assert all(await asyncio.gather(*polls))
        await calls.close()

    run(scenario())


def test_closing_refuses_new_calls_and_ends_the_threads(run: RunCoroutine) -> None:
    async def scenario() -> None:
        calls = BlockingCalls("closing")
        await calls.run(lambda: None)
        await calls.close()
        assert calls.is_closed
        with pytest.raises(ConnectionClosed):
            await calls.run(lambda: None)
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("closing")]

    run(scenario())


def test_closing_does_not_wait_for_a_call_that_never_ends(run: RunCoroutine) -> None:
    release = threading.Event()

    async def scenario() -> float:
        calls = BlockingCalls("stuck", workers=1)
        under_way = asyncio.ensure_future(calls.run(release.wait, 30))
        waiting = asyncio.ensure_future(calls.run(lambda: "never"))
        await asyncio.sleep(0)
        started = time.monotonic()
        await calls.close(patience_seconds=0.1)
        for call in (under_way, waiting):
            with pytest.raises(ConnectionClosed):
                await call
        return time.monotonic() - started

    try:
        assert run(scenario()) < 2
    finally:
        release.set()


def test_a_cancelled_call_that_has_not_begun_is_dropped(run: RunCoroutine) -> None:
    async def scenario() -> None:
        calls = BlockingCalls("aws", workers=1)
        begun, release = threading.Event(), threading.Event()
        done: list[str] = []

        def first() -> None:
            begun.set()
            release.wait(10)

        blocked = asyncio.ensure_future(calls.run(first))
        dropped = asyncio.ensure_future(calls.run(done.append, "done"))
        assert await asyncio.to_thread(begun.wait, 5)
        dropped.cancel()
        await asyncio.wait([dropped])
        release.set()
        await blocked
        await calls.run(lambda: None)
        assert done == []
        await calls.close()

    run(scenario())
