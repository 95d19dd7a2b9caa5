"""The line at the bottom says what runs and what was done, stops it, and unfolds to the table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.parts.progress_line import ProgressLine
from sqs_explorer.views.parts.tables import DataTable
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import ShellScene, click, in_sight, is_in_sight, shell_scene, until, words


def line(scene: ShellScene) -> str:
    """Return what the line says."""
    return in_sight(NamedLabel, "Last activity", scene.parts.activity).text()


def rows(scene: ShellScene, column: int = 4) -> list[str]:
    """Return a column of the table, from top to bottom."""
    model = in_sight(DataTable, "Activity jobs", scene.parts.activity).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


async def press_ctrl_j(scene: ShellScene) -> None:
    """Fold or unfold by key; a button's shortcut presses it for a moment first."""
    was_unfolded = scene.parts.activity.is_unfolded
    scene.press("Ctrl+J")
    await until(lambda: scene.parts.activity.is_unfolded is not was_unfolded)


def test_at_first_nothing_has_run(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            assert words(scene.parts.activity) == ["Nothing has run yet"] * 2
            assert not is_in_sight(DataTable, "Activity jobs", scene.window)
            assert not is_in_sight(QPushButton, "Stop job", scene.window)

    qt_run(read())


def test_the_folded_line_says_what_was_done_last_and_when(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            job = scene.activity.start("Receive from OrderQueue", "dev")
            scene.clock.advance(1.2)
            job.finish("Received 10 messages from OrderQueue")
            assert line(scene) == "Received 10 messages from OrderQueue"
            assert "1 s ago · 1.2 s" in words(scene.parts.activity)

    qt_run(read())


def test_a_failed_job_reads_so(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def fail() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.activity.start("Receive from OrderQueue", "dev").fail("Access denied")
            assert line(scene) == "Access denied"
            icon = scene.parts.activity._icon.grab().toImage()
            colours = {
                icon.pixelColor(x, y).name() for x in range(icon.width()) for y in range(icon.height())
            }
            assert look.tokens.danger.lower() in colours
            assert look.tokens.success.lower() not in colours

    qt_run(fail())


def test_a_job_shows_its_progress_and_stop_stops_it(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def stop() -> None:
        async with shell_scene(look, tmp_path) as scene:
            stops: list[str] = []
            job = scene.activity.start("Receive from OrderQueue", "dev", stop=lambda: stops.append("stop"))
            scene.clock.advance(1)
            job.report("30 of 99", 0.3)
            assert line(scene) == "Receive from OrderQueue"
            assert "30 of 99" in words(scene.parts.activity)
            assert is_in_sight(ProgressLine, "Job progress", scene.window)
            click(scene.button("Stop job"))
            assert stops == ["stop"]
            assert "stopping" in words(scene.parts.activity)
            assert not is_in_sight(QPushButton, "Stop job", scene.window)
            job.finish("Received 30 messages")
            assert line(scene) == "Received 30 messages"
            assert not is_in_sight(ProgressLine, "Job progress", scene.window)

    qt_run(stop())


def test_of_several_jobs_the_newest_is_named_and_the_others_counted(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def run_two() -> None:
        async with shell_scene(look, tmp_path) as scene:
            for name in ("A", "B"):
                scene.activity.start(f"Receive from {name}", "dev")
            scene.clock.advance(1)
            scene.activity_line.line_changed.emit()
            assert line(scene) == "Receive from B and 1 more"
            assert not is_in_sight(QPushButton, "Stop job", scene.window)

    qt_run(run_two())


def test_ctrl_j_unfolds_the_table_and_folds_it_again(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def unfold() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.activity.start("Send to OrderQueue", "dev").finish("Sent 1 message")
            scene.activity.start("Receive from OrderQueue", "dev").fail("Access denied")
            await press_ctrl_j(scene)
            assert rows(scene) == ["Access denied", "Sent 1 message"]
            assert rows(scene, 2) == ["Receive from OrderQueue", "Send to OrderQueue"]
            await press_ctrl_j(scene)
            assert not is_in_sight(DataTable, "Activity jobs", scene.window)
            click(scene.button("Activity"))
            assert is_in_sight(DataTable, "Activity jobs", scene.window)

    qt_run(unfold())


def test_the_job_of_the_selected_row_is_stopped_and_no_other(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def stop_the_older() -> None:
        async with shell_scene(look, tmp_path) as scene:
            stops: list[str] = []
            for name in ("older", "newer"):
                scene.activity.start(f"Receive from {name}", "dev", stop=partial(stops.append, name))
            await press_ctrl_j(scene)
            assert not is_in_sight(QPushButton, "Stop selected job", scene.window)
            in_sight(DataTable, "Activity jobs", scene.window).selectRow(1)
            click(scene.button("Stop selected job"))
            assert stops == ["older"]
            assert rows(scene) == ["Under way", "Stopping"]
            assert not is_in_sight(QPushButton, "Stop selected job", scene.window)

    qt_run(stop_the_older())


def test_the_demos_services_are_paused_and_resumed_from_the_line(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def pause() -> None:
        async with shell_scene(look, tmp_path) as scene:
            assert not is_in_sight(LinkButton, "", scene.parts.activity)
            scene.demo.open()
            await scene.rest()
            assert "Demo services running" in words(scene.parts.activity)
            (link,) = [one for one in scene.parts.activity.findChildren(LinkButton) if one.isVisible()]
            assert link.text() == "Pause the demo services"
            click(link)
            assert not scene.sandbox.services_running
            assert "Demo services paused" in words(scene.parts.activity)
            assert link.text() == "Resume the demo services"
            click(link)
            assert scene.sandbox.services_running
            scene.sandbox.is_running = False
            scene.demo._look_after_it()
            assert not link.isVisible()
            await scene.rest()

    qt_run(pause())
