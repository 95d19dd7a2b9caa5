"""FakeSqs behind the SqsGateway port: refusals become the same errors that the real gateway raises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import (
    ConnectionClosed,
    MessageRefused,
    MoveTaskRefused,
    PurgeRefused,
    QueueNotFound,
    ServiceFailure,
)
from sqs_explorer.domain.messages import (
    EntryFailure,
    OutgoingMessage,
    ReceivedBatch,
    ReceivedMessage,
    SentMessage,
)
from sqs_explorer.domain.move_tasks import MoveTask
from sqs_explorer.domain.operation_tiers import refuse_when_read_only
from sqs_explorer.domain.queues import QueueAttributes, QueueRef, parse_redrive_policy
from sqs_explorer.services.write_locking import WriteLock
from tests.fakes.fake_faults import Call
from tests.fakes.fake_move_tasks import source_arns_of
from tests.fakes.fake_queue import FakeQueue, StoredMessage
from tests.fakes.fake_rules import MAXIMUM_MESSAGE_BYTES
from tests.fakes.fake_sqs import FakeSqs


class FakeSqsGateway:
    """Implements SqsGateway on a FakeSqs. Every call yields to the loop once before it is done."""

    def __init__(
        self,
        fake: FakeSqs,
        spec: ConnectionSpec,
        region: str,
        is_closed: Callable[[], bool],
        write_lock: WriteLock,
    ) -> None:
        self._fake = fake
        self._spec = spec
        self._region = region
        self._is_closed = is_closed
        self._write_lock = write_lock
        self._requests = 0

    @property
    def region(self) -> str:
        """The region's code."""
        return self._region

    async def list_queue_urls(self) -> AsyncIterator[tuple[str, ...]]:
        """Yield pages of URLs; one call and one possible fault a page."""
        start = 0
        while True:
            call = await self._begin("ListQueues")
            queues = self._fake.queues_of(self._region, self._fake.account(self._spec.profile))
            page = queues[start : start + self._fake.page_size]
            self._fake.faults.raise_after(call)
            yield tuple(queue.url for queue in page)
            start += len(page)
            if start >= len(queues):
                return

    async def queue_attributes(self, queue_url: str) -> QueueAttributes:
        """Return all attributes."""
        call = await self._begin("GetQueueAttributes", queue_url)
        self._fake.move_tasks.settle()
        raw = self._queue(queue_url, call).answered_attributes()
        self._fake.faults.raise_after(call)
        return _attributes(raw)

    async def queue_tags(self, queue_url: str) -> Mapping[str, str]:
        """Return the tags."""
        call = await self._begin("ListQueueTags", queue_url)
        return dict(self._queue(queue_url, call).tags)

    async def queue_url(self, name: str, account_id: str = "") -> str:
        """Return the URL of a queue by name."""
        call = await self._begin("GetQueueUrl", name)
        account = account_id or self._fake.account(self._spec.profile)
        queue = self._fake.find(self._region, account, name)
        if queue is None:
            raise _not_found(call.operation)
        return queue.url

    async def dead_letter_source_urls(self, queue_url: str) -> tuple[str, ...]:
        """Return the source queues' URLs."""
        call = await self._begin("ListDeadLetterSourceQueues", queue_url)
        queue = self._queue(queue_url, call)
        return tuple(source.url for source in self._sources(queue))

    async def receive(
        self, queue_url: str, *, maximum: int, wait_seconds: int, visibility_seconds: int | None
    ) -> ReceivedBatch:
        """Receive; see FakeSqs on waiting."""
        requested = self._fake.clock.monotonic()
        call = await self._begin("ReceiveMessage", queue_url)
        if not 1 <= maximum <= 10 or not 0 <= wait_seconds <= 20:
            raise ServiceFailure("Value is invalid.", operation=call.operation, code="InvalidParameterValue")
        queue = self._queue(queue_url, call)
        self._fake.move_tasks.settle()
        taken = self._take(queue, maximum, visibility_seconds)
        if not taken and wait_seconds and self._fake.waiting_turns_clock:
            until_next = queue.seconds_to_next_visible()
            self._fake.clock.advance(
                min(wait_seconds, until_next if until_next is not None else wait_seconds)
            )
            taken = self._take(queue, maximum, visibility_seconds)
        messages = tuple(self._received(message) for message in taken)
        self._fake.faults.raise_after(call)
        return ReceivedBatch(messages, requested, self._request_id())

    async def send(self, queue_url: str, message: OutgoingMessage) -> SentMessage:
        """Send one message."""
        call = await self._begin("SendMessage", queue_url)
        queue = self._queue(queue_url, call)
        refusal = queue.refusal(message)
        if refusal is not None:
            raise MessageRefused(refusal.message, operation=call.operation, code=refusal.code)
        sent = self._store(queue, message)
        self._fake.faults.raise_after(call)
        return sent

    async def send_batch(
        self, queue_url: str, messages: Sequence[OutgoingMessage]
    ) -> tuple[SentMessage | EntryFailure, ...]:
        """Send a batch."""
        call = await self._begin("SendMessageBatch", queue_url, entries=len(messages))
        queue = self._queue(queue_url, call)
        _check_batch(call.operation, len(messages))
        if sum(message.size_bytes for message in messages) > MAXIMUM_MESSAGE_BYTES:
            text = f"Batch requests cannot be longer than {MAXIMUM_MESSAGE_BYTES} bytes."
            raise MessageRefused(
                text, operation=call.operation, code="AWS.SimpleQueueService.BatchRequestTooLong"
            )
        failures = self._fake.faults.entry_failures(call)
        results: list[SentMessage | EntryFailure] = []
        for index, message in enumerate(messages):
            refusal = failures.get(index) or queue.refusal(message)
            results.append(refusal or self._store(queue, message))
        self._fake.faults.raise_after(call)
        return tuple(results)

    async def delete_batch(
        self, queue_url: str, receipt_handles: Sequence[str]
    ) -> tuple[EntryFailure | None, ...]:
        """Delete a batch."""
        call = await self._begin("DeleteMessageBatch", queue_url, entries=len(receipt_handles))
        queue = self._queue(queue_url, call)
        _check_batch(call.operation, len(receipt_handles))
        failures = self._fake.faults.entry_failures(call)
        results = [failures.get(i) or queue.delete(handle) for i, handle in enumerate(receipt_handles)]
        self._fake.faults.raise_after(call)
        return tuple(results)

    async def change_visibility_batch(
        self, queue_url: str, receipt_handles: Sequence[str], visibility_seconds: int
    ) -> tuple[EntryFailure | None, ...]:
        """Change the visibility of a batch."""
        call = await self._begin("ChangeMessageVisibilityBatch", queue_url, entries=len(receipt_handles))
        queue = self._queue(queue_url, call)
        _check_batch(call.operation, len(receipt_handles))
        failures = self._fake.faults.entry_failures(call)
        results = [
            failures.get(i) or queue.change_visibility(handle, visibility_seconds)
            for i, handle in enumerate(receipt_handles)
        ]
        self._fake.faults.raise_after(call)
        return tuple(results)

    async def start_move_task(
        self, source_arn: str, destination_arn: str = "", messages_per_second: int | None = None
    ) -> str:
        """Start a task."""
        call = await self._begin("StartMessageMoveTask", source_arn)
        source = self._task_queue(source_arn, call, "source")
        if not self._sources(source):
            raise _task_refused(call, "Source queue must be configured as a Dead Letter Queue.")
        if destination_arn:
            self._task_queue(destination_arn, call, "destination")
        if messages_per_second is not None and not 1 <= messages_per_second <= 500:
            raise _task_refused(call, "MaxNumberOfMessagesPerSecond must be between 1 and 500.")
        if self._fake.move_tasks.is_active(source_arn):
            raise _task_refused(call, "There is already a task running. Only one active task is allowed.")
        handle = self._fake.move_tasks.start(
            source, destination_arn, messages_per_second, self._fake.clock.now()
        )
        self._fake.faults.raise_after(call)
        return handle

    async def move_tasks(self, source_arn: str) -> tuple[MoveTask, ...]:
        """List tasks."""
        call = await self._begin("ListMessageMoveTasks", source_arn)
        self._task_queue(source_arn, call, "source")
        return self._fake.move_tasks.newest(source_arn)

    async def cancel_move_task(self, task_handle: str) -> int:
        """Cancel a task."""
        call = await self._begin("CancelMessageMoveTask")
        moved = self._fake.move_tasks.cancel(task_handle)
        if moved is None:
            text = "Task does not exist or is not running."
            raise MoveTaskRefused(text, operation=call.operation, code="ResourceNotFoundException")
        self._fake.faults.raise_after(call)
        return moved

    async def purge_queue(self, queue_url: str) -> str:
        """Purge; once in 60 seconds."""
        call = await self._begin("PurgeQueue", queue_url)
        queue = self._queue(queue_url, call)
        if not queue.purge():
            text = f"Only one PurgeQueue operation on {queue.name} is allowed every 60 seconds."
            code = "AWS.SimpleQueueService.PurgeQueueInProgress"
            raise PurgeRefused(text, operation=call.operation, code=code)
        self._fake.faults.raise_after(call)
        return self._request_id()

    async def delete_queue(self, queue_url: str) -> str:
        """Delete the queue."""
        call = await self._begin("DeleteQueue", queue_url)
        self._fake.delete_queue(self._queue(queue_url, call).url)
        self._fake.faults.raise_after(call)
        return self._request_id()

    async def has_queues(self) -> bool:
        """Tell whether there is one."""
        await self._begin("ListQueues")
        return bool(self._fake.queues_of(self._region, self._fake.account(self._spec.profile)))

    async def _begin(self, operation: str, queue: str = "", entries: int = 0) -> Call:
        """Record the call, wait at gates, and raise what stands in its way."""
        refuse_when_read_only(operation, read_only=self._write_lock.refuses)
        if self._is_closed():
            raise ConnectionClosed("The connection is closed.")
        name = queue.rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        call = Call(operation, self._region, name, self._spec.profile, entries)
        self._fake.calls.append(call)
        await asyncio.sleep(0)
        for gate in list(self._fake.faults.gates):
            if gate.holds(call):
                await gate.pass_through()
        if self._is_closed():
            raise ConnectionClosed("The connection was closed meanwhile.")
        self._fake.faults.raise_before(call)
        return call

    def _queue(self, url: str, call: Call) -> FakeQueue:
        """Find by this gateway's region and the URL's path: the URL's host does not matter to SQS."""
        ref = QueueRef(self._spec.connection_id, self._region, url)
        queue = self._fake.find(self._region, ref.account_id, ref.name)
        if queue is None:
            raise _not_found(call.operation)
        return queue

    def _task_queue(self, arn: str, call: Call, which: str) -> FakeQueue:
        queue = self._fake.queue_by_arn(arn)
        if queue is None:
            text = f"The resource that you specified for the {which.capitalize()}Arn parameter doesn't exist."
            raise MoveTaskRefused(text, operation=call.operation, code="ResourceNotFoundException")
        return queue

    def _sources(self, queue: FakeQueue) -> list[FakeQueue]:
        account = queue.arn.split(":")[4]
        queues = {source.arn: source for source in self._fake.queues_of(self._region, account)}
        return [queues[arn] for arn in source_arns_of(queue.arn, queues)]

    def _take(self, queue: FakeQueue, maximum: int, visibility_seconds: int | None) -> list[StoredMessage]:
        received, dead = queue.take(maximum, visibility_seconds)
        policy = queue.redrive_policy
        target = self._fake.queue_by_arn(policy.dead_letter_target_arn) if policy and dead else None
        for message in dead:
            (target or queue).bury(message, queue.arn)
        return received

    def _store(self, queue: FakeQueue, message: OutgoingMessage) -> SentMessage:
        message_id, sequence_number = queue.add(message)
        return SentMessage(
            message_id=message_id,
            md5_of_body=self._fake.faults.md5("body", md5_of_body(message.body)),
            md5_of_attributes=self._fake.faults.md5("attributes", md5_of_attributes(message.attributes)),
            sequence_number=sequence_number,
            request_id=self._request_id(),
        )

    def _received(self, message: StoredMessage) -> ReceivedMessage:
        return ReceivedMessage(
            message_id=message.message_id,
            receipt_handle=message.receipt_handle,
            body=message.body,
            md5_of_body=self._fake.faults.md5("body", md5_of_body(message.body)),
            attributes=message.attributes,
            md5_of_attributes=self._fake.faults.md5("attributes", md5_of_attributes(message.attributes)),
            system_attributes=message.system_attributes(),
            sent_at=message.sent_at,
            first_received_at=message.first_received_at,
            receive_count=message.receive_count,
        )

    def _request_id(self) -> str:
        self._requests += 1
        return f"fake-request-{self._requests}"


