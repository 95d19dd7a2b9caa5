"""The panel's ways to add queues, to remove them, and to mark favourites by key."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.queue_adding import FoundQueue
from sqs_explorer.views.look.look import Look
from tests.guards.event_loops import RunCoroutine
from tests.views.queues.panel_scene import choose, index_of, rows, shown, until


def test_where_no_queue_may_be_listed_the_panel_says_so_and_offers_to_add_one(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.fake.fail_next("ListQueues", AccessDenied("no", action="sqs:ListQueues"))
            await scene.open()
            assert panel.empty.accessibleName() == "The queues can't be listed"
            assert "ListQueues is not allowed here. Add a queue by URL." in [
                label.text() for label in panel.empty.findChildren(QLabel)
            ]
            assert rows(panel)[-1] == "eu-west-1, access denied"
            wishes: list[tuple[str, str]] = []
            scene.tree.add_queue_requested.connect(wishes.append)
            panel.add_queue.click()
            panel.tree.setCurrentIndex(index_of(panel, "eu-west-1"))
            panel.add_queue.click()
            assert wishes == [("", ""), ("dev", "eu-west-1")]

    qt_run(use())


def test_connections_and_regions_offer_to_add_a_queue_to_them(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            wishes: list[tuple[str, str]] = []
            scene.tree.add_queue_requested.connect(wishes.append)
            choose(panel.menu_at(index_of(panel, "dev")), "Add queue…")
            choose(panel.menu_at(index_of(panel, "eu-west-1")), "Add queue…")
            panel.tree.setCurrentIndex(index_of(panel, "OrderQueue"))
            scene.tree.add_queue()
            assert wishes == [("dev", ""), ("dev", "eu-west-1"), ("dev", "eu-west-1")]
            choose(panel.menu_at(QModelIndex()), "Add queue…")
            assert not panel.add_queue.isVisible()

    qt_run(use())


def test_only_an_added_queue_can_be_removed_from_the_list(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.fake.create_queue("orders")
            url = scene.fake.create_queue("shared", account_id="999988887777")
            await scene.open()
            scene.catalogue.add(FoundQueue(QueueRef("dev", "eu-west-1", url)))
            texts = [action.text() for action in panel.menu_at(index_of(panel, "orders")).actions()]
            assert "Remove from list" not in texts
            choose(panel.menu_at(index_of(panel, "shared")), "Remove from list")
            assert rows(panel)[1:] == ["eu-west-1, 1 queue", "orders"]

    qt_run(use())


def test_a_key_marks_the_current_queue_as_a_favourite_and_the_menu_names_the_key(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            queue = scene.queue("OrderQueue")
            panel.reveal(queue)
            panel.activateWindow()
            panel.tree.setFocus()
            await until(panel.tree.hasFocus)
            QTest.keyClick(panel.tree, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
            assert queue in scene.tree.favourites
            menu = panel.menu_at(panel.tree.currentIndex())
            action = next(action for action in menu.actions() if action.text() == "Favourite")
            assert action.isChecked()
            assert action.shortcut().toString() == "Ctrl+D"
            QTest.keyClick(panel.tree, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
            assert queue not in scene.tree.favourites
            panel.tree.setCurrentIndex(index_of(panel, "eu-west-1"))
            QTest.keyClick(panel.tree, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
            assert scene.kept.settings.favourites == frozenset()

    qt_run(use())
