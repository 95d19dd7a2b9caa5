"""Brings together what several running programs changed in the settings that they share."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from sqs_explorer.domain.settings import RECENT_QUEUES, Settings

_LISTS = frozenset({"kept_keys", "environments", "added_queues"})
"""Of these an entry is added or removed by itself; the others are one value, of who saves last."""


def merge_settings(before: Settings, mine: Settings, theirs: Settings) -> Settings:
    """Return `theirs` with all that changed from `before` to `mine`."""
    changed = {
        field.name: _merged(
            field.name, getattr(before, field.name), getattr(mine, field.name), getattr(theirs, field.name)
        )
        for field in fields(Settings)
    }
    return replace(theirs, **changed)


def _merged(name: str, before: Any, mine: Any, theirs: Any) -> Any:
    if mine == before:
        return theirs
    if theirs == before:
        return mine
    if isinstance(mine, frozenset):
        return (theirs - (before - mine)) | (mine - before)
    if name in _LISTS:
        kept = [entry for entry in theirs if entry in mine or entry not in before]
        return (*kept, *(entry for entry in mine if entry not in before and entry not in theirs))
    if name == "recent_queues":
        newest = dict.fromkeys((*mine, *theirs))
        gone = set(before) - (set(mine) & set(theirs))
        return tuple(queue for queue in newest if queue not in gone)[:RECENT_QUEUES]
    return mine
