"""A button says what it does, why it is off, and follows the theme."""

from __future__ import annotations

from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.buttons import flat_button, icon_button, outlined_button, primary_button


def heard(widget: object) -> str:
    """What a screen reader says."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)  # type: ignore[arg-type]


def test_an_icon_button_has_a_name_and_a_tooltip_with_its_shortcut(look: Look, qtbot: QtBot) -> None:
    button = icon_button(look, "refresh", "Refresh", shortcut="F5")
    qtbot.addWidget(button)
    button.show()
    assert heard(button) == "Refresh"
    assert button.toolTip() == "Refresh (F5)"
    assert (button.width(), button.height()) == (28, 28)


def test_a_button_that_changes_its_face_keeps_its_shortcut(look: Look, qtbot: QtBot) -> None:
    button = primary_button(look, "Receive", "receive", shortcut="F6")
    qtbot.addWidget(button)
    button.set_face("Stop", "stop")
    assert heard(button) == "Stop"
    assert button.text() == "Stop"
    assert button.shortcut().toString() == "F6"
    assert button.toolTip() == "Stop (F6)"


def test_a_blocked_button_says_why_and_stays_off_whatever_is_selected(look: Look, qtbot: QtBot) -> None:
    button = outlined_button(look, "Edit queue", "edit")
    qtbot.addWidget(button)
    button.set_blocked("This connection is read-only.")
    button.set_available(True)
    assert not button.isEnabled()
    assert button.toolTip() == "This connection is read-only."
    button.set_blocked(None)
    assert button.isEnabled()
    assert button.toolTip() == ""


def test_a_button_without_anything_to_act_on_stays_off_when_it_is_unblocked(look: Look, qtbot: QtBot) -> None:
    button = flat_button(look, "Delete", "trash", danger=True)
    qtbot.addWidget(button)
    button.set_available(False)
    button.set_blocked("Read-only.")
    button.set_blocked(None)
    assert not button.isEnabled()


def test_the_icon_follows_the_theme(look: Look, qtbot: QtBot) -> None:
    button = icon_button(look, "copy", "Copy")
    qtbot.addWidget(button)
    before = button.icon().pixmap(16, 16).toImage()
    look.set_theme(Theme.DARK)
    assert button.icon().pixmap(16, 16).toImage() != before


def test_buttons_are_28_high_with_and_without_the_focus_ring(look: Look, qtbot: QtBot) -> None:
    for button in (
        primary_button(look, "Send", "send"),
        outlined_button(look, "Cancel"),
        flat_button(look, "Copy"),
    ):
        qtbot.addWidget(button)
        button.show()
        assert button.height() == 28, button.text()


def test_an_ampersand_in_a_text_is_not_a_mnemonic(look: Look, qtbot: QtBot) -> None:
    button = outlined_button(look, "Copy & close")
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert heard(button) == "Copy & close"
