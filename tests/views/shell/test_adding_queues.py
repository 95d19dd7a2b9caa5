"""Adding a queue in the whole window: from the commands and the tree to the row, with its region."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.views.connecting.connections_dialog import ConnectionsDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.queues.add_queue_dialog import AddQueueDialog
from sqs_explorer.views.shell.quick_open_dialog import QuickOpenDialog
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV
from tests.views.shell.shell_scene import ShellScene, in_sight, opened, press, shell_scene, until

OTHER_ACCOUNT = "999988887777"


async def by_command(scene: ShellScene) -> QLineEdit:
    """Choose Add queue in Quick open and return the field for URL, ARN or name."""
    scene.press("Ctrl+K")
    dialog = await opened(QuickOpenDialog)
    field = in_sight(QLineEdit, "Quick open", dialog)
    QTest.keyClicks(field, "add queue")
    press("Return", field)
    adding = await opened(AddQueueDialog)
    return in_sight(QLineEdit, "Queue URL, ARN or name", adding)


async def gone(scene: ShellScene) -> None:
    """Wait until no dialog is open and what it did is done."""
    await until(lambda: QApplication.activeModalWidget() is None)
    await scene.conduct_scope.idle()
    await scene.rest()


def test_a_queue_of_a_region_that_is_not_open_is_added_with_its_region_and_selected(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def add() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            url = scene.server.create_queue("shared", region="eu-central-1", account_id=OTHER_ACCOUNT)
            await scene.open()
            await scene.page("OrderQueue")
            field = await by_command(scene)
            QTest.keyClicks(field, scene.server.arn(url))
            QTest.keyClick(field, Qt.Key.Key_Return)
            await gone(scene)
            assert scene.catalogue.specs[0].regions == ("eu-west-1", "eu-central-1")
            queue = scene.queue("shared", "eu-central-1")
            assert scene.catalogue.is_added(queue)
            assert scene.tree.place == ("dev", "eu-central-1")
            assert scene.open_names == ["OrderQueue"], "the page that was open is still there"
            assert not scene.window.note.isVisible()
            assert scene.tree.adding.text == ""

    qt_run(add())


def test_a_queue_that_may_not_be_read_is_added_and_the_window_says_so(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def add() -> None:
        async with shell_scene(look, tmp_path) as scene:
            url = scene.server.create_queue("orders")
            scene.server.fail_next("ListQueues", AccessDenied("no", action="sqs:ListQueues"))
            denied = AccessDenied("no", action="sqs:GetQueueAttributes")
            scene.server.fail_next("GetQueueAttributes", denied, times=9)
            await scene.open()
            field = await by_command(scene)
            QTest.keyClicks(field, url)
            QTest.keyClick(field, Qt.Key.Key_Return)
            await gone(scene)
            assert "orders is in the list. Its attributes may not be read" in scene.window.note.text()
            model = scene.tree.model
            index = model.index_of(scene.queue("orders"))
            assert index.siblingAtColumn(1).data() == "–"
            scene.tree.open_queue(scene.queue("orders"))
            await scene.rest()
            assert scene.open_names == ["orders"]

    qt_run(add())


def test_an_added_queue_that_the_filter_hides_is_said(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def add() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            url = scene.server.create_queue("shared", account_id=OTHER_ACCOUNT)
            await scene.open()
            scene.tree.set_filter("order")
            field = await by_command(scene)
            QTest.keyClicks(field, url)
            QTest.keyClick(field, Qt.Key.Key_Return)
            await gone(scene)
            assert scene.window.note.text() == "shared is in the list. The filter hides it now."

    qt_run(add())


def test_without_a_connection_adding_a_queue_opens_connections(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def add() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.tree.add_queue()
            dialog = await opened(ConnectionsDialog)
            dialog.reject()
            await gone(scene)

    qt_run(add())


def test_the_queues_that_were_in_front_last_come_first_in_quick_open(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            for name in ("a", "b", "c"):
                scene.server.create_queue(name)
            await scene.open()
            for name in ("b", "c"):
                await scene.page(name)
            assert [queue.name for queue in scene.settings.settings.recent_queues] == ["c", "b"]
            scene.press("Ctrl+K")
            dialog = await opened(QuickOpenDialog)
            press("Return", in_sight(QLineEdit, "Quick open", dialog))
            await gone(scene)
            assert scene.workspace.current is not None
            assert scene.workspace.current.queue.name == "b", "not c, which was in front"

    qt_run(go())


def test_the_accounts_come_to_the_tree_and_the_tabs_once_aws_said_them(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def see() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("orders")
            gate = scene.server.hold("GetCallerIdentity")
            await scene.catalogue.open(DEV)
            await gate.reached()
            scene.workspace.open(scene.queue("orders"))
            told: list[str] = []
            scene.tree.model.dataChanged.connect(lambda first, last: told.append(str(first.data())))
            tabs = scene.parts.pages.tabs
            assert tabs.tabData(0).where == ("Europe (Ireland) · eu-west-1",)
            gate.release()
            await scene.rest()
            account = scene.server.account_id
            assert f"dev, Development · {account} · 1 queue" in told
            who = f"arn:aws:iam::{account}:user/dev"
            assert tabs.tabData(0).where == (f"Account {account}", who, "Europe (Ireland) · eu-west-1")

    qt_run(see())
