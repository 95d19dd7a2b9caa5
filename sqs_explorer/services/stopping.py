"""How a person stops work that must not be torn: what is in flight finishes, nothing new begins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class StopRequest:
    """Asked to stop or not; given to receives, sends, deletes and moves instead of cancelling them."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    @property
    def is_requested(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def request(self) -> None:
        """Ask to stop after what is in flight."""
        self._event.set()

    @contextmanager
    def ends_waiting(self) -> Iterator[None]:
        """Let a call in this block that waits for the person, not for a server, fail at a stop."""
        token = _ENDING_WAITS.set(self)
        try:
            yield
        finally:
            _ENDING_WAITS.reset(token)

    async def wait(self) -> None:
        """Return once a stop is asked for."""
        await self._event.wait()


_ENDING_WAITS: ContextVar[StopRequest | None] = ContextVar(
    "the stop that ends this task's waits", default=None
)


def stop_of_waits() -> StopRequest | None:
    """Return the stop request whose block this task is in, None outside of one."""
    return _ENDING_WAITS.get()
