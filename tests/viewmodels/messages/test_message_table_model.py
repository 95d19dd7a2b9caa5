"""The table of messages: cells in words, countdown by a fake clock, sorting and filtering of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QModelRoleData, QModelRoleDataSpan, QPersistentModelIndex, Qt, QTimer
from pytestqt.modeltest import ModelTester

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.domain.queues import QueueAttributes, RedrivePolicy
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell, CellKind
from sqs_explorer.viewmodels.messages.message_columns import DEAD_LETTER_COLUMNS, ColumnKind
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from tests.fakes.fake_clock import START, FakeClock
from tests.viewmodels.messages.samples import held, message

MAXIMUM_3 = QueueAttributes(
    redrive_policy=RedrivePolicy("arn:aws:sqs:eu-west-1:123456789012:OrderQueue-DLQ", 3),
    retention_seconds=345_600,
)
ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(qapp: Any) -> Iterator[MessageStore]:
    store = MessageStore()
    yield store
    for timer in store.findChildren(QTimer):
        timer.stop()


@pytest.fixture
def table(store: MessageStore, clock: FakeClock) -> MessageTableModel:
    model = MessageTableModel(store, clock, parent=store)
    model.set_attributes(MAXIMUM_3)
    return model


def cell(model: MessageTableModel, row: int, kind: ColumnKind) -> Cell:
    value = model.index(row, model.column_of(kind)).data(CELL_ROLE)
    assert isinstance(value, Cell)
    return value


def words(model: MessageTableModel, kind: ColumnKind) -> list[str]:
    column = model.column_of(kind)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def tooltip(model: MessageTableModel, row: int, kind: ColumnKind) -> str:
    return str(model.index(row, model.column_of(kind)).data(int(Qt.ItemDataRole.ToolTipRole)))


def test_the_model_keeps_qts_rules(
    store: MessageStore, table: MessageTableModel, qtmodeltester: ModelTester
) -> None:
    store.add(
        held(
            message("a", attributes=(MessageAttribute("eventType", "String", "order.created"),)), message("b")
        )
    )
    qtmodeltester.check(table, force_py=True)  # type: ignore[no-untyped-call]
    table.sort(0, DESCENDING)
    store.add(held(message("aa")))
    table.add_attribute_column("eventType")
    table.set_filter(lambda row: row.message.message_id != "b")
    store.mark(["a"], HoldState.DELETED)
    table.remove_attribute_column("eventType")
    store.clear()
    qtmodeltester.check(table, force_py=True)  # type: ignore[no-untyped-call]


def test_each_column_says_its_part_in_words(store: MessageStore, table: MessageTableModel) -> None:
    store.add(held(message("5f3c-b81d", "x" * 1229, sent_at=START - timedelta(seconds=12), group_id="g1")))
    shown = [str(table.index(0, column).data()) for column in range(table.columnCount())]
    assert shown == ["5f3c-b81d", "12 s ago", "1 of 3", "g1", "1.2 KiB", "30 s", "x" * 199 + "…"]
    heads = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert heads == ["Message ID", "Sent", "Receives", "Group", "Size", "Visible again", "Body"]


def test_many_roles_at_once_say_the_same_as_one_by_one(store: MessageStore, table: MessageTableModel) -> None:
    store.add(held(message("a")))
    roles = [int(Qt.ItemDataRole.DisplayRole), CELL_ROLE, int(Qt.ItemDataRole.ToolTipRole)]
    for column in range(table.columnCount()):
        index = table.index(0, column)
        for role in roles:
            entry = QModelRoleData(role)
            table.multiData(index, QModelRoleDataSpan(entry))
            assert entry.data() == index.data(role)


def test_the_countdown_runs_by_the_second_and_ends_in_visible(
    store: MessageStore, table: MessageTableModel, clock: FakeClock
) -> None:
    store.add(held(message("a"), hold_seconds=30))
    clock.advance(9.2)
    countdown = cell(table, 0, ColumnKind.VISIBLE_AGAIN)
    assert (countdown.kind, countdown.text, countdown.seconds_left) == (CellKind.COUNTDOWN, "21 s", 21)
    assert countdown.fraction == pytest.approx(20.8 / 30)
    clock.advance(20.8)
    ended = cell(table, 0, ColumnKind.VISIBLE_AGAIN)
    assert (ended.kind, ended.text, ended.icon, ended.tone) == (CellKind.TEXT, "visible", "release", "muted")
    assert cell(table, 0, ColumnKind.MESSAGE_ID).tone == "muted"


def test_a_long_hold_counts_down_in_minutes_and_hours(store: MessageStore, table: MessageTableModel) -> None:
    store.add(held(message("a"), hold_seconds=999))
    store.add(held(message("b"), hold_seconds=1_000))
    store.add(held(message("c"), hold_seconds=43_170))
    assert words(table, ColumnKind.VISIBLE_AGAIN) == ["999 s", "16:40", "11:59:30"]


@pytest.mark.parametrize("state", [HoldState.RELEASED, HoldState.DELETED, HoldState.MOVED])
def test_a_message_let_go_says_how_and_turns_quiet(
    store: MessageStore, table: MessageTableModel, state: HoldState
) -> None:
    store.add(held(message("a", receives=3)))
    store.mark(["a"], state)
    assert words(table, ColumnKind.VISIBLE_AGAIN) == [state.value]
    quiet = (ColumnKind.MESSAGE_ID, ColumnKind.RECEIVES, ColumnKind.SIZE, ColumnKind.BODY)
    assert {cell(table, 0, kind).tone for kind in quiet} == {"muted"}
    assert cell(table, 0, ColumnKind.MESSAGE_ID).struck is (state is HoldState.DELETED)


def test_receives_warn_before_the_message_goes_to_the_dlq(
    store: MessageStore, table: MessageTableModel
) -> None:
    store.add(held(message("a", receives=1), message("b", receives=2), message("c", receives=3)))
    cells = [cell(table, row, ColumnKind.RECEIVES) for row in range(3)]
    assert [c.text for c in cells] == ["1 of 3", "2 of 3", "3 of 3"]
    assert [(c.tone, c.icon) for c in cells] == [("text", None), ("warning", None), ("danger", "warn")]
    table.set_attributes(QueueAttributes())
    assert words(table, ColumnKind.RECEIVES) == ["1", "2", "3"]


def test_tooltips_hold_whole_ids_exact_times_and_the_reason_of_a_failure(
    store: MessageStore, table: MessageTableModel
) -> None:
    store.add(held(message("5f3c0000-b81d", "x" * 2000)))
    store.note_problems({"5f3c0000-b81d": "The receipt handle has expired."})
    assert tooltip(table, 0, ColumnKind.MESSAGE_ID) == "5f3c0000-b81d\nThe receipt handle has expired."
    assert "08:59:00 UTC" in tooltip(table, 0, ColumnKind.SENT)
    assert "2,000 bytes" in tooltip(table, 0, ColumnKind.SIZE)
    assert cell(table, 0, ColumnKind.MESSAGE_ID).icon == "warn"


def test_hidden_characters_and_line_breaks_are_shown_on_one_line(
    store: MessageStore, table: MessageTableModel
) -> None:
    store.add(held(message("a", "one\ntwo \u202egpj.exe")))
    assert words(table, ColumnKind.BODY) == ["one two ⟨U+202E⟩gpj.exe"]


def test_a_tick_repaints_the_countdowns_in_sight_and_nothing_else(
    store: MessageStore, table: MessageTableModel, clock: FakeClock
) -> None:
    store.add(held(*(message(f"m{n:03d}") for n in range(100))))
    changed: list[tuple[int, int, int, int]] = []

    def note(top_left: QModelIndex, bottom_right: QModelIndex) -> None:
        changed.append((top_left.row(), bottom_right.row(), top_left.column(), bottom_right.column()))

    table.dataChanged.connect(note)
    table.tick()
    assert changed == []
    table.set_visible_rows(10, 35)
    clock.advance(1)
    table.tick()
    column = table.column_of(ColumnKind.VISIBLE_AGAIN)
    assert changed == [(10, 35, column, column)]


def test_changed_rows_are_told_once_and_only_those_in_sight(
    store: MessageStore, table: MessageTableModel
) -> None:
    store.add(held(*(message(f"m{n:03d}") for n in range(100))))
    changed: list[tuple[int, int]] = []
    table.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    table.set_visible_rows(10, 35)
    store.mark(["m001", "m036", "m090"], HoldState.MOVED)
    assert changed == [], "Qt would paint all that is in sight for each"
    store.mark(["m005", "m012", "m020", "m090"], HoldState.MOVED)
    assert changed == [(12, 20)]
    assert cell(table, 90, ColumnKind.VISIBLE_AGAIN).text == "moved"
    table.set_visible_rows(-1, -1)
    store.mark(["m003", "m007"], HoldState.MOVED)
    assert changed == [(12, 20), (3, 7)]


def test_a_tick_tells_when_a_hold_has_ended_and_repaints_the_whole_rows(
    store: MessageStore, table: MessageTableModel, clock: FakeClock
) -> None:
    store.add(held(message("a"), hold_seconds=2))
    table.set_visible_rows(0, 0)
    ended: list[bool] = []
    table.holds_ended.connect(lambda: ended.append(True))
    widths: list[int] = []
    table.dataChanged.connect(lambda left, right: widths.append(right.column() - left.column()))
    for _ in range(4):
        table.tick()
        clock.advance(1)
    assert ended == [True]
    assert widths.count(table.columnCount() - 1) == 1


def test_the_timer_runs_only_while_there_are_messages(store: MessageStore, table: MessageTableModel) -> None:
    assert not table.is_ticking
    store.add(held(message("a")))
    assert table.is_ticking
    store.clear()
    assert not table.is_ticking


def test_the_timer_does_not_sort_again(
    store: MessageStore, table: MessageTableModel, clock: FakeClock
) -> None:
    store.add(held(message("a"), hold_seconds=5))
    store.add(held(message("b"), hold_seconds=60))
    table.sort(table.column_of(ColumnKind.VISIBLE_AGAIN), ASCENDING)
    assert words(table, ColumnKind.MESSAGE_ID) == ["a", "b"]
    clock.advance(10)
    table.tick()
    assert words(table, ColumnKind.MESSAGE_ID) == ["a", "b"]


def test_sorting_goes_by_values_and_keeps_what_is_selected(
    store: MessageStore, table: MessageTableModel
) -> None:
    store.add(held(message("a", "x" * 900), message("b", "x" * 10_000), message("c", "x")))
    selected = QPersistentModelIndex(table.index(1, 0))
    table.sort(table.column_of(ColumnKind.SIZE), DESCENDING)
    assert words(table, ColumnKind.SIZE) == ["9.8 KiB", "900 B", "1 B"]
    assert selected.row() == 0
    table.sort(-1)
    assert words(table, ColumnKind.MESSAGE_ID) == ["a", "b", "c"]
    assert selected.row() == 1


@pytest.mark.parametrize(("order", "expected"), [(ASCENDING, "abcdefg"), (DESCENDING, "gfedcba")])
def test_messages_that_come_later_are_sorted_in(
    store: MessageStore, table: MessageTableModel, order: Qt.SortOrder, expected: str
) -> None:
    table.sort(0, order)
    store.add(held(message("c"), message("e")))
    store.add(held(message("f"), message("g")))
    store.add(held(message("b"), message("a")))
    chosen = QPersistentModelIndex(table.index(expected.replace("d", "").index("e"), 0))
    store.add(held(message("d")))
    assert "".join(words(table, ColumnKind.MESSAGE_ID)) == expected
    assert chosen.data() == "e"


def test_a_batch_is_one_insert(store: MessageStore, table: MessageTableModel) -> None:
    inserts: list[tuple[int, int]] = []
    table.rowsInserted.connect(lambda parent, first, last: inserts.append((first, last)))
    store.add(held(*(message(f"m{n:05d}") for n in range(10_000))))
    assert inserts == [(0, 9_999)]


def test_the_filter_also_decides_about_messages_that_come_later(
    store: MessageStore, table: MessageTableModel
) -> None:
    store.add(held(message("a", "wanted"), message("b", "not")))
    table.set_filter(lambda row: "wanted" in row.message.body)
    store.add(held(message("c", "not"), message("d", "wanted")))
    assert words(table, ColumnKind.MESSAGE_ID) == ["a", "d"]
    store.mark(["c", "d"], HoldState.RELEASED)
    assert words(table, ColumnKind.VISIBLE_AGAIN) == ["30 s", "released"]
    table.set_filter(None)
    assert words(table, ColumnKind.MESSAGE_ID) == ["a", "b", "c", "d"]


def test_a_message_attribute_can_be_a_column(store: MessageStore, table: MessageTableModel) -> None:
    number = MessageAttribute("total", "Number", "9")
    store.add(
        held(message("a", attributes=(number, MessageAttribute("eventType", "String", "order.created"))))
    )
    store.add(held(message("b", attributes=(MessageAttribute("total", "Number", "10"),))))
    store.add(held(message("c", attributes=(MessageAttribute("sign", "Binary", binary_value=b"\x9f\x86"),))))
    assert table.attribute_names() == ("eventType", "sign", "total")
    table.add_attribute_column("total")
    table.add_attribute_column("sign")
    table.add_attribute_column("total")
    heads = [table.headerData(column, Qt.Orientation.Horizontal) for column in range(table.columnCount())]
    assert heads[-3:] == ["total", "sign", "Body"]
    table.sort(heads.index("total"), DESCENDING)
    assert words(table, ColumnKind.MESSAGE_ID) == ["b", "a", "c"]
    assert table.index(2, heads.index("sign")).data() == "2 bytes · 9f86"
    table.remove_attribute_column("sign")
    assert table.attribute_columns == ("total",)


def test_expires_in_counts_the_retention_from_the_first_send(store: MessageStore, clock: FakeClock) -> None:
    table = MessageTableModel(store, clock, columns=DEAD_LETTER_COLUMNS, parent=store)
    table.set_attributes(QueueAttributes(retention_seconds=1_209_600))
    sent = [
        START - timedelta(days=13, hours=17),
        START - timedelta(days=12, hours=20),
        START - timedelta(days=1),
    ]
    store.add(held(*(message(str(n), sent_at=at) for n, at in enumerate(sent))))
    cells = [cell(table, row, ColumnKind.EXPIRES_IN) for row in range(3)]
    assert [(c.text, c.tone, c.icon) for c in cells] == [
        ("7 h", "danger", "clock"),
        ("1 d 4 h", "warning", "clock"),
        ("13 d", "text", None),
    ]


def test_a_fifo_dlq_does_not_pretend_to_know_the_expiry(store: MessageStore, clock: FakeClock) -> None:
    table = MessageTableModel(store, clock, columns=DEAD_LETTER_COLUMNS, is_fifo=True, parent=store)
    table.set_attributes(QueueAttributes(retention_seconds=1_209_600))
    store.add(held(message("a")))
    assert words(table, ColumnKind.EXPIRES_IN) == ["unknown"]
