"""Message move tasks: SQS's own redrive of a whole dead-letter queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class MoveTaskStatus(Enum):
    """The states that ListMessageMoveTasks answers."""

    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"

    @property
    def is_active(self) -> bool:
        """Whether messages may still be moving: a source takes one active task at a time."""
        return self in {MoveTaskStatus.RUNNING, MoveTaskStatus.CANCELLING}


@dataclass(frozen=True, slots=True)
class MoveTask:
    """One task as listed. `task_handle` is there only while it runs; `moved` lags behind.

    `destination_arn` "" means each message's original source, a rate of None as fast as AWS sees fit.
    """

    source_arn: str
    status: MoveTaskStatus
    started_at: datetime
    destination_arn: str = ""
    messages_per_second: int | None = None
    moved: int = 0
    total: int | None = None
    failure_reason: str = ""
    task_handle: str = ""
