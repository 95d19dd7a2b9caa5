"""The queues whose pages were in front last, newest first, kept between runs."""

from __future__ import annotations

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import RECENT_QUEUES
from sqs_explorer.viewmodels.queues.added_queues import queue_identity
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings


class RecentQueues:
    """Kept in the settings, at most RECENT_QUEUES."""

    def __init__(self, kept: KeptSettings) -> None:
        self._kept = kept

    @property
    def queues(self) -> tuple[QueueRef, ...]:
        """Newest first, of open connections and others."""
        return self._kept.settings.recent_queues

    def note(self, queue: QueueRef) -> None:
        """Put a queue first; one that has another URL now, as the demo's at each start, takes its place."""
        key = recent_key(queue)
        others = [other for other in self.queues if recent_key(other) != key]
        self._kept.change(recent_queues=(queue, *others)[:RECENT_QUEUES])


def recent_key(queue: QueueRef) -> tuple[str, ...]:
    """Return what tells recent queues apart: connection, region, account and name, whatever the host."""
    return (queue.connection_id, queue.region, *queue_identity(queue))
