"""Keeps messages held while they are worked on one after the other, so that the last can still be deleted."""

from __future__ import annotations

from collections.abc import Mapping

from sqs_explorer.domain.errors import ReceiptHandleExpired, SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES, MAXIMUM_VISIBILITY_SECONDS
from sqs_explorer.services.holding import refusal_words
from sqs_explorer.services.ports import Clock, SqsGateway
from sqs_explorer.services.stopping import StopRequest

MINIMUM_HOLD_SECONDS = 120
"""The shortest renewal: a send may take until its time-out and must leave time to delete."""

SECONDS_A_MESSAGE = 1
"""What a send and a delete take at most on a slow line; the hold covers all that wait for their turn."""

MARGIN_SECONDS = 40
"""A hold with less left than a third of the shortest renewal is renewed once more before a copy is sent."""


NOT_HELD = "It is no longer held. Receive it again, then move it."


class Holds:
    """Until when each message (by receipt handle) is held, on the monotonic clock."""

    def __init__(self, gateway: SqsGateway, queue_url: str, clock: Clock) -> None:
        self._gateway = gateway
        self._queue_url = queue_url
        self._clock = clock
        self._until: dict[str, float] = {}
        self._refusals: dict[str, str] = {}

    def until(self, receipt_handle: str) -> float:
        """Return the monotonic time (seconds) at which a message is visible again; 0 if it is not known."""
        return self._until.get(receipt_handle, 0.0)

    def is_held(self, receipt_handle: str) -> bool:
        """Whether a message is still held, as far as this program knows."""
        return self.until(receipt_handle) > self._clock.monotonic()

    async def renew_all(self, until: Mapping[str, float], stop: StopRequest) -> None:
        """Take over the holds and lengthen those that would end too early; longer ones stay as they are."""
        self._until.update(until)
        wanted = min(
            max(MINIMUM_HOLD_SECONDS, len(until) * SECONDS_A_MESSAGE), MAXIMUM_VISIBILITY_SECONDS // 2
        )
        now = self._clock.monotonic()
        short = [handle for handle, end in until.items() if now < end < now + wanted]
        for start in range(0, len(short), MAXIMUM_BATCH_ENTRIES):
            if stop.is_requested:
                return
            try:
                await self._renew(short[start : start + MAXIMUM_BATCH_ENTRIES], wanted)
            except SqsExplorerError:
                return  # each message is asked for again before its turn, and says why it can't be held

    async def ensure(self, receipt_handle: str) -> None:
        """Make sure that a message is held long enough to send its copy and delete it.

        Raises ReceiptHandleExpired if it is held no longer: a FIFO handle that has expired can never delete
        (recorded on AWS), one of a standard queue may delete nothing, so a move would only make a duplicate.
        """
        left = self.until(receipt_handle) - self._clock.monotonic()
        if left > 0 and receipt_handle not in self._refusals and left < MARGIN_SECONDS:
            await self._renew([receipt_handle], MINIMUM_HOLD_SECONDS)
        if receipt_handle in self._refusals:
            raise ReceiptHandleExpired(f"It is no longer held: {self._refusals[receipt_handle]}")
        if left <= 0:
            raise ReceiptHandleExpired(NOT_HELD)

    async def _renew(self, handles: list[str], seconds: int) -> None:
        asked = self._clock.monotonic()
        answers = await self._gateway.change_visibility_batch(self._queue_url, handles, seconds)
        for handle, failure in zip(handles, answers, strict=True):
            if failure is None:
                self._until[handle] = asked + seconds
            else:
                self._refusals[handle] = refusal_words(failure)
