"""Tabs say where one is, and can be closed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.page_tabs import PageTabBar
from sqs_explorer.views.parts.sub_tabs import SubTabBar


def page_tabs(look: Look, qtbot: QtBot) -> PageTabBar:
    tabs = PageTabBar(look)
    qtbot.addWidget(tabs)
    tabs.add_page("OrderQueue", "demo", "queue", "demo")
    tabs.add_page("OrderQueue", "prod-orders", "queue", "prod")
    tabs.resize(900, 34)
    tabs.show()
    return tabs


def test_a_page_tab_is_heard_with_queue_and_connection(look: Look, qtbot: QtBot) -> None:
    tabs = page_tabs(look, qtbot)
    interface = QAccessible.queryAccessibleInterface(tabs)
    assert tabs.accessibleName() == "Open queue pages"
    assert interface.role() is QAccessible.Role.PageTabList
    heard = [interface.child(index).text(QAccessible.Text.Name) for index in range(2)]
    assert heard == ["OrderQueue demo", "OrderQueue prod-orders"]


def test_the_colour_on_top_is_the_environments(look: Look, qtbot: QtBot) -> None:
    tabs = page_tabs(look, qtbot)
    tabs.setCurrentIndex(1)
    image = tabs.grab().toImage()
    front, behind = tabs.tabRect(1).center().x(), tabs.tabRect(0).center().x()
    assert image.pixelColor(front, 0).name() == look.color("prod").name()
    assert image.pixelColor(behind, 0).name() not in (look.color("demo").name(), look.color("window").name())


def test_tabs_are_laid_out_anew_only_for_another_name(
    look: Look, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    hint = PageTabBar.tabSizeHint

    def measure(bar: PageTabBar, index: int) -> QSize:
        measured.append(index)
        return hint(bar, index)

    monkeypatch.setattr(PageTabBar, "tabSizeHint", measure)
    tabs = page_tabs(look, qtbot)
    before = tabs.tabRect(1).width()
    measured.clear()
    tabs.set_page(1, "OrderQueue", "prod-orders", "dlq", "test", where=("Ireland",))
    assert measured == []
    image = tabs.grab().toImage()
    assert image.pixelColor(tabs.tabRect(1).center().x(), 0).name() != look.color("window").name()
    tabs.set_page(1, "OrderQueue", "prod", "dlq", "test")
    assert measured
    assert tabs.tabRect(1).width() < before


def test_the_middle_button_and_the_cross_ask_to_close(look: Look, qtbot: QtBot) -> None:
    tabs = page_tabs(look, qtbot)
    tabs.setCurrentIndex(0)
    with qtbot.waitSignal(tabs.page_close_requested) as asked:
        QTest.mouseClick(tabs, Qt.MouseButton.MiddleButton, pos=tabs.tabRect(1).center())
    assert asked.args == [1]
    assert tabs.currentIndex() == 0
    cross = QPoint(tabs.tabRect(0).right() - 16, tabs.tabRect(0).center().y())
    with qtbot.waitSignal(tabs.page_close_requested) as asked:
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=cross)
    assert asked.args == [0]
    assert tabs.count() == 2


def test_a_long_queue_name_does_not_fill_the_bar(look: Look, qtbot: QtBot) -> None:
    tabs = PageTabBar(look)
    qtbot.addWidget(tabs)
    tabs.add_page("q" * 80, "a-profile-with-a-very-long-name-indeed", "queue", "dev")
    assert tabs.tabSizeHint(0).width() < 420


def test_a_sub_tab_keeps_its_name_when_it_wears_a_badge(look: Look, qtbot: QtBot) -> None:
    tabs = SubTabBar(look, "Queue page")
    qtbot.addWidget(tabs)
    for title in ("Messages", "Send", "Dead letters"):
        tabs.addTab(title)
    plain = tabs.tabSizeHint(2).width()
    tabs.set_badge(2, "61", danger=True)
    tabs.show()
    interface = QAccessible.queryAccessibleInterface(tabs)
    heard = [interface.child(index).text(QAccessible.Text.Name) for index in range(3)]
    assert heard == ["Messages", "Send", "Dead letters"]
    assert tabs.tabSizeHint(2).width() > plain
    assert tabs.tabToolTip(2) == "Dead letters: 61"
    tabs.set_badge(2, "")
    assert tabs.tabSizeHint(2).width() == plain


def test_titles_stay_in_place_when_another_becomes_current(look: Look, qtbot: QtBot) -> None:
    tabs = SubTabBar(look, "Queue page")
    qtbot.addWidget(tabs)
    for title in ("Messages", "Send", "Details"):
        tabs.addTab(title)
    tabs.show()
    before = [tabs.tabRect(index) for index in range(3)]
    tabs.setCurrentIndex(2)
    assert [tabs.tabRect(index) for index in range(3)] == before
