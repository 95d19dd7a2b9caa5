"""The columns of a table of messages: their headings, and what each is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqs_explorer.domain.messages import MessageAttribute, ReceivedMessage
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageRow

_SORTED_CHARACTERS = 200


class ColumnKind(Enum):
    """What a column shows."""

    MESSAGE_ID = "Message ID"
    SENT = "Sent"
    RECEIVES = "Receives"
    GROUP = "Group"
    SIZE = "Size"
    VISIBLE_AGAIN = "Visible again"
    EXPIRES_IN = "Expires in"
    ATTRIBUTE = "Attribute"
    BODY = "Body"


@dataclass(frozen=True, slots=True)
class MessageColumn:
    """A column; one of kind ATTRIBUTE shows the message attribute `attribute_name`."""

    kind: ColumnKind
    attribute_name: str = ""

    @property
    def title(self) -> str:
        """The heading."""
        return self.attribute_name or self.kind.value

    @property
    def is_right_aligned(self) -> bool:
        """Whether heading and cells stand at the right."""
        return self.kind in _RIGHT


_RIGHT = frozenset({ColumnKind.SENT, ColumnKind.RECEIVES, ColumnKind.SIZE, ColumnKind.EXPIRES_IN})

MESSAGES_COLUMNS = tuple(
    MessageColumn(kind)
    for kind in (
        ColumnKind.MESSAGE_ID,
        ColumnKind.SENT,
        ColumnKind.RECEIVES,
        ColumnKind.GROUP,
        ColumnKind.SIZE,
        ColumnKind.VISIBLE_AGAIN,
        ColumnKind.BODY,
    )
)
"""The columns of the Messages tab."""

DEAD_LETTER_COLUMNS = tuple(
    MessageColumn(kind)
    for kind in (
        ColumnKind.MESSAGE_ID,
        ColumnKind.SENT,
        ColumnKind.RECEIVES,
        ColumnKind.GROUP,
        ColumnKind.SIZE,
        ColumnKind.VISIBLE_AGAIN,
        ColumnKind.EXPIRES_IN,
        ColumnKind.BODY,
    )
)
"""The columns of the Dead letters tab: with Expires in."""


def attribute_of(message: ReceivedMessage, name: str) -> MessageAttribute | None:
    """Return a message's attribute by name, or None."""
    return next((attribute for attribute in message.attributes if attribute.name == name), None)


SortKey = Callable[[MessageRow], Any]


def sort_key(column: MessageColumn) -> SortKey:
    """Return the key function that a column is sorted by."""
    if column.kind is ColumnKind.ATTRIBUTE:
        name = column.attribute_name
        return lambda row: _attribute_key(row.message, name)
    return _KEYS[column.kind]


def _attribute_key(message: ReceivedMessage, name: str) -> tuple[bool, float, str]:
    attribute = attribute_of(message, name)
    if attribute is None:
        return False, 0.0, ""
    if attribute.data_type.startswith("Number"):
        try:
            return True, float(attribute.string_value), ""
        except ValueError:
            return True, 0.0, attribute.string_value
    text = (
        attribute.binary_value[:_SORTED_CHARACTERS].hex() if attribute.is_binary else attribute.string_value
    )
    return True, 0.0, text[:_SORTED_CHARACTERS].casefold()


def _hold_key(row: MessageRow) -> tuple[str, float]:
    held = row.state is HoldState.HELD
    return ("" if held else row.state.value), row.visible_again_monotonic if held else 0.0


def _sent_key(row: MessageRow) -> float:
    return row.message.sent_at.timestamp() if row.message.sent_at else 0.0


_KEYS: dict[ColumnKind, SortKey] = {
    ColumnKind.MESSAGE_ID: lambda row: row.message.message_id,
    ColumnKind.SENT: _sent_key,
    ColumnKind.RECEIVES: lambda row: row.message.receive_count or 0,
    ColumnKind.GROUP: lambda row: row.message.group_id,
    ColumnKind.SIZE: lambda row: row.size_bytes,
    ColumnKind.VISIBLE_AGAIN: _hold_key,
    ColumnKind.EXPIRES_IN: _sent_key,
    ColumnKind.BODY: lambda row: row.message.body[:_SORTED_CHARACTERS],
}
