"""What waits for its turn, by destination, and which may go together in one batch."""

from __future__ import annotations

from collections import deque

from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES, MAXIMUM_MESSAGE_SIZE_BYTES
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.items import Item, Lane


class Lanes:
    """Gives out batches of one destination: at most ten, at most 1 MiB in sum (SendMessageBatch).

    On a FIFO destination a batch holds at most one message of a group, and a group with a message under way
    waits: its order is kept and different groups go side by side. Where a person chose a rate, a batch is no
    more than what may go in one second, so that ten don't go at once.
    """

    def __init__(self, messages_per_second: float | None = None) -> None:
        self._most = MAXIMUM_BATCH_ENTRIES
        if messages_per_second:
            self._most = max(1, min(self._most, int(messages_per_second)))
        self._lanes: dict[Lane, deque[Item]] = {}
        self._busy: set[Lane] = set()
        self._ready: dict[QueueRef | None, deque[Item | Lane]] = {}
        self._waiting = 0

    def __len__(self) -> int:
        """Return how many wait."""
        return self._waiting

    def add(self, item: Item) -> None:
        """Let an item wait for its turn, behind those of its group."""
        self._waiting += 1
        if item.lane is None:
            self._ready.setdefault(item.destination, deque()).append(item)
            return
        lane = self._lanes.setdefault(item.lane, deque())
        if not lane and item.lane not in self._busy:
            self._ready.setdefault(item.destination, deque()).append(item.lane)
        lane.append(item)

    def take_batch(self) -> list[Item]:
        """Return the next batch, whose groups are under way until `finish`; none if none may go now."""
        for destination, ready in list(self._ready.items()):
            batch = self._take_from(ready)
            # Destinations take turns, so that a slow one doesn't hold up the others.
            del self._ready[destination]
            if ready:
                self._ready[destination] = ready
            if batch:
                self._waiting -= len(batch)
                return batch
        return []

    def finish(self, batch: list[Item]) -> None:
        """Let the groups of a batch go on."""
        for item in batch:
            if item.lane is None:
                continue
            self._busy.discard(item.lane)
            if self._lanes.get(item.lane):
                self._ready.setdefault(item.destination, deque()).append(item.lane)
            else:
                self._lanes.pop(item.lane, None)

    def drain(self) -> list[Item]:
        """Take out everything that waits."""
        rest = [item for ready in self._ready.values() for item in ready if isinstance(item, Item)]
        rest += [item for lane in self._lanes.values() for item in lane]
        self._ready.clear()
        self._lanes.clear()
        self._waiting = 0
        return rest

    def _take_from(self, ready: deque[Item | Lane]) -> list[Item]:
        batch: list[Item] = []
        size_bytes = 0
        while ready and len(batch) < self._most:
            first = ready[0]
            item = first if isinstance(first, Item) else self._lanes[first][0]
            size_bytes += item.size_bytes
            if batch and size_bytes > MAXIMUM_MESSAGE_SIZE_BYTES:
                break
            ready.popleft()
            if item.lane is not None:
                self._lanes[item.lane].popleft()
                self._busy.add(item.lane)
            batch.append(item)
        return batch
