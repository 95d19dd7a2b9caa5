"""The program ends in order: asked by the system, through every step, and out of a tour as well."""

import asyncio
import os
import signal
import sys

import pytest

from sqs_explorer.viewmodels.shell.ending import STOPPED_STATUS, end_in_order, ended_by_signals, result_until
from tests.guards.event_loops import RunCoroutine


def test_a_step_that_fails_is_reported_and_the_others_are_done(run: RunCoroutine) -> None:
    done: list[str] = []
    reported: list[BaseException] = []

    async def fail() -> None:
        raise RuntimeError("a page that can't be closed")

    async def save() -> None:
        done.append("settings saved")

    run(end_in_order(reported.append, fail, save, lambda: done.append("window closed")))
    assert done == ["settings saved", "window closed"]
    assert [str(error) for error in reported] == ["a page that can't be closed"]


def test_a_step_that_waited_for_something_cancelled_keeps_no_other_from_being_done(run: RunCoroutine) -> None:
    done: list[str] = []
    reported: list[BaseException] = []

    async def wait_for_what_was_cancelled() -> None:
        answer = asyncio.get_running_loop().create_future()
        answer.cancel()
        await answer

    run(end_in_order(reported.append, wait_for_what_was_cancelled, lambda: done.append("settings saved")))
    assert done == ["settings saved"]
    assert [type(error) for error in reported] == [asyncio.CancelledError]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can't send itself these")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_request_of_the_system_ends_the_program_and_a_second_one_at_once(
    qt_run: RunCoroutine, name: str
) -> None:
    number = signal.Signals[name]
    before = signal.getsignal(number)

    async def wait_for_it() -> None:
        closed = asyncio.Event()
        with ended_by_signals(closed):
            os.kill(os.getpid(), number)
            await closed.wait()
            assert signal.getsignal(number) is signal.SIG_DFL

    qt_run(wait_for_it())
    assert signal.getsignal(number) == before


def test_a_tour_that_the_program_cannot_wait_for_is_cancelled(run: RunCoroutine) -> None:
    ended: list[str] = []

    async def tour() -> int:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cleaned up")
        return 0

    async def scenario() -> tuple[int, int]:
        closed = asyncio.Event()
        walked = await result_until(closed, asyncio.sleep(0, 7))
        asyncio.get_running_loop().call_soon(closed.set)
        return walked, await result_until(closed, tour())

    assert run(scenario()) == (7, STOPPED_STATUS)
    assert ended == ["cleaned up"]
