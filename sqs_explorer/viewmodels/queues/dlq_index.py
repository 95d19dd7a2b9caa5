"""Who is whose dead-letter queue, kept by name so that 50,000 queues cost one look-up each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqs_explorer.domain.queues import QueueAttributes, QueueRef, arn_name, is_same_queue

_NameKey = tuple[str, str, str]
"""Connection ID, region code and queue name."""


class DlqIndex:
    """Follows redrive policies in both directions; `attributes` is the catalogue's own mapping."""

    def __init__(self, attributes: Mapping[QueueRef, QueueAttributes]) -> None:
        self._attributes = attributes
        self._listed: dict[_NameKey, dict[QueueRef, None]] = {}
        self._sources: dict[_NameKey, dict[QueueRef, str]] = {}
        self._target_of: dict[QueueRef, _NameKey] = {}

    def add(self, queues: Iterable[QueueRef]) -> None:
        """Take over queues that were listed."""
        for queue in queues:
            self._listed.setdefault(_key(queue, queue.name), {})[queue] = None

    def forget(self, queue: QueueRef) -> None:
        """Drop a queue that is gone."""
        self._listed.get(_key(queue, queue.name), {}).pop(queue, None)
        self.note(queue, None)

    def note(self, queue: QueueRef, attributes: QueueAttributes | None) -> QueueRef | None:
        """Take over a queue's redrive policy.

        Return the DLQ that it no longer names, if it named one before.
        """
        policy = attributes.redrive_policy if attributes else None
        target = _key(queue, policy.target_name) if policy else None
        former = self._target_of.pop(queue, None)
        if former is not None:
            self._sources.get(former, {}).pop(queue, None)
        if policy is not None and target is not None:
            self._target_of[queue] = target
            self._sources.setdefault(target, {})[queue] = policy.dead_letter_target_arn
        if former is None or former == target:
            return None
        return next(iter(self._listed.get(former, ())), None)

    def by_arn(self, near: QueueRef, arn: str) -> QueueRef | None:
        """Return the listed queue with this ARN in the connection and region of `near`, or None."""
        for queue in self._listed.get(_key(near, arn_name(arn)), ()):
            if is_same_queue(queue, arn, self._attributes.get(queue)):
                return queue
        return None

    def sources_of(self, dlq: QueueRef) -> tuple[QueueRef, ...]:
        """Return the queues whose known redrive policy names this one."""
        named = self._sources.get(_key(dlq, dlq.name)) if self._sources else None
        if not named:
            return ()
        own = self._attributes.get(dlq)
        return tuple(queue for queue, arn in named.items() if is_same_queue(dlq, arn, own))


def _key(queue: QueueRef, name: str) -> _NameKey:
    return (queue.connection_id, queue.region, name)
