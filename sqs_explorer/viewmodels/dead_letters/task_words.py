"""Message move tasks in a person's words: times, rate, progress and why one failed."""

from __future__ import annotations

from datetime import datetime

from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.domain.quantities import rough_duration_words, seconds_between
from sqs_explorer.domain.queues import arn_name

ORIGINAL_SOURCES = "Original source queues"

_NO_DESTINATION = "The destination queue does not exist"
_DENIED = "Access denied: sqs:SendMessage on the destination, or reading and deleting here, is missing"
_KEY = "The KMS key can't be used: kms:Decrypt and kms:GenerateDataKey are needed"
_REASONS = {
    "NonExistentQueue": _NO_DESTINATION,
    "QueueDoesNotExist": _NO_DESTINATION,
    "ResourceNotFoundException": _NO_DESTINATION,
    "QueueDeletedRecently": "The destination queue was deleted a moment ago",
    "CouldNotDetermineMessageSource": "A message does not say which queue it came from",
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    "KmsAccessDenied": _KEY,
    "KmsDisabled": "The KMS key is disabled",
    "KmsInvalidState": "The KMS key is not in a state that it can be used in",
    "KmsNotFound": "The KMS key does not exist",
    "KmsOptInRequired": "The account is not set up for KMS",
    "KmsThrottled": "KMS asked to slow down",
    "InvalidMessageContents": "The destination refused a message: a character that SQS does not take",
    "InvalidParameterValue": "The destination does not take these messages: look at type, size and group ID",
    "UnsupportedOperation": "The destination does not take these messages",
    "OverLimit": "Too many messages in flight",
    "RequestThrottled": "SQS asked to slow down",
    "Throttling": "SQS asked to slow down",
    "ServiceUnavailable": "SQS itself had a problem",
    "InternalError": "SQS itself had a problem",
    "InternalFailure": "SQS itself had a problem",
}
_SQS = "AWS.SimpleQueueService."

_STATUS: dict[MoveTaskStatus, tuple[str, str, str]] = {
    MoveTaskStatus.RUNNING: ("Running", "redrive", "accent"),
    MoveTaskStatus.COMPLETED: ("Completed", "check", "success"),
    MoveTaskStatus.CANCELLING: ("Cancelling", "stop", "muted"),
    MoveTaskStatus.CANCELLED: ("Cancelled", "stop", "muted"),
    MoveTaskStatus.FAILED: ("Failed", "fail", "danger"),
}


def status_words(status: MoveTaskStatus) -> tuple[str, str, str]:
    """Return a status as word, icon and icon's tone."""
    return _STATUS[status]


def started_words(task: MoveTask, now: datetime) -> str:
    """Return when a task began, local: the time today, the day and the minute before."""
    local = task.started_at.astimezone()
    if local.date() == now.astimezone().date():
        return local.strftime("%H:%M:%S")
    return f"{local.day} {local.strftime('%b %H:%M')}"


def destination_words(task: MoveTask) -> str:
    """Return where a task moves to."""
    return arn_name(task.destination_arn) if task.destination_arn else ORIGINAL_SOURCES


def rate_words(task: MoveTask) -> str:
    """Return the rate that was asked for."""
    return f"{task.messages_per_second} /s" if task.messages_per_second else "as AWS sees fit"


def moved_words(task: MoveTask) -> str:
    """Return how many moved: about so many unless the task completed, because SQS counts late."""
    exact = task.status is MoveTaskStatus.COMPLETED or (
        task.status is MoveTaskStatus.FAILED and not task.moved
    )
    return f"{task.moved:,}" if exact else f"≈ {task.moved:,}"


def progress_words(task: MoveTask) -> str:
    """Return the progress of a task: `≈ 38 of 99`, or `≈ 38` while the total is not known."""
    return f"{moved_words(task)} of {task.total:,}" if task.total else moved_words(task)


def fraction_done(task: MoveTask) -> float | None:
    """Return the progress from 0 to 1, None while the total is not known."""
    return min(task.moved / task.total, 1.0) if task.total else None


def seconds_left(task: MoveTask, now: datetime) -> float | None:
    """Return about how long a running task still takes, by its rate or its pace; None if unknown."""
    if task.status is not MoveTaskStatus.RUNNING or not task.total:
        return None
    left = max(task.total - task.moved, 0)
    if task.messages_per_second:
        return left / task.messages_per_second
    elapsed = seconds_between(task.started_at, now)
    return left * elapsed / task.moved if task.moved and elapsed > 0 else None


def reason_words(task: MoveTask, now: datetime) -> str:
    """Return the column Reason: how long a running task still takes, why a failed one failed, else a dash."""
    left = seconds_left(task, now)
    if left is not None:
        return f"About {rough_duration_words(max(left, 1))} left"
    if task.failure_reason:
        return failure_words(task.failure_reason)
    if task.status is MoveTaskStatus.CANCELLED:
        return "What had moved stays moved"
    return "–"


def failure_words(reason: str) -> str:
    """Return why a task failed in words; a code that is not known is shown as it is."""
    for code in (reason, reason.removeprefix(_SQS), reason.replace("KMS.", "Kms").removesuffix("Exception")):
        if code in _REASONS:
            return _REASONS[code]
    return reason
