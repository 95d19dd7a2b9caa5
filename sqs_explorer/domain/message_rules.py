"""What SQS refuses in a message, checked before it is sent so that the reason stands beside the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqs_explorer.domain.limits import (
    MAXIMUM_ATTRIBUTE_NAME_CHARACTERS,
    MAXIMUM_ATTRIBUTE_TYPE_CHARACTERS,
    MAXIMUM_ATTRIBUTES,
    MAXIMUM_DELAY_SECONDS,
    MAXIMUM_ID_CHARACTERS,
    MAXIMUM_NUMBER_DIGITS,
)
from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage
from sqs_explorer.domain.quantities import count_words

_REFUSED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_ID = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]+")
_TRACE_HEADER = re.compile(r"[A-Za-z][\w-]*=[!-:<>-~]+(?:; ?[A-Za-z][\w-]*=[!-:<>-~]+)*;?", re.ASCII)
_SHOWN_CHARACTERS = 60
_BASE_TYPES = ("String", "Number", "Binary")


@dataclass(frozen=True, slots=True)
class RefusedCharacter:
    """A character that SQS refuses, and its place: `offset` from 0, `line` and `column` from 1."""

    character: str
    offset: int
    line: int
    column: int

    @property
    def name(self) -> str:
        """The code point as U+0000."""
        return f"U+{ord(self.character):04X}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a message can't be sent. `field` names the control on screen, `row` an attribute."""

    field: str
    reason: str
    row: int | None = None


def refused_character(text: str) -> RefusedCharacter | None:
    """Find the first character SQS refuses.

    Allowed are #x9 #xA #xD #x20-#xD7FF #xE000-#xFFFD #x10000-#x10FFFF (API reference, SendMessage).
    """
    match = _REFUSED.search(text)
    if match is None:
        return None
    before = text[: match.start()]
    line = before.count("\n") + 1
    column = match.start() - (before.rfind("\n") + 1) + 1
    return RefusedCharacter(match.group(), match.start(), line, column)


def _quoted(text: str) -> str:
    return f"“{text}”" if len(text) <= _SHOWN_CHARACTERS else f"“{text[:_SHOWN_CHARACTERS]}…”"


def _refusal(text: str, where: str) -> str:
    found = refused_character(text)
    return f"SQS refuses the character {found.name} in {where}." if found else ""


def attribute_name_problem(name: str) -> str:
    """Return why SQS refuses an attribute's name, or "" (developer guide, message attributes)."""
    if not name:
        return "Give the attribute a name."
    if len(name) > MAXIMUM_ATTRIBUTE_NAME_CHARACTERS:
        most = MAXIMUM_ATTRIBUTE_NAME_CHARACTERS
        return f"An attribute's name has at most {most} characters; this has {len(name)}."
    if not _ATTRIBUTE_NAME.fullmatch(name):
        return f"{_quoted(name)}: an attribute's name takes letters, digits, _, - and . only."
    if name.startswith(".") or name.endswith(".") or ".." in name:
        return (
            f"{_quoted(name)}: an attribute's name must not start or end with a dot, nor have two in a row."
        )
    if name.lower().startswith(("aws.", "amazon.")):
        return f"{_quoted(name)}: names that start with AWS. or Amazon. are reserved."
    return ""


def attribute_type_problem(data_type: str) -> str:
    """Return why SQS refuses an attribute's data type, or ""."""
    kind, dot, label = data_type.partition(".")
    if kind not in _BASE_TYPES:
        return f"{_quoted(data_type)}: the type is String, Number or Binary, or with a label: Number.int."
    if dot and not label:
        return f"{_quoted(data_type)}: write the label after the dot, or leave out the dot."
    if len(data_type) > MAXIMUM_ATTRIBUTE_TYPE_CHARACTERS:
        return f"A type has at most {MAXIMUM_ATTRIBUTE_TYPE_CHARACTERS} characters with its label."
    return _refusal(data_type, "the type")


