"""Ctrl+K, a few letters and Enter bring one to a queue or run a command; Escape changes nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from sqs_explorer.viewmodels.cells import CELL_ROLE
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.shell.quick_open_dialog import QuickOpenDialog
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import (
    ShellScene,
    click,
    in_sight,
    opened,
    press,
    shell_scene,
    until,
    words,
)

NAMES = ("InventoryUpdates.fifo", "OrderQueue", "PaymentQueue")


async def quick_open(scene: ShellScene) -> tuple[QuickOpenDialog, QLineEdit, QListView]:
    """List three queues and a DLQ, and press Ctrl+K."""
    for name in NAMES:
        scene.server.create_queue_with_dlq(name)
    await scene.open()
    scene.press("Ctrl+K")
    dialog = await opened(QuickOpenDialog)
    return dialog, in_sight(QLineEdit, "Quick open", dialog), in_sight(QListView, "Places", dialog)


def current(places: QListView) -> str:
    """Return the name of the current place."""
    cell = places.currentIndex().data(CELL_ROLE)
    return cell.text if cell else ""


async def gone(scene: ShellScene) -> None:
    """Wait until Quick open is gone and what it did is done."""
    await until(lambda: QApplication.activeModalWidget() is None)
    await scene.conduct_scope.idle()
    await scene.rest()


def test_typing_and_enter_go_to_the_queue(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            dialog, field, places = await quick_open(scene)
            assert dialog.focusWidget() is field
            QTest.keyClicks(field, "pay")
            assert current(places) == "PaymentQueue"
            press("Return", field)
            await gone(scene)
            assert scene.open_names == ["PaymentQueue"]
            assert scene.window.windowTitle() == "PaymentQueue – dev – SQS Explorer"

    qt_run(go())


def test_arrows_move_in_the_list_and_stop_at_its_ends(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def move() -> None:
        async with shell_scene(look, tmp_path) as scene:
            _, field, places = await quick_open(scene)
            QTest.keyClicks(field, "queue eu-west")
            names = [
                places.model().index(row, 0).data(CELL_ROLE).text for row in range(places.model().rowCount())
            ]
            assert names == ["OrderQueue", "PaymentQueue", "OrderQueue-DLQ", "PaymentQueue-DLQ"]
            press("Down", field)
            assert current(places) == names[1]
            press("PgDown", field)
            assert current(places) == names[-1]
            press("Down", field)
            assert current(places) == names[-1]
            press("PgUp", field)
            press("Up", field)
            assert current(places) == names[0]
            press("Down", field)
            press("Down", field)
            press("Enter", field)
            await gone(scene)
            assert scene.open_names == ["OrderQueue-DLQ"]

    qt_run(move())


def test_escape_goes_nowhere(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def escape() -> None:
        async with shell_scene(look, tmp_path) as scene:
            _, field, _ = await quick_open(scene)
            QTest.keyClicks(field, "pay")
            press("Esc", field)
            await gone(scene)
            assert scene.open_names == []

    qt_run(escape())


def test_what_nothing_is_called_is_said_and_enter_stays(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def find_nothing() -> None:
        async with shell_scene(look, tmp_path) as scene:
            dialog, field, places = await quick_open(scene)
            sentence = "No queue and no command of that name."
            assert sentence not in words(dialog)
            QTest.keyClicks(field, "nothing of that name")
            assert sentence in words(dialog)
            for key in ("Down", "Up", "Return"):
                press(key, field)
            assert dialog.isVisible()
            field.clear()
            assert sentence not in words(dialog)
            assert places.model().rowCount() > len(NAMES)
            press("Esc", field)
            await gone(scene)

    qt_run(find_nothing())


def test_a_click_on_a_place_goes_there(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            _, field, places = await quick_open(scene)
            QTest.keyClicks(field, "inventory")
            rect = places.visualRect(places.model().index(1, 0))
            QTest.mouseClick(places.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
            await gone(scene)
            assert scene.open_names == ["InventoryUpdates-DLQ.fifo"]

    qt_run(go())


def test_a_command_runs_once_the_dialog_is_gone(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def run_command() -> None:
        async with shell_scene(look, tmp_path) as scene:
            _, field, _ = await quick_open(scene)
            QTest.keyClicks(field, "light or")
            press("Return", field)
            await gone(scene)
            assert scene.settings.settings.theme == "dark"

    qt_run(run_command())


def test_two_presses_at_once_open_one_dialog(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def press_twice() -> None:
        async with shell_scene(look, tmp_path) as scene:
            click(scene.button("Quick open"))
            scene.press("Ctrl+K")
            dialog = await opened(QuickOpenDialog)
            await scene.rest()
            shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QuickOpenDialog)]
            assert shown == [dialog]
            press("Esc", in_sight(QLineEdit, "Quick open", dialog))
            await gone(scene)

    qt_run(press_twice())
