"""The Add queue dialog, its ways in, and what a person reads there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.queues.add_queue_dialog import AddQueueDialog
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import IRELAND, TreeScene, tree_scene
from tests.views.queues.panel_scene import until

PROD = ConnectionSpec("prod-orders", ("eu-west-1",), environment=Environment.PRODUCTION)


@asynccontextmanager
async def shown(
    look: Look, qtbot: QtBot, *specs: ConnectionSpec
) -> AsyncIterator[tuple[AddQueueDialog, TreeScene]]:
    """Give the dialog on the screen."""
    async with tree_scene() as scene:
        await scene.open(*(specs or (IRELAND,)))
        scene.fake.calls.clear()
        scene.tree.adding.begin()
        dialog = AddQueueDialog(look, scene.tree.adding)
        qtbot.addWidget(dialog)
        dialog.show()
        yield dialog, scene
        dialog.close()


def verb_is_on(dialog: AddQueueDialog) -> bool:
    assert dialog.verb is not None
    return dialog.verb.isEnabled()


def test_controls_have_their_names_and_the_text_has_the_keyboard(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (dialog, _):
            controls = (dialog.queue, dialog.account, dialog.region, dialog.verb)
            names = [control.accessibleName() for control in controls if control is not None]
            assert names == ["Queue URL, ARN or name", "Account ID", "Region", "Add queue"]
            assert dialog.accessibleName() == dialog.windowTitle() == "Add queue"
            assert dialog.focusWidget() is dialog.queue
            assert not verb_is_on(dialog)
            assert not dialog.connection.isVisible(), "there is one connection only"

    qt_run(use())


def test_typing_a_name_and_enter_finds_it(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (dialog, scene):
            scene.fake.create_queue("orders")
            QTest.keyClicks(dialog.queue, "orders")
            QTest.keyClick(dialog.queue, Qt.Key.Key_Return)
            assert dialog.note.text() == "Asking SQS in eu-west-1 for the queue …"
            assert not verb_is_on(dialog)
            await until(lambda: dialog.result() == QDialog.DialogCode.Accepted)
            assert scene.tree.adding.found is not None
            assert scene.tree.adding.found.queue.name == "orders"

    qt_run(use())


def test_a_wrong_text_is_marked_with_its_reason_as_one_types(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (dialog, scene):
            QTest.keyClicks(dialog.queue, "ord ers")
            assert "letters, digits" in dialog.queue.accessibleDescription()
            assert dialog.queue.property("invalid") == "true"
            QTest.keyClick(dialog.queue, Qt.Key.Key_Return)
            assert scene.fake.calls == []
            dialog.queue.setText("orders")
            assert dialog.queue.accessibleDescription() == "The queue orders of your own account."
            QTest.keyClicks(dialog.account, "1234")
            assert dialog.account.accessibleDescription() == "An account ID has 12 digits."
            dialog.queue.setText("arn:aws:sqs:eu-central-1:123456789012:orders")
            assert not dialog.account.isEnabled()
            assert not dialog.region.isEnabled()
            assert dialog.region.currentText() == "eu-central-1 · Europe (Frankfurt)"
            assert "it is opened, too" in dialog.queue.accessibleDescription()
            assert verb_is_on(dialog)

    qt_run(use())


def test_a_queue_that_is_not_there_is_said_and_what_was_typed_stays_even_after_cancel(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (dialog, scene):
            QTest.keyClicks(dialog.queue, "orders")
            QTest.keyClick(dialog.queue, Qt.Key.Key_Return)
            await until(lambda: "does not exist" in dialog.note.text())
            assert dialog.isVisible()
            assert dialog.queue.text() == "orders"
            QTest.keyClick(dialog.queue, Qt.Key.Key_Escape)
            assert dialog.result() == QDialog.DialogCode.Rejected
            again = AddQueueDialog(look, scene.tree.adding)
            qtbot.addWidget(again)
            assert again.queue.text() == "orders"
            assert not again.note.isVisible()

    qt_run(use())


def test_cancel_while_sqs_is_asked_finds_nothing(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (dialog, scene):
            scene.fake.create_queue("orders")
            gate = scene.fake.hold("GetQueueUrl")
            QTest.keyClicks(dialog.queue, "orders")
            QTest.keyClick(dialog.queue, Qt.Key.Key_Return)
            await gate.reached()
            dialog.cancel.click()
            gate.release()
            await scene.idle()
            assert scene.tree.adding.found is None
            assert dialog.result() == QDialog.DialogCode.Rejected

    qt_run(use())


def test_with_several_connections_open_one_is_chosen(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot, IRELAND, PROD) as (dialog, scene):
            assert dialog.connection.isVisible()
            assert dialog.connection.currentText() == "dev · Development"
            dialog.connection.setFocus()
            QTest.keyClick(dialog.connection, Qt.Key.Key_Down)
            assert scene.tree.adding.spec == PROD

    qt_run(use())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_in_the_dialog_is_cut(look: Look, qt_run: RunCoroutine, qtbot: QtBot, dark: bool) -> None:
    async def use() -> None:
        look.set_theme(Theme.DARK if dark else Theme.LIGHT)
        async with shown(look, qtbot, IRELAND, PROD) as (dialog, scene):
            denied = AccessDenied("no", action="sqs:GetQueueUrl", operation="GetQueueUrl")
            scene.fake.fail_next("GetQueueUrl", denied)
            dialog.queue.setText("arn:aws:sqs:eu-central-1:123456789012:orders")
            scene.tree.adding.check()
            await until(lambda: "Access denied" in dialog.note.text())
            labels = [label for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]
            cut = [one.text() for one in labels if one.height() < one.heightForWidth(one.width())]
            cut += [
                one.text() for one in labels if one.mapTo(dialog, one.rect().topRight()).x() >= dialog.width()
            ]
            assert cut == []

    qt_run(use())
