"""Receives many messages in batches of ten, holding them or letting them go again once shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.messages import ReceivedBatch, ReceivedMessage
from sqs_explorer.services.holding import change_visibility
from sqs_explorer.services.ports import SqsGateway
from sqs_explorer.services.stopping import StopRequest

SLICE_SECONDS = 5
"""Longest single long poll, so that Stop is prompt."""

LOOK_HOLD_SECONDS = 120
"""Longest time messages are hidden while a look collects them; they are released once all are shown."""


@dataclass(frozen=True, slots=True)
class ReceiveOrder:
    """How many to receive (1 to 10,000), how long to wait for the next (0 to 20 s), the mode, the hold."""

    maximum: int
    wait_seconds: int
    mode: ReceiveMode
    hold_seconds: int


@dataclass(frozen=True, slots=True)
class ReceivedHeld:
    """A batch as it arrives, with the monotonic time (seconds) at which its messages are visible again."""

    messages: tuple[ReceivedMessage, ...]
    requested_monotonic: float
    visible_again_monotonic: float
    hold_seconds: int


@dataclass(slots=True)
class ReceiveOutcome:
    """What came of a receive.

    `received` counts deliveries, `distinct` message IDs; of the messages `looked_at`, `released` says which
    were let go, `release_failures` which not (message ID to reason). `error` is why it ended early, after
    what is counted here had arrived.
    """

    received: int = 0
    requests: int = 0
    stopped: bool = False
    distinct: set[str] = field(default_factory=set)
    released: tuple[str, ...] = ()
    looked_at: tuple[ReceivedMessage, ...] = ()
    release_failures: dict[str, str] = field(default_factory=dict)
    error: SqsExplorerError | None = None
    request_id: str = ""


async def receive_messages(
    gateway: SqsGateway,
    queue_url: str,
    order: ReceiveOrder,
    *,
    stop: StopRequest,
    on_batch: Callable[[ReceivedHeld], None],
) -> ReceiveOutcome:
    """Receive until enough have come, or none came for `wait_seconds`, or only known ones came, or Stop.

    A receive under way is never dropped: it would hide messages that nobody saw. Errors after the first
    batch are in the outcome; an error before anything came is raised. A whole batch of known messages ends
    it: they have become visible meanwhile (a short hold), and going on would only raise their receive counts.
    """
    look = order.mode is ReceiveMode.LOOK_AND_RELEASE
    hold_seconds = LOOK_HOLD_SECONDS if look else order.hold_seconds
    collecting = _Collecting(gateway, queue_url, order, hold_seconds, stop)
    outcome = collecting.outcome
    try:
        await collecting.run(on_batch)
    except SqsExplorerError as error:
        if not outcome.received:
            raise
        outcome.error = error
    outcome.stopped = stop.is_requested
    if look and collecting.newest:
        outcome.looked_at = tuple(collecting.newest.values())
        await _release_all(gateway, queue_url, outcome)
    return outcome


@dataclass(slots=True)
class _Collecting:
    """One receive under way: what it asks for, and what has come of it."""

    gateway: SqsGateway
    queue_url: str
    order: ReceiveOrder
    hold_seconds: int
    stop: StopRequest
    outcome: ReceiveOutcome = field(default_factory=ReceiveOutcome)
    newest: dict[str, ReceivedMessage] = field(default_factory=dict)

    async def run(self, on_batch: Callable[[ReceivedHeld], None]) -> None:
        """Collect batches until there is no reason to go on."""
        outcome = self.outcome
        while len(outcome.distinct) < self.order.maximum and not self.stop.is_requested:
            batch = await self._next_batch()
            known = len(outcome.distinct)
            self.newest.update((message.message_id, message) for message in batch.messages)
            outcome.received += len(batch.messages)
            outcome.distinct.update(message.message_id for message in batch.messages)
            if batch.messages:
                again = batch.requested_monotonic + self.hold_seconds
                on_batch(ReceivedHeld(batch.messages, batch.requested_monotonic, again, self.hold_seconds))
            if len(outcome.distinct) == known:
                return

    async def _next_batch(self) -> ReceivedBatch:
        """Return the next messages, or an empty batch once `wait_seconds` brought none; polls in slices."""
        maximum = min(MAXIMUM_BATCH_ENTRIES, self.order.maximum - len(self.outcome.distinct))
        wait_left = self.order.wait_seconds
        while True:
            slice_seconds = min(SLICE_SECONDS, wait_left)
            with self.stop.ends_waiting():
                batch = await self.gateway.receive(
                    self.queue_url,
                    maximum=maximum,
                    wait_seconds=slice_seconds,
                    visibility_seconds=self.hold_seconds,
                )
            self.outcome.requests += 1
            self.outcome.request_id = batch.request_id
            wait_left -= slice_seconds
            if batch.messages or wait_left <= 0 or self.stop.is_requested:
                return batch


async def _release_all(gateway: SqsGateway, queue_url: str, outcome: ReceiveOutcome) -> None:
    """Stop does not reach here: what was only looked at is always given back."""
    try:
        result = await change_visibility(gateway, queue_url, outcome.looked_at, 0)
    except SqsExplorerError as error:
        outcome.error = outcome.error or error
        outcome.release_failures = {message.message_id: str(error) for message in outcome.looked_at}
    else:
        outcome.released = result.done
        outcome.release_failures = result.failures
        outcome.error = outcome.error or result.error
