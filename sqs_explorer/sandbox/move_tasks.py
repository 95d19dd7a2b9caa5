"""Message move tasks, which moto lacks: one thread per running task, and the last ten tasks of each DLQ."""

from __future__ import annotations

import base64
import binascii
import threading
import time
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from sqs_explorer.sandbox.queues import SandboxQueue
from sqs_explorer.sandbox.refusals import invalid_parameter, resource_not_found
from sqs_explorer.sandbox.stored_message import StoredMessage

SYSTEM_OPTIMISED_PER_SECOND = 500
HIGHEST_RATE_PER_SECOND = 500
TICK_SECONDS = 0.02
COUNTER_LAG_SECONDS = 0.5
TASKS_KEPT = 10
NONEXISTENT_QUEUE = "AWS.SimpleQueueService.NonExistentQueue"
UNKNOWN_SOURCE = "CouldNotDetermineMessageSource"


@dataclass(eq=False)
class MoveTask:
    """One task as ListMessageMoveTasks shows it; `shown_moved` lags behind `moved`, as on AWS."""

    source_arn: str
    destination_arn: str | None
    rate_per_second: int | None
    to_move: int
    started_at: float
    status: str = "RUNNING"
    moved: int = 0
    shown_moved: int = 0
    failure_reason: str | None = None
    task_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def handle(self) -> str:
        """The handle that CancelMessageMoveTask takes."""
        return base64.urlsafe_b64encode(f"{self.task_id} {self.source_arn}".encode()).decode()

    @property
    def is_active(self) -> bool:
        """Tell whether it keeps other tasks of the same source from starting."""
        return self.status in {"RUNNING", "CANCELLING"}

    def end(self, status: str, failure_reason: str | None = None) -> None:
        """Set the last status; from now on the counter is exact."""
        self.status = status
        self.failure_reason = failure_reason
        self.shown_moved = self.moved


class QueuesInOnePlace(Protocol):
    """What a task needs of the backend: the queues, their one lock, and a way to put a message into one."""

    queues: dict[str, SandboxQueue]
    condition: threading.Condition

    def store(self, queue: SandboxQueue, message: StoredMessage, delayed_until: float | None = None) -> None:
        """Put a message into a queue."""

    def list_dead_letter_source_queues(self, queue_name: str) -> list[Any]:
        """Return the queues whose redrive policy names this one."""


