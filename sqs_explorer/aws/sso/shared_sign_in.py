"""One sign-in under way for all who wait for it; it ends early once the last of them has left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sqs_explorer.domain.errors import SignInCancelled
from sqs_explorer.domain.sign_in import SignInStatus, SignInStep
from sqs_explorer.services.stopping import StopRequest

StepListener = Callable[[SignInStep], None]


class SharedSignIn:
    """Begins `work` with the first who takes part; `work` is given the function that tells its steps."""

    def __init__(self, work: Callable[[StepListener], Awaitable[SignInStatus]]) -> None:
        self._work = work
        self._task: asyncio.Task[SignInStatus] | None = None
        self._listeners: list[StepListener] = []
        self._step: SignInStep | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether somebody takes part, so that others may join."""
        return bool(self._listeners)

    async def take_part(self, on_step: StepListener, stop: StopRequest) -> SignInStatus:
        """Return the status in the end; one who joins late is told the step so far.

        Raises SignInCancelled on `stop`, and what the work raises.
        """
        self._listeners.append(on_step)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        elif self._step is not None:
            on_step(self._step)
        stopper = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({self._task, stopper}, return_when=asyncio.FIRST_COMPLETED)
            if stop.is_requested and not self._task.done():
                raise SignInCancelled("You stopped the sign-in.")
            return self._task.result()
        finally:
            self._listeners.remove(on_step)
            left = {stopper} if self._listeners else {stopper, self._task}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _run(self) -> SignInStatus:
        return await self._work(self._tell)

    def _tell(self, step: SignInStep) -> None:
        self._step = step
        for listener in tuple(self._listeners):
            listener(step)
