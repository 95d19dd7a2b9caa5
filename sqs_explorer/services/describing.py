"""Puts a queue's attributes into words, every one of them, in an order that people look for."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqs_explorer.domain.quantities import date_words, duration_words, size_words
from sqs_explorer.domain.queues import QueueAttributes, QueueRef


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """One line of Details: name and value in words, and the attribute's own name and raw value."""

    name: str
    value: str
    attribute: str = ""
    raw: str = ""


_DURATIONS = {
    "VisibilityTimeout": "Visibility timeout",
    "MessageRetentionPeriod": "Message retention",
    "DelaySeconds": "Delay",
    "ReceiveMessageWaitTimeSeconds": "Receive wait",
}
_COUNTS = {
    "ApproximateNumberOfMessages": "Available, about",
    "ApproximateNumberOfMessagesNotVisible": "In flight, about",
    "ApproximateNumberOfMessagesDelayed": "Delayed, about",
}
_ELSEWHERE = {"Policy", "RedrivePolicy", "QueueArn", "KmsMasterKeyId", "SqsManagedSseEnabled", "FifoQueue"}


def describe_queue(queue: QueueRef, attributes: QueueAttributes) -> tuple[AttributeLine, ...]:
    """Return the lines of Queue attributes; those that the program does not know come last, as they are."""
    raw = dict(attributes.raw)
    lines = [
        AttributeLine("Type", "FIFO" if queue.is_fifo else "Standard", "FifoQueue", raw.get("FifoQueue", ""))
    ]
    for key, name in _DURATIONS.items():
        if key in raw:
            lines.append(AttributeLine(name, _duration(raw[key]), key, raw[key]))
    if attributes.maximum_message_size_bytes is not None:
        size = attributes.maximum_message_size_bytes
        lines.append(AttributeLine("Maximum message size", size_words(size), "MaximumMessageSize", str(size)))
    lines.append(AttributeLine("Encryption", _encryption(raw), "SqsManagedSseEnabled"))
    lines += _fifo_lines(raw)
    if "RedriveAllowPolicy" in raw:
        words = _redrive_allow(raw["RedriveAllowPolicy"])
        lines.append(AttributeLine("May be a DLQ of", words, "RedriveAllowPolicy", raw["RedriveAllowPolicy"]))
    if attributes.created_at is not None:
        created = date_words(attributes.created_at)
        lines.append(AttributeLine("Created", created, "CreatedTimestamp", raw.get("CreatedTimestamp", "")))
    if attributes.last_modified_at is not None:
        changed = date_words(attributes.last_modified_at)
        lines.append(
            AttributeLine(
                "Last changed", changed, "LastModifiedTimestamp", raw.get("LastModifiedTimestamp", "")
            )
        )
    lines.append(AttributeLine("ARN", attributes.arn, "QueueArn", attributes.arn))
    lines.append(AttributeLine("URL", queue.url, "", queue.url))
    for key, name in _COUNTS.items():
        if key in raw:
            lines.append(AttributeLine(name, _count(raw[key]), key, raw[key]))
    shown = {line.attribute for line in lines} | _ELSEWHERE
    if raw.get("KmsMasterKeyId"):
        shown.add("KmsDataKeyReusePeriodSeconds")
    lines += [AttributeLine(key, value, key, value) for key, value in sorted(raw.items()) if key not in shown]
    return tuple(lines)


def _duration(text: str) -> str:
    return duration_words(int(text)) if text.isdecimal() else text


def _count(text: str) -> str:
    return f"{int(text):,}" if text.isdecimal() else text


def _encryption(raw: dict[str, str]) -> str:
    key = raw.get("KmsMasterKeyId", "")
    if key:
        reuse = raw.get("KmsDataKeyReusePeriodSeconds", "")
        return f"SSE-KMS, key {key}" + (f", data key reused for {_duration(reuse)}" if reuse else "")
    managed = raw.get("SqsManagedSseEnabled", "")
    return {"true": "SSE-SQS", "false": "None"}.get(managed.lower(), "The server does not say")


def _fifo_lines(raw: dict[str, str]) -> list[AttributeLine]:
    lines = []
    if "ContentBasedDeduplication" in raw:
        value = raw["ContentBasedDeduplication"]
        words = (
            "On: SHA-256 of the body"
            if value.lower() == "true"
            else "Off: each send needs a deduplication ID"
        )
        lines.append(AttributeLine("Content-based deduplication", words, "ContentBasedDeduplication", value))
    scopes = {"messageGroup": "Each message group", "queue": "The whole queue"}
    if "DeduplicationScope" in raw:
        value = raw["DeduplicationScope"]
        lines.append(
            AttributeLine("Deduplication scope", scopes.get(value, value), "DeduplicationScope", value)
        )
    limits = {
        "perMessageGroupId": "For each message group (high throughput)",
        "perQueue": "For the whole queue",
    }
    if "FifoThroughputLimit" in raw:
        value = raw["FifoThroughputLimit"]
        lines.append(
            AttributeLine("Throughput limit", limits.get(value, value), "FifoThroughputLimit", value)
        )
    return lines


def _redrive_allow(text: str) -> str:
    try:
        policy = json.loads(text)
        permission = policy.get("redrivePermission", "allowAll")
        if permission == "byQueue":
            return ", ".join(str(arn).rsplit(":", 1)[-1] for arn in policy.get("sourceQueueArns", []))
    except (ValueError, AttributeError):
        return text
    return {"allowAll": "Any queue of this account and region", "denyAll": "No queue"}.get(permission, text)