class MoveTasks:
    """The tasks of one account in one region."""

    def __init__(self, backend: QueuesInOnePlace) -> None:
        self._backend = backend
        self._tasks: dict[str, list[MoveTask]] = {}

    def start(self, source_arn: str, destination_arn: str | None, rate_per_second: int | None) -> MoveTask:
        """Start moving a DLQ's messages; raises what SQS says to a wrong source, destination or rate."""
        with self._backend.condition:
            source = self._source(source_arn)
            if not self._backend.list_dead_letter_source_queues(source.name):
                raise invalid_parameter("Source queue must be configured as a Dead Letter Queue.")
            self._check_destination(source, destination_arn)
            if rate_per_second is not None and not 1 <= rate_per_second <= HIGHEST_RATE_PER_SECOND:
                raise invalid_parameter(
                    "Value for parameter MaxNumberOfMessagesPerSecond is invalid. You must enter a positive "
                    "integer less than or equal to 500."
                )
            if any(task.is_active for task in self._tasks.get(source_arn, [])):
                raise invalid_parameter(
                    "There is already a task running. Only one active task is allowed for a source queue arn "
                    "at a given time."
                )
            count = len(source.store) - source.store.in_flight_count
            task = MoveTask(source_arn, destination_arn, rate_per_second, count, time.time())
            self.remember(task)
        threading.Thread(target=self._run, args=(task, source), daemon=True).start()
        return task

    def recent(self, source_arn: str, limit: int) -> list[MoveTask]:
        """Return copies of the newest tasks of this source, newest first."""
        if not 1 <= limit <= TASKS_KEPT:
            raise invalid_parameter(
                "Value for parameter MaxResults is invalid. Reason: must be from 1 to 10."
            )
        with self._backend.condition:
            self._source(source_arn)
            return [replace(task) for task in self._tasks.get(source_arn, [])[:limit]]

    def cancel(self, handle: str) -> MoveTask:
        """Ask a running task to end; what it moved stays moved."""
        try:
            task_id, source_arn = base64.urlsafe_b64decode(handle.encode()).decode().split(" ")
        except (ValueError, binascii.Error) as problem:
            raise invalid_parameter("Value for parameter TaskHandle is invalid.") from problem
        with self._backend.condition:
            for task in self._tasks.get(source_arn, []):
                if task.task_id == task_id and task.status == "RUNNING":
                    task.status = "CANCELLING"
                    return task
        raise resource_not_found("Task does not exist or is not running.")

    def remember(self, task: MoveTask) -> None:
        """Put a task in front of its source's list, which keeps ten."""
        tasks = self._tasks.setdefault(task.source_arn, [])
        tasks.insert(0, task)
        del tasks[TASKS_KEPT:]

    def _queue(self, arn: str) -> SandboxQueue | None:
        queue = self._backend.queues.get(arn.rsplit(":", 1)[-1])
        return queue if queue is not None and queue.queue_arn == arn else None

    def _source(self, arn: str) -> SandboxQueue:
        if not arn.startswith("arn:") or arn.count(":") != 5:
            raise invalid_parameter(
                "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:"
                "<account-id>:<resource-id>"
            )
        queue = self._queue(arn)
        if queue is None:
            raise resource_not_found(
                "The resource that you specified for the SourceArn parameter doesn't exist."
            )
        return queue

    def _check_destination(self, source: SandboxQueue, arn: str | None) -> None:
        if arn is None:
            return
        destination = self._queue(arn)
        if destination is None:
            raise resource_not_found(
                "The resource that you specified for the DestinationArn parameter doesn't exist."
            )
        if destination is source:
            raise invalid_parameter("Source queue arn and destination queue arn cannot be the same.")
        if destination.fifo_queue != source.fifo_queue:
            raise invalid_parameter("Source queue and destination queue must be of the same type.")

    def _run(self, task: MoveTask, source: SandboxQueue) -> None:
        rate = task.rate_per_second or SYSTEM_OPTIMISED_PER_SECOND
        shown_at = time.time()
        while task.is_active:
            with self._backend.condition:
                now = time.time()
                allowed = int((now - task.started_at) * rate) + 1 - task.moved
                self._advance(task, source, allowed)
                if task.status == "CANCELLING":
                    task.end("CANCELLED")
                if now - shown_at >= COUNTER_LAG_SECONDS:
                    task.shown_moved, shown_at = task.moved, now
            time.sleep(TICK_SECONDS)

    def _advance(self, task: MoveTask, source: SandboxQueue, allowed: int) -> None:
        """Move as many messages as the rate allows by now, and end the task when there is nothing left."""
        for _ in range(allowed):
            if task.status != "RUNNING":
                return
            if self._queue(task.source_arn) is not source:
                task.end("FAILED", NONEXISTENT_QUEUE)
                return
            source.settle(time.time())
            found = source.store.next_visible(1)
            if not found or task.moved >= task.to_move:
                task.end("COMPLETED")
                return
            destination_arn = task.destination_arn or found[0].dead_letter_source_arn
            destination = self._queue(destination_arn) if destination_arn else None
            if destination is None:
                task.end("FAILED", NONEXISTENT_QUEUE if destination_arn else UNKNOWN_SOURCE)
                return
            self._move(source, destination, found[0])
            task.moved += 1

    def _move(self, source: SandboxQueue, destination: SandboxQueue, message: StoredMessage) -> None:
        """Send a copy with a new message ID and a new life; group, attributes and trace header stay."""
        source.store.remove(message)
        now = time.time()
        message_id = str(uuid.uuid4())
        copy = StoredMessage(
            message_id=message_id,
            body=message.body,
            attributes=message.attributes,
            sender_id=message.sender_id,
            sent_at=now,
            enqueued_at=now,
            trace_header=message.trace_header,
            group_id=message.group_id,
            deduplication_id=message_id if destination.fifo_queue else None,
        )
        delayed_until = now + destination.delay_seconds if destination.delay_seconds else None
        self._backend.store(destination, copy, delayed_until)
