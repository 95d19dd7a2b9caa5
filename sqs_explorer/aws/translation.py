"""Turns domain words into SQS's parameters and its answers into domain words; SQS milliseconds end here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqs_explorer.aws.error_tables import FINAL_ENTRY_CODES
from sqs_explorer.domain.messages import (
    EntryFailure,
    MessageAttribute,
    OutgoingMessage,
    ReceivedMessage,
    SentMessage,
)
from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.domain.queues import QueueAttributes, parse_redrive_policy

Answer = Mapping[str, Any]


def request_id(answer: Answer) -> str:
    """Return the request ID of an answer, "" where the server gave none."""
    return str(answer.get("ResponseMetadata", {}).get("RequestId", ""))


def send_parameters(message: OutgoingMessage) -> dict[str, Any]:
    """Return a message as SendMessage and a batch entry take it; what was not given is left out."""
    parameters: dict[str, Any] = {"MessageBody": message.body}
    if message.attributes:
        parameters["MessageAttributes"] = {a.name: _attribute_value(a) for a in message.attributes}
    if message.group_id:
        parameters["MessageGroupId"] = message.group_id
    if message.deduplication_id:
        parameters["MessageDeduplicationId"] = message.deduplication_id
    if message.delay_seconds is not None:
        parameters["DelaySeconds"] = message.delay_seconds
    if message.trace_header:
        header = {"DataType": "String", "StringValue": message.trace_header}
        parameters["MessageSystemAttributes"] = {"AWSTraceHeader": header}
    return parameters


def repeated_attribute(message: OutgoingMessage) -> str:
    """Return an attribute name given twice, or "": a map would keep one of them without a word."""
    names = [attribute.name for attribute in message.attributes]
    return next((name for name in names if names.count(name) > 1), "")


def sent_message(answer: Answer, answer_request_id: str) -> SentMessage:
    """Read SendMessage's answer, or one successful entry of a batch."""
    return SentMessage(
        message_id=answer.get("MessageId", ""),
        md5_of_body=answer.get("MD5OfMessageBody", ""),
        md5_of_attributes=answer.get("MD5OfMessageAttributes", ""),
        sequence_number=answer.get("SequenceNumber", ""),
        request_id=answer_request_id,
    )


def entry_failure(entry: Answer) -> EntryFailure:
    """Read one failed entry of a batch; LocalStack calls few of them the sender's fault: the code tells."""
    code = entry.get("Code", "")
    return EntryFailure(
        code=code,
        message=entry.get("Message", ""),
        sender_fault=bool(entry.get("SenderFault", True)) or code in FINAL_ENTRY_CODES,
    )


def failures_in_order(answer: Answer, count: int) -> tuple[EntryFailure | None, ...]:
    """Return one result for each of `count` entries, whose IDs are their indexes; unanswered ones failed."""
    succeeded = {entry["Id"] for entry in answer.get("Successful", ())}
    failed = {entry["Id"]: entry_failure(entry) for entry in answer.get("Failed", ())}
    return tuple(
        None if str(index) in succeeded else failed.get(str(index), unanswered_entry())
        for index in range(count)
    )


def unanswered_entry() -> EntryFailure:
    """Return what is said of a batch entry that the server left out of its answer."""
    return EntryFailure("NoAnswer", "The server did not say what became of this message.", sender_fault=False)


def received_message(answer: Answer) -> ReceivedMessage:
    """Read one message of ReceiveMessage."""
    system = {str(name): str(value) for name, value in answer.get("Attributes", {}).items()}
    return ReceivedMessage(
        message_id=answer.get("MessageId", ""),
        receipt_handle=answer.get("ReceiptHandle", ""),
        body=answer.get("Body", ""),
        md5_of_body=answer.get("MD5OfBody", ""),
        attributes=_attributes(answer.get("MessageAttributes", {})),
        md5_of_attributes=answer.get("MD5OfMessageAttributes", ""),
        system_attributes=system,
        sent_at=_time_from_milliseconds(system.get("SentTimestamp")),
        first_received_at=_time_from_milliseconds(system.get("ApproximateFirstReceiveTimestamp")),
        receive_count=_number(system.get("ApproximateReceiveCount")),
    )


