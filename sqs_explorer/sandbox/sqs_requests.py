"""SQS's operations on queues and move tasks; those that moto answers well are moto's."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import urlparse

from moto.core.responses import ActionResult

from sqs_explorer.sandbox.message_requests import MessageRequests
from sqs_explorer.sandbox.move_tasks import MoveTask
from sqs_explorer.sandbox.refusals import invalid_value, missing_parameter

PAGE_LIMIT = 1_000


class SandboxSqs(MessageRequests):
    """All of SQS's operations, one method each."""

    def list_queues(self) -> ActionResult:
        """ListQueues, by name."""
        prefix = self._get_param("QueueNamePrefix") or ""
        names = sorted(name for name in self.sqs_backend.queues if name.startswith(prefix))
        return self._page(names, "QueueUrls")

    def list_dead_letter_source_queues(self) -> ActionResult:
        """ListDeadLetterSourceQueues, by name."""
        sources = self.sqs_backend.list_dead_letter_source_queues(self._get_queue_name())
        return self._page(sorted(queue.name for queue in sources), "queueUrls")

    def start_message_move_task(self) -> ActionResult:
        """StartMessageMoveTask."""
        task = self.sqs_backend.move_tasks.start(
            self._source_arn(),
            self._get_param("DestinationArn") or None,
            self._get_param("MaxNumberOfMessagesPerSecond"),
        )
        return ActionResult({"TaskHandle": task.handle})

    def list_message_move_tasks(self) -> ActionResult:
        """ListMessageMoveTasks, newest first."""
        limit = self._get_param("MaxResults")
        tasks = self.sqs_backend.move_tasks.recent(self._source_arn(), 1 if limit is None else int(limit))
        return ActionResult({"Results": [_shown(task) for task in tasks]})

    def cancel_message_move_task(self) -> ActionResult:
        """CancelMessageMoveTask."""
        task = self.sqs_backend.move_tasks.cancel(self._get_param("TaskHandle") or "")
        return ActionResult({"ApproximateNumberOfMessagesMoved": task.shown_moved})

    def _source_arn(self) -> str:
        arn = self._get_param("SourceArn")
        if not arn:
            raise missing_parameter("SourceArn")
        return str(arn)

    def _page(self, names: list[str], key: str) -> ActionResult:
        """Cut a list as SQS does: at most 1,000, and a NextToken only if MaxResults was set."""
        limit = self._get_param("MaxResults")
        if limit is not None and not 1 <= limit <= PAGE_LIMIT:
            raise invalid_value("MaxResults", limit, "Must be an integer between 1 and 1000.")
        if token := self._get_param("NextToken"):
            first = _read_token(token)
            names = [name for name in names if name >= first]
        page = names[: limit or PAGE_LIMIT]
        request_url = urlparse(self.uri)
        queues = self.sqs_backend.queues
        answer: dict[str, Any] = {key: [queues[name].url(request_url) for name in page if name in queues]}
        if limit is not None and len(names) > len(page):
            answer["NextToken"] = base64.urlsafe_b64encode(names[len(page)].encode()).decode()
        return ActionResult(answer if page or key == "queueUrls" else {})


def _read_token(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token.encode()).decode()
    except (ValueError, binascii.Error) as problem:
        raise invalid_value("NextToken", token, "Invalid NextToken value.") from problem


def _shown(task: MoveTask) -> dict[str, Any]:
    """Return a task in SQS's words: the handle only while it runs, other fields only if there is a value."""
    optional = {
        "TaskHandle": task.handle if task.status == "RUNNING" else None,
        "DestinationArn": task.destination_arn,
        "MaxNumberOfMessagesPerSecond": task.rate_per_second,
        "FailureReason": task.failure_reason,
    }
    return {
        "Status": task.status,
        "SourceArn": task.source_arn,
        "ApproximateNumberOfMessagesMoved": task.shown_moved,
        "ApproximateNumberOfMessagesToMove": task.to_move,
        "StartedTimestamp": int(task.started_at * 1000),
        **{name: value for name, value in optional.items() if value is not None},
    }
