"""Waiting that a Stop ends: between tries of a call, and for the rate a person chose."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqs_explorer.domain.errors import AwsError, SqsExplorerError
from sqs_explorer.services.stopping import StopRequest

Pause = Callable[[float], Awaitable[object]]
"""Waits for so many seconds; `asyncio.sleep`, and in tests what turns the clock."""

PATIENCE_SECONDS = 75.0
"""How long a call is tried again: a network that was gone for a minute must not end a move."""

_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 8.0
_SLICE_SECONDS = 0.5
"""Stop comes through within this time, and holds are looked after."""


async def _nothing() -> None:
    """Do nothing meanwhile."""


class Rest:
    """The pauses between the tries of one call, each twice the one before, a good minute in sum.

    `meanwhile` is awaited after each half second. `tries_after_stop` are left to what was begun and must be
    finished.
    """

    def __init__(
        self,
        stop: StopRequest,
        pause: Pause,
        meanwhile: Callable[[], Awaitable[None]] = _nothing,
        *,
        tries_after_stop: int = 0,
    ) -> None:
        self._stop = stop
        self._pause = pause
        self._meanwhile = meanwhile
        self._rested = 0.0
        self._tries_after_stop = tries_after_stop
        self._next = _FIRST_SECONDS

    async def before_retry(self, error: SqsExplorerError, *, is_safe: bool = False) -> bool:
        """Wait, and tell whether to try again: not if it can't help, nor after a Stop or too many tries.

        `is_safe` says that a try without an answer may be repeated.
        """
        may_help = is_safe or (isinstance(error, AwsError) and error.retry_may_help)
        if not may_help or self._rested >= PATIENCE_SECONDS:
            return False
        seconds, self._next = self._next, min(2 * self._next, _LONGEST_SECONDS)
        self._rested += seconds
        if await self.wait(seconds):
            return True
        if self._tries_after_stop <= 0:
            return False
        self._tries_after_stop -= 1
        await self._pause(_SLICE_SECONDS)
        return True

    async def wait(self, seconds: float) -> bool:
        """Wait in slices; False if Stop ended it."""
        while seconds > 0 and not self._stop.is_requested:
            await self._pause(min(seconds, _SLICE_SECONDS))
            seconds -= _SLICE_SECONDS
            await self._meanwhile()
        return not self._stop.is_requested


class Pacer:
    """Spreads messages evenly: no more than `messages_per_second`, None for as fast as it goes."""

    def __init__(self, messages_per_second: float | None, monotonic: Callable[[], float]) -> None:
        self._rate = messages_per_second
        self._monotonic = monotonic
        self._free_from = 0.0

    def delay_seconds(self, messages: int) -> float:
        """Return how long these messages have to wait, and keep their place."""
        if not self._rate or self._rate <= 0:
            return 0.0
        now = self._monotonic()
        turn = max(now, self._free_from)
        self._free_from = turn + messages / self._rate
        return turn - now
