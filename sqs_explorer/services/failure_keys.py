"""Finds by itself what dead letters are best grouped by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from sqs_explorer.services.failure_facts import MessageFacts

FAILURE_WORDS = frozenset(
    {"error", "errors", "err", "exception", "failure", "failed", "fault", "reason", "cause", "rejection"}
)
"""A name with one of these words in it is likely to say why a message failed."""
FEW_GROUPS = 12
FAILURE_WEIGHT = 4.0
LEAST_REPETITION = 0.15
CONSTANT_WEIGHT = 0.01

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[a-z]+")


class KeyKind(Enum):
    """Where a key stands."""

    ATTRIBUTE = "attribute"
    PATH = "path"
    """A path into JSON bodies, found by looking at them."""
    EXPRESSION = "expression"
    """A JMESPath that a person typed."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What messages are grouped by: an attribute's name, a path or a JMESPath expression."""

    kind: KeyKind
    name: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A key that could group messages: how many have it, how many values it has, and how good that is."""

    key: GroupKey
    covered: int
    groups: int
    score: float


def rank_keys(facts: Sequence[MessageFacts]) -> list[Candidate]:
    """Return all attribute names and paths in these messages, the best key first.

    Nothing but the facts decides: the same ones always give the same order.

    The score is coverage x repetition x fewness x weight:

    - coverage: the share of messages that have the key;
    - repetition: the share of them that have a value someone had before. It is 0 for an ID, different in
      each message;
    - fewness: 1 up to 12 groups, then 12 / groups, because nobody reads a hundred groups;
    - weight: 4 if the name speaks of failure (errorReason, exception, cause). Such a key also counts as
      repeated by 0.15 at least, so that three messages with three reasons are grouped by reason. With one
      value throughout it weighs 1: all failed alike, which is worth saying. Any other constant weighs 0.01
      and so loses unless there is nothing else.

    Keys of the same score are told apart by their names speaking of failure, then attributes before paths,
    then by name.
    """
    total = len(facts)
    ranked = [
        *_candidates(KeyKind.ATTRIBUTE, (fact.attributes.items() for fact in facts), total),
        *_candidates(KeyKind.PATH, (fact.paths.items() for fact in facts), total),
    ]
    ranked.sort(key=_rank)
    return ranked


def find_key(ranked: Sequence[Candidate]) -> GroupKey | None:
    """Return the best key; None if none is shared by two messages and none speaks of failure."""
    return ranked[0].key if ranked and ranked[0].score > 0 else None


def speaks_of_failure(name: str) -> bool:
    """Tell whether the last part of a name or path has a word such as error or reason in it."""
    words = _WORDS.findall(name.rpartition(".")[2])
    return any(word.lower() in FAILURE_WORDS for word in words)


def _candidates(kind: KeyKind, messages: Iterable[Iterable[tuple[str, str]]], total: int) -> list[Candidate]:
    covered: dict[str, int] = {}
    values: dict[str, set[str]] = {}
    for pairs in messages:
        for name, text in pairs:
            if name in covered:
                covered[name] += 1
                values[name].add(text)
            else:
                covered[name], values[name] = 1, {text}
    return [
        Candidate(
            GroupKey(kind, name),
            count,
            len(values[name]),
            _score(total, count, len(values[name]), failure=speaks_of_failure(name)),
        )
        for name, count in covered.items()
    ]


def _score(total: int, covered: int, groups: int, *, failure: bool) -> float:
    repetition = (covered - groups) / covered
    weight = 1.0
    if failure:
        repetition = max(repetition, LEAST_REPETITION)
        weight = FAILURE_WEIGHT if groups > 1 else 1.0
    elif groups == 1:
        weight = CONSTANT_WEIGHT
    return covered / total * repetition * min(1.0, FEW_GROUPS / groups) * weight


def _rank(candidate: Candidate) -> tuple[float, bool, bool, str]:
    key = candidate.key
    return -candidate.score, not speaks_of_failure(key.name), key.kind is not KeyKind.ATTRIBUTE, key.name
