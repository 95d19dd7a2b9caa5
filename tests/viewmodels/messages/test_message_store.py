"""The store keeps one row for each message, with the handle that works."""

from __future__ import annotations

from typing import Any

import pytest

from sqs_explorer.viewmodels.messages.message_store import (
    AddedRows,
    ChangedRows,
    HoldState,
    MessageRow,
    MessageStore,
)
from tests.viewmodels.messages.samples import held, message


@pytest.fixture
def store(qapp: Any) -> MessageStore:
    return MessageStore()


def row(store: MessageStore, message_id: str) -> MessageRow:
    found = store.row(message_id)
    assert found is not None
    return found


def test_a_batch_is_appended_in_one_go(store: MessageStore) -> None:
    told: list[AddedRows] = []
    store.rows_added.connect(told.append)
    store.add(held(message("a")))
    store.add(held(message("b"), message("c")))
    assert told == [AddedRows(0, 0), AddedRows(1, 2)]
    assert [r.message.message_id for r in store.rows] == ["a", "b", "c"]


def test_the_same_message_twice_is_one_row_with_the_newest_handle(store: MessageStore) -> None:
    store.add(held(message("a", handle="old"), message("b")))
    changed: list[ChangedRows] = []
    store.rows_changed.connect(changed.append)
    store.add(held(message("a", handle="new", receives=2), at=1_040.0))
    assert len(store) == 2
    assert row(store, "a").message.receipt_handle == "new"
    assert row(store, "a").visible_again_monotonic == 1_070.0
    assert changed == [ChangedRows((0,))]


def test_the_same_message_twice_in_one_batch_is_one_row(store: MessageStore) -> None:
    store.add(held(message("a", handle="first"), message("a", handle="second")))
    assert [r.message.receipt_handle for r in store.rows] == ["second"]


def test_an_answer_that_comes_late_does_not_bring_back_an_older_handle(store: MessageStore) -> None:
    store.add(held(message("a", handle="new"), at=1_040.0))
    store.add(held(message("a", handle="old"), at=1_000.0))
    assert row(store, "a").message.receipt_handle == "new"


@pytest.mark.parametrize("state", [HoldState.DELETED, HoldState.RELEASED, HoldState.MOVED])
def test_a_message_received_again_after_it_was_let_go_is_held_again(
    store: MessageStore, state: HoldState
) -> None:
    store.add(held(message("a")))
    store.mark(["a"], state)
    assert row(store, "a").state_at(1_001.0) is state
    store.add(held(message("a", handle="new"), at=1_010.0))
    assert row(store, "a").state_at(1_011.0) is HoldState.HELD


def test_a_hold_that_has_run_out_is_visible_and_can_be_set_anew(store: MessageStore) -> None:
    store.add(held(message("a"), hold_seconds=30))
    assert row(store, "a").state_at(1_029.9) is HoldState.HELD
    assert row(store, "a").state_at(1_030.0) is HoldState.VISIBLE
    store.set_hold(["a"], 1_090.0, 60)
    assert row(store, "a").seconds_left(1_030.0) == 60.0


def test_a_problem_stays_until_the_next_success(store: MessageStore) -> None:
    store.add(held(message("a")))
    store.note_problems({"a": "The receipt handle has expired.", "unknown": "x"})
    assert row(store, "a").problem == "The receipt handle has expired."
    store.mark(["a"], HoldState.RELEASED)
    assert row(store, "a").problem == ""


def test_clear_forgets_all_rows_and_says_so(store: MessageStore, qtbot: Any) -> None:
    store.add(held(message("a")))
    with qtbot.waitSignal(store.cleared):
        store.clear()
    assert len(store) == 0
    assert store.row("a") is None


def test_a_message_received_again_is_told_from_the_one_that_was_taken(store: MessageStore) -> None:
    taken = (message("a", handle="old"), message("b", handle="same"))
    store.add(held(*taken))
    store.add(held(message("a", handle="new"), at=1_040.0))
    assert store.still(taken, ("a", "b", "not here")) == ("b",)
