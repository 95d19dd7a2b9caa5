"""Whatever a message holds, labels and tooltips show it letter by letter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import (
    ElidedLabel,
    LinkButton,
    PlainLabel,
    plain_tooltip,
    set_plain_tooltip,
    visible_line,
)

HOSTILE = '<img src="file:///etc/passwd"><b>bold</b>'


@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel])
def test_a_label_never_reads_html(look: Look, qtbot: QtBot, kind: type[PlainLabel]) -> None:
    label = kind(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_a_label_shows_characters_that_reorder_text(qtbot: QtBot) -> None:
    label = PlainLabel("abc\u202egpj.exe")
    qtbot.addWidget(label)
    assert "\u202e" not in label.text()
    assert "202E" in label.text()


def test_a_tooltip_escapes_what_looks_like_html() -> None:
    assert "<img" not in plain_tooltip(HOSTILE)
    assert "&lt;img" in plain_tooltip(HOSTILE)
    assert plain_tooltip("3 min ago") == "3 min ago"


def test_a_tooltip_is_not_a_whole_body() -> None:
    assert len(plain_tooltip("a" * 1_000_000)) < 2_100


def test_a_tooltip_names_the_shortcut(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_plain_tooltip(widget, "Send", "Ctrl+Return")
    assert widget.toolTip() == "Send (Ctrl+Return)"
    action = QAction(widget)
    set_plain_tooltip(action, HOSTILE)
    assert "<img" not in action.toolTip()


def test_a_cut_label_keeps_the_whole_text(look: Look, qtbot: QtBot) -> None:
    label = ElidedLabel("a-very-long-queue-name-indeed.fifo", middle=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    assert label.is_cut()
    assert label.text() == "a-very-long-queue-name-indeed.fifo"
    label.resize(600, 20)
    assert not label.is_cut()


def test_one_line_has_no_line_breaks() -> None:
    assert visible_line("a\r\nb\tc") == "a b c"


def test_a_label_takes_another_tone_without_being_made_again(look: Look, qtbot: QtBot) -> None:
    label = PlainLabel("1 of 3")
    qtbot.addWidget(label)
    label.ensurePolished()
    label.set_tone("danger")
    assert label.palette().color(label.foregroundRole()) == look.color("danger")


def test_a_link_acts_by_keyboard(look: Look, qtbot: QtBot) -> None:
    clicks: list[bool] = []
    link = LinkButton("Show them & all", on_click=lambda: clicks.append(True))
    qtbot.addWidget(link)
    link.show()
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert clicks == [True]
    assert link.text() == "Show them && all"


def test_a_label_with_a_field_does_not_swallow_an_ampersand(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    label = PlainLabel("", parent=field)
    label.setBuddy(field)
    label.setText("Key & value")
    assert isinstance(label, QLabel)
    assert label.text() == "Key && value"
