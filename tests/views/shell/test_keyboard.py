"""The Tab key goes through the whole window and gets stuck nowhere; the keyboard follows the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.shell.quick_open_dialog import QuickOpenDialog
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import ShellScene, in_sight, opened, press, shell_scene, until

MORE_THAN_ALL = 60


def name_in_focus(scene: ShellScene) -> str:
    """Return what a screen reader calls the control that has the keyboard."""
    control: QWidget | None = scene.window.focusWidget()
    assert control is not None
    return control.accessibleName() or repr(control)


def way_around(scene: ShellScene, keys: str = "Tab") -> list[str]:
    """Return the names of the controls that Tab reaches until it comes back to the first."""
    scene.press(keys, scene.window.focusWidget())
    first, names = scene.window.focusWidget(), []
    for _ in range(MORE_THAN_ALL):
        before = scene.window.focusWidget()
        names.append(name_in_focus(scene))
        scene.press(keys, before)
        assert scene.window.focusWidget() is not before, f"stuck at {names[-1]}"
        if scene.window.focusWidget() is first:
            return names
    pytest.fail(f"never came back: {names}")


def test_tab_goes_around_the_first_screen(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def go_around() -> None:
        async with shell_scene(look, tmp_path) as scene:
            names = way_around(scene)
            assert {"Filter queues", "Add connection", "Program menu", "Activity"} <= set(names)
            assert set(way_around(scene, "Shift+Tab")) == set(names)

    qt_run(go_around())


@pytest.mark.parametrize("queue", ["OrderQueue", "OrderQueue-DLQ"])
@pytest.mark.parametrize("tab", ["Messages", "Send", "Dead letters", "Details"])
def test_tab_goes_around_a_queues_page_and_the_tree(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, queue: str, tab: str
) -> None:
    async def go_around() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue_with_dlq("OrderQueue")
            await scene.open()
            await scene.page(queue)
            scene.in_front.show_tab(tab)
            await scene.rest()
            in_sight(QPushButton, "Quick open", scene.window).setFocus()
            names = way_around(scene)
            tree = names.index("Filter queues")
            assert names[tree : tree + 4] == ["Filter queues", "Refresh", "Add connection", "Queues"]
            assert {"Queue page", "Program menu", "Activity"} <= set(names)
            assert not [name for name in names if name.startswith("<")]

    qt_run(go_around())


def test_the_keyboard_goes_from_the_first_screen_to_the_tree(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def open_connection() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            scene.parts.first_screen.setFocus()
            scene.press("Tab", scene.window.focusWidget())
            await scene.open()
            assert name_in_focus(scene) in {"Filter queues", "Queues"}

    qt_run(open_connection())


def test_quick_open_takes_the_keyboard_to_the_page(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            scene.press("Ctrl+K")
            dialog = await opened(QuickOpenDialog)
            field = in_sight(QLineEdit, "Quick open", dialog)
            QTest.keyClicks(field, "order")
            press("Return", field)
            await until(lambda: bool(scene.open_names))
            await scene.conduct_scope.idle()
            assert name_in_focus(scene) == "Queue page"
            scene.press("Return", scene.window.focusWidget())
            await scene.rest()
            assert "0 messages, 0 held" in scene.words()

    qt_run(go())


def test_details_coming_to_the_front_do_not_offer_purge_to_the_keyboard(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def turn() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue("OrderQueue")
            await scene.open()
            await scene.page("OrderQueue")
            in_sight(QPushButton, "Receive", scene.window).setFocus()
            scene.in_front.show_tab("Details")
            await scene.rest()
            assert name_in_focus(scene) == "Copy queue attributes"
            assert scene.in_front.panel("Details").isAncestorOf(scene.window.focusWidget())
            assert {"Purge queue", "Delete queue"} <= set(way_around(scene))

    qt_run(turn())
