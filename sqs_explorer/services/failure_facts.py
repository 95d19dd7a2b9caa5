"""What messages can be grouped by: their attributes, and the values near the top of their JSON bodies."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from itertools import islice

from sqs_explorer.domain.messages import ReceivedMessage

PATH_NAMES = 3
"""How many names a path into a body has at most: `detail.error.code`."""
MOST_PATHS = 60
"""Paths kept of one body, those nearest to the top."""
KEY_CHARACTERS = 300
"""Values that begin with the same 300 characters count as the same: stack traces are long."""
READ_CHARACTERS = 64 * 1024 * 1024
"""Characters of bodies that are read at most, some seconds of work; of what is beyond, only attributes."""
EMPTY = "(empty)"

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


class BodyState(Enum):
    """What is known of a body."""

    JSON = auto()
    NOT_JSON = auto()
    UNREAD = auto()
    """Left out: too much text in all, or nested too deeply."""


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One message's values by attribute name, and by path into its JSON body (a JMESPath each)."""

    message_id: str
    sent_at: datetime | None
    body: BodyState
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    paths: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_facts(messages: Sequence[ReceivedMessage], characters_left: int) -> tuple[list[MessageFacts], int]:
    """Return the facts of messages and how many characters may still be read after them.

    A body that is longer than what is left is not read; shorter ones after it still are.
    """
    facts = []
    for message in messages:
        state, paths = BodyState.UNREAD, dict[str, str]()
        if len(message.body) <= characters_left:
            characters_left -= len(message.body)
            state, document = read_body(message.body)
            paths = _paths(document)
        attributes = {
            sys.intern(attribute.name): attribute.string_value[:KEY_CHARACTERS] or EMPTY
            for attribute in message.attributes
            if not attribute.is_binary
        }
        facts.append(MessageFacts(message.message_id, message.sent_at, state, attributes, paths))
    return facts, characters_left


def read_values(
    messages: Sequence[ReceivedMessage],
    facts: Sequence[MessageFacts],
    search: Callable[[object], object],
) -> list[str | None]:
    """Return what `search` finds in the bodies that `facts` knows as JSON, as text; None where nothing is."""
    return [
        key_text(search(read_body(message.body)[1])) if fact.body is BodyState.JSON else None
        for message, fact in zip(messages, facts, strict=True)
    ]


def read_body(body: str) -> tuple[BodyState, object]:
    """Return the document in a body, None unless it is JSON."""
    try:
        return BodyState.JSON, json.loads(body)
    except ValueError:
        return BodyState.NOT_JSON, None
    except RecursionError:
        return BodyState.UNREAD, None


def key_text(value: object) -> str | None:
    """Return a value as a group is named by it; None for null. 5 and "5" have the same name."""
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:KEY_CHARACTERS] or EMPTY


def _paths(document: object) -> dict[str, str]:
    """Return the scalars of a document by their paths, level by level; of a list, its first item's."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, object, int]] = [("", document, 0)]
    for path, value, names in waiting:
        if len(found) >= MOST_PATHS:
            break
        if isinstance(value, dict):
            if names < PATH_NAMES:
                inner = islice(value.items(), MOST_PATHS)
                waiting += [(_joined(path, name), item, names + 1) for name, item in inner]
        elif isinstance(value, list):
            if value and not path.endswith("]"):
                waiting.append((f"{path}[0]", value[0], names))
        elif path and (text := key_text(value)) is not None:
            found[sys.intern(path)] = text
    return found


def _joined(path: str, name: str) -> str:
    step = name if _PLAIN_NAME.match(name) else json.dumps(name, ensure_ascii=False)
    return f"{path}.{step}" if path else step
