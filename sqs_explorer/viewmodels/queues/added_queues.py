"""Queues that a person added by URL, ARN or name; they are shown whatever SQS lists."""

from __future__ import annotations

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.attribute_reading import RegionKey
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings


class AddedQueues:
    """Keeps them by connection and region, for this run and, given settings to keep them in, for the next.

    A queue may be known by two URLs; it stays by the one that it was added with.
    """

    def __init__(self, kept: KeptSettings | None = None) -> None:
        self._kept = kept
        self._of: dict[RegionKey, tuple[QueueRef, ...]] = {}
        for queue in kept.settings.added_queues if kept else ():
            self._put(queue)

    def of(self, key: RegionKey) -> tuple[QueueRef, ...]:
        """Return the queues added to a region, in the order added."""
        return self._of.get(key, ())

    def __contains__(self, queue: QueueRef) -> bool:
        return queue in self.of(_key(queue))

    def known_as(self, key: RegionKey, listed: tuple[QueueRef, ...]) -> tuple[QueueRef, ...]:
        """Return queues that SQS listed in a region; those added go by the URL they were added with."""
        added = self.of(key)
        if not added:
            return listed
        known = {queue_identity(queue): queue for queue in added}
        return tuple(known.get(queue_identity(queue), queue) for queue in listed)

    def add(self, queue: QueueRef, *, for_good: bool = True) -> None:
        """Keep a queue; without `for_good` for this run only."""
        self._put(queue)
        if for_good and self._kept is not None:
            others = [one for one in self._kept.settings.added_queues if one != queue]
            self._kept.change(added_queues=(*others, queue))

    def remove(self, queue: QueueRef) -> None:
        """Keep a queue no longer."""
        self._of[_key(queue)] = tuple(one for one in self.of(_key(queue)) if one != queue)
        if self._kept is not None:
            others = tuple(one for one in self._kept.settings.added_queues if one != queue)
            self._kept.change(added_queues=others)

    def _put(self, queue: QueueRef) -> None:
        if queue not in self:
            self._of[_key(queue)] = (*self.of(_key(queue)), queue)


def queue_identity(queue: QueueRef) -> tuple[str, str]:
    """Return what two URLs of one queue in a region have in common: SQS answers older forms of its host, too.

    Source: "Amazon SQS endpoints and quotas", legacy endpoints. Where URLs hold no account ID: the URL.
    """
    return (queue.account_id, queue.name) if queue.account_id else ("", queue.url)


def _key(queue: QueueRef) -> RegionKey:
    return queue.connection_id, queue.region
