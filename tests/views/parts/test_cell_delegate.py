"""What the delegate paints can be told apart by looking at the pixels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.tables import DataTable
from sqs_explorer.views.parts.tree_view import QueueTreeView
from tests.views.parts.sample_models import CellRows, message_rows, queue_tree


def table_of(look: Look, qtbot: QtBot, model: CellRows, widths: list[int]) -> DataTable:
    table = DataTable(look, "Sample")
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.set_columns(widths)
    table.resize(640, 300)
    table.show()
    return table


def colours_in(image: QImage, rect: QRect) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    }


def has(look: Look, table: DataTable, row: int, column: int, token: str) -> bool:
    image = table.viewport().grab().toImage()
    rect = table.visualRect(table.model().index(row, column))
    return look.color(token).name() in colours_in(image, rect)


def test_a_long_name_leaves_room_for_the_words_after_it(look: Look, qtbot: QtBot) -> None:
    name = "AWSAdministratorAccess-123456789012"
    cell = Cell(name, bold=True, trailing="Production", trailing_tone="prod", keeps_trailing=True)
    table = table_of(look, qtbot, CellRows(["Queue", "Size"], [[cell, Cell("1 B")]], set()), [240, 90])
    image, rect = table.viewport().grab().toImage(), table.visualRect(table.model().index(0, 0))
    column = [QRect(x, rect.top(), 1, rect.height()) for x in range(rect.left(), rect.right() + 1)]
    seen = [line.x() for line in column if look.color("prod").name() in colours_in(image, line)]
    assert seen[-1] - seen[0] > 50, "the whole word"


def test_elsewhere_words_after_a_text_never_cut_it(look: Look, qtbot: QtBot) -> None:
    widths = []
    for trailing in ("", "38 min ago"):
        cell = Cell("22 Nov 07:03:16", mono=True, tone="prod", trailing=trailing)
        rows = CellRows(["Name", "Value", "Last"], [[Cell("a"), cell, Cell("")]], set())
        table = table_of(look, qtbot, rows, [90, 148])
        image, rect = table.viewport().grab().toImage(), table.visualRect(table.model().index(0, 1))
        column = [QRect(x, rect.top(), 1, rect.height()) for x in range(rect.left(), rect.right() + 1)]
        seen = [line.x() for line in column if look.color("prod").name() in colours_in(image, line)]
        widths.append(seen[-1] - seen[0])
    assert widths[0] == widths[1]


@pytest.mark.parametrize(
    ("fraction", "seconds", "bar"),
    [(0.9, 27, "accentfill"), (0.4, 12, "warnfill"), (0.13, 4, "danger"), (0.9, 5, "danger")],
)
def test_a_countdown_turns_amber_and_then_red(
    look: Look, qtbot: QtBot, fraction: float, seconds: int, bar: str
) -> None:
    cell = Cell(f"{seconds} s", CellKind.COUNTDOWN, fraction=fraction, seconds_left=seconds)
    table = table_of(look, qtbot, CellRows(["ID", "Visible again"], [[Cell("a"), cell]], set()), [90, 200])
    seen = {token for token in ("accentfill", "warnfill", "danger") if has(look, table, 0, 1, token)}
    assert seen == {bar}


def test_the_bar_is_as_long_as_the_time_that_is_left(look: Look, qtbot: QtBot) -> None:
    lengths = []
    for fraction in (0.5, 1.0):
        cell = Cell("9 s", CellKind.COUNTDOWN, fraction=fraction, seconds_left=20)
        table = table_of(
            look, qtbot, CellRows(["A", "B", "C"], [[Cell("a"), cell, Cell("")]], set()), [60, 148]
        )
        image = table.viewport().grab().toImage()
        rect = table.visualRect(table.model().index(0, 1))
        middle = rect.center().y()
        accent = look.color("accentfill").name()
        lengths.append(
            sum(image.pixelColor(x, middle).name() == accent for x in range(rect.left(), rect.right()))
        )
    assert lengths[1] == pytest.approx(2 * lengths[0], abs=3)


def test_a_badge_is_red_only_for_what_waits(look: Look, qtbot: QtBot) -> None:
    rows = [[Cell("61", CellKind.BADGE, tone="danger")], [Cell("0", CellKind.BADGE, tone="muted")]]
    table = table_of(look, qtbot, CellRows(["Available"], rows, set()), [120])
    assert has(look, table, 0, 0, "dangerfill")
    assert not has(look, table, 1, 0, "dangerfill")
    assert has(look, table, 1, 0, "hover")


def test_only_the_table_with_the_focus_has_a_blue_selection(look: Look, qtbot: QtBot) -> None:
    table = table_of(look, qtbot, message_rows(), [92, 86, 78, 82, 102, 100])
    table.select_rows([2])
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    assert has(look, table, 2, 1, "selection")
    assert has(look, table, 2, 0, "accent")
    table.clearFocus()
    assert has(look, table, 2, 1, "selinactive")
    assert not has(look, table, 2, 0, "accent")


def test_cells_start_where_the_page_does(look: Look, qtbot: QtBot) -> None:
    table = table_of(look, qtbot, CellRows(["A", "B"], [[Cell("█"), Cell("b")]], set()), [90, 90])
    image = table.viewport().grab().toImage()
    rect = table.visualRect(table.model().index(0, 0))
    ground = look.color("panel").name()
    first = next(x for x in range(rect.width()) if image.pixelColor(x, rect.center().y()).name() != ground)
    assert first in (15, 16, 17)


def test_the_edges_move_with_the_columns(look: Look, qtbot: QtBot) -> None:
    table = table_of(look, qtbot, CellRows(["A", "B"], [[Cell("a"), Cell("█")]], set()), [90, 90])
    table.setColumnHidden(0, True)
    image = table.viewport().grab().toImage()
    row = table.visualRect(table.model().index(0, 1)).center().y()
    ground = look.color("panel").name()
    first = next(x for x in range(90) if image.pixelColor(x, row).name() != ground)
    assert first in (15, 16, 17)


def test_hidden_characters_in_a_cell_are_painted_as_tokens(look: Look, qtbot: QtBot) -> None:
    rows = [[Cell("a\u200bb", mono=True)], [Cell("ab", mono=True)]]
    table = table_of(look, qtbot, CellRows(["Body"], rows, set()), [300])
    image = table.viewport().grab().toImage()
    first, second = (table.visualRect(table.model().index(row, 0)) for row in (0, 1))
    assert image.copy(first) != image.copy(second)


def test_markup_in_a_cell_is_painted_as_it_stands(look: Look, qtbot: QtBot) -> None:
    rows = [[Cell("<b>a</b>", mono=True)], [Cell("a", mono=True)]]
    table = table_of(look, qtbot, CellRows(["Body"], rows, set()), [300])
    image = table.viewport().grab().toImage()
    ground = look.color("panel").name()
    ends = []
    for row in range(2):
        rect = table.visualRect(table.model().index(row, 0)).adjusted(4, 0, 0, -2)
        inked = [
            x
            for x in range(rect.left(), rect.right())
            if any(image.pixelColor(x, y).name() != ground for y in range(rect.top(), rect.bottom()))
        ]
        ends.append(max(inked))
    assert ends[0] > ends[1] + 30


def test_the_tree_paints_the_band_of_each_environment(look: Look, qtbot: QtBot, qapp: QApplication) -> None:
    tree = QueueTreeView(look, "Queues")
    qtbot.addWidget(tree)
    model = queue_tree()
    model.setParent(tree)
    tree.setModel(model)
    tree.expandAll()
    tree.resize(316, 400)
    tree.show()
    image = tree.viewport().grab().toImage()
    for row, token in ((0, "demo"), (1, "prod")):
        middle = tree.visualRect(model.index(row, 0)).center().y()
        assert image.pixelColor(1, middle).name() == look.color(token).name()
        assert image.pixelColor(4, middle).name() == look.color("window").name()


def test_a_connection_row_spans_the_number_columns(look: Look, qtbot: QtBot) -> None:
    tree = QueueTreeView(look, "Queues")
    qtbot.addWidget(tree)
    model = queue_tree()
    model.setParent(tree)
    model.item(0).setData(long_cell(), Qt.ItemDataRole.UserRole + 1)
    tree.setModel(model)
    tree.resize(316, 200)
    tree.setColumnWidth(0, 100)
    tree.show()
    image = tree.viewport().grab().toImage()
    rect = tree.visualRect(model.index(0, 0))
    beyond = QRect(rect.right() + 20, rect.top(), 100, rect.height())
    assert len(colours_in(image, beyond)) > 1


def long_cell() -> Cell:
    return Cell("a connection with a name that is far longer than its column", icon="plug")


def test_enter_in_the_tree_opens_the_queue(look: Look, qtbot: QtBot) -> None:
    tree = QueueTreeView(look, "Queues")
    qtbot.addWidget(tree)
    model = queue_tree()
    model.setParent(tree)
    tree.setModel(model)
    tree.expandAll()
    queue = model.index(0, 0, model.index(0, 0, model.index(0, 0)))
    tree.setCurrentIndex(queue)
    with qtbot.waitSignal(tree.row_opened) as opened:
        QTest.keyClick(tree, Qt.Key.Key_Return)
    assert opened.args[0] == queue
