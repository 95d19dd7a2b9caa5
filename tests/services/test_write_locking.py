"""The lock of a connection: how long it stays open, and what may finish after it closed."""

from __future__ import annotations

from datetime import timedelta

from sqs_explorer.services.write_locking import WriteLock
from tests.fakes.fake_clock import FakeClock


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
