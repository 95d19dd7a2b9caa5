"""What is on screen follows the theme though nothing is restyled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.fields import NumberBox, TextField
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel


def choose(look: Look, theme: Theme) -> None:
    """Qt tells its widgets of another palette in the next turn of the event loop."""
    look.set_theme(theme)
    QCoreApplication.processEvents()


def colour_at(widget: QWidget, x: int, y: int) -> str:
    return widget.grab().toImage().pixelColor(x, y).name()


@pytest.mark.parametrize("ground", ["window", "sunken", "dialog", "prodbg", "card", "note-warning"])
def test_a_ground_follows_the_theme(look: Look, qtbot: QtBot, ground: str) -> None:
    token = {"card": "panel", "note-warning": "warningbg"}.get(ground, ground)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(60, 40)
    set_ground(widget, ground)
    widget.show()
    assert colour_at(widget, 30, 20) == look.color(token).name()
    choose(look, Theme.DARK)
    assert colour_at(widget, 30, 20) == look.color(token).name()


def test_a_ground_can_be_exchanged_for_another_and_back(look: Look, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(60, 40)
    for ground in ("window", "prodbg", "window", "demobg"):
        set_ground(widget, ground)
        assert colour_at(widget, 30, 20) == look.color(ground).name()


@pytest.mark.parametrize("tone", ["text", "muted", "accent", "info", "success", "warning", "danger", "demo"])
def test_a_tone_follows_the_theme_and_is_quiet_while_disabled(look: Look, qtbot: QtBot, tone: str) -> None:
    label = PlainLabel("Words", tone=tone)
    qtbot.addWidget(label)
    for theme in (Theme.DARK, Theme.LIGHT):
        choose(look, theme)
        assert label.palette().color(label.foregroundRole()) == look.color(tone)
    label.setEnabled(False)
    assert label.palette().color(label.foregroundRole()) == look.color("disabled")


def test_lines_buttons_and_fields_are_painted_in_the_theme(look: Look, qtbot: QtBot) -> None:
    line, button, field = divider(), outlined_button(look, "Move selected"), TextField()
    for widget in (line, button, field):
        qtbot.addWidget(widget)
        widget.resize(120, widget.height() if widget is line else 28)
    field.set_invalid(True)
    for theme in (Theme.DARK, Theme.LIGHT):
        choose(look, theme)
        assert colour_at(line, 60, 0) == look.color("border").name()
        assert colour_at(button, 60, 0) == look.color("strong").name()
        assert colour_at(button, 60, 3) == look.color("raised").name()
        assert colour_at(field, 60, 0) == look.color("danger").name()
        assert colour_at(field, 60, 5) == look.color("raised").name()


def test_a_click_on_its_chevrons_turns_a_number_box(look: Look, qtbot: QtBot) -> None:
    box = NumberBox(look, 0, 100, 3, name="Wait seconds")
    qtbot.addWidget(box)
    box.show()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(box, left, pos=QPoint(box.width() - 12, 8))
    assert box.value() == 4
    QTest.mouseClick(box, left, pos=QPoint(box.width() - 12, 21))
    assert box.value() == 3


def test_a_scroll_bar_is_thin_and_its_handle_can_be_dragged_to_the_end(look: Look, qtbot: QtBot) -> None:
    bar = QScrollBar(Qt.Orientation.Vertical)
    qtbot.addWidget(bar)
    bar.setRange(0, 1_000)
    bar.setPageStep(100)
    bar.resize(bar.sizeHint().width(), 200)
    bar.show()
    assert bar.width() == 10
    assert colour_at(bar, 5, 10) == look.color("strong").name()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(bar, left, pos=QPoint(5, 10))
    QTest.mouseMove(bar, QPoint(5, 199))
    QTest.mouseRelease(bar, left, pos=QPoint(5, 199))
    assert bar.value() == 1_000