def number_problem(text: str) -> str:
    """Return why SQS refuses a Number's value, or "" (38 digits, 10^-128 to 10^126; developer guide)."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return f"{_quoted(text)} is not a number."
    if text != text.strip() or "_" in text or not text.isascii() or not number.is_finite():
        return f"{_quoted(text)} is not a number as SQS reads them."
    digits = len("".join(str(digit) for digit in number.as_tuple().digits).strip("0")) or 1
    if digits > MAXIMUM_NUMBER_DIGITS:
        return f"A Number has at most {MAXIMUM_NUMBER_DIGITS} digits; this has {digits}."
    if number and not -128 <= number.adjusted() <= 126:
        return "A Number lies between 10^-128 and 10^126."
    return ""


def attribute_problem(attribute: MessageAttribute) -> str:
    """Return why SQS refuses one attribute, or ""."""
    reason = attribute_name_problem(attribute.name) or attribute_type_problem(attribute.data_type)
    if reason:
        return reason
    if not attribute.value_bytes:
        return f"{_quoted(attribute.name)}: SQS refuses an empty value."
    if attribute.is_binary:
        return ""
    reason = _refusal(attribute.string_value, f"{_quoted(attribute.name)}")
    if not reason and attribute.data_type.split(".", 1)[0] == "Number":
        reason = number_problem(attribute.string_value)
        reason = f"{_quoted(attribute.name)}: {reason}" if reason else ""
    return reason


def id_problem(text: str, field: str) -> str:
    """Return why SQS refuses a group or deduplication ID, or "".

    Taken are 1 to 128 letters, digits and ASCII punctuation, no space (API reference, SendMessage).
    """
    if len(text) > MAXIMUM_ID_CHARACTERS:
        return f"{field} has at most {MAXIMUM_ID_CHARACTERS} characters; this has {len(text)}."
    if " " in text:
        return f"{field} must not contain a space."
    if not _ID.fullmatch(text):
        return f"{field} takes letters, digits and ASCII punctuation only."
    return ""


def _attribute_problems(attributes: Sequence[MessageAttribute]) -> list[Problem]:
    problems = []
    if len(attributes) > MAXIMUM_ATTRIBUTES:
        reason = f"A message has at most {MAXIMUM_ATTRIBUTES} attributes; this has {len(attributes)}."
        problems.append(Problem("Message attributes", reason))
    seen: set[str] = set()
    for row, attribute in enumerate(attributes):
        reason = attribute_problem(attribute)
        if not reason and attribute.name in seen:
            reason = f"{_quoted(attribute.name)} is there twice."
        seen.add(attribute.name)
        if reason:
            problems.append(Problem("Message attributes", reason, row))
    return problems


def _id_problems(message: OutgoingMessage, is_fifo: bool, content_based: bool) -> list[Problem]:
    problems = []
    if message.group_id:
        reason = id_problem(message.group_id, "Message group ID")
    else:
        reason = "A FIFO queue needs a message group ID." if is_fifo else ""
    if reason:
        problems.append(Problem("Message group ID", reason))
    reason = ""
    if message.deduplication_id:
        reason = id_problem(message.deduplication_id, "Deduplication ID")
        if not reason and not is_fifo:
            reason = "Only FIFO queues take a deduplication ID."
    elif is_fifo and not content_based:
        reason = "This queue has no content-based deduplication: give a deduplication ID."
    if reason:
        problems.append(Problem("Deduplication ID", reason))
    return problems


def message_problems(
    message: OutgoingMessage, *, is_fifo: bool, content_based_deduplication: bool, maximum_size_bytes: int
) -> tuple[Problem, ...]:
    """Return everything SQS would refuse in a message to this kind of queue; empty if nothing."""
    problems = []
    found = refused_character(message.body)
    if not message.body:
        problems.append(Problem("Message body", "SQS refuses an empty body."))
    elif found:
        where = f"line {found.line}, column {found.column}"
        problems.append(Problem("Message body", f"SQS refuses the character {found.name} at {where}."))
    problems += _attribute_problems(message.attributes)
    problems += _id_problems(message, is_fifo, content_based_deduplication)
    if message.delay_seconds and is_fifo:
        problems.append(Problem("Delay seconds", "A FIFO queue takes no delay per message."))
    elif message.delay_seconds is not None and not 0 <= message.delay_seconds <= MAXIMUM_DELAY_SECONDS:
        problems.append(Problem("Delay seconds", f"A delay is 0 to {MAXIMUM_DELAY_SECONDS} seconds."))
    if message.trace_header and not _TRACE_HEADER.fullmatch(message.trace_header):
        problems.append(Problem("Trace header", "Write it as Root=1-…;Parent=…;Sampled=1."))
    if message.size_bytes > maximum_size_bytes:
        over = message.size_bytes - maximum_size_bytes
        problems.append(
            Problem(
                "Message size",
                f"{count_words(over, 'byte')} over this queue's limit of {maximum_size_bytes:,}.",
            )
        )
    return tuple(problems)
