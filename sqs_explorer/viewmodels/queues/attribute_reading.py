"""Reads queue attributes in the background.

What is in sight at once, the rest of a region behind it, a few at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.queue_listing import (
    BACKGROUND_ATTRIBUTE_CALLS,
    PARALLEL_ATTRIBUTE_CALLS,
    read_attributes,
)
from sqs_explorer.viewmodels.task_scope import TaskScope

RegionKey = tuple[str, str]
"""Connection ID and region code."""

Answer = tuple[QueueRef, QueueAttributes | SqsExplorerError]
IN_SIGHT_AT_MOST = 64
"""Rows in sight come soon enough a few at a time; more threads would hold up the painting of the tree."""

ANSWERS_AT_ONCE = 32
"""Answers are handed on in batches, so that the tree is not arranged anew for each."""


class AttributeReading:
    """Runs the reads of all connections; `take` gets the answers, a batch at a time."""

    def __init__(
        self, connections: OpenConnections, scope: TaskScope, take: Callable[[tuple[Answer, ...]], None]
    ) -> None:
        self._connections = connections
        self._scope = scope
        self._take = take
        self._waiting: set[QueueRef] = set()
        self._under_way: set[QueueRef] = set()
        self._repeat: set[QueueRef] = set()
        self._later: dict[RegionKey, dict[QueueRef, None]] = {}
        self._tasks: dict[str, set[asyncio.Task[None]]] = {}

    def request(self, queues: Iterable[QueueRef], *, again: bool = False) -> None:
        """Read these now. One that waits already is not asked for twice; one under way is, with `again`."""
        groups: dict[RegionKey, dict[QueueRef, None]] = {}
        for queue in queues:
            if queue in self._under_way:
                # Two reads at once may answer in the other order: the second begins after the first.
                if again:
                    self._repeat.add(queue)
                continue
            if queue in self._waiting:
                continue
            key = (queue.connection_id, queue.region)
            self._later.get(key, {}).pop(queue, None)
            self._waiting.add(queue)
            groups.setdefault(key, {})[queue] = None
        for group in groups.values():
            few = len(group) <= IN_SIGHT_AT_MOST
            self._start(group, BACKGROUND_ATTRIBUTE_CALLS if few else PARALLEL_ATTRIBUTE_CALLS)

    def request_later(self, key: RegionKey, queues: Iterable[QueueRef]) -> None:
        """Read these of one region behind everything else.

        A new call replaces what is left of the one before.
        """
        is_running = bool(self._later.get(key))
        later = self._later.setdefault(key, {})
        later.clear()
        later.update(dict.fromkeys(queues))
        for queue in self._waiting | self._under_way:
            later.pop(queue, None)
        if later and not is_running:
            self._start(later, BACKGROUND_ATTRIBUTE_CALLS)

    def forget(self, connection_id: str) -> None:
        """End the reads of a connection; answers that are still to come are dropped."""
        for key in [key for key in self._later if key[0] == connection_id]:
            self._later.pop(key).clear()
        for task in self._tasks.pop(connection_id, ()):
            task.cancel()
        for asked in (self._waiting, self._under_way, self._repeat):
            asked.difference_update([queue for queue in asked if queue.connection_id == connection_id])

    def _start(self, group: dict[QueueRef, None], parallel_calls: int) -> None:
        connection_id = next(iter(group)).connection_id
        tasks = self._tasks.setdefault(connection_id, set())
        task = self._scope.start(self._read(group, parallel_calls, tasks), _leave_to_the_listing)
        if task is not None:
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def _read(
        self, group: dict[QueueRef, None], parallel_calls: int, tasks: set[asyncio.Task[None]]
    ) -> None:
        first = next(iter(group), None)
        if first is None:
            return
        came: list[Answer] = []

        def take(queue: QueueRef, answer: QueueAttributes | SqsExplorerError) -> None:
            if self._tasks.get(queue.connection_id) is not tasks:
                return
            self._under_way.discard(queue)
            came.append((queue, answer))
            if queue in self._repeat:
                self._repeat.discard(queue)
                self.request([queue], again=True)
            if len(came) >= ANSWERS_AT_ONCE:
                self._hand_on(came)

        try:
            gateway = self._connections.sqs(first)
            await read_attributes(gateway, self._picked(group), take, parallel_calls)
            self._hand_on(came)
        finally:
            self._waiting.difference_update(group)

    def _picked(self, group: dict[QueueRef, None]) -> Iterator[QueueRef]:
        while group:
            queue = next(iter(group))
            del group[queue]
            self._waiting.discard(queue)
            self._under_way.add(queue)
            yield queue

    def _hand_on(self, came: list[Answer]) -> None:
        if came:
            batch = tuple(came)
            came.clear()
            self._take(batch)


def _leave_to_the_listing(error: SqsExplorerError) -> None:
    """A queue's own error is an answer.

    That the connection was closed meanwhile is seen in its region's row.
    """
