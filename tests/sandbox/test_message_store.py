"""The message store and the deduplication memory on a clock of their own, for what would take hours."""

from __future__ import annotations

import random

import pytest

from sqs_explorer.sandbox.deduplication import AcceptedSend, DeduplicationMemory
from sqs_explorer.sandbox.message_store import MessageStore
from sqs_explorer.sandbox.stored_message import StoredMessage

FOUR_DAYS_SECONDS = 345_600.0


def message(name: str, at: float = 0.0, group_id: str | None = None) -> StoredMessage:
    return StoredMessage(name, f"body of {name}", {}, "me", at, at, group_id=group_id)


def visible(store: MessageStore, limit: int = 10) -> list[str]:
    return [found.message_id for found in store.next_visible(limit)]


def test_a_message_expires_in_whatever_state_when_its_retention_ends() -> None:
    store = MessageStore(fifo=False)
    for name in ("visible", "in flight", "delayed"):
        store.add(message(name), delayed_until=FOUR_DAYS_SECONDS * 2 if name == "delayed" else None)
    held = store.get("in flight")
    assert held is not None
    store.hide(held, FOUR_DAYS_SECONDS * 2)
    store.add(message("younger", at=1.0))
    store.settle(FOUR_DAYS_SECONDS - 0.001, FOUR_DAYS_SECONDS)
    assert (store.visible_count, store.in_flight_count, store.delayed_count) == (2, 1, 1)
    store.settle(FOUR_DAYS_SECONDS, FOUR_DAYS_SECONDS)
    assert (store.visible_count, store.in_flight_count, store.delayed_count) == (1, 0, 0)
    assert visible(store) == ["younger"]


def test_a_shorter_retention_takes_effect_on_what_lies_there() -> None:
    store = MessageStore(fifo=False)
    store.add(message("old", at=0.0))
    store.add(message("new", at=100.0))
    store.settle(120.0, FOUR_DAYS_SECONDS)
    assert visible(store) == ["old", "new"]
    store.settle(120.0, 60.0)
    assert visible(store) == ["new"]


def test_only_the_last_visibility_timeout_counts() -> None:
    store = MessageStore(fifo=False)
    store.add(message("order"))
    held = store.next_visible(1)[0]
    store.hide(held, 30.0)
    store.hide(held, 60.0)
    store.settle(59.9, FOUR_DAYS_SECONDS)
    assert visible(store) == []
    store.settle(60.0, FOUR_DAYS_SECONDS)
    assert visible(store) == ["order"]


def test_the_oldest_open_group_comes_first() -> None:
    store = MessageStore(fifo=True)
    for name in ("a1", "b1", "a2", "c1"):
        store.add(message(name, group_id=name[0]))
    assert visible(store) == ["a1", "a2", "b1", "c1"]
    store.hide(store.next_visible(1)[0], 30.0)
    assert visible(store) == ["b1", "c1"]


@pytest.mark.parametrize("fifo", [False, True])
def test_the_counts_and_the_visible_messages_stay_right_whatever_happens(fifo: bool) -> None:
    chance = random.Random(7)  # noqa: S311 - the same course of events every time
    store = MessageStore(fifo=fifo)
    alive: dict[str, StoredMessage] = {}
    for step in range(3_000):
        now = float(step)
        store.settle(now, 400.0)
        alive = {name: held for name, held in alive.items() if store.get(name) is held}
        event = chance.randrange(5)
        some = chance.choice(list(alive.values())) if alive else None
        if event == 0 or some is None:
            new = message(f"m{step}", now, group_id=chance.choice("abc"))
            alive[new.message_id] = new
            store.add(new, now + chance.randint(1, 20) if chance.random() < 0.2 else None)
        elif event == 1:
            for found in store.next_visible(chance.randint(1, 10)):
                store.hide(found, now + chance.randint(1, 50))
        elif event == 2 and some.in_flight:
            store.show(some)
        elif event == 3 and some.in_flight:
            store.hide(some, now + chance.randint(1, 50))
        elif event == 4:
            store.remove(some)
            del alive[some.message_id]
        assert len(store) == len(alive)
        assert store.in_flight_count == sum(held.in_flight for held in alive.values())
        assert store.delayed_count == sum(held.delayed for held in alive.values())
        assert set(visible(store, 10_000)) == expected(alive, fifo=fifo)


def expected(alive: dict[str, StoredMessage], *, fifo: bool) -> set[str]:
    """Return what may be received, by looking at every message."""
    if not fifo:
        return {name for name, held in alive.items() if held.visible}
    found: set[str] = set()
    for group_id in "abc":
        members = [held for held in alive.values() if held.group_id == group_id]
        if any(held.in_flight for held in members):
            continue
        for held in members:
            if not held.visible:
                break
            found.add(held.message_id)
    return found


def test_deduplication_is_forgotten_after_five_minutes() -> None:
    memory = DeduplicationMemory()
    first = AcceptedSend("id", None, 0.0)
    memory.remember("", "d", first)
    memory.remember("group", "d", AcceptedSend("other", None, 1.0))
    assert memory.duplicate_of("", "d", 299.9) is first
    assert memory.duplicate_of("", "d", 300.0) is None
    assert memory.duplicate_of("group", "d", 300.0) is not None
