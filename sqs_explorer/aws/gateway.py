"""SQS in one region over botocore: the SqsGateway port."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqs_explorer.aws import translation
from sqs_explorer.aws.calling import AwsCaller
from sqs_explorer.domain.errors import (
    AwsError,
    MessageRefused,
    OperationNotOffered,
    OutcomeUnknown,
    ReceiptHandleExpired,
    ServiceFailure,
    ServiceUnavailable,
    SqsExplorerError,
)
from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage, ReceivedBatch, SentMessage
from sqs_explorer.domain.move_tasks import MoveTask
from sqs_explorer.domain.queues import QueueAttributes, QueueRef

_PAGE_SIZE = 1_000
_ENOUGH_TO_POLL_SECONDS = 1
_TASKS_LISTED = 10


class BotocoreSqsGateway:
    """Implements SqsGateway. A queue URL's host never matters: calls go to the connection's endpoint."""

    def __init__(self, caller: AwsCaller, region: str) -> None:
        self._caller = caller
        self._region = region
        self._lacks_visibility_batch = False

    @property
    def region(self) -> str:
        """The region's code."""
        return self._region

    async def list_queue_urls(self) -> AsyncIterator[tuple[str, ...]]:
        """Yield pages of URLs. MaxResults is always given: without it SQS stops at 1,000 and says nothing."""
        async for page in self._pages("ListQueues"):
            yield tuple(page.get("QueueUrls", ()))

    async def queue_attributes(self, queue_url: str) -> QueueAttributes:
        """Return all attributes."""
        answer = await self._call("GetQueueAttributes", QueueUrl=queue_url, AttributeNames=["All"])
        return translation.queue_attributes(answer.get("Attributes", {}))

    async def queue_tags(self, queue_url: str) -> Mapping[str, str]:
        """Return the tags."""
        answer = await self._call("ListQueueTags", QueueUrl=queue_url)
        return dict(answer.get("Tags", {}))

    async def queue_url(self, name: str, account_id: str = "") -> str:
        """Return the URL of a queue by name."""
        owner: dict[str, Any] = {"QueueOwnerAWSAccountId": account_id} if account_id else {}
        answer = await self._call("GetQueueUrl", QueueName=name, **owner)
        return str(answer["QueueUrl"])

    async def dead_letter_source_urls(self, queue_url: str) -> tuple[str, ...]:
        """Return the source queues' URLs."""
        urls: list[str] = []
        async for page in self._pages("ListDeadLetterSourceQueues", once=True, QueueUrl=queue_url):
            urls.extend(page.get("queueUrls", ()))
        return tuple(urls)

    async def receive(
        self, queue_url: str, *, maximum: int, wait_seconds: int, visibility_seconds: int | None
    ) -> ReceivedBatch:
        """Receive with all attributes: unless asked, SQS leaves them out, and a move would lose them.

        Some servers know only the name of 2023 for the system attributes, and AWS has replaced it.
        """
        parameters: dict[str, Any] = {
            "QueueUrl": queue_url,
            "MaxNumberOfMessages": maximum,
            "WaitTimeSeconds": wait_seconds,
            "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        }
        if visibility_seconds is not None:
            parameters["VisibilityTimeout"] = visibility_seconds
        if _is_fifo(queue_url):
            # botocore may repeat a receive whose answer was lost; with this ID the same messages come again.
            parameters["ReceiveRequestAttemptId"] = str(uuid.uuid4())
        requested, answer = await self._caller.timed_call(
            self._region,
            "ReceiveMessage",
            parameters,
            polls=wait_seconds >= _ENOUGH_TO_POLL_SECONDS,
            elsewhere={"AttributeNames": ["All"]},
        )
        messages = tuple(translation.received_message(message) for message in answer.get("Messages", ()))
        return ReceivedBatch(messages, requested, translation.request_id(answer))

    async def send(self, queue_url: str, message: OutgoingMessage) -> SentMessage:
        """Send one message; on a FIFO queue it is tried again, since deduplication makes that safe."""
        repeated = translation.repeated_attribute(message)
        if repeated:
            raise MessageRefused(_twice(repeated), operation="SendMessage", code="InvalidParameterValue")
        parameters = translation.send_parameters(message)
        answer = await self._call(
            "SendMessage", once=not _is_fifo(queue_url), QueueUrl=queue_url, **parameters
        )
        return translation.sent_message(answer, translation.request_id(answer))

    async def send_batch(
        self, queue_url: str, messages: Sequence[OutgoingMessage]
    ) -> tuple[SentMessage | EntryFailure, ...]:
        """Send a batch; entries are told apart by their index.

        In a batch moto and ministack lose trace headers, so that such messages go one by one to servers
        other than AWS, all of them for the order's sake.
        """
        if any(one.trace_header for one in messages) and not await self._caller.is_on_aws(self._region):
            return await self._send_one_by_one(queue_url, messages)
        return await self._send_at_once(queue_url, messages)

    async def _send_at_once(
        self, queue_url: str, messages: Sequence[OutgoingMessage]
    ) -> tuple[SentMessage | EntryFailure, ...]:
        results: dict[str, SentMessage | EntryFailure] = {}
        entries: list[dict[str, Any]] = []
        for index, message in enumerate(messages):
            repeated = translation.repeated_attribute(message)
            if repeated:
                results[str(index)] = EntryFailure("InvalidParameterValue", _twice(repeated))
            else:
                entries.append({"Id": str(index), **translation.send_parameters(message)})
        if entries or not messages:
            answer = await self._call(
                "SendMessageBatch", once=not _is_fifo(queue_url), QueueUrl=queue_url, Entries=entries
            )
            answered = translation.request_id(answer)
            for entry in answer.get("Successful", ()):
                results[entry["Id"]] = translation.sent_message(entry, answered)
            for entry in answer.get("Failed", ()):
                results[entry["Id"]] = translation.entry_failure(entry)
        return tuple(
            results.get(str(index), translation.unanswered_entry()) for index in range(len(messages))
        )

    async def _send_one_by_one(
        self, queue_url: str, messages: Sequence[OutgoingMessage]
    ) -> tuple[SentMessage | EntryFailure, ...]:
        """Send until the server does not do so any more; raises only while nothing was sent.

        An answer such as 503 leaves open whether a message was sent, as it does of a batch.
        """
        results: list[SentMessage | EntryFailure] = []
        for message in messages:
            try:
                results.append(await self.send(queue_url, message))
            except MessageRefused as error:
                results.append(EntryFailure(error.code, str(error)))
            except SqsExplorerError as error:
                if not results:
                    raise
                in_doubt = isinstance(error, OutcomeUnknown | ServiceUnavailable)
                results.append(translation.unanswered_entry() if in_doubt else _not_sent(error))
                results += [_not_sent(error)] * (len(messages) - len(results))
                break
        return tuple(results)

    async def delete_batch(
        self, queue_url: str, receipt_handles: Sequence[str]
    ) -> tuple[EntryFailure | None, ...]:
        """Delete a batch."""
        entries = [
            {"Id": str(index), "ReceiptHandle": handle} for index, handle in enumerate(receipt_handles)
        ]
        answer = await self._call("DeleteMessageBatch", QueueUrl=queue_url, Entries=entries)
        return translation.failures_in_order(answer, len(entries))

    async def change_visibility_batch(
        self, queue_url: str, receipt_handles: Sequence[str], visibility_seconds: int
    ) -> tuple[EntryFailure | None, ...]:
        """Change the visibility of a batch; one by one where the server has no batch of it, as GoAWS."""
        if not self._lacks_visibility_batch:
            try:
                return await self._change_visibility_at_once(queue_url, receipt_handles, visibility_seconds)
            except OperationNotOffered:
                pass
        answers = [
            await self._change_visibility(queue_url, handle, visibility_seconds) for handle in receipt_handles
        ]
        self._lacks_visibility_batch = True
        return tuple(answers)

    async def _change_visibility_at_once(
        self, queue_url: str, receipt_handles: Sequence[str], visibility_seconds: int
    ) -> tuple[EntryFailure | None, ...]:
        entries = [
            {"Id": str(index), "ReceiptHandle": handle, "VisibilityTimeout": visibility_seconds}
            for index, handle in enumerate(receipt_handles)
        ]
        answer = await self._call("ChangeMessageVisibilityBatch", QueueUrl=queue_url, Entries=entries)
        return translation.failures_in_order(answer, len(entries))

    async def _change_visibility(
        self, queue_url: str, receipt_handle: str, visibility_seconds: int
    ) -> EntryFailure | None:
        parameters: dict[str, Any] = {
            "ReceiptHandle": receipt_handle,
            "VisibilityTimeout": visibility_seconds,
        }
        try:
            await self._call("ChangeMessageVisibility", QueueUrl=queue_url, **parameters)
        except ServiceUnavailable:
            raise
        except (ReceiptHandleExpired, ServiceFailure) as error:
            return EntryFailure(error.code, str(error))
        return None

    async def start_move_task(
        self, source_arn: str, destination_arn: str = "", messages_per_second: int | None = None
    ) -> str:
        """Start SQS's own redrive."""
        parameters: dict[str, Any] = {"SourceArn": source_arn}
        if destination_arn:
            parameters["DestinationArn"] = destination_arn
        if messages_per_second is not None:
            parameters["MaxNumberOfMessagesPerSecond"] = messages_per_second
        answer = await self._call("StartMessageMoveTask", once=True, **parameters)
        return str(answer.get("TaskHandle", ""))

    async def move_tasks(self, source_arn: str) -> tuple[MoveTask, ...]:
        """Return the newest tasks."""
        answer = await self._call(
            "ListMessageMoveTasks", once=True, SourceArn=source_arn, MaxResults=_TASKS_LISTED
        )
        return tuple(translation.move_task(task, source_arn) for task in answer.get("Results", ()))

    async def cancel_move_task(self, task_handle: str) -> int:
        """Cancel a task."""
        answer = await self._call("CancelMessageMoveTask", once=True, TaskHandle=task_handle)
        return int(answer.get("ApproximateNumberOfMessagesMoved", 0))

    async def purge_queue(self, queue_url: str) -> str:
        """Delete all messages; tried once, since a repeat within 60 seconds is refused anyway."""
        return translation.request_id(await self._call("PurgeQueue", once=True, QueueUrl=queue_url))

    async def delete_queue(self, queue_url: str) -> str:
        """Delete a queue; tried once: a repeat would say of a deleted queue that it does not exist."""
        return translation.request_id(await self._call("DeleteQueue", once=True, QueueUrl=queue_url))

    async def has_queues(self) -> bool:
        """Ask for one queue; a page may be empty and still have a next one."""
        page = await self._call("ListQueues", MaxResults=1)
        return bool(page.get("QueueUrls") or page.get("NextToken"))

    async def _call(self, operation: str, *, once: bool = False, **parameters: Any) -> translation.Answer:
        return await self._caller.call(self._region, operation, parameters, once=once)

    async def _pages(
        self, operation: str, *, once: bool = False, **parameters: Any
    ) -> AsyncIterator[translation.Answer]:
        seen: set[str] = set()
        token = ""
        while True:
            more = {"NextToken": token} if token else {}
            page = await self._call(operation, once=once, MaxResults=_PAGE_SIZE, **parameters, **more)
            yield page
            token = page.get("NextToken") or ""
            if not token:
                return
            if token in seen:
                raise ServiceFailure("The server gives the same page again and again.", operation=operation)
            seen.add(token)


def _is_fifo(queue_url: str) -> bool:
    return QueueRef("", "", queue_url).is_fifo


def _not_sent(error: SqsExplorerError) -> EntryFailure:
    code = error.code if isinstance(error, AwsError) else ""
    return EntryFailure(code or type(error).__name__, f"Not sent: {error}", sender_fault=False)


def _twice(name: str) -> str:
    return f"The message attribute {name} is given twice."
