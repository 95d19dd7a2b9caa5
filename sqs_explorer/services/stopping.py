"""How a person stops work that must not be torn: what is in flight finishes, nothing new begins."""

from __future__ import annotations

import asyncio


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

    async def wait(self) -> None:
        """Return once a stop is asked for."""
        await self._event.wait()
