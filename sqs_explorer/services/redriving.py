"""Redrives a whole dead-letter queue through SQS's own message move task."""

from __future__ import annotations

from sqs_explorer.domain.errors import InvalidInput
from sqs_explorer.domain.limits import MAXIMUM_MOVE_RATE
from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.services.ports import SqsGateway


async def start_redrive(
    gateway: SqsGateway, dlq_arn: str, destination_arn: str = "", messages_per_second: int = 0
) -> str:
    """Start moving all messages of a DLQ and return the task handle; rate 0 means as fast as AWS sees fit.

    Raises InvalidInput, MoveTaskRefused, OperationNotOffered, AccessDenied.
    """
    if not 0 <= messages_per_second <= MAXIMUM_MOVE_RATE:
        raise InvalidInput(
            "Messages per second", f"The rate is 0 to {MAXIMUM_MOVE_RATE} messages per second."
        )
    return await gateway.start_move_task(dlq_arn, destination_arn, messages_per_second or None)


async def list_redrives(gateway: SqsGateway, dlq_arn: str) -> tuple[MoveTask, ...]:
    """Return the newest ten tasks of a DLQ, newest first. Raises OperationNotOffered."""
    return tuple(sorted(await gateway.move_tasks(dlq_arn), key=lambda task: task.started_at, reverse=True))


async def cancel_redrive(gateway: SqsGateway, dlq_arn: str) -> int | None:
    """Cancel the task that runs now, found by listing: a handle kept since the start is lost with a restart.

    Returns about how many messages had moved (those stay moved), or None if nothing runs any more.
    """
    for task in await gateway.move_tasks(dlq_arn):
        if task.status is MoveTaskStatus.RUNNING and task.task_handle:
            return await gateway.cancel_move_task(task.task_handle)
    return None
