"""The queues of one account in one region, with every rule that needs more than one message to see."""

from __future__ import annotations

import itertools
import time
import uuid
from dataclasses import replace
from threading import Condition
from typing import Any

from moto.sqs.exceptions import PurgeQueueInProgress, QueueAlreadyExists, QueueDoesNotExist, SQSException
from moto.sqs.models import SQSBackend

from sqs_explorer.sandbox import refusals
from sqs_explorer.sandbox.deduplication import AcceptedSend, content_deduplication_id
from sqs_explorer.sandbox.message_rules import SendRequest, check_message
from sqs_explorer.sandbox.move_tasks import MoveTasks
from sqs_explorer.sandbox.queue_rules import check_name
from sqs_explorer.sandbox.queues import SandboxQueue
from sqs_explorer.sandbox.stored_message import StoredMessage, read_receipt_handle

MAXIMUM_VISIBILITY_SECONDS = 43_200
PURGE_PAUSE_SECONDS = 60.0
NAME_PAUSE_SECONDS = 60.0
FIRST_SEQUENCE_NUMBER = 18_870_000_000_000_000_000
SEQUENCE_STEP = 256
LONGEST_NAP_SECONDS = 1.0


class SandboxBackend(SQSBackend):
    """One lock for all queues: a move between two of them is one step for everyone who looks."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.queues: dict[str, SandboxQueue] = {}  # type: ignore[assignment]
        self.condition = Condition()
        self.move_tasks = MoveTasks(self)
        self._sequence = itertools.count(FIRST_SEQUENCE_NUMBER, SEQUENCE_STEP)
        self._deleted_at: dict[str, float] = {}

    def create_queue(self, name: str, tags: dict[str, str] | None = None, **kwargs: Any) -> SandboxQueue:
        """Create a queue, or return the one with this name when the given attributes are its own."""
        with self.condition:
            check_name(name, fifo=str(kwargs.get("FifoQueue", "false")).lower() == "true")
            self._check_name_is_free(name)
            queue = SandboxQueue(name, self.region_name, self.account_id, self.queues, kwargs)
            known = self.queues.get(name)
            if known is not None:
                if any(known.attributes.get(key) != queue.attributes.get(key) for key in kwargs):
                    raise QueueAlreadyExists(
                        "A queue already exists with the same name and a different value."
                    )
                return known
            queue.tags = dict(tags or {})
            self.queues[name] = queue
            return queue

    def _check_name_is_free(self, name: str) -> None:
        if time.time() - self._deleted_at.get(name, 0.0) < NAME_PAUSE_SECONDS:
            raise SQSException(
                "AWS.SimpleQueueService.QueueDeletedRecently",
                "You must wait 60 seconds after deleting a queue before you can create another with the same "
                "name.",
            )

    def delete_queue(self, queue_name: str) -> None:
        """Delete the queue with its messages and end the long polls on it."""
        with self.condition:
            super().delete_queue(queue_name)
            self._deleted_at[queue_name] = time.time()
            self.condition.notify_all()

    def get_queue(self, queue_name: str) -> SandboxQueue:
        """Return the queue with its counts up to date; raises the error for a queue that does not exist."""
        queue = self.queues.get(queue_name)
        if queue is None:
            raise QueueDoesNotExist
        with self.condition:
            queue.settle(time.time())
        return queue

    def purge_queue(self, queue_name: str) -> None:
        """Drop all messages and the deduplication memory; refused within 60 s of the last purge."""
        queue = self.get_queue(queue_name)
        with self.condition:
            now = time.time()
            if queue.last_purged_at is not None and now - queue.last_purged_at < PURGE_PAUSE_SECONDS:
                raise PurgeQueueInProgress(queue_name)
            queue.last_purged_at = now
            queue.store.clear()
            queue.deduplication.clear()

    def send(self, queue_name: str, request: SendRequest, sender_id: str) -> AcceptedSend:
        """Check and store a message; a duplicate gets the answer of the first one and is not stored."""
        queue = self.get_queue(queue_name)
        check_message(
            request,
            fifo=queue.fifo_queue,
            content_based=queue.content_based_deduplication,
            limit_bytes=queue.maximum_message_size,
        )
        with self.condition:
            now = time.time()
            deduplication_id = request.deduplication_id
            scope = queue.deduplication_scope_of(request.group_id)
            if queue.fifo_queue:
                deduplication_id = deduplication_id or content_deduplication_id(request.body)
                if earlier := queue.deduplication.duplicate_of(scope, deduplication_id, now):
                    return earlier
            message = _message_from(request, sender_id, now)
            message.deduplication_id = deduplication_id
            delay_seconds = queue.delay_seconds if request.delay_seconds is None else request.delay_seconds
            self.store(queue, message, delayed_until=now + delay_seconds if delay_seconds else None)
            return AcceptedSend(message.message_id, message.sequence_number, now)

    def store(self, queue: SandboxQueue, message: StoredMessage, delayed_until: float | None = None) -> None:
        """Put a message into a queue: a new one, a seeded one or one that moves. Takes the lock itself."""
        with self.condition:
            if queue.fifo_queue:
                message.sequence_number = f"{next(self._sequence):020d}"
                accepted = AcceptedSend(message.message_id, message.sequence_number, message.enqueued_at)
                scope = queue.deduplication_scope_of(message.group_id)
                queue.deduplication.remember(scope, message.deduplication_id or message.message_id, accepted)
            queue.store.add(message, delayed_until)
            self.condition.notify_all()

    def receive(
        self, queue_name: str, limit: int, wait_seconds: float, visibility_seconds: int
    ) -> list[StoredMessage]:
        """Take copies of up to `limit` messages, waiting for the first; DLQ moves happen on the way."""
        queue = self.get_queue(queue_name)
        deadline = time.time() + wait_seconds
        with self.condition:
            while True:
                if self.queues.get(queue_name) is not queue:
                    raise QueueDoesNotExist
                now = time.time()
                queue.settle(now)
                taken = self._take(queue, limit, visibility_seconds, now)
                if taken or now >= deadline:
                    return taken
                wake_at = min(deadline, queue.store.next_change_at() or deadline)
                self.condition.wait(min(max(wake_at - now, 0.001), LONGEST_NAP_SECONDS))

    def _take(
        self, queue: SandboxQueue, limit: int, visibility_seconds: int, now: float
    ) -> list[StoredMessage]:
        taken: list[StoredMessage] = []
        while len(taken) < limit and (found := queue.store.next_visible(limit - len(taken))):
            for message in found:
                dead_letters, maximum = queue.dead_letters, queue.maximum_receives
                if dead_letters is not None and maximum is not None and message.receive_count >= maximum:
                    self._bury(queue, dead_letters, message, now)
                    continue
                message.mark_received(now)
                queue.store.hide(message, now + visibility_seconds)
                taken.append(message)
        received = [replace(message) for message in taken]
        if visibility_seconds == 0:
            for message in taken:
                queue.store.show(message)
        return received

    def _bury(self, source: SandboxQueue, target: SandboxQueue, message: StoredMessage, now: float) -> None:
        """Move to the DLQ: same message ID, counts kept; a FIFO DLQ starts a new retention period."""
        source.store.remove(message)
        message.dead_letter_source_arn = source.queue_arn
        if target.fifo_queue:
            message.enqueued_at = now
            message.deduplication_id = message.message_id
        self.store(target, message)

    def _message_of(self, queue: SandboxQueue, handle: str) -> tuple[StoredMessage | None, bool]:
        """Return the message of a handle, None when it is gone, and whether the handle is its newest."""
        read = read_receipt_handle(handle, queue.queue_arn)
        if read is None:
            raise refusals.handle_invalid(handle)
        message = queue.store.get(read[0])
        return message, message is not None and message.receipt == read[1]

    def delete(self, queue_name: str, handle: str) -> None:
        """Delete a message; fine when it is gone already, refused on FIFO once its handle has expired."""
        queue = self.get_queue(queue_name)
        with self.condition:
            message, newest = self._message_of(queue, handle)
            if message is None:
                return
            if queue.fifo_queue and not (newest and message.in_flight):
                raise refusals.handle_expired(handle)
            if newest:
                queue.store.remove(message)
                self.condition.notify_all()

    def change_visibility(self, queue_name: str, handle: str, visibility_seconds: int) -> None:
        """Hide a message for so long from now, or show it at 0; at most 12 h after its receive."""
        if not 0 <= visibility_seconds <= MAXIMUM_VISIBILITY_SECONDS:
            reason = "VisibilityTimeout must be an integer between 0 and 43200."
            raise refusals.invalid_value("VisibilityTimeout", visibility_seconds, reason)
        queue = self.get_queue(queue_name)
        with self.condition:
            message, newest = self._message_of(queue, handle)
            if message is None or not newest or (queue.fifo_queue and not message.in_flight):
                raise refusals.not_available(handle)
            now = time.time()
            if now + visibility_seconds - message.received_at > MAXIMUM_VISIBILITY_SECONDS:
                reason = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
                raise refusals.invalid_value("VisibilityTimeout", visibility_seconds, reason)
            if visibility_seconds:
                queue.store.hide(message, now + visibility_seconds)
            else:
                queue.store.show(message)
            self.condition.notify_all()


def _message_from(request: SendRequest, sender_id: str, now: float) -> StoredMessage:
    return StoredMessage(
        message_id=str(uuid.uuid4()),
        body=request.body,
        attributes=request.attributes,
        sender_id=sender_id,
        sent_at=now,
        enqueued_at=now,
        trace_header=request.trace_header,
        group_id=request.group_id,
    )
