"""What an edited message changes of the original: its body by lines, its attributes and IDs by value.

Pure, so that it can run off the GUI thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.visible_text import visible_line
from sqs_explorer.services.body_formatting import BodyFormat, FormatProblem, format_body, guess_format
from sqs_explorer.services.line_differences import (
    MAXIMUM_LINE_CHARACTERS,
    DifferenceLine,
    LineDifference,
    LineKind,
    line_difference,
)

SENT_AS_IT_WAS = "The same text, attributes, group ID and trace header are sent again."
_SHOWN_BYTES = 24
_SHOWN_CHARACTERS = 400
LAID_OUT_ANEW = "The body is laid out anew; it is compared with the original laid out in the same way."
COMPARED_LAID_OUT = (
    "Its lines are long, so both texts are compared laid out, with the lines of that layout. "
    "What is sent is the text in the editor."
)
ONLY_LAYOUT = "Only the layout of the body changed: white space between its values, no value."


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One attribute or ID in words, before and after; "" where it is not there."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MessageDifference:
    """Everything that differs. `identity` is what a copy has of its own: its deduplication ID and delay."""

    body: LineDifference = field(default_factory=LineDifference)
    body_differs: bool = False
    fields: tuple[FieldDifference, ...] = ()
    identity: tuple[FieldDifference, ...] = ()

    @property
    def is_none(self) -> bool:
        """Whether the same message is sent again."""
        return not self.body_differs and not self.fields

    @property
    def summary(self) -> str:
        """The whole in one sentence."""
        if self.is_none:
            return "Nothing is changed."
        parts = []
        if self.body.removed or self.body.added:
            removed, added = count_words(self.body.removed, "line"), f"{self.body.added:,}"
            parts.append(f"Body: {removed} removed, {added} added")
        elif self.body_differs:
            parts.append("Body: layout only")
        parts += [f"{changed.name} {_deed(changed)}" for changed in self.fields]
        return ". ".join(parts) + "."

    @property
    def lines(self) -> tuple[DifferenceLine, ...]:
        """Everything as lines to read: fields first, for they are short, then the body."""
        found = [line for changed in self.fields for line in _field_lines(changed)]
        if self.body_differs:
            found.append(DifferenceLine(LineKind.HEADING, "Message body"))
            found += [DifferenceLine(LineKind.SKIPPED, note) for note in self.body.notes]
            found += self.body.lines
        return (*found, *(line for own in self.identity for line in _field_lines(own)))


def message_difference(original: ReceivedMessage, edited: OutgoingMessage) -> MessageDifference:
    """Compare what was received with what is about to be sent."""
    fields = [
        *_attribute_differences(original.attributes, edited.attributes),
        *_field_difference("Message group ID", original.group_id, edited.group_id),
        *_field_difference("Trace header", original.trace_header, edited.trace_header),
    ]
    delay = "" if edited.delay_seconds is None else f"{edited.delay_seconds} s"
    identity = [
        *_field_difference("Deduplication ID", original.deduplication_id, edited.deduplication_id),
        *_field_difference("Delay", "", delay),
    ]
    body = _body_difference(original.body, edited.body)
    return MessageDifference(body, original.body != edited.body, tuple(fields), tuple(identity))


def _body_difference(original: str, edited: str) -> LineDifference:
    if original == edited:
        return LineDifference()
    before, after = _laid_out(original), _laid_out(edited)
    if before is None or after is None or before == original:
        return line_difference(original, edited)
    if before == after:
        # A person who pressed Format body knows; any other change of white space is shown as it is.
        return LineDifference(notes=(ONLY_LAYOUT,)) if edited == after else line_difference(original, edited)
    if edited == after:
        return _with_note(line_difference(before, edited), LAID_OUT_ANEW)
    if max(map(len, original.splitlines())) <= MAXIMUM_LINE_CHARACTERS:
        return line_difference(original, edited)
    return _with_note(line_difference(before, after), COMPARED_LAID_OUT)


def _with_note(found: LineDifference, note: str) -> LineDifference:
    return replace(found, notes=(note, *found.notes))


def _laid_out(text: str) -> str | None:
    """Return a text pretty-printed; None if it is neither JSON nor XML."""
    body_format = guess_format(text)
    if body_format is BodyFormat.TEXT:
        return None
    try:
        return format_body(text, body_format)
    except FormatProblem:
        return None


def _attribute_differences(
    before: tuple[MessageAttribute, ...], after: tuple[MessageAttribute, ...]
) -> Iterator[FieldDifference]:
    """Compare by name; SQS keeps no order among attributes."""
    old, new = ({attribute.name: attribute for attribute in group} for group in (before, after))
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name), new.get(name)
        if one != other:
            yield FieldDifference(
                f"Attribute {visible_line(name)}",
                _attribute_words(one) if one else "",
                _attribute_words(other) if other else "",
            )


def _attribute_words(attribute: MessageAttribute) -> str:
    return f"{visible_line(attribute.data_type)} {_value_words(attribute)}"


def _value_words(attribute: MessageAttribute) -> str:
    if not attribute.is_binary:
        return _cut(attribute.string_value)
    value = attribute.binary_value
    if len(value) <= _SHOWN_BYTES:
        return f"0x{value.hex()} · {count_words(len(value), 'byte')}"
    digest = hashlib.sha256(value).hexdigest()[:16]
    return f"0x{value[:_SHOWN_BYTES].hex()}… · {count_words(len(value), 'byte')}, SHA-256 {digest}…"


def _cut(text: str) -> str:
    shown = visible_line(text[:_SHOWN_CHARACTERS])
    if len(text) <= _SHOWN_CHARACTERS:
        return shown
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{shown}… · {count_words(len(text), 'character')}, SHA-256 {digest}…"


def _field_difference(name: str, before: str, after: str) -> list[FieldDifference]:
    return [] if before == after else [FieldDifference(name, _cut(before), _cut(after))]


def _field_lines(changed: FieldDifference) -> Iterator[DifferenceLine]:
    yield DifferenceLine(LineKind.HEADING, changed.name)
    if changed.before:
        yield DifferenceLine(LineKind.REMOVED, changed.before)
    if changed.after:
        yield DifferenceLine(LineKind.ADDED, changed.after)


def _deed(changed: FieldDifference) -> str:
    if not changed.before:
        return "added"
    return "changed" if changed.after else "removed"
