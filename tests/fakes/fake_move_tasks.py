"""Message move tasks of the fake server: they move messages as the clock turns, at their rate."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from tests.fakes.fake_queue import FakeQueue, StoredMessage

FASTEST_PER_SECOND = 100
"""How fast a task without a rate moves here."""


@dataclass(slots=True)
class RunningTask:
    """A task and how far it has come."""

    task: MoveTask
    started_monotonic: float
    handle: str


class FakeMoveTasks:
    """Holds the tasks by source. `queue_by_arn` finds the queues they move between."""

    def __init__(self, queue_by_arn: Callable[[str], FakeQueue | None]) -> None:
        self._queue_by_arn = queue_by_arn
        self._tasks: dict[str, list[RunningTask]] = {}

    def is_active(self, source_arn: str) -> bool:
        """Whether a task of this source is running."""
        self.settle()
        return any(running.task.status.is_active for running in self._tasks.get(source_arn, []))

    def start(self, source: FakeQueue, destination_arn: str, rate: int | None, now: datetime) -> str:
        """Begin a task and return its handle."""
        handle = f"task-{uuid.uuid4()}"
        task = MoveTask(
            source_arn=source.arn,
            status=MoveTaskStatus.RUNNING,
            started_at=now,
            destination_arn=destination_arn,
            messages_per_second=rate,
            total=len(source.stored),
            task_handle=handle,
        )
        self._tasks.setdefault(source.arn, []).insert(0, RunningTask(task, source.clock.monotonic(), handle))
        return handle

    def newest(self, source_arn: str) -> tuple[MoveTask, ...]:
        """Return the newest ten tasks."""
        self.settle()
        return tuple(running.task for running in self._tasks.get(source_arn, [])[:10])

    def cancel(self, handle: str) -> int | None:
        """Cancel a running task and return how many it moved, or None if no such task runs."""
        self.settle()
        for running in self._all():
            if running.handle == handle and running.task.status is MoveTaskStatus.RUNNING:
                running.task = replace(running.task, status=MoveTaskStatus.CANCELLED, task_handle="")
                return running.task.moved
        return None

    def settle(self) -> None:
        """Move what is due by now."""
        for running in self._all():
            if running.task.status is MoveTaskStatus.RUNNING:
                self._advance(running)

    def _all(self) -> list[RunningTask]:
        return [running for tasks in self._tasks.values() for running in tasks]

    def _advance(self, running: RunningTask) -> None:
        source = self._queue_by_arn(running.task.source_arn)
        if source is None:
            self._end(running, MoveTaskStatus.FAILED, "AWS.SimpleQueueService.NonExistentQueue")
            return
        now = source.clock.monotonic()
        rate = running.task.messages_per_second or FASTEST_PER_SECOND
        due = int((now - running.started_monotonic) * rate) - running.task.moved
        for message in [m for m in source.stored if m.visible_from <= now][: max(due, 0)]:
            destination = self._queue_by_arn(running.task.destination_arn or message.dead_letter_source_arn)
            if destination is None:
                reason = "CouldNotDetermineMessageSource"
                if running.task.destination_arn or message.dead_letter_source_arn:
                    reason = "AWS.SimpleQueueService.NonExistentQueue"
                self._end(running, MoveTaskStatus.FAILED, reason)
                return
            source.stored.remove(message)
            destination.add(_as_new(message))
            running.task = replace(running.task, moved=running.task.moved + 1)
        if now > running.started_monotonic and not any(m.visible_from <= now for m in source.stored):
            self._end(running, MoveTaskStatus.COMPLETED, "")

    @staticmethod
    def _end(running: RunningTask, status: MoveTaskStatus, reason: str) -> None:
        running.task = replace(running.task, status=status, failure_reason=reason, task_handle="")


def source_arns_of(dead_letter_arn: str, queues: Mapping[str, FakeQueue]) -> list[str]:
    """Return the ARNs of the queues whose redrive policy names this one."""
    return [
        queue.arn
        for queue in queues.values()
        if queue.redrive_policy is not None and queue.redrive_policy.dead_letter_target_arn == dead_letter_arn
    ]


def _as_new(message: StoredMessage) -> OutgoingMessage:
    return OutgoingMessage(
        body=message.body,
        attributes=message.attributes,
        group_id=message.group_id,
        deduplication_id=str(uuid.uuid4()) if message.deduplication_id else "",
        trace_header=message.trace_header,
    )
