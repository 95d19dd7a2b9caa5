"""What each AWS operation can do to a queue, in one table: it decides what a read-only connection refuses."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from sqs_explorer.domain.errors import ReadOnlyConnection


class Tier(Enum):
    """How much an operation changes, from nothing to what can't be brought back."""

    READ = "read"
    INSPECT = "inspect"
    WRITE = "write"
    DESTROY = "destroy"


OPERATION_TIERS: Mapping[str, Tier] = MappingProxyType(
    {
        "GetCallerIdentity": Tier.READ,
        "ListQueues": Tier.READ,
        "GetQueueAttributes": Tier.READ,
        "ListQueueTags": Tier.READ,
        "GetQueueUrl": Tier.READ,
        "ListDeadLetterSourceQueues": Tier.READ,
        "ListMessageMoveTasks": Tier.READ,
        "ListAccountAliases": Tier.READ,
        "ListRegions": Tier.READ,
        "DescribeRegions": Tier.READ,
        # What signing in asks for on the way to credentials; none of it reaches a queue.
        "AssumeRole": Tier.READ,
        "AssumeRoleWithWebIdentity": Tier.READ,
        "GetRoleCredentials": Tier.READ,
        "RegisterClient": Tier.READ,
        "StartDeviceAuthorization": Tier.READ,
        "CreateToken": Tier.READ,
        "CreateOAuth2Token": Tier.READ,
        # A receive hides messages and raises their receive count; giving them back is part of looking.
        "ReceiveMessage": Tier.INSPECT,
        "ChangeMessageVisibility": Tier.INSPECT,
        "ChangeMessageVisibilityBatch": Tier.INSPECT,
        "SendMessage": Tier.WRITE,
        "SendMessageBatch": Tier.WRITE,
        "StartMessageMoveTask": Tier.WRITE,
        "CancelMessageMoveTask": Tier.WRITE,
        "DeleteMessageBatch": Tier.DESTROY,
        "PurgeQueue": Tier.DESTROY,
        "DeleteQueue": Tier.DESTROY,
    }
)
"""Every operation that the program calls; one that is not here can't be called."""

_READ_ONLY_TIERS = frozenset({Tier.READ, Tier.INSPECT})


def changes_something(operation: str) -> bool:
    """Whether a read-only connection refuses an operation; KeyError if it has no tier."""
    return OPERATION_TIERS[operation] not in _READ_ONLY_TIERS


def refuse_when_read_only(operation: str, *, read_only: bool) -> None:
    """Raise ReadOnlyConnection if `operation` would change something; KeyError if it has no tier."""
    if changes_something(operation) and read_only:
        raise ReadOnlyConnection(operation)
