"""Groups dead letters by what they have in common, so that one sees of what forty orders died."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqs_explorer.services.failure_facts import BodyState, MessageFacts
from sqs_explorer.services.failure_keys import Candidate, GroupKey, KeyKind, find_key, rank_keys

NOT_JSON = "Body is not JSON"
UNREAD = "Body not read"
NO_KEY_FOUND = "Nothing in common"


@dataclass(frozen=True, slots=True)
class FailureGroup:
    """Messages with the same key. `is_rest` marks those that have none: they come last.

    `count`, `oldest` and `newest` leave out what was moved or deleted since, `message_ids` holds all. The two
    are sent times, None where nothing is left or no server told one.
    """

    text: str
    count: int
    oldest: datetime | None
    newest: datetime | None
    message_ids: tuple[str, ...] = field(repr=False)
    is_rest: bool = False

    @property
    def identity(self) -> tuple[bool, str]:
        """What tells it from the other groups of the same key."""
        return self.is_rest, self.text


@dataclass(frozen=True, slots=True)
class FailureGroups:
    """The groups, largest first; the key (None: nothing found); all keys there are, the best first.

    `unread` is how many bodies were not read.
    """

    key: GroupKey | None
    groups: tuple[FailureGroup, ...]
    candidates: tuple[Candidate, ...]
    unread: int = 0


def group_messages(
    facts: Sequence[MessageFacts],
    key: GroupKey | None,
    *,
    gone: Collection[str] = frozenset(),
    values: Sequence[str | None] = (),
) -> FailureGroups:
    """Group messages by `key`, or with None by the best key found.

    `gone` holds the IDs of messages that are no longer in the queue; `values` belongs to a key of kind
    EXPRESSION and says what it found in each message.
    """
    ranked = rank_keys(facts)
    key = key or find_key(ranked)
    members: dict[tuple[bool, str], list[MessageFacts]] = {}
    for fact, text in zip(facts, _texts(facts, key, values), strict=True):
        identity = (False, text) if text is not None else (True, _rest_text(fact, key))
        members.setdefault(identity, []).append(fact)
    groups = [_group(is_rest, text, found, gone) for (is_rest, text), found in members.items()]
    groups.sort(key=lambda group: (group.is_rest, -group.count, group.text.casefold(), group.text))
    unread = sum(fact.body is BodyState.UNREAD for fact in facts)
    return FailureGroups(key, tuple(groups), tuple(ranked), unread)


def _texts(
    facts: Sequence[MessageFacts], key: GroupKey | None, values: Sequence[str | None]
) -> Iterable[str | None]:
    if key is None:
        return (None for _ in facts)
    if key.kind is KeyKind.EXPRESSION:
        return values
    if key.kind is KeyKind.PATH:
        return (fact.paths.get(key.name) for fact in facts)
    return (fact.attributes.get(key.name) for fact in facts)


def _rest_text(fact: MessageFacts, key: GroupKey | None) -> str:
    looks_into_bodies = key is None or key.kind is not KeyKind.ATTRIBUTE
    if looks_into_bodies and fact.body is BodyState.NOT_JSON:
        return NOT_JSON
    if looks_into_bodies and fact.body is BodyState.UNREAD:
        return UNREAD
    return f"No {key.name}" if key else NO_KEY_FOUND


def _group(is_rest: bool, text: str, members: Sequence[MessageFacts], gone: Collection[str]) -> FailureGroup:
    times = [fact.sent_at for fact in members if fact.sent_at is not None and fact.message_id not in gone]
    ids = tuple(fact.message_id for fact in members)
    count = sum(message_id not in gone for message_id in ids) if gone else len(ids)
    return FailureGroup(text, count, min(times, default=None), max(times, default=None), ids, is_rest=is_rest)
