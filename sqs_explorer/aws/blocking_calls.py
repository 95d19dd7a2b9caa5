"""The only place that makes threads for AWS calls: botocore blocks, and the main thread must not.

The threads are daemons, unlike those of a ThreadPoolExecutor: a server that never answers can't keep the
program from ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from functools import partial
from typing import Any, ParamSpec, TypeVar

from sqs_explorer.domain.errors import ConnectionClosed

P = ParamSpec("P")
T = TypeVar("T")

_Job = tuple[Future[Any], Callable[[], Any]]
_Goodbye = Future[None]


class BlockingCalls:
    """Up to `workers` threads, begun when needed.

    At most `long_polls` of them wait in long polls, so that a click finds one free.
    """

    def __init__(self, name: str, workers: int = 16, long_polls: int = 4) -> None:
        self._name = name
        self._workers = workers
        self._long_polls = asyncio.Semaphore(long_polls)
        self._jobs: queue.SimpleQueue[_Job | _Goodbye] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads: list[threading.Thread] = []
        self._pending: set[Future[Any]] = set()
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether new calls are refused."""
        return self._closed

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `function` in a thread and return its result.

        Raises ConnectionClosed, and what `function` raises.

        Cancelling drops a call that has not begun; one under way goes on and its result is lost.
        """
        if self._closed:
            raise ConnectionClosed("The connection is closed.")
        future: Future[T] = Future()
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        self._jobs.put((future, partial(function, *args, **kwargs)))
        self._ensure_worker()
        return await asyncio.wrap_future(future)

    async def run_long_poll(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `function`, which may wait for long, in one of the threads kept for that."""
        async with self._long_polls:
            return await self.run(function, *args, **kwargs)

    async def close(self, patience_seconds: float = 3.0) -> None:
        """Refuse new calls, wait a moment for those under way, give up on the rest with ConnectionClosed."""
        self._closed = True
        self._drop_waiting()
        await self._end_threads(patience_seconds)
        for future in tuple(self._pending):
            with contextlib.suppress(InvalidStateError):
                text = "The connection was closed before an answer came."
                future.set_exception(ConnectionClosed(text, was_under_way=True))

    def _ensure_worker(self) -> None:
        if not self._idle.acquire(blocking=False) and len(self._threads) < self._workers:
            name = f"{self._name}-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self) -> None:
        while not isinstance(job := self._jobs.get(), Future):
            _do(*job)
            del job
            self._idle.release()
        with contextlib.suppress(InvalidStateError):
            job.set_result(None)

    def _drop_waiting(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if not isinstance(job, Future) and job[0].set_running_or_notify_cancel():
                    job[0].set_exception(ConnectionClosed("The connection was closed before the call began."))

    async def _end_threads(self, patience_seconds: float) -> None:
        """Let each thread take its leave; a stuck one is left behind, and ends with its call."""
        goodbyes = [_Goodbye() for _ in self._threads]
        for goodbye in goodbyes:
            self._jobs.put(goodbye)
        if not goodbyes:
            return
        _, unsaid = await asyncio.wait(
            [asyncio.wrap_future(goodbye) for goodbye in goodbyes], timeout=patience_seconds
        )
        for left in unsaid:
            left.cancel()
        if not unsaid:
            for thread in self._threads:
                thread.join()


def _do(future: Future[Any], call: Callable[[], Any]) -> None:
    """Run one job; its caller may have gone, or the pool may have given up on it meanwhile."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = call()
    except BaseException as error:  # the caller gets whatever it was; the thread must live on
        with contextlib.suppress(InvalidStateError):
            future.set_exception(error)
    else:
        with contextlib.suppress(InvalidStateError):
            future.set_result(result)
