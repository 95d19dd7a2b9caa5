"""About is reached by menu, by F1 and by Quick open; a newer version is said in a strip, until `Not now`."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton, QTableView

from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.updates import NoNewsError
from sqs_explorer.viewmodels.about.updates_view_model import NOT_KNOWN
from sqs_explorer.views.about.about_dialog import AboutDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import LinkButton
from sqs_explorer.views.shell.more_button import MoreButton
from tests.fakes.fake_program import FACTS
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import (
    ShellScene,
    click,
    cut_labels,
    in_sight,
    is_in_sight,
    opened,
    press,
    settle,
    shell_scene,
    until,
    words,
)


def entry(scene: ShellScene, text: str) -> QAction:
    """Return a line of the menu."""
    more = in_sight(MoreButton, "Program menu", scene.window)
    return next(one for one in more.menu_of_program.actions() if one.text().partition("\t")[0] == text)


async def about(scene: ShellScene) -> AboutDialog:
    """Press F1 and wait until all is read."""
    scene.press("F1")
    dialog = await opened(AboutDialog)
    await scene.rest()
    return dialog


async def leave(scene: ShellScene, dialog: AboutDialog) -> None:
    """Close the dialog by its button."""
    click(in_sight(QPushButton, "Close", dialog))
    await until(lambda: QApplication.activeModalWidget() is None)
    await scene.conduct_scope.idle()
    await settle()


def strip(scene: ShellScene) -> str:
    """Return what the strip of a newer version says, "" while it is hidden."""
    note = scene.parts.update.note
    return note.text() if note.isVisible() else ""


def link(scene: ShellScene, text: str) -> LinkButton:
    """Return a link of that strip."""
    found = scene.parts.update.note.findChildren(LinkButton)
    return next(one for one in found if one.text() == text and one.isVisible())


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_opens_below_its_button(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def click_it() -> None:
        async with shell_scene(look, tmp_path) as scene:
            more = in_sight(MoreButton, "Program menu", scene.window)
            click(more)
            menu = more.menu_of_program
            assert menu.isVisible()
            assert menu.y() >= more.mapToGlobal(more.rect().bottomLeft()).y()
            assert menu.geometry().right() < scene.window.geometry().right()
            menu.close()

    qt_run(click_it())


def test_about_says_versions_and_copies_them(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            action = entry(scene, "About SQS Explorer")
            assert action.menuRole() is QAction.MenuRole.AboutRole
            assert action.text().endswith("\tF1")
            action.trigger()
            dialog = await opened(AboutDialog)
            await scene.rest()
            assert dialog.accessibleName() == "About"
            assert {"Version 0.1.0", FACTS.system, FACTS.log_folder} <= set(words(dialog))
            assert cut_labels(dialog) == []
            click(in_sight(QPushButton, "Copy details", dialog))
            assert QGuiApplication.clipboard().text() == scene.about.details()
            click(in_sight(QPushButton, "Open log folder", dialog))
            await scene.rest()
            assert scene.opened == [FACTS.log_folder]
            scene.shelf.missing.add(FACTS.settings_folder)
            click(in_sight(QPushButton, "Open settings folder", dialog))
            await scene.rest()
            assert f"There is no folder {FACTS.settings_folder} yet." in words(dialog)
            await leave(scene, dialog)

    qt_run(read())


def test_the_list_of_parts_leads_to_their_licences(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def search() -> None:
        async with shell_scene(look, tmp_path) as scene:
            dialog = await about(scene)
            dialog.pages.setCurrentIndex(1)
            parts = in_sight(QTableView, "Parts", dialog)
            text = in_sight(QPlainTextEdit, "Licence text", dialog)
            assert text.toPlainText() == "The text of own"
            in_sight(QLineEdit, "Filter parts", dialog).setText("lgpl")
            await scene.rest()
            assert parts.model().rowCount() == 1
            assert text.toPlainText() == "The text of lgpl"
            assert "1 of 5" in words(dialog)
            assert text.isReadOnly()
            dialog.pages.setCurrentIndex(2)
            assert in_sight(QPlainTextEdit, "What is new", dialog).toPlainText() == scene.about.news != ""
            await leave(scene, dialog)

    qt_run(search())


def test_check_now_says_what_it_found_and_the_daily_look_is_off(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def check() -> None:
        async with shell_scene(look, tmp_path) as scene:
            dialog = await about(scene)
            daily = in_sight(QCheckBox, "Look for a new version once a day", dialog)
            assert not daily.isChecked()
            assert scene.releases.asked == 0
            scene.releases.problem = NoNewsError("The host could not be reached.", answered=False)
            click(in_sight(QPushButton, "Check now", dialog))
            await scene.rest()
            said = in_sight(NamedLabel, "Newest version", dialog)
            assert said.text() == "The host could not be reached."
            assert not is_in_sight(QPushButton, "Open the page", dialog)
            scene.releases.problem, scene.releases.version = None, "1.2.3"
            daily.click()
            await scene.rest()
            assert said.text() == "Version 1.2.3 is out."
            assert scene.settings.settings.look_for_updates
            page = next(one for one in dialog.findChildren(LinkButton) if one.text() == "Open the page")
            assert page.isVisible()
            click(page)
            assert scene.opened == ["https://releases.invalid/1.2.3"]
            await leave(scene, dialog)

    qt_run(check())


def test_check_for_updates_looks_at_once_and_leaves_a_strip_until_not_now(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def check() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.releases.version = "1.2.3"
            assert strip(scene) == ""
            entry(scene, "Check for updates…").trigger()
            dialog = await opened(AboutDialog)
            await scene.rest()
            assert scene.releases.asked == 1
            await leave(scene, dialog)
            assert strip(scene) == "Version 1.2.3 is out."
            click(link(scene, "Open the page"))
            assert scene.opened == ["https://releases.invalid/1.2.3"]
            click(link(scene, "Not now"))
            assert strip(scene) == ""
            await scene.rest()
            assert scene.settings.settings.passed_version == "1.2.3"

    qt_run(check())


def test_switched_on_the_start_looks_and_says_it_in_the_strip_alone(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def start() -> None:
        settings = Settings(refresh_seconds=0, look_for_updates=True)
        async with shell_scene(look, tmp_path, settings) as scene:
            assert scene.releases.asked == 1
            assert QApplication.activeModalWidget() is None
            assert strip(scene) == ""
            scene.releases.version = "1.2.3"
            scene.clock.advance(90_000)
            scene.about.updates.look_if_due()
            await scene.rest()
            assert strip(scene) == "Version 1.2.3 is out."

    qt_run(start())


def test_the_log_folder_opens_from_quick_open_and_a_failure_is_said_in_the_window(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def go() -> None:
        async with shell_scene(look, tmp_path) as scene:
            commands = {command.name: command for command in scene.conduct.commands}
            commands["Open log folder"].run()
            await scene.rest()
            assert scene.opened == [FACTS.log_folder]
            scene.shelf.missing.add(FACTS.log_folder)
            entry(scene, "Open log folder").trigger()
            await scene.rest()
            assert scene.window.note.text() == f"There is no folder {FACTS.log_folder} yet."

    qt_run(go())


def test_a_copy_without_an_address_says_so_and_offers_no_check(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path, knows_releases=False) as scene:
            names = [command.name for command in scene.conduct.commands]
            assert "About SQS Explorer" in names
            assert "Check for updates…" not in names
            dialog = await about(scene)
            assert NOT_KNOWN in words(dialog)
            assert not is_in_sight(QPushButton, "Check now", dialog)
            assert not is_in_sight(QCheckBox, "Look for a new version once a day", dialog)
            press("Escape", dialog)
            await until(lambda: QApplication.activeModalWidget() is None)
            await scene.conduct_scope.idle()

    qt_run(read())
