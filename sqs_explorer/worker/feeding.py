"""Hands originals from the window's process to the engine, a few batches ahead of it and no more."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES, MAXIMUM_MESSAGE_SIZE_BYTES
from sqs_explorer.domain.moves import HeldOriginal, WaitingOriginal

BATCHES_AHEAD = 8
"""How many batches may be asked for or wait at once: at most 8 MiB in the worker beside what it moves."""


def batches(originals: Sequence[HeldOriginal]) -> Iterator[tuple[HeldOriginal, ...]]:
    """Cut originals into batches of at most ten and of at most 1 MiB, in order; a large one goes alone."""
    batch: list[HeldOriginal] = []
    size_bytes = 0
    for original in originals:
        more = original.message.size_bytes
        if batch and (len(batch) == MAXIMUM_BATCH_ENTRIES or size_bytes + more > MAXIMUM_MESSAGE_SIZE_BYTES):
            yield tuple(batch)
            batch, size_bytes = [], 0
        batch.append(original)
        size_bytes += more
    if batch:
        yield tuple(batch)


class PipedFeed:
    """Fulfils the port MoveFeed by what comes through a pipe; `ask` asks the other end for one batch."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self._waiting: deque[tuple[HeldOriginal, ...]] = deque()
        self._asked = 0
        self._is_over = False
        self._changed = asyncio.Event()
        self.waiting: Sequence[WaitingOriginal] = ()
        """What will be handed over, in that order; set once, before the first take."""

    async def take(self, maximum: int) -> Sequence[HeldOriginal]:
        """Return the next 1 to `maximum` originals; none if there are no more."""
        while not self._waiting:
            if self._is_over:
                return ()
            self._ask_ahead()
            self._changed.clear()
            await self._changed.wait()
        batch = self._waiting.popleft()
        if len(batch) > maximum:
            self._waiting.appendleft(batch[maximum:])
            batch = batch[:maximum]
        self._ask_ahead()
        return batch

    def put(self, originals: tuple[HeldOriginal, ...]) -> None:
        """Take in the answer to one asking; none says that there are no more."""
        self._asked -= 1
        if originals:
            self._waiting.append(originals)
        else:
            self._is_over = True
        self._changed.set()

    def end(self) -> None:
        """Give out no more: who could answer is gone."""
        self._waiting.clear()
        self._is_over = True
        self._changed.set()

    def _ask_ahead(self) -> None:
        while not self._is_over and self._asked + len(self._waiting) < BATCHES_AHEAD:
            self._asked += 1
            self._ask()
