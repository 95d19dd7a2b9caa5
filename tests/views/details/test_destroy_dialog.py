"""The dialog before a queue is purged or deleted, as a person reads and types it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from sqs_explorer.viewmodels.details.destroy_questions import DestroyQuestion
from sqs_explorer.viewmodels.places import Place
from sqs_explorer.views.details.destroy_dialog import DestroyDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.typed_name_field import TypedNameField

PLACE = Place("OrderQueue", "111122223333 orders-prod", "role/OnCall", "eu-west-1", "prod-orders", "prod")
QUESTION = DestroyQuestion(
    "Purge OrderQueue", "Purge about 18,300 messages", PLACE, "All messages go.", "≈ 18,300: 18,204 available"
)


def name_field_of(dialog: DestroyDialog) -> TypedNameField:
    """Return the field for the name."""
    assert dialog.name_field is not None
    return dialog.name_field


def shown(qtbot: QtBot, look: Look) -> DestroyDialog:
    dialog = DestroyDialog(look, QUESTION)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_says_who_where_and_how_many(qtbot: QtBot, look: Look) -> None:
    dialog = shown(qtbot, look)
    words = [label.accessibleName() or label.text() for label in dialog.findChildren(QLabel)]
    for fact in ("Queue: OrderQueue", "Account: 111122223333 orders-prod", "User or role: role/OnCall"):
        assert fact in words
    assert "Messages: ≈ 18,300: 18,204 available" in words


def test_only_the_exact_name_lets_the_verb_go(qtbot: QtBot, look: Look) -> None:
    dialog = shown(qtbot, look)
    line = next(
        edit for edit in dialog.findChildren(QLineEdit) if edit.accessibleName() == "Type the queue name"
    )
    assert dialog.verb is not None
    for typed in ("", "OrderQ", "orderqueue", "OrderQueue ", "OrderQueueX"):
        line.setText(typed)
        assert not dialog.verb.isEnabled(), typed
    line.setText("orderqueue")
    assert name_field_of(dialog).hint.text() == "This is not its name: OrderQueue"
    line.setText("OrderQ")
    assert name_field_of(dialog).hint.text() == "OrderQueue, with capitals as written: 4 characters to go"
    line.setText("OrderQueue")
    assert dialog.verb.isEnabled()


def test_enter_does_nothing_until_the_name_is_there(qtbot: QtBot, look: Look) -> None:
    dialog = shown(qtbot, look)
    line = name_field_of(dialog).line
    QTest.keyClicks(line, "OrderQ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.result() == 0
    QTest.keyClicks(line, "ueue")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.result() == 1
