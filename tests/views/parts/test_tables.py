"""A table is used by keyboard, arranged as one likes, and copied as text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.row_ranges import row_ranges
from sqs_explorer.views.parts.tables import DataTable
from tests.views.parts.sample_models import CellRows, message_rows, profile_rows

WIDTHS = [92, 86, 78, 82, 102, 200]


@pytest.fixture
def table(look: Look, qtbot: QtBot) -> DataTable:
    """Return a table of eight messages, shown."""
    shown = DataTable(look, "Messages")
    qtbot.addWidget(shown)
    model = message_rows()
    model.setParent(shown)
    shown.setModel(model)
    shown.set_columns(WIDTHS)
    shown.resize(700, 300)
    shown.show()
    return shown


def test_rows_have_a_fixed_height_and_columns_their_widths(table: DataTable) -> None:
    assert table.rowHeight(0) == 26
    assert [table.columnWidth(column) for column in range(5)] == WIDTHS[:5]
    assert table.verticalHeader().sectionResizeMode(0) is QHeaderView.ResizeMode.Fixed
    assert table.accessibleName() == "Messages"


def test_one_column_takes_the_room_that_is_left(table: DataTable) -> None:
    table.set_columns(WIDTHS, stretch=0)
    table.resize(900, 300)
    assert sum(table.columnWidth(column) for column in range(6)) == table.viewport().width()
    assert table.columnWidth(0) > WIDTHS[0]


def test_enter_opens_the_current_row_and_copying_takes_the_selected_ones(
    table: DataTable, qtbot: QtBot
) -> None:
    table.select_rows([3, 1])
    with qtbot.waitSignal(table.row_opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    index: QModelIndex = opened.args[0]
    assert index.row() == 1
    table.setColumnHidden(5, True)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "9b20…07fe\t34 s ago\t1 of 3\t398 B\t27 s\n27ae…d3c2\t3 min ago\t1 of 3\t1.2 KiB\t21 s"
    )


def test_the_first_down_after_tab_selects_the_first_row_not_the_second(
    table: DataTable, qtbot: QtBot
) -> None:
    table.activateWindow()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(table.hasFocus)
    assert table.selected_rows() == []
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.selected_rows() == [0]
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.selected_rows() == [1]


def test_a_screen_can_copy_in_its_own_way(look: Look, qtbot: QtBot) -> None:
    table = DataTable(look, "Messages", copies_itself=False)
    qtbot.addWidget(table)
    model = message_rows()
    model.setParent(table)
    table.setModel(model)
    with qtbot.waitSignal(table.copy_requested):
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_double_click_opens_a_row(table: DataTable, qtbot: QtBot) -> None:
    place = table.visualRect(table.model().index(2, 0)).center()
    with qtbot.waitSignal(table.row_opened) as opened:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args[0].row() == 2


def test_selecting_tells_the_screen_and_keeps_the_order_of_rows(table: DataTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(table.selection_changed):
        table.select_rows([4, 0, 5])
    assert table.selected_rows() == [0, 4, 5]
    assert table.current_row() == 0
    table.select_rows([])
    assert table.selected_rows() == []


def test_hidden_moved_and_sized_columns_come_back(table: DataTable, look: Look, qtbot: QtBot) -> None:
    table.setColumnHidden(3, True)
    table.setColumnWidth(1, 120)
    table.horizontalHeader().moveSection(4, 0)
    state = table.save_columns()
    other = DataTable(look, "Messages")
    qtbot.addWidget(other)
    model = message_rows()
    model.setParent(other)
    other.setModel(model)
    assert other.restore_columns(state)
    assert other.isColumnHidden(3)
    assert other.columnWidth(1) == 120
    assert other.horizontalHeader().logicalIndex(0) == 4


@pytest.mark.parametrize("state", [b"", b"2:xyz", b"nonsense"])
def test_a_state_of_other_columns_changes_nothing(table: DataTable, state: bytes) -> None:
    assert not table.restore_columns(state)
    assert table.columnWidth(0) == WIDTHS[0]


def test_the_columns_menu_hides_and_shows(table: DataTable) -> None:
    menu = table.columns_menu()
    sent = next(action for action in menu.actions() if action.text() == "Sent")
    assert sent.isChecked()
    sent.trigger()
    assert table.isColumnHidden(1)
    again = next(action for action in table.columns_menu().actions() if action.text() == "Sent")
    again.trigger()
    assert not table.isColumnHidden(1)


def test_the_last_column_in_sight_cannot_be_hidden(table: DataTable) -> None:
    for column in range(1, 6):
        table.setColumnHidden(column, True)
    actions = {action.text(): action.isEnabled() for action in table.columns_menu().actions()}
    assert actions["Message ID"] is False
    assert actions["Sent"] is True


def test_a_click_on_the_box_checks_a_row_and_a_click_beside_it_does_not(look: Look, qtbot: QtBot) -> None:
    table = DataTable(look, "Profiles", row_height=28)
    qtbot.addWidget(table)
    model = profile_rows()
    model.setParent(table)
    table.setModel(model)
    table.set_columns([160, 180])
    table.resize(400, 200)
    table.show()
    rect = table.visualRect(model.index(0, 0))
    press = QTest.mouseClick
    press(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 90, rect.center().y()))
    assert 0 not in model.checked
    press(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.left() + 22, rect.center().y()))
    assert model.checked == {0: Qt.CheckState.Checked, 1: Qt.CheckState.Checked}
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert model.checked == {0: Qt.CheckState.Unchecked, 1: Qt.CheckState.Checked}


def test_ten_thousand_rows_are_selected_at_once(look: Look, qtbot: QtBot) -> None:
    table = DataTable(look, "Messages")
    qtbot.addWidget(table)
    model = CellRows(["Message ID"], [message_rows().rows[0][:1] for _ in range(1)] * 10_000, right=set())
    model.setParent(table)
    table.setModel(model)
    table.selectAll()
    assert len(table.selected_rows()) == 10_000
    assert table.selectionModel().selection().count() == 1


def test_rows_become_ranges() -> None:
    assert row_ranges([5, 1, 2, 3, 9, 8, 3]) == [(1, 3), (5, 5), (8, 9)]
    assert row_ranges([]) == []
