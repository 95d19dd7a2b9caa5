"""Runs a move where it belongs: a few messages here, thousands in the worker process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveOutcome, MoveProgress
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.engine import run_move
from sqs_explorer.services.moving.feeds import feed_for
from sqs_explorer.services.moving.resting import Pause
from sqs_explorer.services.ports import Clock, MessageGateway, MoveJournal, MoveRunner
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.services.write_locking import WriteLock

BULK_FROM = 100
"""From so many messages on the worker process moves them: busy threads hold up the window's painting."""


class InProcessMoves:
    """Implements MoveRunner with the engine in this process.

    `lock_of` returns the write lock of an open connection by its ID, or None. A move that began while it was
    open finishes although it closes meanwhile: one that had sent and could not delete would leave duplicates.
    """

    def __init__(
        self,
        gateways: Callable[[QueueRef], MessageGateway],
        journal: MoveJournal,
        clock: Clock,
        *,
        lock_of: Callable[[str], WriteLock | None] = lambda _: None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._lock_of = lock_of
        self._gateways = gateways
        self._journal = journal
        self._clock = clock
        self._pause = pause

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Move messages. Raises JournalFailed if nothing could begin."""
        with ExitStack() as leases:
            for connection_id in order.connection_ids:
                lock = self._lock_of(connection_id)
                if lock is not None:
                    leases.enter_context(lock.work())
            return await run_move(
                order,
                feed_for(order, originals, self._gateways, stop=stop, pause=self._pause),
                self._gateways,
                self._journal,
                clock=self._clock,
                stop=stop,
                on_progress=on_progress,
                expected=None if order.whole_queue else len(originals),
                pause=self._pause,
            )


class MoveRuns:
    """Implements MoveRunner by choosing: the worker for a whole queue or `bulk_from` messages and more."""

    def __init__(self, in_process: MoveRunner, worker: MoveRunner, bulk_from: int = BULK_FROM) -> None:
        self._in_process = in_process
        self._worker = worker
        self._bulk_from = bulk_from

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Move messages. Raises JournalFailed if nothing could begin."""
        is_bulk = order.whole_queue or len(originals) >= self._bulk_from
        runner = self._worker if is_bulk else self._in_process
        return await runner.run(order, originals, stop=stop, on_progress=on_progress)
