"""The entries of Group by: found by itself, the attributes there are, the paths into bodies, a JMESPath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqs_explorer.services.failure_keys import Candidate, GroupKey, KeyKind

FOUND_BY_ITSELF = "Found by itself"
JMESPATH = "JMESPath…"
MOST_ATTRIBUTES = 30
MOST_PATHS = 15


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """One entry. `key` is None for Found by itself; `short` is what the closed box shows."""

    label: str
    key: GroupKey | None = None
    short: str = ""
    is_typed: bool = False
    """It opens the field for a JMESPath."""


def group_choices(
    candidates: Sequence[Candidate], found: GroupKey | None, chosen: GroupKey | None
) -> tuple[GroupChoice, ...]:
    """Return the entries. Attributes by name; of the paths those that some messages share, best first.

    A key that was chosen stays an entry even if no message has it any more.
    """
    keys = [candidate.key for candidate in candidates]
    attributes = sorted(
        (key for key in keys[:1_000] if key.kind is KeyKind.ATTRIBUTE), key=lambda key: key.name.casefold()
    )[:MOST_ATTRIBUTES]
    paths = [
        candidate.key
        for candidate in candidates
        if candidate.key.kind is KeyKind.PATH and candidate.groups < candidate.covered
    ][:MOST_PATHS]
    listed = [*attributes, *paths]
    if chosen is not None and chosen.kind is not KeyKind.EXPRESSION and chosen not in listed:
        listed.append(chosen)
    label = f"{FOUND_BY_ITSELF}: {found.name}" if found else FOUND_BY_ITSELF
    return (
        GroupChoice(label, short=found.name if found else FOUND_BY_ITSELF),
        *(GroupChoice(_label(key), key, key.name) for key in listed),
        GroupChoice(JMESPATH, short=JMESPATH, is_typed=True),
    )


def _label(key: GroupKey) -> str:
    return key.name if key.kind is KeyKind.ATTRIBUTE else f"{key.name} in the body"
