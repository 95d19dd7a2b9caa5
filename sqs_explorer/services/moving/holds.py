"""Keeps originals invisible while they wait and are moved, and never past what SQS allows."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import count

from sqs_explorer.domain.errors import AwsError, SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES, MAXIMUM_VISIBILITY_SECONDS
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.domain.moves import WaitingOriginal
from sqs_explorer.services.holding import refusal_words
from sqs_explorer.services.moving.items import Item, Waiting, latest_hold
from sqs_explorer.services.moving.operation import Operation

MINIMUM_HOLD_SECONDS = 120
"""The shortest renewal: a send may take until its time-out and must leave time to delete."""

RECENT_BATCHES = 6
"""A hold outlasts so many batches as slow as the last one."""

SECONDS_A_MESSAGE = 0.05
"""What one of many waiting messages takes at most; a hold covers those before it."""

ENOUGH_TO_DELETE_SECONDS = 20
"""With less left a copy is not sent: the original might be visible again before it is deleted."""

NOT_HELD = "It is no longer held. Receive it again, then move it."

_TIDY_FROM = 200
"""So many watched messages may be finished ones before they are forgotten."""


Held = Item | Waiting


class Holds:
    """Renews a hold when a third of a renewal is left. `waiting` tells how many wait for their turn.

    Those that the feed has not handed over yet are among the watched.
    """

    def __init__(self, operation: Operation, waiting: Callable[[], int]) -> None:
        self._operation = operation
        self._clock = operation.clock
        self._waiting = waiting
        self._items = _Schedule()
        self._waiting_ones = _Schedule()
        self._to_come: deque[Waiting] = deque()
        self._refused_by: SqsExplorerError | None = None
        self.recent_batch_seconds = 0.0

    def wait_for(self, originals: Iterable[WaitingOriginal]) -> None:
        """Renew the holds of originals that are still to come, in this order."""
        latest = latest_hold(self._clock.monotonic())
        for one in originals:
            waiting = Waiting(one.message_id, one.receipt_handle, one.visible_again_monotonic, latest)
            self._to_come.append(waiting)
            self.watch(waiting)

    def come(self) -> Waiting | None:
        """Return what became of the next original's hold while it waited: it is handed over now."""
        if not self._to_come:
            return None
        waiting = self._to_come.popleft()
        waiting.is_finished = True
        return waiting

    def take_up(self, item: Item, waiting: Waiting | None) -> None:
        """Watch an item that was handed over, from where its waiting ended."""
        if waiting is not None:
            item.until, item.latest, item.refusal = waiting.until, waiting.latest, waiting.refusal
        self.watch(item)

    def watch(self, item: Held) -> None:
        """Renew this item's hold in time, until it is finished."""
        if not self._operation.keeps_originals and item.until > 0:
            self._schedule_of(item).add(item.until - self._hold_seconds() / 3, item)

    async def renew_due(self) -> None:
        """Renew all holds that are due. Errors are kept for the message's turn."""
        while due := self._take_due():
            await self._renew(due)

    async def ensure(self, items: Iterable[Item]) -> None:
        """Renew the holds of items whose turn it is, where less than a third of a renewal is left."""
        if self._operation.keeps_originals or self._refused_by:
            return
        now, third = self._clock.monotonic(), self._hold_seconds() / 3
        short = [item for item in items if now < item.until < now + third and not item.refusal]
        if short:
            await self._renew(short)

    def refusal(self, item: Item) -> str:
        """Return why an item is not held long enough to be sent and deleted, "" if it is."""
        if self._operation.keeps_originals:
            return ""
        if item.refusal:
            return f"It is no longer held: {item.refusal}"
        left = item.until - self._clock.monotonic()
        if left <= 0:
            return NOT_HELD
        if left < ENOUGH_TO_DELETE_SECONDS:
            cause = f": {self._refused_by}" if self._refused_by else "."
            return f"It could not be held long enough to move it safely{cause}"
        return ""

    def is_held(self, item: Item) -> bool:
        """Whether an item can still be deleted, as far as this program knows."""
        return item.until > self._clock.monotonic() and not item.refusal

    def _hold_seconds(self) -> float:
        rate = self._operation.order.messages_per_second
        each = max(SECONDS_A_MESSAGE, 1.2 / rate if rate else 0.0)
        waiting = self._waiting() + len(self._to_come)
        wanted = max(MINIMUM_HOLD_SECONDS, RECENT_BATCHES * self.recent_batch_seconds, each * waiting)
        return min(wanted, MAXIMUM_VISIBILITY_SECONDS / 2)

    def _schedule_of(self, item: Held) -> _Schedule:
        return self._items if isinstance(item, Item) else self._waiting_ones

    def _take_due(self) -> list[Held]:
        due: list[Held] = []
        for schedule in (self._items, self._waiting_ones):
            self._collect_due(schedule, due)
        return due

    def _collect_due(self, schedule: _Schedule, due: list[Held]) -> None:
        now = self._clock.monotonic()
        while len(due) < MAXIMUM_BATCH_ENTRIES and (item := schedule.take_due(now)) is not None:
            if item.is_finished or item.refusal or item.until <= now or self._refused_by:
                continue
            due_again = item.until - self._hold_seconds() / 3
            if due_again > now:
                schedule.add(due_again, item)
            else:
                due.append(item)

    async def _renew(self, items: Sequence[Held]) -> None:
        """Ask SQS to hold items longer; a value counts from now, and twelve hours from the receive."""
        source = self._operation.order.source
        now = self._clock.monotonic()
        seconds = int(min(self._hold_seconds(), min(item.latest for item in items) - now))
        if source is None or now + seconds <= min(item.until for item in items):
            return
        try:
            gateway = self._operation.gateways(source)
            handles = [item.receipt_handle for item in items]
            answers = await gateway.change_visibility_batch(source.url, handles, seconds)
        except SqsExplorerError as error:
            self._note_error(items, error)
            return
        for item, handle, failure in zip(items, handles, answers, strict=True):
            if item.receipt_handle == handle:
                self._note_answer(item, failure, now + seconds)

    def _note_error(self, items: Sequence[Held], error: SqsExplorerError) -> None:
        if not (isinstance(error, AwsError) and error.retry_may_help):
            self._refused_by = error
            return
        now = self._clock.monotonic()
        for item in items:
            self._schedule_of(item).add(now + max(1.0, (item.until - now) / 4), item)

    def _note_answer(self, item: Held, failure: EntryFailure | None, until: float) -> None:
        if failure is None:
            item.until = until
            self.watch(item)
        elif "beyond the limit" in failure.message:
            item.latest = item.until  # it is held as before, only no longer than that
        else:
            item.refusal = refusal_words(failure)


class _Schedule:
    """When whose hold is to be renewed, the next first."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Held]] = []
        self._numbers = count()
        self._tidy_from = _TIDY_FROM

    def add(self, due: float, item: Held) -> None:
        """Remember an item until then (monotonic seconds)."""
        heapq.heappush(self._due, (due, next(self._numbers), item))
        if len(self._due) > self._tidy_from:
            # A moved message would else stay in memory until the time when its hold was to be renewed.
            self._due = [entry for entry in self._due if not entry[2].is_finished]
            heapq.heapify(self._due)
            self._tidy_from = 2 * len(self._due) + _TIDY_FROM

    def take_due(self, now: float) -> Held | None:
        """Return the next item that is due, None if none is."""
        return heapq.heappop(self._due)[2] if self._due and self._due[0][0] <= now else None
