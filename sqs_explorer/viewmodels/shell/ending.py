"""How the program ends: what asks it to, and every step in its order, whatever becomes of those before it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

Step = Callable[[], Awaitable[None] | None]
STOPPED_STATUS = 1
"""The exit status of a tour that did not come to its end."""


async def end_in_order(report_bug: Callable[[BaseException], None], *steps: Step) -> None:
    """Do each step and report what one raises: settings are saved even if a page could not be closed."""
    for step in steps:
        try:
            ended = step()
            if ended is not None:
                await ended
        except asyncio.CancelledError as error:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            report_bug(error)  # It was something that the step waited for.
        except Exception as error:
            report_bug(error)


@contextmanager
def ended_by_signals(closed: asyncio.Event) -> Iterator[None]:
    """Let a request of the system end the program in order; a second one ends it at once."""

    def end(number: int, _: object) -> None:
        closed.set()
        signal.signal(number, signal.SIG_DFL)

    # Windows has no SIGHUP, which says on other systems that the terminal has gone.
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]
    former = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


async def result_until(closed: asyncio.Event, work: Coroutine[Any, Any, int]) -> int:
    """Return what `work` returns; if the program is to end before, cancel it."""
    working, ending = asyncio.create_task(work), asyncio.create_task(closed.wait())
    try:
        await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else STOPPED_STATUS
    finally:
        working.cancel()
        ending.cancel()
        await asyncio.wait({working, ending})
