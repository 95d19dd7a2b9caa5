"""Calls to the keyring, which may wait for a person: one at a time, on threads that nobody waits for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqs_explorer.domain.errors import KeyringFailed

Result = TypeVar("Result")
IsWanted = Callable[[], bool]
"""Tells whether somebody still waits for the result."""

LIMIT_SECONDS = 60.0
"""How long a person may take to type the keyring's password before the question is given up."""

WAITING = (
    "The keyring waits for its password. Unlock it in the window that asks for it, or in the settings of "
    "this machine, then try again."
)


@dataclass(frozen=True, slots=True)
class _Ended(Generic[Result]):
    """What came of a call; as a value, since nobody may be there to catch an error."""

    result: Result | None = None
    error: Exception | None = None


class KeyringThread:
    """Runs blocking calls one after the other, each on a daemon thread; used on one loop.

    A call that hangs blocks its own thread only. While it does, the others fail at once instead of piling up
    behind it.
    """

    def __init__(self, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._limit_seconds = limit_seconds
        self._running: asyncio.Future[_Ended[Any]] | None = None
        self._hung: asyncio.Future[_Ended[Any]] | None = None

    async def run(self, call: Callable[[IsWanted], Result]) -> Result:
        """Return what a call returns, or raise what it raises; KeyringFailed if that takes too long."""
        waiting = True
        try:
            async with asyncio.timeout(self._limit_seconds):
                while self._running is not None and not self._running.done():
                    if self._running is self._hung:
                        raise KeyringFailed(WAITING)
                    await asyncio.wait([self._running])
                running = self._running = _started(call, lambda: waiting)
                ended: _Ended[Result] = await asyncio.shield(running)
        except TimeoutError:
            self._hung = self._running
            raise KeyringFailed(WAITING) from None
        finally:
            waiting = False
        if ended.error is not None:
            raise ended.error
        return ended.result  # type: ignore[return-value]  # the call's own result, which may be None


def _started(call: Callable[[IsWanted], Result], is_wanted: IsWanted) -> asyncio.Future[_Ended[Result]]:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_Ended[Result]] = loop.create_future()

    def work() -> None:
        try:
            ended = _Ended(call(is_wanted))
        except Exception as error:
            ended = _Ended(error=error)
        with contextlib.suppress(RuntimeError):  # the loop has ended: so will the program
            loop.call_soon_threadsafe(future.set_result, ended)

    # A daemon: a program that ends does not wait for a password.
    threading.Thread(target=work, name="keyring", daemon=True).start()
    return future
