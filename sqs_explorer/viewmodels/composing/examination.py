"""Looks a draft over: size, format, what SQS would refuse. Pure, so that it can run off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from sqs_explorer.domain.limits import MAXIMUM_MESSAGE_SIZE_BYTES
from sqs_explorer.domain.message_rules import Problem, message_problems, refused_character
from sqs_explorer.domain.messages import message_size_bytes
from sqs_explorer.domain.quantities import size_words
from sqs_explorer.domain.queues import QueueAttributes
from sqs_explorer.services.body_formatting import BodyFormat, check_body, guess_format
from sqs_explorer.viewmodels.composing.draft import Draft

NEAR_LIMIT = 0.9


@dataclass(frozen=True, slots=True)
class QueueRules:
    """What this queue asks of a message."""

    is_fifo: bool
    content_based_deduplication: bool | None = None
    limit_bytes: int = MAXIMUM_MESSAGE_SIZE_BYTES

    @classmethod
    def of(cls, attributes: QueueAttributes | None, *, is_fifo: bool) -> QueueRules:
        """Read them from the attributes; what the server does not say is left for SQS itself to judge."""
        if attributes is None:
            return cls(is_fifo)
        limit_bytes = attributes.maximum_message_size_bytes or MAXIMUM_MESSAGE_SIZE_BYTES
        return cls(is_fifo, attributes.content_based_deduplication, limit_bytes)

    @property
    def may_lack_deduplication_id(self) -> bool:
        """Whether an empty deduplication ID may be fine: absent is not false."""
        return self.content_based_deduplication is not False


class CheckKind(Enum):
    """How the body looks."""

    EMPTY = auto()
    VALID = auto()
    INVALID = auto()
    """Not what its format asks for; it can be sent all the same."""
    REFUSED = auto()
    """SQS would refuse it."""


@dataclass(frozen=True, slots=True)
class BodyVerdict:
    """What Body check says: a sentence, and the fault's place (line and column from 1; 0 if it has none)."""

    kind: CheckKind
    sentence: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class MessageSize:
    """Bytes of body and attributes, and how many this queue takes."""

    body_bytes: int = 0
    attribute_bytes: int = 0
    limit_bytes: int = MAXIMUM_MESSAGE_SIZE_BYTES

    @property
    def total_bytes(self) -> int:
        """What SQS counts."""
        return self.body_bytes + self.attribute_bytes

    @property
    def fraction(self) -> float:
        """How much of the limit, at most 1."""
        return min(1.0, self.total_bytes / self.limit_bytes)

    @property
    def tone(self) -> str:
        """Palette token of the number: amber from 90 %, red above the limit."""
        if self.total_bytes > self.limit_bytes:
            return "danger"
        return "warning" if self.total_bytes >= NEAR_LIMIT * self.limit_bytes else "text"

    @property
    def words(self) -> str:
        """The size in words: `351 B of 1 MiB`; exact once it is over."""
        limit = size_words(self.limit_bytes)
        if self.tone == "danger":
            return f"{self.total_bytes:,} of {self.limit_bytes:,} B"
        return f"{size_words(self.total_bytes)} of {limit}"

    @property
    def hint(self) -> str:
        """What it is made of."""
        parts = f"Body {size_words(self.body_bytes)}, attributes {size_words(self.attribute_bytes)}."
        return f"{parts} Largest in this queue: {self.limit_bytes:,} B."


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found in one draft."""

    format: BodyFormat
    verdict: BodyVerdict
    size: MessageSize
    problems: tuple[Problem, ...]


def examine(draft: Draft, rules: QueueRules) -> Examination:
    """Look a draft over against a queue's rules."""
    body_format = BodyFormat(draft.format_name) if draft.format_name else guess_format(draft.body)
    message = draft.message(is_fifo=rules.is_fifo)
    body_bytes = message_size_bytes(draft.body, ())
    size = MessageSize(body_bytes, message.size_bytes - body_bytes, rules.limit_bytes)
    problems = message_problems(
        message,
        is_fifo=rules.is_fifo,
        content_based_deduplication=rules.may_lack_deduplication_id,
        maximum_size_bytes=rules.limit_bytes,
    )
    problems = tuple(_about_binary(problem, draft) for problem in problems)
    return Examination(body_format, _verdict(draft.body, body_format), size, problems)


def _about_binary(problem: Problem, draft: Draft) -> Problem:
    """A Binary whose text can't be read is empty to SQS's rules; say what the person can mend."""
    if problem.row is None or not draft.attributes[problem.row].is_binary:
        return problem
    return replace(problem, reason=draft.attributes[problem.row].problem() or problem.reason)


def _verdict(body: str, body_format: BodyFormat) -> BodyVerdict:
    if not body:
        return BodyVerdict(CheckKind.EMPTY, "No body yet: SQS refuses an empty one.")
    refused = refused_character(body)
    if refused is not None:
        place = f"line {refused.line}, column {refused.column}"
        sentence = f"SQS refuses the character {refused.name} at {place}."
        return BodyVerdict(CheckKind.REFUSED, sentence, refused.line, refused.column)
    check = check_body(body, body_format)
    if check.is_valid:
        sentence = (
            "Text: any characters that SQS takes"
            if body_format is BodyFormat.TEXT
            else f"Valid {body_format.value}"
        )
        return BodyVerdict(CheckKind.VALID, sentence)
    sentence = f"Line {check.line}, column {check.column}: {check.reason}"
    return BodyVerdict(CheckKind.INVALID, sentence, check.line, check.column)
