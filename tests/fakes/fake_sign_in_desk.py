"""A desk at which a test signs in for the person, or declines."""

from __future__ import annotations

import asyncio

from sqs_explorer.domain.errors import SignInExpired


class FakeSignInDesk:
    """Implements SignInDesk. `expired` is what it was told; `waiting` how many calls wait now."""

    def __init__(self) -> None:
        self.expired: list[tuple[str, SignInExpired]] = []
        self.waiting = 0
        self._changed = asyncio.Condition()
        self._answers: asyncio.Queue[bool] = asyncio.Queue()

    def note_expired(self, connection_id: str, error: SignInExpired) -> None:
        """Write it down."""
        self.expired.append((connection_id, error))

    async def wait(self, connection_id: str) -> bool:
        """Wait for `answer`."""
        await self._count(1)
        try:
            return await self._answers.get()
        finally:
            await self._count(-1)

    async def until_waiting(self, count: int = 1) -> None:
        """Return once so many calls wait."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.waiting == count)

    def answer(self, *, signed_in: bool, calls: int | None = None) -> None:
        """Let all that wait go on, or fail; or as many as `calls`."""
        for _ in range(self.waiting if calls is None else calls):
            self._answers.put_nowait(signed_in)

    async def _count(self, change: int) -> None:
        async with self._changed:
            self.waiting += change
            self._changed.notify_all()
