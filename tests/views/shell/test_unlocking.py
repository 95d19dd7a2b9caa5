"""Unlocking asks where, as whom and for how long; the header counts it down and every button follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.pills import EnvironmentPill
from sqs_explorer.views.shell.unlock_dialog import UnlockDialog
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import IRELAND
from tests.views.shell.shell_scene import (
    ShellScene,
    click,
    in_sight,
    is_in_sight,
    opened,
    press,
    settle,
    shell_scene,
    until,
    words,
)

PRODUCTION = ConnectionSpec("prod", (IRELAND,), environment=Environment.PRODUCTION, read_only=True)
TEST = ConnectionSpec("test", (IRELAND,), environment=Environment.TEST, read_only=True)


BUTTONS = {"Move", "Edit and resend", "Delete", "Send", "Purge queue", "Delete queue", "Redrive all"}


def locked_buttons(scene: ShellScene) -> set[str]:
    """Return which of the page's writing buttons are locked, on any tab."""
    found = scene.in_front.findChildren(Button)
    return {one.accessibleName() for one in found if one.blocked_reason} & BUTTONS


async def asked(scene: ShellScene) -> UnlockDialog:
    """Press Unlock writing in the header."""
    click(in_sight(QPushButton, "Unlock writing", scene.parts.header))
    return await opened(UnlockDialog)


async def rested(scene: ShellScene) -> None:
    """Wait until the tab in front has read what it shows."""
    page = scene.workspace.pages[0]
    for scope in (page.dead_letters.scope, page.dead_letters.redrive.scope, page.details.scope):
        await scope.idle()
    await scene.rest()


async def closed() -> None:
    """Wait until no dialog is open."""
    await until(lambda: QApplication.activeModalWidget() is None)
    await settle()


def access(scene: ShellScene, name: str) -> str:
    """Return what the header's button of this name says."""
    return in_sight(QPushButton, name, scene.parts.header).accessibleDescription()


def commands(scene: ShellScene) -> list[str]:
    """Return what Quick open offers about access."""
    return [command.name for command in scene.conduct.access_commands]


def test_the_dialog_names_connection_account_role_region_and_environment(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(PRODUCTION)
            dialog = await asked(scene)
            said = words(dialog)
            assert {"prod", "123456789012", "user/prod", "Europe (Ireland) eu-west-1", "Production"} <= set(
                said
            )
            assert in_sight(EnvironmentPill, "Production", dialog).text() == "Production"
            times = in_sight(QComboBox, "For", dialog)
            choices = [times.itemText(row) for row in range(times.count())]
            assert choices == ["15 minutes", "1 hour", "4 hours", "Until it is closed"]
            assert times.currentText() == "15 minutes"
            press("Escape", dialog)
            await closed()
            assert access(scene, "Unlock writing") == "Read-only"

    qt_run(read())


def test_several_regions_are_all_to_be_read_by_their_codes(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(replace(TEST, regions=("eu-west-1", "eu-central-1", "us-east-1")))
            dialog = await asked(scene)
            assert "eu-west-1, eu-central-1, us-east-1" in words(dialog)
            press("Escape", dialog)
            await closed()

    qt_run(read())


def test_enter_cancels_in_production_and_unlocks_elsewhere(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def press_enter() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(PRODUCTION)
            press("Return", await asked(scene))
            await closed()
            assert scene.unlocking.is_locked("prod")
            await scene.catalogue.close("prod")
            await scene.open(TEST)
            press("Return", await asked(scene))
            await closed()
            assert not scene.unlocking.is_locked("test")

    qt_run(press_enter())


def test_unlocked_it_counts_down_and_locks_at_the_end(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def count() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.server.create_queue_with_dlq("OrderQueue")
            await scene.open(PRODUCTION)
            scene.workspace.open(scene.queue("OrderQueue-DLQ", connection_id="prod"))
            await scene.rest()
            for tab in range(4):
                scene.in_front.show_tab_number(tab)
                await rested(scene)
            assert locked_buttons(scene) == BUTTONS
            dialog = await asked(scene)
            click(in_sight(QPushButton, "Unlock writing", dialog))
            await closed()
            assert access(scene, "Lock writing") == "Can write · 15 min left"
            assert locked_buttons(scene) == set()
            scene.clock.advance(870)
            scene.unlocking.look_again()
            assert access(scene, "Lock writing") == "Can write · 30 s left"
            scene.clock.advance(30)
            scene.unlocking.look_again()
            assert access(scene, "Unlock writing") == "Read-only"
            assert locked_buttons(scene) == BUTTONS

    qt_run(count())


def test_until_it_is_closed_shows_no_time_and_a_press_locks_again(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def lock() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(PRODUCTION)
            dialog = await asked(scene)
            in_sight(QComboBox, "For", dialog).setCurrentText("Until it is closed")
            click(in_sight(QPushButton, "Unlock writing", dialog))
            await closed()
            assert access(scene, "Lock writing") == "Can write"
            click(in_sight(QPushButton, "Lock writing", scene.parts.header))
            assert access(scene, "Unlock writing") == "Read-only"
            records = [record for record in scene.activity.records if "writing" in record.what]
            noted = [(record.what, record.where, record.result) for record in records]
            assert noted == [
                ("Unlock writing", "prod · eu-west-1", "Unlocked prod until it is closed"),
                ("Lock writing", "prod · eu-west-1", "Locked prod"),
            ]
            assert {record.who for record in records} == {"123456789012 · user/prod"}

    qt_run(lock())


def test_a_connection_opened_to_write_has_a_plain_chip(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open()
            assert not is_in_sight(QPushButton, "Unlock writing", scene.parts.header)
            assert not is_in_sight(QPushButton, "Lock writing", scene.parts.header)
            assert commands(scene) == []

    qt_run(read())


def test_quick_open_offers_what_can_be_done_now(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def offer() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(PRODUCTION)
            assert commands(scene) == ["Unlock writing"]
            scene.unlocking.unlock("prod", None)
            assert commands(scene) == ["Lock writing"]
            scene.sign_in.note_expired("prod", SignInExpired("The sign-in has expired."))
            assert commands(scene) == ["Lock writing", "Sign in again"]

    qt_run(offer())


def test_the_button_is_reached_by_the_keyboard(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def press_space() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open(PRODUCTION)
            button = in_sight(QPushButton, "Unlock writing", scene.parts.header)
            button.setFocus()
            press("Space", button)
            press("Escape", await opened(UnlockDialog))
            await closed()

    qt_run(press_space())