def queue_attributes(raw: Mapping[str, str]) -> QueueAttributes:
    """Read GetQueueAttributes; what is not there or not a number is None, and so are a size and a time of 0.

    GoAWS answers 0 for what it does not know.
    """
    return QueueAttributes(
        arn=raw.get("QueueArn", ""),
        available=_number(raw.get("ApproximateNumberOfMessages")),
        in_flight=_number(raw.get("ApproximateNumberOfMessagesNotVisible")),
        delayed=_number(raw.get("ApproximateNumberOfMessagesDelayed")),
        visibility_timeout_seconds=_number(raw.get("VisibilityTimeout")),
        retention_seconds=_number(raw.get("MessageRetentionPeriod")),
        delay_seconds=_number(raw.get("DelaySeconds")),
        receive_wait_seconds=_number(raw.get("ReceiveMessageWaitTimeSeconds")),
        maximum_message_size_bytes=_number(raw.get("MaximumMessageSize")) or None,
        created_at=_time_from_seconds(raw.get("CreatedTimestamp")),
        last_modified_at=_time_from_seconds(raw.get("LastModifiedTimestamp")),
        content_based_deduplication=_truth(raw.get("ContentBasedDeduplication")),
        redrive_policy=parse_redrive_policy(raw.get("RedrivePolicy", "")),
        policy=raw.get("Policy", ""),
        raw=dict(raw),
    )


def move_task(answer: Answer, source_arn: str) -> MoveTask:
    """Read one task of ListMessageMoveTasks."""
    rate = answer.get("MaxNumberOfMessagesPerSecond")
    total = answer.get("ApproximateNumberOfMessagesToMove")
    return MoveTask(
        source_arn=answer.get("SourceArn", source_arn),
        status=_move_task_status(answer.get("Status", "")),
        started_at=_time_from_milliseconds(answer.get("StartedTimestamp")) or datetime.fromtimestamp(0, UTC),
        destination_arn=answer.get("DestinationArn", ""),
        messages_per_second=_number(rate),
        moved=_number(answer.get("ApproximateNumberOfMessagesMoved")) or 0,
        total=_number(total),
        failure_reason=answer.get("FailureReason", ""),
        task_handle=answer.get("TaskHandle", ""),
    )


def _move_task_status(text: str) -> MoveTaskStatus:
    try:
        return MoveTaskStatus(text)
    except ValueError:
        return MoveTaskStatus.FAILED


def _attribute_value(attribute: MessageAttribute) -> dict[str, Any]:
    if attribute.is_binary:
        return {"DataType": attribute.data_type, "BinaryValue": attribute.binary_value}
    return {"DataType": attribute.data_type, "StringValue": attribute.string_value}


def _attributes(answer: Mapping[str, Answer]) -> tuple[MessageAttribute, ...]:
    return tuple(
        MessageAttribute(
            name=name,
            data_type=value.get("DataType", "String"),
            string_value=value.get("StringValue", ""),
            binary_value=bytes(value.get("BinaryValue", b"")),
        )
        for name, value in sorted(answer.items())
    )


def _number(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _truth(text: str | None) -> bool | None:
    return None if text is None else text.lower() == "true"


def _time_from_milliseconds(value: object) -> datetime | None:
    milliseconds = _number(value)
    return _time(milliseconds / 1000) if milliseconds else None


def _time_from_seconds(value: object) -> datetime | None:
    """Queues' own times are seconds; some servers answer a fraction."""
    seconds = _number(str(value).split(".", 1)[0])
    return _time(seconds) if seconds else None


def _time(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
