"""Progress, rate and parallelism of a move."""

import asyncio
from collections.abc import Callable, Sequence

import pytest

from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveOutcome, MoveProgress, MoveState
from sqs_explorer.services.moving.running import InProcessMoves, MoveRuns
from sqs_explorer.services.stopping import StopRequest
from tests.guards.event_loops import RunCoroutine
from tests.services.moving.scene import Scene, until


def test_progress_comes_five_times_a_second_at_most_and_once_at_the_end(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(100)))
    run(scene.hold_and_move(messages_per_second=100))
    # Ten batches, a tenth of a second apart; the clock turns in half seconds.
    assert 2 <= len(scene.told) <= 1 + scene.paused / 0.2
    assert scene.told[-1].counts == {MoveState.MOVED: 100}
    assert scene.told[-1].tried == 100
    assert len({result.message_id for result in scene.seen}) == len(scene.seen) == 100
    tried = [progress.tried for progress in scene.told]
    assert tried == sorted(tried)


def test_a_rate_is_kept(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(100)))
    run(scene.hold_and_move(messages_per_second=5))
    assert 18 <= scene.clock.monotonic() - 1_000.0 <= 19


def test_a_low_rate_sends_no_ten_at_once(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put("1", "2", "3")

    async def work() -> None:
        originals = await scene.hold()
        task = asyncio.create_task(scene.move(originals, messages_per_second=1))
        await until(lambda: len(scene.bodies[1]) == 2)
        assert 0.5 <= scene.clock.monotonic() - 1_000.0 <= 1.5
        await task

    run(work())
    assert 1.5 <= scene.clock.monotonic() - 1_000.0 <= 2.5


def test_stop_ends_the_wait_for_the_rate(run: RunCoroutine) -> None:
    scene = Scene(parallel=1)
    scene.put(*(str(number) for number in range(30)))

    async def work() -> MoveOutcome:
        originals = await scene.hold()
        task = asyncio.create_task(scene.move(originals, messages_per_second=0.1))
        await until(lambda: scene.paused >= 3)
        scene.stop.request()
        return await task

    outcome = run(work())
    assert outcome.counts == {MoveState.MOVED: 1, MoveState.NOT_TRIED: 29}
    assert scene.paused < 5


@pytest.mark.parametrize("parallel", [1, 3, 8])
def test_so_many_batches_are_under_way_at_once(run: RunCoroutine, parallel: int) -> None:
    scene = Scene(parallel=parallel)
    scene.put(*(str(number) for number in range(200)))

    async def work() -> None:
        originals = await scene.hold()
        gate = scene.fake.hold("SendMessageBatch")
        task = asyncio.create_task(scene.move(originals))
        await gate.reached()
        for _ in range(50):
            await asyncio.sleep(0)
        assert scene.fake.count("SendMessageBatch") == parallel
        gate.release()
        await task

    run(work())


def test_an_error_of_the_program_itself_is_raised_and_nothing_keeps_running(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put(*(str(number) for number in range(100)))

    def broken(progress: MoveProgress) -> None:
        raise RuntimeError("a bug")

    scene.take = broken  # type: ignore[method-assign]
    with pytest.raises(RuntimeError):
        run(scene.hold_and_move())


class Recorded:
    """A runner that notes how many messages it was given."""

    def __init__(self) -> None:
        self.given: list[int] = []

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Note it."""
        self.given.append(len(originals))
        return MoveOutcome({})


def test_bulk_goes_to_the_worker_and_few_messages_stay_here(run: RunCoroutine) -> None:
    scene, here, worker = Scene(), Recorded(), Recorded()
    runs = MoveRuns(here, worker, bulk_from=3)
    scene.put("one", "two", "three")

    async def work() -> None:
        originals = await scene.hold()
        for given, whole in ((originals[:2], False), (originals, False), ([], True)):
            order = scene.order(whole_queue=whole)
            await runs.run(order, given, stop=scene.stop, on_progress=scene.take)

    run(work())
    assert here.given == [2]
    assert worker.given == [3, 0]


def test_a_move_in_this_process_moves(run: RunCoroutine) -> None:
    scene = Scene()
    scene.put("one", "two")
    moves = InProcessMoves(scene.gateway, scene.journal, scene.clock, pause=scene.pause)

    async def work() -> None:
        originals = await scene.hold()
        await moves.run(scene.order(), originals, stop=scene.stop, on_progress=scene.take)

    run(work())
    assert scene.bodies == ([], ["one", "two"])
    (operation,) = scene.journal.operations.values()
    assert operation.expected == 2
