"""The Sign in dialog shows each way as it goes, stops at once, and closes when it has succeeded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from sqs_explorer.domain.errors import SignInExpired, SignInFailed
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus, SignInStep, SignInWay
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.signing_in.sign_in_dialog import SignInDialog
from tests.fakes.fake_sign_ins import SSO
from tests.guards.event_loops import RunCoroutine
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

URL = "https://oidc.eu-west-1.amazonaws.com/authorize?client_id=abc&state=" + "x" * 200


@asynccontextmanager
async def expired_scene(
    look: Look, folder: Path, need: SignInNeed = SSO
) -> AsyncIterator[tuple[ShellScene, SignInDialog]]:
    """Give the window with the Sign in dialog of an expired connection."""
    async with shell_scene(look, folder) as scene:
        scene.sign_ins.needs = {"dev": need}
        await scene.open()
        scene.sign_in.note_expired("dev", SignInExpired("The sign-in has expired."))
        click(in_sight(QPushButton, "Sign in again", scene.parts.expired))
        yield scene, await opened(SignInDialog)
        await until(lambda: QApplication.activeModalWidget() is None)
        await settle()


def button(dialog: QWidget, name: str) -> QPushButton:
    """Return a button in sight."""
    return in_sight(QPushButton, name, dialog)


def test_nothing_is_asked_before_the_person_chooses(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def read() -> None:
        async with expired_scene(look, tmp_path) as (scene, dialog):
            assert dialog.windowTitle() == "Sign in"
            assert "acme" in dialog.sentence.text()
            assert not is_in_sight(QPushButton, "Start again", dialog)
            assert scene.sign_ins.started == []
            press("Escape", dialog)

    qt_run(read())


def test_the_browsers_way_ends_with_the_dialog_closed_and_the_time_said(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def sign_in() -> None:
        async with expired_scene(look, tmp_path) as (scene, dialog):
            scene.sign_ins.step = SignInStep(SignInWay.BROWSER, URL, is_opened=True)
            press("Return", dialog)
            await until(lambda: scene.sign_ins.is_under_way)
            await until(lambda: any("Finish in your browser" in line for line in words(dialog)))
            assert not is_in_sight(QPushButton, "Open the browser", dialog)
            click(button(dialog, "Copy address"))
            assert QGuiApplication.clipboard().text() == URL
            scene.sign_ins.finish(SignInStatus(SSO, scene.clock.now() + timedelta(hours=1)))
            await until(lambda: QApplication.activeModalWidget() is None)
            await scene.rest()
            assert scene.parts.expired.text().startswith("dev: signed in until ")
            links = scene.parts.expired.findChildren(QPushButton)
            click(next(one for one in links if one.isVisible() and one.text() == "Close"))
            assert scene.parts.expired.text() == ""

    qt_run(sign_in())


def test_the_device_code_is_in_big_letters_with_its_address_and_time(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def sign_in() -> None:
        async with expired_scene(look, tmp_path) as (scene, dialog):
            scene.sign_ins.step = SignInStep(
                SignInWay.DEVICE,
                "https://device.sso.eu-west-1.amazonaws.com/?user_code=ABCD-EFGH",
                "ABCD-EFGH",
                expires_at=scene.clock.now() + timedelta(minutes=10),
            )
            click(button(dialog, "Use a device code"))
            await until(lambda: is_in_sight(NamedLabel, "Device code", dialog))
            code = in_sight(NamedLabel, "Device code", dialog)
            assert code.label.text() == "ABCD-EFGH"
            assert code.label.font().pixelSize() >= 24
            assert "10:00 left" in words(dialog)
            click(button(dialog, "Copy code"))
            assert QGuiApplication.clipboard().text() == "ABCD-EFGH"
            assert scene.sign_ins.started == [("dev", SignInWay.DEVICE)]
            click(button(dialog, "Start again"))
            assert not is_in_sight(NamedLabel, "Device code", dialog)
            assert button(dialog, "Open the browser").isEnabled()
            await until(lambda: scene.sign_ins.stopped == 1)
            click(button(dialog, "Cancel"))

    qt_run(sign_in())


def test_cancel_stops_at_once_and_the_strip_stays(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def cancel() -> None:
        async with expired_scene(look, tmp_path) as (scene, dialog):
            click(button(dialog, "Open the browser"))
            await until(lambda: scene.sign_ins.is_under_way)
            click(button(dialog, "Cancel"))
            assert not dialog.isVisible()
            await until(lambda: scene.sign_ins.stopped == 1)
            await scene.rest()
            assert scene.parts.expired.text() == "Sign-in expired: dev."

    qt_run(cancel())


def test_an_error_stands_in_the_dialog_with_what_to_do(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def fail() -> None:
        async with expired_scene(look, tmp_path) as (scene, dialog):
            click(button(dialog, "Open the browser"))
            await until(lambda: scene.sign_ins.is_under_way)
            scene.sign_ins.fail(SignInFailed("IAM Identity Center said: access_denied."))
            await until(dialog.note.isVisible)
            assert (
                dialog.note.text()
                == "Sign-in failed. IAM Identity Center said: access_denied. Sign in again."
            )
            assert dialog.focusWidget() is button(dialog, "Open the browser")
            press("Escape", dialog)

    qt_run(fail())


def test_a_command_is_shown_to_copy_and_tried_after_it_has_run(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def try_it() -> None:
        need = SignInNeed(SignInKind.COMMAND, "dev", command="aws login --profile dev")
        async with expired_scene(look, tmp_path, need) as (scene, dialog):
            assert in_sight(PlainLabel, "Command", dialog).accessibleDescription() == need.command
            click(button(dialog, "Copy command"))
            assert QGuiApplication.clipboard().text() == need.command
            scene.server.fail_next("GetCallerIdentity", SignInExpired("The token has expired."))
            click(button(dialog, "I have signed in"))
            await until(dialog.note.isVisible)
            assert dialog.note.text().startswith("Sign-in expired.")
            click(button(dialog, "I have signed in"))
            await until(lambda: QApplication.activeModalWidget() is None)
            await scene.rest()

    qt_run(try_it())


def test_keys_without_a_sign_in_say_where_new_ones_belong(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with expired_scene(look, tmp_path, SignInNeed(SignInKind.NONE, "dev")) as (_, dialog):
            assert "Put new keys for the profile dev into the AWS files" in dialog.sentence.text()
            assert not is_in_sight(QPushButton, "Use a device code", dialog)
            click(button(dialog, "Try again"))
            await until(lambda: QApplication.activeModalWidget() is None)

    qt_run(read())
