"""What a person sees of a fault: a strip with two links, and a report to be read, copied and passed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.reporting.problem_report_dialog import READING, ProblemReportDialog
from sqs_explorer.views.shell.more_button import MoreButton
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import (
    ShellScene,
    click,
    in_sight,
    is_in_sight,
    opened,
    settle,
    shell_scene,
    until,
    words,
)


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Return the light look."""
    return Look(qapp, Theme.LIGHT)


def choose_from_menu(scene: ShellScene, text: str) -> None:
    """Choose an entry of the program's menu."""
    more = in_sight(MoreButton, "Program menu", scene.window)
    (action,) = (one for one in more.menu_of_program.actions() if one.text() == text)
    action.trigger()


async def close(dialog: ProblemReportDialog) -> None:
    """Close the dialog and wait until it is gone."""
    click(dialog.cancel)
    await until(lambda: QApplication.activeModalWidget() is None)
    await settle()


@pytest.mark.expects_log("Unexpected error")
def test_the_strip_of_a_fault_leads_to_its_report_and_goes_once_that_was_read(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with shell_scene(look, tmp_path) as scene:
            strip = scene.parts.problem
            assert not strip.isVisible()
            scene.reporter.report(LookupError("no such thing"))
            (show,) = (one for one in strip.findChildren(LinkButton) if one.text() == "Show report")
            click(show)
            dialog = await opened(ProblemReportDialog)
            assert dialog.accessibleName() == "Problem report"
            assert dialog.report.accessibleName() == "Report"
            await until(lambda: dialog.report.toPlainText() != READING)
            assert "LookupError: no such thing. Nothing was sent anywhere." in dialog.sentence.text()
            assert dialog.report.isReadOnly()
            assert "LookupError: no such thing" in dialog.report.toPlainText()
            assert strip.isVisible()
            await close(dialog)
            assert not strip.isVisible()

    qt_run(steps())


def test_the_menu_opens_a_report_without_a_fault_which_can_be_copied(
    qt_run: RunCoroutine, look: Look, tmp_path: Path, qapp: QApplication
) -> None:
    async def steps() -> None:
        async with shell_scene(look, tmp_path) as scene:
            choose_from_menu(scene, "Report a problem…")
            dialog = await opened(ProblemReportDialog)
            await until(lambda: is_in_sight(Button, "Copy report", dialog))
            copy = in_sight(Button, "Copy report", dialog)
            await until(copy.isEnabled)
            assert dialog.sentence.text().startswith("No error of the program is known of this run.")
            click(copy)
            assert qapp.clipboard().text() == scene.reports.text
            assert "No error is known of this run" in qapp.clipboard().text()
            assert "Display       offscreen" in qapp.clipboard().text()
            assert "Copied. Read it before you pass it on." in words(dialog)
            await close(dialog)

    qt_run(steps())


def test_the_log_folder_is_opened_and_what_fails_is_said_in_the_dialog(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def steps() -> None:
        async with shell_scene(look, tmp_path) as scene:
            choose_from_menu(scene, "Report a problem…")
            dialog = await opened(ProblemReportDialog)
            folder = scene.shelf.facts().log_folder
            click(in_sight(Button, "Open log folder", dialog))
            await until(lambda: scene.opened == [folder])
            scene.shelf.missing.add(folder)
            click(in_sight(Button, "Open log folder", dialog))
            await until(lambda: f"There is no folder {folder} yet." in words(dialog))
            assert not scene.window.note.isVisible()
            await close(dialog)

    qt_run(steps())
