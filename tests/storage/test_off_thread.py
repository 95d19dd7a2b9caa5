"""Slow work runs on one thread of its own, in order, and its errors come back."""

from __future__ import annotations

import asyncio
import threading

import pytest

from sqs_explorer.storage.off_thread import WorkerThread
from tests.guards.event_loops import RunCoroutine


def test_work_runs_one_after_the_other_on_one_other_thread(run: RunCoroutine) -> None:
    order: list[int] = []
    threads: set[threading.Thread] = set()

    def work(number: int, *, step: int) -> int:
        threads.add(threading.current_thread())
        order.append(number)
        return number * step

    async def start_many() -> list[int]:
        worker = WorkerThread()
        try:
            return await asyncio.gather(*(worker.run(work, number, step=10) for number in range(5)))
        finally:
            worker.close()

    assert run(start_many()) == [0, 10, 20, 30, 40]
    assert order == [0, 1, 2, 3, 4]
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_an_error_comes_back_to_who_asked(run: RunCoroutine) -> None:
    def fail() -> None:
        raise OSError("disk full")

    async def work() -> None:
        worker = WorkerThread()
        try:
            with pytest.raises(OSError, match="disk full"):
                await worker.run(fail)
        finally:
            worker.close()

    run(work())


def test_closing_finishes_what_runs_and_drops_what_waits(run: RunCoroutine) -> None:
    began, may_end = threading.Event(), threading.Event()
    done: list[str] = []

    def first() -> None:
        began.set()
        may_end.wait(5)
        done.append("first")

    async def close_meanwhile() -> None:
        worker = WorkerThread()
        running = asyncio.create_task(worker.run(first))
        waiting = asyncio.create_task(worker.run(done.append, "second"))
        await asyncio.to_thread(began.wait, 5)
        threading.Timer(0.05, may_end.set).start()
        worker.close()
        await running
        with pytest.raises(asyncio.CancelledError):
            await waiting

    run(close_meanwhile())
    assert done == ["first"]
