"""Two programs that share their settings keep each other's changes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import RECENT_QUEUES, Settings
from sqs_explorer.domain.settings_merging import merge_settings


def queue(name: str) -> QueueRef:
    return QueueRef("orders", "eu-west-1", f"https://sqs.eu-west-1.amazonaws.com/1/{name}")


BEFORE = Settings(
    favourites=frozenset({"a", "b"}),
    agreed_commands=frozenset({"old"}),
    kept_keys=("one", "two"),
    environments=(("x", Environment.TEST),),
    added_queues=(queue("a"), queue("b")),
    recent_queues=(queue("a"), queue("b")),
)


def test_what_only_one_of_them_changed_is_as_that_one_has_it() -> None:
    mine = replace(BEFORE, theme="dark", kept_keys=("two",), connections=(ConnectionSpec("dev", ("r",)),))
    theirs = replace(BEFORE, refresh_seconds=5, added_queues=(), unknown={"of tomorrow": 1})
    merged = merge_settings(BEFORE, mine, theirs)
    assert merged == replace(mine, refresh_seconds=5, added_queues=(), unknown={"of tomorrow": 1})


def test_entries_that_both_changed_are_added_and_removed_one_by_one() -> None:
    mine = replace(
        BEFORE,
        favourites=frozenset({"a", "mine"}),
        kept_keys=("two", "mine"),
        environments=(("x", Environment.PRODUCTION),),
        added_queues=(queue("a"), queue("b"), queue("mine")),
    )
    theirs = replace(
        BEFORE,
        favourites=frozenset({"a", "b", "theirs"}),
        kept_keys=("one", "two", "theirs"),
        environments=(("x", Environment.TEST), ("y", Environment.TEST)),
        added_queues=(queue("b"), queue("theirs"), queue("mine")),
    )
    merged = merge_settings(BEFORE, mine, theirs)
    assert merged.favourites == {"a", "mine", "theirs"}
    assert merged.kept_keys == ("two", "theirs", "mine")
    assert merged.environments == (("y", Environment.TEST), ("x", Environment.PRODUCTION))
    assert merged.added_queues == (queue("b"), queue("theirs"), queue("mine"))


def test_recent_queues_of_both_are_kept_mine_first_and_not_more_than_are_shown() -> None:
    mine = replace(BEFORE, recent_queues=(queue("b"), queue("mine"), queue("a")))
    theirs = replace(BEFORE, recent_queues=(queue("theirs"), queue("a")))
    merged = merge_settings(BEFORE, mine, theirs)
    assert merged.recent_queues == (queue("mine"), queue("a"), queue("theirs"))
    many = replace(BEFORE, recent_queues=tuple(queue(str(number)) for number in range(RECENT_QUEUES)))
    assert len(merge_settings(BEFORE, mine, many).recent_queues) == RECENT_QUEUES


def test_of_one_value_that_both_changed_mine_is_the_later() -> None:
    merged = merge_settings(BEFORE, replace(BEFORE, theme="dark"), replace(BEFORE, theme="light"))
    assert merged.theme == "dark"


names = st.lists(st.sampled_from("abcdef"), unique=True).map(tuple)


@given(names, names, names)
def test_no_addition_is_lost_and_no_removal_undone(
    before: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    merged = merge_settings(
        Settings(kept_keys=before), Settings(kept_keys=mine), Settings(kept_keys=theirs)
    ).kept_keys
    added = (set(mine) | set(theirs)) - set(before)
    assert set(merged) == added | (set(mine) & set(theirs))
    assert len(merged) == len(set(merged))
