"""What SQS refuses in a queue's attributes: ranges, redrive policies, and DLQs that do not want to be one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Protocol

from moto.sqs.exceptions import InvalidAttributeValue

from sqs_explorer.sandbox.refusals import invalid_value

RANGES = {
    "DelaySeconds": (0, 900),
    "MaximumMessageSize": (1_024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
}
QUEUE_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}\Z|[A-Za-z0-9_-]{1,75}\.fifo\Z")
MAXIMUM_RECEIVES = 1_000
MAXIMUM_ALLOWED_SOURCES = 10


class DeadLetterTarget(Protocol):
    """What a redrive policy needs to know of the queue it names."""

    queue_arn: str
    fifo_queue: bool
    redrive_allow_policy: str | None


def check_name(name: str, *, fifo: bool) -> None:
    """Raise unless the name has up to 80 allowed characters and ends in .fifo exactly for a FIFO queue."""
    if fifo and not name.endswith(".fifo"):
        raise invalid_value("QueueName", name, "The name of a FIFO queue can only end with the .fifo suffix.")
    if not QUEUE_NAME.match(name) or (name.endswith(".fifo") and not fifo):
        reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
        raise invalid_value("QueueName", name, reason)


def check_attributes(attributes: Mapping[str, Any]) -> None:
    """Raise `InvalidAttributeValue` for a number outside its range and for a policy that is not JSON."""
    for name, (lowest, highest) in RANGES.items():
        if name in attributes and not _within(attributes[name], lowest, highest):
            raise InvalidAttributeValue(name)
    for name in ("Policy", "RedriveAllowPolicy"):
        if attributes.get(name):
            _read_json(name, attributes[name])
    if attributes.get("RedriveAllowPolicy"):
        _check_allow_policy(json.loads(attributes["RedriveAllowPolicy"]))


def read_redrive_policy(text: str, queues: Mapping[str, DeadLetterTarget], source: DeadLetterTarget) -> str:
    """Return the name of the DLQ in a redrive policy, or raise why it cannot be `source`'s."""
    policy = _read_json("RedrivePolicy", text)
    target_arn = str(policy.get("deadLetterTargetArn", ""))
    if not _within(policy.get("maxReceiveCount"), 1, MAXIMUM_RECEIVES):
        reason = (
            f"Invalid value for maxReceiveCount: {policy.get('maxReceiveCount')}, valid values are from 1 "
        )
        raise invalid_value("RedrivePolicy", text, f"{reason}to {MAXIMUM_RECEIVES} both inclusive.")
    name = target_arn.rsplit(":", 1)[-1]
    target = queues.get(name)
    if target is None or target.queue_arn != target_arn:
        raise invalid_value("RedrivePolicy", text, "Dead letter target does not exist.")
    if target.fifo_queue != source.fifo_queue:
        reason = "Dead-letter queue must be same type of queue as the source."
        raise invalid_value("RedrivePolicy", text, reason)
    if not _allows(target.redrive_allow_policy, source.queue_arn):
        reason = f"Queue {target_arn} does not allow {source.queue_arn} to use it as dead-letter queue."
        raise invalid_value("RedrivePolicy", text, reason)
    return name


def _within(value: object, lowest: int, highest: int) -> bool:
    try:
        return lowest <= int(str(value)) <= highest
    except ValueError:
        return False


def _read_json(name: str, text: str) -> dict[str, Any]:
    try:
        policy = json.loads(text)
    except ValueError:
        policy = None
    if not isinstance(policy, dict):
        raise InvalidAttributeValue(name)
    return policy


def _check_allow_policy(policy: dict[str, Any]) -> None:
    permission = policy.get("redrivePermission")
    sources = policy.get("sourceQueueArns")
    wanted = permission == "byQueue"
    if permission not in {"allowAll", "denyAll", "byQueue"} or wanted != bool(sources):
        raise InvalidAttributeValue("RedriveAllowPolicy")
    if sources and len(sources) > MAXIMUM_ALLOWED_SOURCES:
        raise InvalidAttributeValue("RedriveAllowPolicy")


def _allows(allow_policy: str | None, source_arn: str) -> bool:
    policy = json.loads(allow_policy) if allow_policy else {"redrivePermission": "allowAll"}
    if policy["redrivePermission"] == "byQueue":
        return source_arn in policy["sourceQueueArns"]
    return bool(policy["redrivePermission"] == "allowAll")
