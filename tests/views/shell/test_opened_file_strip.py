"""A file that the program is started with stands over the pages until it is sent or dismissed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.replaying.replay_dialog import ReplayDialog
from sqs_explorer.views.shell.quick_open_dialog import QuickOpenDialog
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.replaying.replay_scene import filed
from tests.views.shell.shell_scene import ShellScene, in_sight, opened, press, shell_scene, until

LONG = "Order" + "y" * 60 + "Queue"


def links(scene: ShellScene) -> list[str]:
    """Return the links of the strip in sight."""
    found = scene.parts.opened_file.findChildren(LinkButton)
    return [link.text() for link in found if link.isVisible()]


def follow(scene: ShellScene, text: str) -> None:
    """Click on a link of the strip."""
    found = scene.parts.opened_file.findChildren(LinkButton)
    next(link for link in found if link.isVisible() and link.text() == text).click()


async def no_dialog() -> None:
    """Wait until no dialog is open."""
    await until(lambda: QApplication.activeModalWidget() is None)


def test_choose_a_queue_then_send_then_the_next_file(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    path = tmp_path / "orders & <b>co.jsonl"
    path.write_bytes(filed("one"))

    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            strip, url = scene.parts.opened_file, scene.server.create_queue(LONG)
            assert strip.isHidden()
            scene.opened_files.open((str(path), str(tmp_path / "none.jsonl")))
            await scene.rest()
            assert "orders & <b>co.jsonl: 1 message to send again. Open a conn" in strip.note.text()
            assert links(scene) == ["Dismiss"]
            await scene.open()
            assert links(scene) == ["Choose a queue", "Dismiss"]
            follow(scene, "Choose a queue")
            press("Escape", await opened(QuickOpenDialog))
            await no_dialog()
            await scene.page(LONG)
            assert links(scene) == [f"Send to {LONG[:24]}…{LONG[-12:]}…", "Dismiss"]
            follow(scene, links(scene)[0])
            dialog = await opened(ReplayDialog)
            await until(lambda: f"will be sent to {LONG}." in " ".join(scene.words(dialog)))
            in_sight(QPushButton, "Cancel", dialog).click()
            await no_dialog()
            follow(scene, links(scene)[0])
            dialog = await opened(ReplayDialog)
            start = in_sight(QPushButton, "Start replay", dialog)
            await until(start.isEnabled)
            start.click()
            await until(lambda: "Sent 1 message from" in dialog.report.text())
            assert "“none.jsonl” can't be read: No such file or directory." in strip.note.text()
            in_sight(QPushButton, "Close", dialog).click()
            await no_dialog()
            assert links(scene) == ["Details", "Dismiss"]
            follow(scene, "Dismiss")
            assert (strip.isVisible(), scene.server.bodies(url)) == (False, ["one"])

    qt_run(go())