def _check_batch(operation: str, entries: int) -> None:
    if entries == 0:
        code = "AWS.SimpleQueueService.EmptyBatchRequest"
        raise ServiceFailure(
            "There should be at least one entry in the request.", operation=operation, code=code
        )
    if entries > 10:
        code = "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"
        raise ServiceFailure("Maximum number of entries per request are 10.", operation=operation, code=code)


def _not_found(operation: str) -> QueueNotFound:
    return QueueNotFound(
        "The specified queue does not exist.",
        operation=operation,
        code="AWS.SimpleQueueService.NonExistentQueue",
    )


def _task_refused(call: Call, message: str) -> MoveTaskRefused:
    return MoveTaskRefused(message, operation=call.operation, code="InvalidParameterValue")


def _attributes(raw: Mapping[str, str]) -> QueueAttributes:
    def number(name: str) -> int | None:
        return int(raw[name]) if name in raw else None

    def time(name: str) -> datetime | None:
        return datetime.fromtimestamp(int(raw[name]), UTC) if name in raw else None

    return QueueAttributes(
        arn=raw["QueueArn"],
        available=number("ApproximateNumberOfMessages"),
        in_flight=number("ApproximateNumberOfMessagesNotVisible"),
        delayed=number("ApproximateNumberOfMessagesDelayed"),
        visibility_timeout_seconds=number("VisibilityTimeout"),
        retention_seconds=number("MessageRetentionPeriod"),
        delay_seconds=number("DelaySeconds"),
        receive_wait_seconds=number("ReceiveMessageWaitTimeSeconds"),
        maximum_message_size_bytes=number("MaximumMessageSize"),
        created_at=time("CreatedTimestamp"),
        last_modified_at=time("LastModifiedTimestamp"),
        content_based_deduplication={"true": True, "false": False}.get(
            raw.get("ContentBasedDeduplication", "")
        ),
        redrive_policy=parse_redrive_policy(raw.get("RedrivePolicy", "")),
        policy=raw.get("Policy", ""),
        raw=dict(raw),
    )
