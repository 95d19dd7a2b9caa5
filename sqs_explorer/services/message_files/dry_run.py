"""What a replay would do, before it does anything: which lines would go, which not and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.message_rules import message_problems
from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.message_files.reading import FileLine, MessageFile
from sqs_explorer.services.moving.copies import copy_of

_LINE_ID = "line-"


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line of the file and the message that would be sent for it.

    `reason` is why it would not be sent, "" if it would. `is_edited` says that its body or attributes are not
    those of its MD5s: changed since the export. `takes_own_group` says that a FIFO queue gets its message ID
    as group, for it has none.
    """

    number: int
    message_id: str = ""
    group_id: str = ""
    size_bytes: int = 0
    reason: str = ""
    is_edited: bool = False
    takes_own_group: bool = False
    original: HeldOriginal | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every line's outcome, and the sums of those that would be sent.

    `groups` are group IDs with their counts, largest first; "" are those without one. `repeated` is how many
    lines have the message ID of a line before them.
    """

    lines: tuple[CheckedLine, ...]
    sendable: int
    size_bytes: int
    groups: tuple[tuple[str, int], ...]
    edited: int
    repeated: int
    own_groups: int

    @property
    def refused(self) -> int:
        """How many lines would not be sent."""
        return len(self.lines) - self.sendable

    @property
    def originals(self) -> tuple[HeldOriginal, ...]:
        """The messages to send, in the order of the file."""
        return tuple(line.original for line in self.lines if line.original is not None and not line.reason)


def line_id(number: int) -> str:
    """Return the message ID of a line for the move: a file may hold the same message twice."""
    return f"{_LINE_ID}{number}"


def line_number(message_id: str) -> int:
    """Return the line that a message ID of a move stands for."""
    return int(message_id.removeprefix(_LINE_ID))


def dry_run(
    file: MessageFile,
    order: MoveOrder,
    destination: QueueRef,
    *,
    content_based_deduplication: bool,
    maximum_size_bytes: int,
) -> DryRun:
    """Check what the move would send for each line against the queue's rules.

    For many bytes this is work for another thread.
    """
    lines = []
    for line in file.lines:
        is_edited = line.filed is not None and _is_edited(line.filed.message)
        original = _original(line, destination, is_edited=is_edited)
        if original is None:
            lines.append(CheckedLine(line.number, reason=f"{line.problem[:1].upper()}{line.problem[1:]}."))
            continue
        outgoing = copy_of(original.message, order, destination, original.replacement)
        problems = message_problems(
            outgoing,
            is_fifo=destination.is_fifo,
            content_based_deduplication=content_based_deduplication,
            maximum_size_bytes=maximum_size_bytes,
        )
        reason = " ".join(problem.reason for problem in problems)
        lines.append(_checked(line, original, outgoing, reason, is_edited=is_edited))
    return _summed(tuple(lines))


def _original(line: FileLine, destination: QueueRef, *, is_edited: bool) -> HeldOriginal | None:
    if line.filed is None:
        return None
    message = replace(line.filed.message, message_id=line_id(line.number))
    if is_edited:
        # The sums are those of the message before a person changed it: the move would call it damaged.
        message = replace(message, md5_of_body="", md5_of_attributes="")
    if not destination.is_fifo or message.group_id:
        return HeldOriginal(message, 0.0)
    # The move would take the message ID as group; the one in the file says more than the line's number.
    group_id = line.filed.message.message_id or message.message_id
    own = OutgoingMessage(
        message.body, message.attributes, group_id=group_id, trace_header=message.trace_header
    )
    return HeldOriginal(message, 0.0, own)


def _checked(
    line: FileLine, original: HeldOriginal, outgoing: OutgoingMessage, reason: str, *, is_edited: bool
) -> CheckedLine:
    message_id = line.filed.message.message_id if line.filed else ""
    return CheckedLine(
        line.number,
        message_id,
        outgoing.group_id,
        outgoing.size_bytes,
        reason,
        is_edited=is_edited,
        takes_own_group=original.replacement is not None,
        original=original,
    )


def _summed(lines: tuple[CheckedLine, ...]) -> DryRun:
    would_go = [line for line in lines if not line.reason]
    groups = Counter("" if line.takes_own_group else line.group_id for line in would_go)
    message_ids = [line.message_id for line in would_go if line.message_id]
    return DryRun(
        lines,
        sendable=len(would_go),
        size_bytes=sum(line.size_bytes for line in would_go),
        groups=tuple(sorted(groups.items(), key=lambda group: (-group[1], group[0]))),
        edited=sum(line.is_edited for line in would_go),
        repeated=len(message_ids) - len(set(message_ids)),
        own_groups=sum(line.takes_own_group for line in would_go),
    )


def _is_edited(message: ReceivedMessage) -> bool:
    if message.md5_of_body and message.md5_of_body != md5_of_body(message.body):
        return True
    said = message.md5_of_attributes
    return bool(said) and said != md5_of_attributes(message.attributes)
