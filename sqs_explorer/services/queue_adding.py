"""Finds a queue that a person names by URL, ARN or name, for those who may not list queues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sqs_explorer.domain.errors import AccessDenied, InvalidInput
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.domain.regions import partition_of
from sqs_explorer.services.ports import SqsGateway

QUEUE_FIELD = "Queue URL, ARN or name"
ACCOUNT_FIELD = "Account ID"
LONGEST_NAME = 80
"""Characters, `.fifo` included. Source: API reference, CreateQueue."""

_NAME = re.compile(r"[A-Za-z0-9_-]+(\.fifo)?")
_ACCOUNT = re.compile(r"[0-9]{12}")
_REGION = re.compile(r"[a-z]{2,5}(-[a-z]+)+-[0-9]+")
_CONSOLE_PLACE = "/queues/"
"""What stands before the queue's URL in the address of its page in the AWS console."""
_LEGACY_HOST = "queue.amazonaws.com"
_LEGACY_REGION = "us-east-1"


@dataclass(frozen=True, slots=True)
class NamedQueue:
    """A queue as a person named it.

    `url` is "" for an ARN or a name; `account_id` and `region` are "" where the text does not say them.
    """

    name: str
    account_id: str = ""
    region: str = ""
    url: str = ""
    arn: str = ""

    @property
    def is_name(self) -> bool:
        """Whether the text is the queue's name alone: only then account ID and region are chosen beside."""
        return not self.url and not self.arn


@dataclass(frozen=True, slots=True)
class FoundQueue:
    """A queue that SQS has. `denial` says why its attributes may not be read; then they are None."""

    queue: QueueRef
    attributes: QueueAttributes | None = None
    denial: AccessDenied | None = None


def parse_named_queue(text: str, account_id: str = "") -> NamedQueue:
    """Read what was typed. The account ID counts only beside a name.

    Raises InvalidInput for QUEUE_FIELD or ACCOUNT_FIELD.
    """
    text, account_id = text.strip(), account_id.strip()
    if text.lower().startswith(("http:", "https:")) or "/" in text:
        return _from_url(text)
    if text.lower().startswith("arn:") or ":" in text:
        return _from_arn(text)
    _check_name(text)
    if account_id and not _ACCOUNT.fullmatch(account_id):
        raise InvalidInput(ACCOUNT_FIELD, "An account ID has 12 digits.")
    return NamedQueue(text, account_id)


async def find_named(gateway: SqsGateway, connection_id: str, named: NamedQueue) -> FoundQueue:
    """Ask SQS in the gateway's region for a queue: its URL if that was not given, then its attributes once.

    Attributes that may not be read are no error: whoever may only send still needs the queue in the list.
    Raises QueueNotFound, AccessDenied (on GetQueueUrl) and what any call raises.
    """
    url = named.url or await gateway.queue_url(named.name, named.account_id)
    queue = QueueRef(connection_id, gateway.region, url)
    try:
        return FoundQueue(queue, attributes=await gateway.queue_attributes(url))
    except AccessDenied as denial:
        return FoundQueue(queue, denial=denial)


def _from_url(text: str) -> NamedQueue:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        raise _bad_url() from None
    if parts.fragment.startswith(_CONSOLE_PLACE):
        return _from_url(unquote(parts.fragment.removeprefix(_CONSOLE_PLACE)))
    if parts.scheme not in {"http", "https"} or not host or any(character.isspace() for character in text):
        raise _bad_url()
    names = [unquote(part) for part in parts.path.split("/") if part]
    account_id = names[-2] if len(names) > 1 and _ACCOUNT.fullmatch(names[-2]) else ""
    is_aws = host.endswith((".amazonaws.com", ".amazonaws.com.cn"))
    if (
        parts.username is not None
        or parts.query
        or parts.fragment
        or not names
        or (is_aws and not account_id)
    ):
        raise _bad_url()
    _check_name(names[-1])
    region = _LEGACY_REGION if host == _LEGACY_HOST else ""
    for label in host.split("."):
        region = label if _REGION.fullmatch(label) else region
    return NamedQueue(names[-1], account_id, region, url=text.rstrip("/"))


def _bad_url() -> InvalidInput:
    example = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
    return InvalidInput(QUEUE_FIELD, f"A queue URL holds account ID and queue name, such as {example}")


def _from_arn(text: str) -> NamedQueue:
    parts = text.split(":")
    if len(parts) != 6 or parts[0] != "arn" or not all(parts[1:]):
        reason = "A queue ARN has six parts, such as arn:aws:sqs:eu-west-1:123456789012:orders"
        raise InvalidInput(QUEUE_FIELD, reason)
    _, partition, service, region, account_id, name = parts
    if service != "sqs":
        raise InvalidInput(QUEUE_FIELD, f"This is the ARN of something in {service}, not of a queue.")
    if not _ACCOUNT.fullmatch(account_id):
        raise InvalidInput(QUEUE_FIELD, "The account ID in an ARN has 12 digits.")
    _check_name(name)
    # Servers that are not AWS write what they like here; it tells no region then.
    is_region = _REGION.fullmatch(region) is not None
    if is_region and partition_of(region) != partition:
        raise InvalidInput(
            QUEUE_FIELD, f"{region} is a region of {partition_of(region)}, the ARN says {partition}."
        )
    return NamedQueue(name, account_id, region if is_region else "", arn=text)


def _check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            QUEUE_FIELD, f"A queue name has at most {LONGEST_NAME} characters; this has {len(name)}."
        )
    if not _NAME.fullmatch(name):
        reason = "A queue name holds letters, digits, - and _ only, and may end in .fifo"
        raise InvalidInput(QUEUE_FIELD, reason)
