"""Fields have names, notes say what to do, and small signs carry their words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.fields import CheckBox, ChoiceBox, NumberBox, TextField
from sqs_explorer.views.parts.form_field import FormField, InlineField
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.notes import Note, NoteKind, StatusLine
from sqs_explorer.views.parts.pills import Badge, Chip, EnvironmentPill, badge_text
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine
from sqs_explorer.views.parts.search_field import SearchField
from sqs_explorer.views.parts.splitters import Splitter


def heard(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_label_is_the_fields_buddy_and_gives_it_its_name(qtbot: QtBot) -> None:
    field = TextField(mono=True)
    form = FormField("Message group ID", field, hint="Delivered in order within the group.")
    qtbot.addWidget(form)
    assert form.label.buddy() is field
    assert heard(field) == "Message group ID"
    assert field.objectName() == "message_group_id"
    assert field.accessibleDescription() == "Delivered in order within the group."


def test_an_error_takes_the_hints_place_and_goes_again(qtbot: QtBot) -> None:
    form = FormField("Deduplication ID", TextField(), hint="Kept for 5 minutes.")
    qtbot.addWidget(form)
    form.set_error("Required: content-based deduplication is off.")
    assert form.hint.text() == "Required: content-based deduplication is off."
    form.set_hint("Another hint.")
    assert form.hint.text().startswith("Required")
    form.set_error(None)
    assert form.hint.text() == "Another hint."
    assert form.field.property("invalid") == "false"


def test_a_choice_has_a_buddy_label_and_an_object_name(look: Look, qtbot: QtBot) -> None:
    box = ChoiceBox(look, name="Receive mode")
    box.addItems(["Hold", "Look and release"])
    field = InlineField("Receive mode", box)
    qtbot.addWidget(field)
    assert field.label.buddy() is box
    assert box.objectName() == "receive_mode"


def test_a_number_box_has_room_for_its_largest_value(look: Look, qtbot: QtBot) -> None:
    box = NumberBox(look, 1, 10_000, 10, name="Messages to receive")
    qtbot.addWidget(box)
    box.show()
    box.setValue(10_000)
    room = box.lineEdit().width() - box.lineEdit().textMargins().left()
    assert box.lineEdit().fontMetrics().horizontalAdvance("10000") <= room
    assert box.height() == 28


def turn_wheel(widget: QWidget) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_does_not_change_a_number_in_passing(look: Look, qtbot: QtBot) -> None:
    box = NumberBox(look, 1, 100, 10, name="Copies")
    qtbot.addWidget(box)
    turn_wheel(box)
    assert box.value() == 10


def test_a_check_box_is_checked_by_a_click_and_by_space(look: Look, qtbot: QtBot) -> None:
    box = CheckBox(look, "Read-only")
    qtbot.addWidget(box)
    box.show()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 8, 10))
    assert box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()
    assert heard(box) == "Read-only"


def test_escape_clears_a_search_and_the_shortcut_takes_one_there(look: Look, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    field = SearchField(look, "Filter queues", "Filter queues", shortcut="Ctrl+F", parent=page)
    assert heard(field) == "Filter queues"
    assert field.toolTip() == "Filter queues (Ctrl+F)"
    QTest.keyClicks(field, "order")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert field.findChildren(QShortcut)[0].key().toString() == "Ctrl+F"
    assert [heard(button) for button in field.findChildren(QAbstractButton)] == ["Filter queues", "Clear"]


def test_a_note_says_everything_and_offers_its_action(look: Look, qtbot: QtBot) -> None:
    note = Note(look)
    qtbot.addWidget(note)
    assert note.isHidden()
    note.show_note(
        NoteKind.DANGER,
        "The role may not receive.",
        title="Access denied.",
        next_step="Ask for sqs:ReceiveMessage.",
        details="RequestId 1",
        action="Try again",
    )
    assert note.isVisible()
    assert note.text() == "Access denied. The role may not receive. Ask for sqs:ReceiveMessage."
    links = {link.text(): link for link in note.findChildren(LinkButton)}
    shown = [label.text() for label in note.findChildren(PlainLabel) if label.isVisible()]
    assert "RequestId 1" not in shown
    links["Details"].click()
    assert "RequestId 1" in [label.text() for label in note.findChildren(PlainLabel) if label.isVisible()]
    with qtbot.waitSignal(note.action_requested):
        links["Try again"].click()
    note.clear()
    assert note.isHidden()
    assert note.text() == ""


def test_a_status_line_shows_words_with_their_sign(look: Look, qtbot: QtBot) -> None:
    line = StatusLine(look, name="Send result")
    qtbot.addWidget(line)
    line.set_status("check", "Sent 1 message", "success")
    assert line.text() == "Sent 1 message"
    seen = next(label for label in line.findChildren(PlainLabel) if not label.accessibleName())
    assert seen.palette().color(seen.foregroundRole()) == look.color("success")


def test_an_environment_is_always_a_word_and_production_is_solid_red(look: Look, qtbot: QtBot) -> None:
    pill = EnvironmentPill(look, "prod")
    qtbot.addWidget(pill)
    pill.show()
    assert heard(pill) == "Production"
    assert pill.grab().toImage().pixelColor(3, 11).name() == look.color("dangerfill").name()
    pill.set_environment("demo")
    assert heard(pill) == "Demo"
    assert pill.grab().toImage().pixelColor(3, 11).name() == look.color("demobg").name()
    pill.set_environment("")
    assert pill.isHidden()


def test_badges_and_chips_carry_their_words(look: Look, qtbot: QtBot) -> None:
    badge, chip = Badge(look, 61), Chip(look, "Standard")
    qtbot.addWidget(badge)
    qtbot.addWidget(chip)
    assert heard(badge) == "61"
    assert heard(chip) == "Standard"
    assert badge_text(9_999) == "9,999"
    assert badge_text(10_000) == "9,999+"


def test_a_bar_without_an_end_moves_only_in_sight(look: Look, qtbot: QtBot) -> None:
    bar = ProgressLine(look, name="Redrive")
    qtbot.addWidget(bar)
    bar.resize(100, 4)
    bar.set_fraction(None)
    bar.show()
    first = bar.grab().toImage()
    qtbot.waitUntil(lambda: bar.grab().toImage() != first)
    bar.set_fraction(0.25)
    image = bar.grab().toImage()
    accent = look.color("accentfill").name()
    assert 20 <= sum(image.pixelColor(x, 2).name() == accent for x in range(100)) <= 26
    bar.hide()


def test_an_empty_place_names_itself_and_offers_a_step(look: Look, qtbot: QtBot) -> None:
    place = EmptyState(look, "queue", "No queues yet", "Queues appear here, once you open one.")
    qtbot.addWidget(place)
    place.resize(300, 300)
    step = LinkButton("Open the demo")
    place.add_button(step)
    place.show()
    assert heard(place) == "No queues yet"
    assert step.isVisible()


@pytest.mark.parametrize(("height", "parts"), [(300, 3), (71, 2), (44, 1)])
def test_a_low_empty_place_leaves_out_parts_and_cuts_none(
    look: Look, qtbot: QtBot, height: int, parts: int
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    place = EmptyState(
        look, "info", "No message in front", "Choose a message to read it here.", parent=window
    )
    window.show()
    place.resize(400, height)
    QApplication.sendPostedEvents()
    all_parts: list[QWidget] = [*place.findChildren(IconLabel), *place.findChildren(PlainLabel)]
    shown = [part for part in all_parts if part.isVisible()]
    assert len(shown) == parts
    edges = sorted((part.y(), part.y() + part.height()) for part in shown)
    assert edges[0][0] >= 0
    assert edges[-1][1] <= place.height()
    assert all(above[1] <= below[0] for above, below in pairwise(edges))
    place.resize(400, 300)
    assert all(part.isVisible() for part in all_parts)


def test_a_splitter_shows_one_pixel_and_is_grabbed_on_seven(look: Look, qtbot: QtBot) -> None:
    panes = Splitter(Qt.Orientation.Horizontal, "panes")
    qtbot.addWidget(panes)
    left, right = QWidget(), QWidget()
    panes.addWidget(left)
    panes.addWidget(right)
    panes.resize(400, 100)
    panes.show()
    assert right.x() - (left.x() + left.width()) == 1
    assert panes.handle(1).width() == 7
    image = panes.grab().toImage()
    assert image.pixelColor(left.width(), 50).name() == look.color("border").name()


def test_an_action_keeps_its_ampersand_and_follows_the_theme(look: Look, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = styled_menu(parent)
    action = LookAction(look, "Copy & paste", "copy", shortcut="Ctrl+C", parent=menu)
    menu.addAction(action)
    before = action.icon().pixmap(16, 16).toImage()
    look.set_theme(Theme.DARK)
    assert action.text() == "Copy && paste"
    assert action.toolTip() == "Copy & paste (Ctrl+C)"
    assert action.icon().pixmap(16, 16).toImage() != before
