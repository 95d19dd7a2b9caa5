"""The messages of one queue in memory, quick at any depth: no operation walks through all of them."""

from __future__ import annotations

import heapq
import itertools
from collections import OrderedDict
from dataclasses import dataclass, field

from sqs_explorer.sandbox.stored_message import StoredMessage

SENT_TO_THE_BACK_AFTER_RECEIVES = 3


@dataclass(slots=True)
class _Lane:
    """Messages that must come in order: a message group on FIFO, one single message on a standard queue."""

    messages: OrderedDict[str, StoredMessage] = field(default_factory=OrderedDict)
    held: int = 0

    def is_open(self) -> bool:
        return self.held == 0 and bool(self.messages) and self.head().visible

    def head(self) -> StoredMessage:
        return next(iter(self.messages.values()))


class MessageStore:
    """Keeps order, visibility, delay and expiry. Not thread-safe: the backend holds one lock for all."""

    def __init__(self, *, fifo: bool) -> None:
        """`fifo` makes a lane of each message group."""
        self._fifo = fifo
        self._messages: dict[str, StoredMessage] = {}
        self._lanes: dict[str, _Lane] = {}
        self._open_lanes: list[tuple[int, str]] = []
        self._timers: list[tuple[float, int, StoredMessage]] = []
        self._by_age: list[tuple[float, int, StoredMessage]] = []
        self._ranks = itertools.count(1)
        self.in_flight_count = 0
        self.delayed_count = 0

    def __len__(self) -> int:
        return len(self._messages)

    @property
    def visible_count(self) -> int:
        """Number of messages that are neither in flight nor delayed."""
        return len(self._messages) - self.in_flight_count - self.delayed_count

    def get(self, message_id: str) -> StoredMessage | None:
        """Return the message, in whatever state, or None."""
        return self._messages.get(message_id)

    def add(self, message: StoredMessage, delayed_until: float | None = None) -> None:
        """Put a message at the end; with `delayed_until` it shows up only then."""
        message.rank = next(self._ranks)
        message.in_flight = False
        message.delayed = delayed_until is not None
        message.lane = (message.group_id or "") if self._fifo else message.message_id
        self._messages[message.message_id] = message
        self._lanes.setdefault(message.lane, _Lane()).messages[message.message_id] = message
        heapq.heappush(self._by_age, (message.enqueued_at, message.rank, message))
        if delayed_until is not None:
            self.delayed_count += 1
            self._set_timer(message, delayed_until)
        self._offer(message.lane)

    def settle(self, now: float, retention_seconds: float) -> None:
        """Bring every visibility timeout, delay and retention period that has ended by `now` into effect."""
        while self._by_age and self._by_age[0][0] + retention_seconds <= now:
            message = heapq.heappop(self._by_age)[2]
            if self._messages.get(message.message_id) is message:
                self.remove(message)
        while self._timers and self._timers[0][0] <= now:
            due, _, message = heapq.heappop(self._timers)
            if self._messages.get(message.message_id) is message and message.hidden_until == due:
                self.show(message)

    def next_change_at(self) -> float | None:
        """Return when `settle` may next show a message, so that a long poll wakes up in time."""
        return self._timers[0][0] if self._timers else None

    def next_visible(self, limit: int) -> list[StoredMessage]:
        """Return up to `limit` visible messages in order, without touching them."""
        found: list[StoredMessage] = []
        looked_at: list[str] = []
        while self._open_lanes and len(found) < limit:
            rank, key = heapq.heappop(self._open_lanes)
            lane = self._lanes.get(key)
            if lane is None or not lane.is_open() or lane.head().rank != rank or key in looked_at:
                continue
            looked_at.append(key)
            in_order = itertools.takewhile(lambda message: message.visible, lane.messages.values())
            found.extend(itertools.islice(in_order, limit - len(found)))
        for key in looked_at:
            self._offer(key)
        return found

    def hide(self, message: StoredMessage, until: float) -> None:
        """Put a message in flight until then, or change until when it is."""
        if not message.in_flight:
            if message.delayed:
                self._end_delay(message)
            message.in_flight = True
            self.in_flight_count += 1
            self._lanes[message.lane].held += 1
        self._set_timer(message, until)

    def show(self, message: StoredMessage) -> None:
        """Make a message visible; one received thrice goes to the back of a standard queue, as on AWS."""
        if message.in_flight:
            self._end_flight(message)
            if not self._fifo and message.receive_count >= SENT_TO_THE_BACK_AFTER_RECEIVES:
                message.rank = next(self._ranks)
        if message.delayed:
            self._end_delay(message)
        message.hidden_until = 0.0
        self._offer(message.lane)

    def remove(self, message: StoredMessage) -> None:
        """Take a message out for good."""
        if message.in_flight:
            self._end_flight(message)
        if message.delayed:
            self._end_delay(message)
        del self._messages[message.message_id]
        lane = self._lanes[message.lane]
        del lane.messages[message.message_id]
        if not lane.messages:
            del self._lanes[message.lane]
        self._offer(message.lane)

    def clear(self) -> None:
        """Drop all messages, also those in flight and delayed."""
        self._messages.clear()
        self._lanes.clear()
        self._open_lanes.clear()
        self._timers.clear()
        self._by_age.clear()
        self.in_flight_count = 0
        self.delayed_count = 0

    def _offer(self, key: str) -> None:
        lane = self._lanes.get(key)
        if lane is not None and lane.is_open():
            heapq.heappush(self._open_lanes, (lane.head().rank, key))

    def _set_timer(self, message: StoredMessage, until: float) -> None:
        message.hidden_until = until
        heapq.heappush(self._timers, (until, next(self._ranks), message))

    def _end_flight(self, message: StoredMessage) -> None:
        message.in_flight = False
        self.in_flight_count -= 1
        self._lanes[message.lane].held -= 1

    def _end_delay(self, message: StoredMessage) -> None:
        message.delayed = False
        self.delayed_count -= 1
