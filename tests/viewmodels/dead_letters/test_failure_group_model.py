"""The table Failure groups: words, shares, order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from sqs_explorer.services.failure_groups import FailureGroup
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind
from sqs_explorer.viewmodels.dead_letters.failure_group_model import (
    KEY,
    MESSAGES,
    NEWEST,
    OLDEST,
    FailureGroupModel,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
_ASCENDING, _DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def group(
    text: str,
    count: int,
    oldest_days: float = 3,
    newest_minutes: float = 4,
    *,
    rest: bool = False,
    gone: int = 0,
) -> FailureGroup:
    ids = tuple(f"{text}-{number}" for number in range(count + gone))
    oldest, newest = NOW - timedelta(days=oldest_days), NOW - timedelta(minutes=newest_minutes)
    return FailureGroup(text, count, oldest, newest, ids, is_rest=rest)


def model(*groups: FailureGroup) -> FailureGroupModel:
    made = FailureGroupModel(lambda: NOW)
    made.show_groups(groups)
    return made


def words(shown: FailureGroupModel, column: int) -> list[object]:
    return [shown.index(row, column).data() for row in range(shown.rowCount())]


def cell(shown: FailureGroupModel, row: int, column: int) -> Cell:
    found = shown.index(row, column).data(CELL_ROLE)
    assert isinstance(found, Cell)
    return found


def test_a_row_says_key_number_and_ages() -> None:
    shown = model(group("Card declined", 1_031, oldest_days=13))
    headings = [shown.headerData(column, Qt.Orientation.Horizontal) for column in range(4)]
    assert headings == ["Key", "Messages", "Oldest", "Newest"]
    assert [shown.index(0, column).data() for column in range(4)] == [
        "Card declined",
        "1,031",
        "13 d",
        "4 min",
    ]


def test_the_bar_is_the_share_of_the_largest_group() -> None:
    shown = model(group("a", 30), group("b", 15), group("No key", 3, rest=True))
    cells = [cell(shown, row, MESSAGES) for row in range(3)]
    assert [(one.kind, one.fraction) for one in cells] == [
        (CellKind.SHARE, 1.0),
        (CellKind.SHARE, 0.5),
        (CellKind.SHARE, 0.1),
    ]


def test_groups_stand_by_size_and_those_without_the_key_last_however_sorted() -> None:
    shown = model(group("No key", 90, rest=True), group("b", 5), group("c", 9), group("a", 5))
    assert words(shown, KEY) == ["c", "a", "b", "No key"]
    shown.sort(KEY, _ASCENDING)
    assert words(shown, KEY) == ["a", "b", "c", "No key"]
    shown.sort(KEY, _DESCENDING)
    assert words(shown, KEY) == ["c", "b", "a", "No key"]
    shown.sort(MESSAGES, _ASCENDING)
    assert words(shown, KEY) == ["a", "b", "c", "No key"]


def test_ages_sort_as_they_read() -> None:
    shown = model(
        group("young", 1, oldest_days=1, newest_minutes=1), group("old", 1, oldest_days=9, newest_minutes=50)
    )
    shown.sort(OLDEST, _ASCENDING)
    assert words(shown, OLDEST) == ["1 d", "9 d"]
    shown.sort(NEWEST, _DESCENDING)
    assert words(shown, NEWEST) == ["50 min", "1 min"]


def test_new_groups_come_in_the_order_that_was_chosen() -> None:
    shown = model(group("b", 5))
    shown.sort(KEY, _ASCENDING)
    shown.show_groups([group("b", 5), group("a", 1)])
    assert words(shown, KEY) == ["a", "b"]


def test_a_group_that_only_grew_keeps_its_index() -> None:
    shown = model(group("a", 5), group("b", 2))
    kept = QPersistentModelIndex(shown.index(1, 0))
    shown.show_groups([group("a", 5), group("b", 3)])
    assert kept.isValid()
    assert words(shown, MESSAGES) == ["5", "3"]
    shown.sort(MESSAGES, _ASCENDING)
    assert kept.row() == 0


def test_what_was_moved_is_in_the_tooltip_and_an_empty_group_is_quiet() -> None:
    shown = model(group("a", 0, gone=3), group("b", 1))
    tip = shown.index(1, MESSAGES).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "0 messages; 3 more were moved or deleted here"
    age = shown.index(1, OLDEST).data(Qt.ItemDataRole.ToolTipRole)
    assert age == "None of these messages is left here."
    assert cell(shown, 1, KEY).tone == "muted"
    assert cell(shown, 0, KEY).tone == "text"


def test_hidden_characters_of_a_key_are_shown_and_the_tooltip_has_it_whole() -> None:
    shown = model(group("a\n\u202eb", 1))
    assert "\u202e" not in str(shown.index(0, KEY).data())
    assert "\n" not in str(shown.index(0, KEY).data())
    assert shown.index(0, KEY).data(Qt.ItemDataRole.ToolTipRole) == "a\n\u202eb"


def test_a_server_that_tells_no_time_gets_a_dash() -> None:
    shown = model(FailureGroup("a", 1, None, None, ("m",)))
    assert [shown.index(0, column).data() for column in (OLDEST, NEWEST)] == ["–", "–"]


def test_the_model_keeps_its_promises_to_qt(qtmodeltester: ModelTester) -> None:
    shown = model(group("a", 3), group("b", 2))
    qtmodeltester.check(shown)  # type: ignore[no-untyped-call]
    shown.show_groups([group("a", 3), group("b", 4), group("No key", 1, rest=True)])
    shown.sort(KEY, _DESCENDING)
    shown.show_groups([])
    assert shown.rowCount() == 0
