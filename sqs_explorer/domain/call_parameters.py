"""The one place that decides what of an API call may be kept in the activity: names that are listed here.

Never bodies, attributes, receipt handles, task handles, group and deduplication IDs: they say what is in
messages, or work like keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PlainValue = str | int | tuple[str, ...]
"""What a kept parameter may be."""

_QUEUE = frozenset({"QueueUrl"})
_NOTHING: frozenset[str] = frozenset()

KEPT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "GetCallerIdentity": _NOTHING,
        "ListAccountAliases": _NOTHING,
        "ListRegions": _NOTHING,
        "DescribeRegions": _NOTHING,
        "ListQueues": frozenset({"QueueNamePrefix", "MaxResults"}),
        "GetQueueUrl": frozenset({"QueueName", "QueueOwnerAWSAccountId"}),
        "GetQueueAttributes": _QUEUE | {"AttributeNames"},
        "ListQueueTags": _QUEUE,
        "ListDeadLetterSourceQueues": _QUEUE | {"MaxResults"},
        "ListMessageMoveTasks": frozenset({"SourceArn", "MaxResults"}),
        "ReceiveMessage": _QUEUE
        | {
            "MaxNumberOfMessages",
            "WaitTimeSeconds",
            "VisibilityTimeout",
            "MessageSystemAttributeNames",
            "MessageAttributeNames",
        },
        # Of a batch of handles the time that all entries share; it stands in each of them.
        "ChangeMessageVisibilityBatch": _QUEUE | {"VisibilityTimeout"},
        "ChangeMessageVisibility": _QUEUE | {"VisibilityTimeout"},
        "DeleteMessageBatch": _QUEUE,
        "SendMessage": _QUEUE | {"DelaySeconds"},
        "SendMessageBatch": _QUEUE,
        "StartMessageMoveTask": frozenset({"SourceArn", "DestinationArn", "MaxNumberOfMessagesPerSecond"}),
        "CancelMessageMoveTask": _NOTHING,
        "PurgeQueue": _QUEUE,
        "DeleteQueue": _QUEUE,
    }
)
"""By operation, the parameters whose values are kept. A call that is not here keeps none."""

ALWAYS_LEFT_OUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ChangeMessageVisibilityBatch": ("ReceiptHandle",),
        "ChangeMessageVisibility": ("ReceiptHandle",),
        "DeleteMessageBatch": ("ReceiptHandle",),
        "SendMessage": ("MessageBody",),
        "SendMessageBatch": ("Entries",),
        "CancelMessageMoveTask": ("TaskHandle",),
    }
)
"""What an operation can't do without and what is never kept."""


def keep_parameters(
    operation: str, parameters: Mapping[str, object]
) -> tuple[dict[str, PlainValue], tuple[str, ...]]:
    """Return the parameters that may be kept, and the names of those that are left out."""
    allowed = KEPT.get(operation, _NOTHING)
    kept: dict[str, PlainValue] = {}
    left_out = list(ALWAYS_LEFT_OUT.get(operation, ()))
    for name, value in parameters.items():
        plain = _plain(value)
        if name in allowed and plain is not None:
            kept[name] = plain
        else:
            left_out.append(name)
    return kept, tuple(left_out)


def _plain(value: object) -> PlainValue | None:
    if isinstance(value, str | int):
        return value
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(str(one) for one in value)
    return None
