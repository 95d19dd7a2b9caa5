"""Queues: how one is named, what its attributes say, and which queue is whose dead-letter queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote


@dataclass(frozen=True, slots=True, order=True)
class QueueRef:
    """One queue of one open connection: connection ID, region code and queue URL tell it apart.

    Two regions of a server that is not AWS may give the same URL, so the URL alone is no key.
    """

    connection_id: str
    region: str
    url: str

    @property
    def name(self) -> str:
        """The queue's name: the last part of the URL's path."""
        return unquote(self.url.rstrip("/").rpartition("/")[2])

    @property
    def account_id(self) -> str:
        """The 12-digit account ID in the URL, or "" where the server's URLs hold none."""
        parts = self.url.rstrip("/").split("/")
        return parts[-2] if len(parts) >= 2 and parts[-2].isdigit() else ""

    @property
    def is_fifo(self) -> bool:
        """Whether it is a FIFO queue: SQS demands the suffix `.fifo` of them and forbids it to others."""
        return self.name.endswith(".fifo")


@dataclass(frozen=True, slots=True)
class RedrivePolicy:
    """Where a source queue's messages go when their receive count exceeds `maximum_receives`."""

    dead_letter_target_arn: str
    maximum_receives: int

    @property
    def target_name(self) -> str:
        """The DLQ's name."""
        return arn_name(self.dead_letter_target_arn)


@dataclass(frozen=True, slots=True)
class QueueAttributes:
    """What GetQueueAttributes says; a field the server left out is None (absent is not false).

    `raw` holds every attribute as answered, unknown ones included.
    """

    arn: str = ""
    available: int | None = None
    in_flight: int | None = None
    delayed: int | None = None
    visibility_timeout_seconds: int | None = None
    retention_seconds: int | None = None
    delay_seconds: int | None = None
    receive_wait_seconds: int | None = None
    maximum_message_size_bytes: int | None = None
    created_at: datetime | None = None
    last_modified_at: datetime | None = None
    content_based_deduplication: bool | None = None
    redrive_policy: RedrivePolicy | None = None
    policy: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)


def arn_name(arn: str) -> str:
    """Return the queue name of a queue ARN (`arn:partition:sqs:region:account:name`)."""
    return arn.rsplit(":", 1)[-1]


def arn_account_id(arn: str) -> str:
    """Return the account ID of an ARN, or "" if it has none."""
    parts = arn.split(":")
    return parts[4] if len(parts) >= 6 else ""


def arn_region(arn: str) -> str:
    """Return the region code of an ARN, or "" if it has none."""
    parts = arn.split(":")
    return parts[3] if len(parts) >= 6 else ""


def parse_redrive_policy(text: str) -> RedrivePolicy | None:
    """Read the RedrivePolicy attribute; None if it is empty or not what SQS writes.

    SQS and its look-alikes answer `maxReceiveCount` as a number or as a string.
    """
    try:
        policy = json.loads(text)
        return RedrivePolicy(str(policy["deadLetterTargetArn"]), int(policy["maxReceiveCount"]))
    except (ValueError, KeyError, TypeError):
        return None


def is_same_queue(queue: QueueRef, arn: str, attributes: QueueAttributes | None = None) -> bool:
    """Tell whether `arn` names `queue`: by its own ARN where known, else by its region and URL."""
    if attributes is not None and attributes.arn:
        return attributes.arn == arn
    if arn_name(arn) != queue.name or arn_region(arn) != queue.region:
        return False
    return not queue.account_id or queue.account_id == arn_account_id(arn)
