"""Lets the threads of AWS calls ask what is answered on the loop: a person, the keyring, a parent process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from sqs_explorer.domain.errors import ConnectionClosed, SignInCancelled

T = TypeVar("T")


class LoopBridge:
    """The questions of one connection's threads. Closing it ends those that wait for an answer."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._waiting: set[Future[Any]] = set()
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether its connection has been closed."""
        return self._is_closed

    def attach(self) -> None:
        """Answer on the running loop from now on; called before a job goes to a thread."""
        self._loop = asyncio.get_running_loop()

    def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """Await `question` on the loop and return its answer; blocks, so never on the loop's own thread.

        Raises what the question raises, SignInCancelled if it was withdrawn, ConnectionClosed.
        """
        future = self._put(question)
        try:
            return future.result()
        except CancelledError as error:
            if self._is_closed:
                raise ConnectionClosed("The connection was closed while it waited for an answer.") from error
            raise SignInCancelled("The question was closed without an answer.") from error
        finally:
            with self._lock:
                self._waiting.discard(future)

    def close(self) -> None:
        """Withdraw the questions that wait, and refuse new ones."""
        with self._lock:
            self._is_closed = True
            waiting = tuple(self._waiting)
        for future in waiting:
            future.cancel()

    def _put(self, question: Callable[[], Awaitable[T]]) -> Future[T]:
        async def answer() -> T:
            return await question()

        with self._lock:
            if self._is_closed or self._loop is None or self._loop.is_closed():
                raise ConnectionClosed("The connection is closed.")
            future = asyncio.run_coroutine_threadsafe(answer(), self._loop)
            self._waiting.add(future)
            return future
