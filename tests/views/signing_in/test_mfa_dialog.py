"""The MFA code is asked for over whatever is open, checked beside the field, and never left hanging."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton

from sqs_explorer.domain.errors import SignInCancelled
from sqs_explorer.domain.sign_in import MfaRequest
from sqs_explorer.views.connecting.connections_dialog import ConnectionsDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.signing_in.mfa_dialog import MfaDialog
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import click, in_sight, opened, press, settle, shell_scene, until, words

PHONE = MfaRequest("arn:aws:iam::111122223333:mfa/phone", "prod", "arn:aws:iam::111122223333:role/OnCall")
REFUSED = MfaRequest(
    PHONE.serial, "prod", PHONE.role_arn, "AWS did not accept this code. Wait for the next one."
)


async def gone(kind: type[QDialog]) -> None:
    """Wait until no dialog of this kind is open."""
    await until(
        lambda: not any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets())
    )
    await settle()


def test_a_typed_code_reaches_the_call(qt_run: RunCoroutine, look: Look, tmp_path: Path) -> None:
    async def type_code() -> None:
        async with shell_scene(look, tmp_path) as scene:
            call = asyncio.ensure_future(scene.sign_in.mfa_code(PHONE))
            dialog = await opened(MfaDialog)
            assert dialog.windowTitle() == "MFA code"
            said = words(dialog)
            assert "The role of profile prod asks for a code of your MFA device." in said
            assert {PHONE.serial, "prod", PHONE.role_arn} <= set(said)
            field = in_sight(QLineEdit, "MFA code", dialog)
            await until(field.hasFocus)
            QTest.keyClicks(field, "123 456")
            press("Return", field)
            assert await call == "123456"
            await gone(MfaDialog)

    qt_run(type_code())


def test_what_can_not_be_a_code_is_said_beside_the_field(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def type_rubbish() -> None:
        async with shell_scene(look, tmp_path) as scene:
            call = asyncio.ensure_future(scene.sign_in.mfa_code(PHONE))
            dialog = await opened(MfaDialog)
            field = in_sight(QLineEdit, "MFA code", dialog)
            QTest.keyClicks(field, "12")
            assert "The digits that the device shows now." in words(dialog)
            click(in_sight(QPushButton, "Continue", dialog))
            assert "Type the 6 digits that the device shows now." in words(dialog)
            assert field.text() == "12"
            QTest.keyClicks(field, "x")
            assert "A code has digits only." in words(dialog)
            assert dialog.isVisible()
            press("Escape", dialog)
            with pytest.raises(SignInCancelled):
                await call
            await gone(MfaDialog)

    qt_run(type_rubbish())


def test_the_refusal_of_the_code_before_stands_beside_the_field(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            call = asyncio.ensure_future(scene.sign_in.mfa_code(REFUSED))
            dialog = await opened(MfaDialog)
            field = in_sight(QLineEdit, "MFA code", dialog)
            assert field.accessibleDescription() == REFUSED.refusal
            assert REFUSED.refusal in words(dialog)
            click(in_sight(QPushButton, "Cancel", dialog))
            with pytest.raises(SignInCancelled):
                await call
            await gone(MfaDialog)

    qt_run(read())


def test_it_opens_over_a_dialog_of_the_persons_own_and_outlives_it(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def ask_over() -> None:
        async with shell_scene(look, tmp_path) as scene:
            scene.conduct.show_connections()
            below = await opened(ConnectionsDialog)
            call = asyncio.ensure_future(scene.sign_in.mfa_code(PHONE))
            dialog = await opened(MfaDialog)
            assert dialog.parentWidget() is below
            field = in_sight(QLineEdit, "MFA code", dialog)
            QTest.keyClicks(field, "123")
            below.reject()
            await gone(ConnectionsDialog)
            assert dialog.isVisible()
            assert dialog.parentWidget() is scene.window
            assert QApplication.activeModalWidget() is dialog
            QTest.keyClicks(field, "456")
            click(in_sight(QPushButton, "Continue", dialog))
            assert await call == "123456"
            await gone(MfaDialog)

    qt_run(ask_over())


def test_a_code_that_nobody_needs_any_more_closes_its_dialog(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def withdraw() -> None:
        async with shell_scene(look, tmp_path) as scene:
            call = asyncio.ensure_future(scene.sign_in.mfa_code(PHONE))
            await opened(MfaDialog)
            call.cancel()
            await gone(MfaDialog)

    qt_run(withdraw())


def test_two_devices_are_asked_for_one_after_the_other(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def ask_twice() -> None:
        async with shell_scene(look, tmp_path) as scene:
            token = MfaRequest("arn:aws:iam::111122223333:mfa/token", "other")
            calls = [asyncio.ensure_future(scene.sign_in.mfa_code(one)) for one in (PHONE, token)]
            for code, serial in (("111111", PHONE.serial), ("222222", token.serial)):
                await until(partial(_is_shown, serial))
                dialog = await opened(MfaDialog)
                QTest.keyClicks(in_sight(QLineEdit, "MFA code", dialog), code)
                press("Return", dialog)
            assert await asyncio.gather(*calls) == ["111111", "222222"]
            await gone(MfaDialog)

    qt_run(ask_twice())


def _is_shown(serial: str) -> bool:
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, MfaDialog) and dialog.isVisible():
            return serial in [label.text() for label in dialog.findChildren(QLabel)]
    return False
