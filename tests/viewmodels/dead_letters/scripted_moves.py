"""A MoveRunner that does what a test tells it, for what an engine on FakeSqs can't be brought to do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.moves import (
    HeldOriginal,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
    MoveState,
)
from sqs_explorer.services.stopping import StopRequest


class ScriptedMoves:
    """Keeps the orders it got, tells `progress` one after the other, and ends with `outcome`.

    With `refusal` it raises that instead. `waits` lets it stand still before its end, until Stop.
    """

    def __init__(
        self,
        *progress: Sequence[MoveResult],
        error: SqsExplorerError | None = None,
        refusal: SqsExplorerError | None = None,
        waits: bool = False,
    ) -> None:
        self.orders: list[MoveOrder] = []
        self.originals: list[Sequence[HeldOriginal]] = []
        self.waiting = asyncio.Event()
        self._progress = progress
        self._error = error
        self._refusal = refusal
        self._waits = waits

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Play the script."""
        self.orders.append(order)
        self.originals.append(originals)
        if self._refusal is not None:
            raise self._refusal
        counts: Counter[MoveState] = Counter()
        for results in self._progress:
            counts.update(result.state for result in results)
            listed = [result for result in results if not (order.whole_queue and result.state.is_done)]
            on_progress(MoveProgress(dict(counts), tuple(listed)))
            await asyncio.sleep(0)
        if self._waits:
            self.waiting.set()
            await stop.wait()
        return MoveOutcome(dict(counts), stopped=stop.is_requested, error=self._error)
