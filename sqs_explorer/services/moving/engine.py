"""The move engine: takes originals from a feed, sends verified copies, then deletes; many batches at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable

from sqs_explorer.domain.errors import InvalidInput, JournalFailed, SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveOutcome, MoveProgress
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.batch_moving import BatchMove
from sqs_explorer.services.moving.holds import Holds
from sqs_explorer.services.moving.items import Item, item_of
from sqs_explorer.services.moving.lanes import Lanes
from sqs_explorer.services.moving.operation import STOPPED, UNFINISHED, Operation
from sqs_explorer.services.moving.releasing import release
from sqs_explorer.services.moving.reporting import Reporter
from sqs_explorer.services.moving.resting import Pause
from sqs_explorer.services.ports import Clock, MessageGateway, MoveFeed, MoveJournal
from sqs_explorer.services.stopping import StopRequest

PARALLEL_BATCHES = 8
"""How many batches are under way at once; FIFO groups wait for their own message only."""

_IN_CIRCLES = "The destination is this very queue, reached in another way: what was sent came in again."


async def run_move(
    order: MoveOrder,
    feed: MoveFeed,
    gateways: Callable[[QueueRef], MessageGateway],
    journal: MoveJournal,
    *,
    clock: Clock,
    stop: StopRequest,
    on_progress: Callable[[MoveProgress], None],
    expected: int | None,
    pause: Pause = asyncio.sleep,
    parallel: int = PARALLEL_BATCHES,
) -> MoveOutcome:
    """Move what the feed gives, each message by the protocol: journal, send, verify, journal, delete.

    Failures of single messages are results in the progress; what ended the move early is in the outcome.
    Raises JournalFailed if nothing could begin. The operation is ended in the journal only if no message is
    left in doubt or with a verified copy and its original: otherwise it stays open and is let go, to be shown
    among the unfinished. What never was sent is simply still in the source.
    """
    reporter = Reporter(on_progress, clock, only_undone=order.whole_queue)
    operation = Operation(order, gateways, journal, clock, stop, pause, reporter)
    if order.whole_queue and order.source in (None, order.destination):
        error = InvalidInput("Destination", "A whole queue can't be moved to itself.")
        return MoveOutcome({}, error=error)
    await journal.begin(order, clock.now(), expected)
    # An operation taken up again after a crash knows what it did; a new one has no entries.
    entries = await journal.entries(order.operation_id)
    operation.earlier = {entry.source_message_id: entry for entry in entries}
    operation.leftovers = {entry.source_message_id for entry in entries if entry.state in UNFINISHED}
    await _Engine(operation, feed, parallel).run()
    reporter.tell()
    # If the journal fails now, the operation stays open there, which is safe.
    with contextlib.suppress(JournalFailed):
        if operation.leftovers:
            await journal.let_go(order.operation_id)
        else:
            await journal.end(order.operation_id, clock.now())
    return MoveOutcome(reporter.totals(), stopped=stop.is_requested, error=operation.error)


class _Engine:
    """The workers: each takes a batch as soon as one may go, and the next originals if none waits."""

    def __init__(self, operation: Operation, feed: MoveFeed, parallel: int) -> None:
        self._operation = operation
        self._feed = feed
        self._parallel = parallel
        self._lanes = Lanes(operation.order.messages_per_second)
        self._holds = Holds(operation, lambda: len(self._lanes))
        self._move = BatchMove(operation, self._holds)
        self._taking = 0
        self._under_way = 0
        self._exhausted = False
        self._is_broken = False
        self._change = asyncio.Event()

    async def run(self) -> None:
        """Move everything, then let go of what was received and not moved."""
        operation = self._operation
        self._holds.wait_for(self._feed.waiting)
        ends = await asyncio.gather(*(self._work() for _ in range(self._parallel)), return_exceptions=True)
        for item in self._lanes.drain():
            operation.put_back(item, operation.reason_to_wait(item) or STOPPED)
        while (waiting := self._holds.come()) is not None:
            operation.leave(waiting)
        if operation.order.whole_queue:
            await release(operation)
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def _work(self) -> None:
        try:
            while batch := await self._next_batch():
                self._under_way += 1
                try:
                    await self._move.move(batch)
                finally:
                    self._under_way -= 1
                    self._lanes.finish(batch)
                    self._tell_change()
                self._operation.reporter.tell_if_due()
        except BaseException:
            self._is_broken = True
            raise
        finally:
            self._tell_change()

    async def _next_batch(self) -> list[Item]:
        while not (self._operation.must_end or self._is_broken):
            batch = self._lanes.take_batch()
            if batch:
                return batch
            if self._may_take():
                await self._take_more()
            elif self._exhausted and not len(self._lanes):
                return []
            else:
                await self._wait_for_change()
        return []

    def _may_take(self) -> bool:
        """Whether there is room for more; where the order counts one worker asks at a time."""
        order = self._operation.order
        if self._exhausted or (self._taking and (order.source_is_fifo or not order.whole_queue)):
            return False
        coming = len(self._lanes) + MAXIMUM_BATCH_ENTRIES * (self._taking + self._under_way)
        return coming < MAXIMUM_BATCH_ENTRIES * self._parallel

    async def _take_more(self) -> None:
        """Take the next originals. No more came: the last word, unless a FIFO group waits for its head."""
        # A FIFO queue gives no more of a group while a message of it is in flight.
        order = self._operation.order
        is_final = not (order.whole_queue and order.source_is_fifo and (self._under_way or len(self._lanes)))
        self._taking += 1
        try:
            originals = await self._feed.take(MAXIMUM_BATCH_ENTRIES)
        except SqsExplorerError as error:
            self._operation.end(error)
            self._exhausted = not order.whole_queue
            return
        finally:
            self._taking -= 1
            self._tell_change()
        self._take_in(originals)
        history = self._operation.history
        goes_in_circles = order.whole_queue and history.repeats_in_a_row > len(history.stayed)
        if (not originals and is_final) or goes_in_circles:
            self._exhausted = True

    def _take_in(self, originals: Iterable[HeldOriginal]) -> None:
        now = self._operation.clock.monotonic()
        order, history = self._operation.order, self._operation.history
        for original in originals:
            waiting = self._holds.come()
            if order.whole_queue and history.is_own_copy(original.message.message_id):
                history.set_back(original)
                self._operation.end(InvalidInput("Destination", _IN_CIRCLES))
                continue
            objection = history.objection(original.message)
            if objection:
                self._operation.refuse(item_of(original, order, now), objection)
                continue
            item = history.take_in(original, order, now)
            if item is not None:
                self._lanes.add(item)
                self._holds.take_up(item, waiting)

    async def _wait_for_change(self) -> None:
        await self._change.wait()

    def _tell_change(self) -> None:
        self._change.set()
        self._change = asyncio.Event()
