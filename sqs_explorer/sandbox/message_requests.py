"""SQS's operations on messages: what arrives over HTTP becomes a call of the backend, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.sqs.exceptions import (
    BatchEntryIdsNotDistinct,
    BatchRequestTooLong,
    EmptyBatchRequest,
    InvalidBatchEntryId,
    SQSException,
    TooManyEntriesInBatchRequest,
)

from sqs_explorer.sandbox.backend import MAXIMUM_VISIBILITY_SECONDS
from sqs_explorer.sandbox.checksums import attributes_md5, body_md5
from sqs_explorer.sandbox.message_rules import SendRequest
from sqs_explorer.sandbox.queues import SandboxQueue
from sqs_explorer.sandbox.refusals import invalid_value
from sqs_explorer.sandbox.signed_requests import SqsRequest
from sqs_explorer.sandbox.stored_message import MessageAttributes, StoredMessage

MAXIMUM_BATCH_BYTES = 1_048_576
MAXIMUM_BATCH_ENTRIES = 10
MAXIMUM_WAIT_SECONDS = 20
ENTRY_ID = re.compile(r"[A-Za-z0-9_-]{1,80}\Z")

Entry = dict[str, Any]


class MessageRequests(SqsRequest):
    """Send, receive, delete and change visibility, single and in batches."""

    def send_message(self) -> ActionResult:
        """SendMessage."""
        return ActionResult(self._send(dict(self.params)))

    def send_message_batch(self) -> ActionResult:
        """SendMessageBatch: too large a sum refuses all, anything else only its entry."""
        entries = self._batch_entries()
        size = sum(SendRequest.from_parameters(entry).size_bytes for entry in entries)
        if size > MAXIMUM_BATCH_BYTES:
            raise BatchRequestTooLong(size)
        return self._each(entries, self._send)

    def delete_message(self) -> ActionResult:
        """DeleteMessage."""
        self.sqs_backend.delete(self._get_queue_name(), self._get_param("ReceiptHandle", ""))
        return EmptyResult()

    def delete_message_batch(self) -> ActionResult:
        """DeleteMessageBatch."""
        name = self._get_queue_name()

        def delete(entry: Entry) -> Entry:
            self.sqs_backend.delete(name, entry["ReceiptHandle"])
            return {}

        return self._each(self._batch_entries(), delete)

    def change_message_visibility(self) -> ActionResult:
        """ChangeMessageVisibility."""
        self._change_visibility(dict(self.params))
        return EmptyResult()

    def change_message_visibility_batch(self) -> ActionResult:
        """ChangeMessageVisibilityBatch."""
        return self._each(self._batch_entries(), self._change_visibility)

    def receive_message(self) -> ActionResult:
        """ReceiveMessage, with long polling."""
        queue = self.sqs_backend.get_queue(self._get_queue_name())
        limit = self._number("MaxNumberOfMessages", 1, 1, 10)
        wait_default = queue.receive_message_wait_time_seconds
        wait_seconds = self._number("WaitTimeSeconds", wait_default, 0, MAXIMUM_WAIT_SECONDS)
        visibility_seconds = self._number(
            "VisibilityTimeout", queue.visibility_timeout, 0, MAXIMUM_VISIBILITY_SECONDS
        )
        messages = self.sqs_backend.receive(queue.name, limit, wait_seconds, visibility_seconds)
        shown = [self._shown(queue, message) for message in messages]
        return ActionResult({"Messages": shown} if shown else {})

    def _number(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self._get_param(name)
        if value is None:
            return default
        if not lowest <= int(value) <= highest:
            raise invalid_value(name, value, f"Must be >= {lowest} and <= {highest}, if provided.")
        return int(value)

    def _batch_entries(self) -> list[Entry]:
        self.sqs_backend.get_queue(self._get_queue_name())
        entries: list[Entry] = self._get_param("Entries") or []
        if not entries:
            raise EmptyBatchRequest
        if len(entries) > MAXIMUM_BATCH_ENTRIES:
            raise TooManyEntriesInBatchRequest(len(entries))
        seen: set[str] = set()
        for entry in entries:
            entry_id = str(entry.get("Id", ""))
            if not ENTRY_ID.match(entry_id):
                raise InvalidBatchEntryId
            if entry_id in seen:
                raise BatchEntryIdsNotDistinct(entry_id)
            seen.add(entry_id)
        return entries

    def _each(self, entries: list[Entry], act: Callable[[Entry], Entry]) -> ActionResult:
        successful: list[Entry] = []
        failed: list[Entry] = []
        for entry in entries:
            try:
                successful.append({"Id": entry["Id"], **act(entry)})
            except SQSException as refusal:
                words = {"Code": refusal.code, "Message": refusal.message}
                failed.append({"Id": entry["Id"], "SenderFault": True, **words})
        return ActionResult({"Successful": successful, "Failed": failed})

    def _send(self, parameters: Entry) -> Entry:
        request = SendRequest.from_parameters(parameters)
        accepted = self.sqs_backend.send(self._get_queue_name(), request, self.sender_id)
        answer: Entry = {"MessageId": accepted.message_id, "MD5OfMessageBody": body_md5(request.body)}
        if digest := attributes_md5(request.attributes):
            answer["MD5OfMessageAttributes"] = digest
        if digest := attributes_md5(request.system_attributes):
            answer["MD5OfMessageSystemAttributes"] = digest
        if accepted.sequence_number is not None:
            answer["SequenceNumber"] = accepted.sequence_number
        return answer

    def _change_visibility(self, entry: Entry) -> Entry:
        seconds = entry.get("VisibilityTimeout")
        self.sqs_backend.change_visibility(self._get_queue_name(), entry["ReceiptHandle"], int(seconds or 0))
        return {}

    def _shown(self, queue: SandboxQueue, message: StoredMessage) -> Entry:
        shown: Entry = {
            "MessageId": message.message_id,
            "ReceiptHandle": message.receipt_handle(queue.queue_arn),
            "MD5OfBody": body_md5(message.body),
            "Body": message.body,
        }
        wanted = {
            *(self._get_param("MessageSystemAttributeNames") or []),
            *(self._get_param("AttributeNames") or []),
        }
        system = {
            name: value for name, value in _system_attributes(message).items() if wanted & {name, "All"}
        }
        if system:
            shown["Attributes"] = system
        attributes = _named(message.attributes, self._get_param("MessageAttributeNames") or [])
        if attributes:
            shown["MessageAttributes"] = attributes
            shown["MD5OfMessageAttributes"] = attributes_md5(attributes)
        return shown


def _named(attributes: MessageAttributes, names: list[str]) -> MessageAttributes:
    """Return the attributes asked for: by name, by prefix (`order.*`), or all (`All` or `.*`)."""
    prefixes = tuple(name.removesuffix("*").removesuffix(".") for name in names if name.endswith(".*"))
    everything = "All" in names
    return {
        name: value
        for name, value in attributes.items()
        if everything or name in names or (prefixes and name.startswith(prefixes))
    }


def _milliseconds(seconds: float) -> str:
    return str(int(seconds * 1000))


def _system_attributes(message: StoredMessage) -> dict[str, str]:
    optional = {
        "AWSTraceHeader": message.trace_header,
        "DeadLetterQueueSourceArn": message.dead_letter_source_arn,
        "MessageDeduplicationId": message.deduplication_id,
        "MessageGroupId": message.group_id,
        "SequenceNumber": message.sequence_number,
    }
    return {
        "SenderId": message.sender_id,
        "SentTimestamp": _milliseconds(message.sent_at),
        "ApproximateReceiveCount": str(message.receive_count),
        "ApproximateFirstReceiveTimestamp": _milliseconds(message.first_received_at or 0.0),
        **{name: value for name, value in optional.items() if value is not None},
    }
