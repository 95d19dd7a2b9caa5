"""Cyclic garbage dies on the main thread, when its time has come, and by nobody else."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Iterator

import pytest

from sqs_explorer.viewmodels.shell.garbage_collector import MainThreadCollector
from tests.guards.event_loops import RunCoroutine


class Knot:
    """Refers to itself, so that only the collector can free it."""

    def __init__(self, died_in: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: died_in.append(threading.current_thread()))


@pytest.fixture
def died_in() -> list[threading.Thread]:
    return []


@pytest.fixture
def collector(qapp: object) -> Iterator[MainThreadCollector]:
    collector = MainThreadCollector()
    collector.start()
    yield collector
    collector.stop()
    gc.collect()


def make_much_garbage() -> None:
    """Allocate more than the youngest generation's threshold."""
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    assert len(kept) > gc.get_threshold()[0]
    assert gc.get_count()[0] > gc.get_threshold()[0]


def test_while_it_runs_the_interpreter_collects_nothing_by_itself(
    collector: MainThreadCollector, died_in: list[threading.Thread]
) -> None:
    assert not gc.isenabled()
    Knot(died_in)
    make_much_garbage()
    assert died_in == []


def test_garbage_is_collected_once_a_threshold_is_passed(
    collector: MainThreadCollector, died_in: list[threading.Thread]
) -> None:
    gc.collect()
    Knot(died_in)
    collector.collect_if_due()
    assert died_in == []
    kept = [[number] for number in range(2 * gc.get_threshold()[0])]
    collector.collect_if_due()
    assert len(kept) > 0
    assert died_in == [threading.main_thread()]


def test_the_timer_collects_what_another_thread_left_on_the_main_thread(
    qt_run: RunCoroutine, collector: MainThreadCollector, died_in: list[threading.Thread]
) -> None:
    kept: list[list[int]] = []

    def leave_garbage() -> None:
        Knot(died_in)
        kept.extend([number] for number in range(2 * gc.get_threshold()[0]))

    async def wait_for_the_timer() -> None:
        collector._timer.setInterval(10)
        thread = threading.Thread(target=leave_garbage)
        thread.start()
        thread.join()
        assert died_in == []
        while not died_in:  # noqa: ASYNC110 - the timer sets no asyncio event
            await asyncio.sleep(0.005)

    qt_run(wait_for_the_timer())
    assert died_in == [threading.main_thread()]


def test_an_old_generation_is_collected_in_its_turn(
    collector: MainThreadCollector, died_in: list[threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    counts = [(10_000, 50, 50), (10_000, 50, 0), (10_000, 0, 0), (1, 0, 0)]
    for count in counts:
        monkeypatch.setattr(gc, "get_count", lambda count=count: count)
        monkeypatch.setattr(gc, "collect", collected.append)
        collector.collect_if_due()
    monkeypatch.undo()
    assert collected == [2, 1, 0]


def test_a_full_collection_rests_before_the_next(
    collector: MainThreadCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (10_000, 50, 50))
    monkeypatch.setattr(gc, "collect", collected.append)
    for _ in range(3):
        collector.collect_if_due()
    monkeypatch.undo()
    assert collected == [2, 1, 1]


def test_stopping_gives_the_work_back_to_the_interpreter(qapp: object) -> None:
    gc.unfreeze()
    collector = MainThreadCollector()
    collector.start()
    assert gc.get_freeze_count() > 0
    collector.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    assert not collector._timer.isActive()
