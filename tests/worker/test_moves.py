"""Whole moves through the worker process to a server over HTTP: all arrives and nothing is altered."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.domain.errors import QueueNotFound, WorkerFailed
from sqs_explorer.domain.moves import MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.fakes.cut_line import CutLine
from tests.guards.event_loops import RunCoroutine
from tests.worker.conftest import MakeScene
from tests.worker.move_scene import Run, in_order_by_group, times, until


@pytest.mark.parametrize("fifo", [False, True], ids=["standard", "fifo"])
@pytest.mark.parametrize("whole", [False, True], ids=["held", "whole queue"])
def test_a_move_brings_everything_over_unaltered(
    whole: bool, fifo: bool, scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene(fifo=fifo)
    here.fill(25)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(25)
            if whole:
                await here.show(held)
                held = []
            ended = await here.move(here.worker(), held, whole_queue=whole)
            assert ended.outcome is not None
            assert ended.outcome.error is None
            assert ended.outcome.counts == {MoveState.MOVED: 25}
            assert await here.contents(here.source) == []
            arrived = await here.contents(here.destination)
            assert times(arrived) == times(here.put)
            assert not fifo or in_order_by_group(arrived)
        async with here.journal() as journal:
            assert await journal.unfinished() == ()

    run(steps(), 60)


def test_a_destination_that_is_gone_leaves_everything_and_says_why(
    scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene()
    here.fill(3)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(3)
            gone = QueueRef(here.source.connection_id, here.source.region, here.source.url + "-gone")
            ended = await here.move(here.worker(), held, destination=gone)
            assert ended.outcome is not None
            assert isinstance(ended.outcome.error, QueueNotFound)
            assert MoveState.MOVED not in ended.outcome.counts
            await here.show(held)
            assert times(await here.contents(here.source)) == times(here.put)

    run(steps(), 60)


def test_a_network_that_is_gone_for_a_while_loses_nothing(
    server: SandboxEndpoint, scene: MakeScene, run: RunCoroutine
) -> None:
    line = CutLine(server.endpoint_url)
    here = scene(url=line.url)
    here.fill(60)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(60)
            moving = asyncio.ensure_future(here.move(here.worker(), held, messages_per_second=30.0))
            await here.until_some_arrived()
            line.cut()
            await asyncio.sleep(1.5)
            line.mend()
            ended = await moving
            assert ended.outcome is not None
            assert ended.outcome.error is None
            states = {result.message_id: result.state for result in ended.results}
            left = {original.message.message_id for original in await here.still_there(held)}
            assert left == {name for name, state in states.items() if state is not MoveState.MOVED}
            in_doubt = [state for state in states.values() if state is MoveState.UNKNOWN]
            arrived = times(await here.drain(here.destination))
            assert max(arrived.values()) == 1
            assert 60 - len(left) <= arrived.total() <= 60 - len(left) + len(in_doubt)

    try:
        run(steps(), 60)
    finally:
        line.close()


def test_a_stop_in_the_middle_finishes_what_is_in_flight(scene: MakeScene, run: RunCoroutine) -> None:
    here = scene()
    here.fill(60)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(60)
            heard = Run()
            moving = asyncio.ensure_future(
                here.worker().run(
                    here.new_order(messages_per_second=6.0),
                    held,
                    stop=heard.stop,
                    on_progress=heard.hear,
                )
            )
            await until(lambda: bool(heard.progress))
            heard.stop.request()
            outcome = await moving
            assert outcome.stopped
            moved = outcome.counts[MoveState.MOVED]
            assert 0 < moved < 60
            assert set(outcome.counts) == {MoveState.MOVED, MoveState.NOT_TRIED}
            await here.show(held)
            arrived, left = await here.contents(here.destination), await here.contents(here.source)
            assert len(arrived) == moved
            assert times(arrived + left) == times(here.put)

    run(steps(), 60)


def test_two_workers_on_the_same_queue_lose_nothing_and_copy_nothing_twice(
    scene: MakeScene, run: RunCoroutine
) -> None:
    here = scene()
    here.fill(60)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(60)
            await here.show(held)
            runner = here.worker()
            first, second = await asyncio.gather(
                *(here.move(runner, operation_id=letter * 32, whole_queue=True) for letter in ("a", "b"))
            )
            assert first.outcome is not None
            assert second.outcome is not None
            moved = [run.outcome.counts.get(MoveState.MOVED, 0) for run in (first, second) if run.outcome]
            assert sum(moved) == 60
            assert await here.contents(here.source) == []
            assert times(await here.contents(here.destination)) == times(here.put)

    run(steps(), 60)


def test_two_workers_given_the_same_messages_copy_none_of_them_twice_unseen(
    scene: MakeScene, run: RunCoroutine
) -> None:
    """Both hold the same receipt handles: what is there twice is told of."""
    here = scene()
    here.fill(30)

    async def steps() -> None:
        async with here.opened():
            held = await here.hold_all(30)
            runner = here.worker()
            runs = await asyncio.gather(
                *(here.move(runner, held, operation_id=letter * 32) for letter in ("a", "b"))
            )
            await here.show(held)
            arrived, left = await here.contents(here.destination), await here.contents(here.source)
            assert set(arrived + left) == set(here.put)
            done = [result for run in runs for result in run.results if result.new_message_id]
            assert len(arrived) == len(done)
            assert not any(isinstance(run.outcome and run.outcome.error, WorkerFailed) for run in runs)

    run(steps(), 60)
