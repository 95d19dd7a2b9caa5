"""API calls as text to run elsewhere: lines for the AWS CLI in a POSIX shell, or a boto3 program.

Neither holds credentials. What is not kept is read from a file or a variable, and a comment says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqs_explorer.domain.activity import ApiCall

BODY_FILES = {
    "MessageBody": "body.json",
    "MessageAttributes": "message-attributes.json",
    "MessageSystemAttributes": "message-system-attributes.json",
    "Entries": "entries.json",
}
"""The files that what is left out is read from, by parameter."""

VARIABLES = {
    "ReceiptHandle": "RECEIPT_HANDLE",
    "TaskHandle": "TASK_HANDLE",
    "MessageGroupId": "MESSAGE_GROUP_ID",
    "MessageDeduplicationId": "MESSAGE_DEDUPLICATION_ID",
}
"""The environment variables for what is short, by parameter."""

HANDLE_BATCHES = frozenset({"ChangeMessageVisibilityBatch", "DeleteMessageBatch"})
"""Operations whose entries are receipt handles: the text shows one entry."""

PAGED = frozenset({"ListQueues", "ListDeadLetterSourceQueues"})
"""Operations that are called again for each next page, as the AWS CLI and boto3's paginators do."""

_SERVICES = {
    "GetCallerIdentity": "sts",
    "ListAccountAliases": "iam",
    "ListRegions": "account",
    "DescribeRegions": "ec2",
}
_THINGS = {
    "MessageBody": "the message body",
    "MessageAttributes": "the message attributes",
    "MessageSystemAttributes": "the trace header",
    "Entries": "the messages",
    "ReceiptHandle": "the receipt handle",
    "TaskHandle": "the task handle",
    "MessageGroupId": "the message group ID",
    "MessageDeduplicationId": "the deduplication ID",
}


def service_of(call: ApiCall) -> str:
    """Return the name of the service as the AWS CLI and boto3 have it."""
    return _SERVICES.get(call.operation, "sqs")


def with_underscores(name: str) -> str:
    """Return an operation's or parameter's name as boto3 spells methods: `receive_message`."""
    words = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", words).lower()


def with_hyphens(name: str) -> str:
    """Return a name as the AWS CLI spells it: `receive-message`."""
    return with_underscores(name).replace("_", "-")


def comments(call: ApiCall, *, variable: str) -> list[str]:
    """Return the comment lines above a call; `variable` is how a variable is written, such as `${}`."""
    lines = [comment_line(call.note)] if call.note else []
    if call.credentials:
        lines.append(comment_line(f"With the credentials of {call.credentials}."))
    for name in call.left_out:
        thing = _THINGS.get(name, name)
        if name in BODY_FILES:
            lines.append(f"# Left out: {thing}. Put it into {BODY_FILES[name]}.")
        elif name in VARIABLES:
            lines.append(f"# Left out: {thing}. Put it into {variable.format(VARIABLES[name])}.")
        else:
            lines.append(comment_line(f"Left out: {thing}."))
    if call.operation in HANDLE_BATCHES:
        lines.append("# One entry for each message, at most 10.")
    return lines


def several(calls: Sequence[ApiCall]) -> str:
    """Return the comment above a sequence, "" for a single call."""
    return "# These calls in this order; each is repeated as often as it takes.\n" if len(calls) > 1 else ""


def comment_line(text: str) -> str:
    """Return a text as one comment of a shell and of Python: what is not printable could end the line."""
    return "# " + "".join(character if character.isprintable() else " " for character in text)
