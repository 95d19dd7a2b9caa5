"""The lock of a connection: how long it stays open, and what may finish after it closed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqs_explorer.services.write_locking import WriteLock
from tests.fakes.fake_clock import FakeClock
from tests.guards.event_loops import RunCoroutine


def lock_of(clock: FakeClock, *, locked: bool = True) -> WriteLock:
    return WriteLock(clock.now, clock.monotonic, locked=locked)


def test_it_is_open_for_the_time_chosen_and_no_longer() -> None:
    clock = FakeClock()
    lock = lock_of(clock)
    assert lock.refuses
    lock.unlock(900)
    assert lock.open_until == clock.now() + timedelta(seconds=900)
    clock.advance(899)
    assert not lock.refuses
    clock.advance(1)
    assert lock.is_locked
    assert lock.open_until is None


def test_it_locks_by_the_time_of_day_where_the_other_clock_slept() -> None:
    clock = FakeClock()
    later = [timedelta()]
    lock = WriteLock(lambda: clock.now() + later[0], clock.monotonic, locked=True)
    lock.unlock(900)
    later[0] = timedelta(hours=1)
    assert lock.is_locked


def test_until_it_is_closed_has_no_end_but_locking_by_hand() -> None:
    clock = FakeClock()
    lock = lock_of(clock)
    lock.unlock(None)
    clock.advance(1_000_000)
    assert not lock.refuses
    lock.lock()
    assert lock.refuses


def test_what_began_open_may_finish_and_what_begins_locked_may_not() -> None:
    clock = FakeClock()
    lock = lock_of(clock)
    lock.unlock(60)
    with lock.work():
        clock.advance(61)
        assert lock.is_locked
        assert not lock.refuses
    assert lock.refuses
    with lock.work():
        assert lock.refuses


def test_the_leave_to_finish_is_the_work_s_and_that_of_the_tasks_it_begins(run: RunCoroutine) -> None:
    lock = lock_of(FakeClock(), locked=False)
    has_begun, may_end = asyncio.Event(), asyncio.Event()

    async def refuses() -> bool:
        return lock.refuses

    async def move() -> list[bool]:
        with lock.work():
            has_begun.set()
            await may_end.wait()
            inside = [await refuses(), await asyncio.create_task(refuses())]
            left_behind = asyncio.create_task(refuses())
        return [*inside, await refuses(), await left_behind]

    async def scenario() -> list[bool]:
        moving = asyncio.create_task(move())
        await has_begun.wait()
        lock.lock()
        assert lock.refuses
        may_end.set()
        return await moving

    assert run(scenario()) == [False, False, True, True]


def test_work_within_work_ends_without_ending_the_other() -> None:
    lock = lock_of(FakeClock(), locked=False)
    with lock.work():
        with lock.work():
            lock.lock()
            assert not lock.refuses
        assert not lock.refuses
    assert lock.refuses
