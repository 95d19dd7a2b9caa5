"""The tree's panel as a person uses it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.tree_cells import AVAILABLE, DELAYED, IN_FLIGHT, QUEUE
from sqs_explorer.views.look.look import Look
from tests.guards.event_loops import RunCoroutine
from tests.views.queues.panel_scene import choose, index_of, rows, shown, until


def test_controls_have_their_names(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, _):
            controls = (panel.filter, panel.refresh, panel.add_connection, panel.tree)
            names = [control.accessibleName() for control in controls]
            assert names == ["Filter queues", "Refresh", "Add connection", "Queues"]

    qt_run(use())


def test_an_empty_tree_says_what_will_be_there(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            assert panel.empty.accessibleName() == "No queues yet"
            assert not panel.tree.isVisible()
            await scene.open()
            assert panel.empty.accessibleName() == "No queues here"
            assert rows(panel)[-1] == "eu-west-1, no queues"
            scene.create_orders()
            scene.tree.refresh()
            await scene.idle()
            assert panel.tree.isVisible()
            assert not panel.empty.isVisible()

    qt_run(use())


def test_all_rows_are_unfolded_and_what_one_folds_stays_folded(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.fake.create_queue("Orders")
            scene.fake.create_queue("Stock", region="us-east-1")
            await scene.open(ConnectionSpec("dev", ("eu-west-1", "us-east-1")))
            assert rows(panel)[1:] == ["eu-west-1, 1 queue", "Orders", "us-east-1, 1 queue", "Stock"]
            panel.tree.collapse(index_of(panel, "eu-west-1"))
            scene.fake.create_queue("Another")
            scene.tree.refresh()
            await scene.idle()
            assert rows(panel)[1:] == ["eu-west-1, 2 queues", "us-east-1, 1 queue", "Stock"]
            QTest.keyClicks(panel.filter, "order")
            assert rows(panel)[1:] == ["eu-west-1, 1 of 2 queues", "Orders"]
            QTest.keyClick(panel.filter, Qt.Key.Key_Escape)
            assert rows(panel)[1:] == ["eu-west-1, 2 queues", "us-east-1, 1 queue", "Stock"]

    qt_run(use())


def test_thousands_of_hits_stay_folded_beyond_what_is_quick(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    regions = ("eu-west-1", "us-east-1", "us-west-2")

    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            for region in regions:
                for number in range(2_100):
                    scene.fake.create_queue(f"queue-{number:04d}", region=region)
            panel.hide()
            gate = scene.fake.hold("GetQueueAttributes")
            await scene.catalogue.open(ConnectionSpec("dev", regions))
            await until(lambda: all(len(entry.queues) == 2_100 for entry in scene.catalogue.listings))
            panel.show()
            QTest.keyClicks(panel.filter, "q")
            unfolded = [panel.tree.isExpanded(index_of(panel, region)) for region in regions]
            assert unfolded == [True, False, False]
            QTest.keyClicks(panel.filter, "ueue-00")
            unfolded = [panel.tree.isExpanded(index_of(panel, region)) for region in regions]
            assert unfolded == [True, True, True]
            gate.release()

    qt_run(use())


def test_nothing_that_matches_offers_to_clear_the_filter(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            QTest.keyClicks(panel.filter, "zzz colour:red")
            assert panel.empty.accessibleName() == "Nothing matches"
            assert "colour:red is not a condition" in panel.note.text()
            panel.clear_filter.click()
            assert panel.filter.text() == ""
            assert not panel.note.isVisible()
            assert len(rows(panel)) == 8

    qt_run(use())


def test_a_double_click_or_enter_opens_and_a_single_click_selects(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            opened: list[QueueRef] = []
            scene.tree.queue_open_requested.connect(opened.append)
            place = panel.tree.visualRect(index_of(panel, "PaymentQueue")).center()
            button = Qt.MouseButton.LeftButton
            QTest.mouseClick(panel.tree.viewport(), button, pos=place)
            assert opened == []
            assert panel.tree.currentIndex().data() == "PaymentQueue"
            QTest.mouseDClick(panel.tree.viewport(), button, pos=place)
            assert [queue.name for queue in opened] == ["PaymentQueue"]
            QTest.keyClick(panel.tree, Qt.Key.Key_Return)
            assert [queue.name for queue in opened] == ["PaymentQueue", "PaymentQueue"]

    qt_run(use())


def test_down_and_enter_in_the_filter_go_to_the_first_queue(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            QTest.keyClicks(panel.filter, "pay")
            QTest.keyClick(panel.filter, Qt.Key.Key_Down)
            assert panel.tree.currentIndex().data() == "PaymentQueue"

    qt_run(use())


def test_selection_and_scroll_stay_when_rows_come_above(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            for number in range(80):
                scene.fake.create_queue(f"queue-{number:02d}")
            await scene.open()
            panel.reveal(scene.queue("queue-70"))
            top = panel.tree.indexAt(QPoint(40, 2)).data()
            place = panel.tree.visualRect(index_of(panel, "queue-70")).top()
            for number in range(5):
                scene.fake.create_queue(f"aaa-{number}")
            scene.tree.refresh()
            await scene.idle()
            assert panel.tree.currentIndex().data() == "queue-70"
            assert panel.tree.indexAt(QPoint(40, 2)).data() == top
            assert panel.tree.visualRect(panel.tree.currentIndex()).top() == place

    qt_run(use())


def test_a_selected_queue_that_a_filter_hides_is_selected_again(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            panel.reveal(scene.queue("PaymentQueue"))
            panel.filter.setText("order")
            assert not panel.tree.selectionModel().hasSelection()
            panel.filter.clear()
            assert panel.tree.currentIndex().data() == "PaymentQueue"
            assert panel.tree.selectionModel().hasSelection()

    qt_run(use())


def test_counts_are_read_for_the_rows_in_sight(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            for number in range(200):
                scene.fake.create_queue(f"queue-{number:03d}")
            await scene.open()
            panel.tree.verticalScrollBar().setValue(panel.tree.verticalScrollBar().maximum())
            last = scene.queue("queue-199")
            await until(lambda: last in scene.tree._in_sight)
            assert len(scene.tree._in_sight) < 40
            assert scene.queue("queue-000") not in scene.tree._in_sight
            panel.hide()
            assert scene.tree._in_sight == ()

    qt_run(use())


def test_delayed_folds_away_in_a_narrow_tree(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            await scene.open()
            assert panel.tree.isColumnHidden(DELAYED)
            panel.resize(372, 700)
            assert not panel.tree.isColumnHidden(DELAYED)
            panel.resize(371, 700)
            assert panel.tree.isColumnHidden(DELAYED)

    qt_run(use())


def test_in_flight_folds_away_where_the_names_would_be_cut_to_a_few_letters(
    look: Look, qt_run: RunCoroutine, qtbot: QtBot
) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            await scene.open()
            assert not panel.tree.isColumnHidden(IN_FLIGHT)
            panel.resize(240, 700)
            assert panel.tree.isColumnHidden(IN_FLIGHT)
            assert panel.tree.columnWidth(QUEUE) >= 170
            assert not panel.tree.isColumnHidden(AVAILABLE)

    qt_run(use())


def test_a_click_on_a_heading_sorts(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            for name in ("a", "b"):
                url = scene.fake.create_queue(name)
            scene.fake.put(url, "x")
            await scene.open()
            header = panel.tree.header()
            place = QPoint(header.sectionViewportPosition(AVAILABLE) + 20, 10)
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert rows(panel)[2:] == ["b", "a"]

    qt_run(use())


def test_the_menus_do_what_they_say(look: Look, qt_run: RunCoroutine, qtbot: QtBot) -> None:
    async def use() -> None:
        async with shown(look, qtbot) as (panel, scene):
            scene.create_orders()
            await scene.open()
            queue = scene.queue("OrderQueue")
            menu = panel.menu_at(index_of(panel, "OrderQueue"))
            opened: list[QueueRef] = []
            scene.tree.queue_open_requested.connect(opened.append)
            choose(menu, "Open")
            choose(menu, "Favourite")
            assert opened == [queue]
            assert queue in scene.tree.favourites
            for entry, copied in (
                ("Copy name", "OrderQueue"),
                ("Copy URL", queue.url),
                ("Copy ARN", scene.fake.arn(queue.url)),
            ):
                choose(menu, entry)
                assert QGuiApplication.clipboard().text() == copied
            scene.fake.calls.clear()
            choose(panel.menu_at(index_of(panel, "eu-west-1")), "Refresh eu-west-1")
            await scene.idle()
            assert scene.fake.count("ListQueues") == 1
            connection_menu = panel.menu_at(index_of(panel, "dev"))
            asked: list[object] = []
            scene.tree.edit_requested.connect(asked.append)
            scene.tree.close_connection_requested.connect(asked.append)
            choose(connection_menu, "Edit in Connections")
            choose(connection_menu, "Close connection")
            assert asked == [scene.catalogue.spec("dev"), "dev"]
            interval = next(
                action.menu() for action in connection_menu.actions() if action.menu() is not None
            )
            assert isinstance(interval, QMenu)
            choose(interval, "Every 60 s")
            assert scene.kept.settings.refresh_seconds == 60

    qt_run(use())
