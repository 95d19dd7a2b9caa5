"""Where the originals of a move come from: a person's selection, or the source queue itself."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.messages import ReceivedBatch
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, WaitingOriginal
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.items import in_sequence
from sqs_explorer.services.moving.resting import Pause, Rest
from sqs_explorer.services.ports import MessageGateway, MoveFeed
from sqs_explorer.services.stopping import StopRequest

RECEIVE_HOLD_SECONDS = 120
"""How long received messages are hidden at first; the engine holds them longer where it must."""

WAIT_SECONDS = 2
"""One long poll: it asks all of SQS's servers, and Stop comes through after it."""

EMPTY_POLLS = 2
"""So many long polls without a message since the last one mean that the queue has no more to give."""

POLLS_AT_ONCE = 4
"""A connection makes no more long polls at once; at the end who waits behind them need not ask again."""


class GivenFeed:
    """Hands out originals that are held already, in this order."""

    def __init__(self, originals: Sequence[HeldOriginal]) -> None:
        self._rest = deque(originals)

    @property
    def waiting(self) -> Sequence[WaitingOriginal]:
        """Those that are not handed out yet."""
        return waiting_originals(self._rest)

    async def take(self, maximum: int) -> Sequence[HeldOriginal]:
        """Return the next originals."""
        return [self._rest.popleft() for _ in range(min(maximum, len(self._rest)))]


class ReceivingFeed:
    """Receives from the source until it answers empty several times in a row, at most `maximum` messages.

    Several may take at once. A take that returns nothing is no last word: on a FIFO queue a group with a
    message under way gives no more until that is deleted.
    """

    def __init__(
        self,
        gateways: Callable[[QueueRef], MessageGateway],
        queue: QueueRef,
        *,
        stop: StopRequest,
        maximum: int | None = None,
        pause: Pause = asyncio.sleep,
        polls_at_once: int = POLLS_AT_ONCE,
    ) -> None:
        self._gateways = gateways
        self._queue = queue
        self._stop = stop
        self._left = maximum
        self._asked = 0
        self._answered = asyncio.Event()
        self._pause = pause
        self._deliveries = 0
        self._empty_polls = 0
        self._polls = asyncio.Semaphore(polls_at_once)

    @property
    def waiting(self) -> Sequence[WaitingOriginal]:
        """None: what waits in the queue is held by nobody."""
        return ()

    async def take(self, maximum: int) -> Sequence[HeldOriginal]:
        """Receive up to ten messages. Raises AwsError's children after about a minute of tries."""
        wanted = await self._reserve(min(maximum, MAXIMUM_BATCH_ENTRIES))
        received = 0
        try:
            batch = await self._receive(wanted) if wanted else None
            received = len(batch.messages) if batch else 0
        finally:
            self._settle(wanted, received)
        if batch is None:
            return ()
        until = batch.requested_monotonic + RECEIVE_HOLD_SECONDS
        return [HeldOriginal(message, until) for message in batch.messages]

    async def _reserve(self, wanted: int) -> int:
        """Return how many may be asked for; others may give back what they asked for and did not get."""
        while self._left == 0 and self._asked:
            self._answered.clear()
            await self._answered.wait()
        if self._left is None:
            return wanted
        wanted = min(wanted, self._left)
        self._left -= wanted
        self._asked += wanted
        return wanted

    def _settle(self, wanted: int, received: int) -> None:
        if self._left is not None:
            self._left += wanted - received
            self._asked -= wanted
            self._answered.set()

    async def _receive(self, wanted: int) -> ReceivedBatch | None:
        rest = Rest(self._stop, self._pause)
        own_empty_polls = 0
        while not self._stop.is_requested and own_empty_polls < EMPTY_POLLS:
            has_waited = self._polls.locked()
            try:
                async with self._polls:
                    if has_waited and self._is_dry():
                        return None
                    deliveries = self._deliveries
                    batch = await self._gateways(self._queue).receive(
                        self._queue.url,
                        maximum=wanted,
                        wait_seconds=WAIT_SECONDS,
                        visibility_seconds=RECEIVE_HOLD_SECONDS,
                    )
            except SqsExplorerError as error:
                if not await rest.before_retry(error):
                    raise
                continue
            if batch.messages:
                self._deliveries += 1
                self._empty_polls = 0
                return batch
            own_empty_polls += 1
            if self._deliveries == deliveries:
                self._empty_polls += 1
            if self._is_dry():
                return None
        return None

    def _is_dry(self) -> bool:
        """Whether several polls, those of others too, that began after the last message found nothing."""
        # What a FIFO queue holds back now, because its group has a message in flight, comes later.
        return not self._queue.is_fifo and self._empty_polls >= EMPTY_POLLS


def feed_for(
    order: MoveOrder,
    originals: Sequence[HeldOriginal],
    gateways: Callable[[QueueRef], MessageGateway],
    *,
    stop: StopRequest,
    pause: Pause = asyncio.sleep,
    polls_at_once: int = POLLS_AT_ONCE,
) -> MoveFeed:
    """Return the feed of an order: the source queue if all of it is to be moved, else the originals."""
    if order.whole_queue and order.source is not None:
        return ReceivingFeed(
            gateways,
            order.source,
            stop=stop,
            maximum=order.maximum,
            pause=pause,
            polls_at_once=polls_at_once,
        )
    return GivenFeed(in_sequence(originals, order))


def waiting_originals(originals: Iterable[HeldOriginal]) -> Sequence[WaitingOriginal]:
    """Return what is known of originals before they are handed over."""
    return tuple(
        WaitingOriginal(
            original.message.message_id, original.message.receipt_handle, original.visible_again_monotonic
        )
        for original in originals
    )
