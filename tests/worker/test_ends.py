"""Whatever process of a move is killed: nothing is lost, what is told is true, no process stays behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter

import pytest

from sqs_explorer.domain.errors import WorkerFailed
from sqs_explorer.domain.moves import HeldOriginal, MoveState
from sqs_explorer.worker.process import WorkerMoves
from tests.end_to_end.program_process import children_of
from tests.guards.event_loops import RunCoroutine
from tests.sandbox.test_process import process_lives
from tests.worker.conftest import MakeScene
from tests.worker.move_scene import MoveScene, Run, times, until
from tests.worker.two_callers_child import COMMAND

COUNT, PER_SECOND, SLOWLY = 40, 40.0, 2.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")


def callers_of(runner: WorkerMoves) -> list[int]:
    """Return the processes that make the calls of the only move under way."""
    (move,) = runner._running
    assert move._child is not None
    return children_of(move._child.pid)


async def nothing_is_lost(here: MoveScene, held: list[HeldOriginal], ended: Run) -> None:
    """What is gone from the source is in the destination, once, and was told to be there."""
    states = {result.message_id: result.state for result in ended.results}
    left = {original.message.message_id for original in await here.still_there(held)}
    assert {states[name] for name in states.keys() - left} <= {MoveState.MOVED, MoveState.SENT_NOT_DELETED}
    assert MoveState.MOVED not in {states[name] for name in left}
    await here.show(held)
    arrived, stayed = times(await here.drain(here.destination)), times(await here.drain(here.source))
    assert max(arrived.values(), default=1) == 1
    assert set(arrived) | set(stayed) == set(here.put)
    counts = Counter(states.values())
    sent = counts[MoveState.MOVED] + counts[MoveState.SENT_NOT_DELETED]
    assert sent <= arrived.total() <= sent + counts[MoveState.UNKNOWN]


@pytest.mark.parametrize("command", [(), COMMAND], ids=["its only one", "one of two"])
def test_a_killed_process_for_calls_ends_the_move_only_if_no_other_is_left(
    command: tuple[str, ...], scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene()
    here.fill(COUNT)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(COUNT)
            runner = here.worker(*command)
            rate = PER_SECOND if command else SLOWLY
            moving = asyncio.ensure_future(here.move(runner, held, messages_per_second=rate))
            await here.until_some_arrived()
            callers = callers_of(runner)
            assert (len(callers) > 1) == bool(command)
            os.kill(callers[0], signal.SIGKILL)
            ended = await moving
            assert ended.outcome is not None
            counts, error = ended.outcome.counts, ended.outcome.error
            if command:
                assert error is None
                assert set(counts) <= {MoveState.MOVED, MoveState.UNKNOWN}
            else:
                assert isinstance(error, WorkerFailed)
                assert "status -9" in str(error)
                assert counts.get(MoveState.MOVED, 0) < COUNT
            await nothing_is_lost(here, held, ended)

    run(steps(), 60)


def test_a_killed_worker_takes_the_processes_for_its_calls_along(scene: MakeScene, run: RunCoroutine) -> None:
    here = scene()
    here.fill(COUNT)

    async def steps() -> None:
        async with here.opened():
            runner = here.worker(*COMMAND)
            held = await here.hold_all(COUNT)
            moving = asyncio.ensure_future(here.move(runner, held, messages_per_second=SLOWLY))
            await here.until_some_arrived()
            callers = callers_of(runner)
            assert len(callers) > 1
            runner.kill()
            ended = await moving
            assert ended.outcome is not None
            assert isinstance(ended.outcome.error, WorkerFailed)
            await until(lambda: not any(process_lives(caller) for caller in callers))

    run(steps(), 60)
