"""The strip names what has expired and what waits; its buttons sign in, or let it be."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.views.look.look import Look
from tests.guards.event_loops import RunCoroutine
from tests.views.shell.shell_scene import click, in_sight, is_in_sight, shell_scene

EXPIRED = SignInExpired("The sign-in has expired.")


def test_it_is_there_only_while_something_has_expired(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def read() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open()
            assert not scene.parts.expired.isVisible()
            scene.sign_in.note_expired("dev", EXPIRED)
            assert "Sign-in expired: dev." in scene.words(scene.parts.expired)
            scene.sign_in.expired.settle(["dev"], signed_in=True)
            assert not scene.parts.expired.isVisible()

    qt_run(read())


def test_not_now_lets_what_waits_fail_and_the_header_still_offers_the_way(
    qt_run: RunCoroutine, look: Look, tmp_path: Path
) -> None:
    async def put_off() -> None:
        async with shell_scene(look, tmp_path) as scene:
            await scene.open()
            action = asyncio.ensure_future(scene.sign_in.wait("dev"))
            await asyncio.sleep(0)
            assert "Sign-in expired: dev. 1 action waits for it." in scene.words(scene.parts.expired)
            click(in_sight(QPushButton, "Not now", scene.parts.expired))
            assert await action is False
            assert not scene.parts.expired.isVisible()
            assert is_in_sight(QPushButton, "Sign in again", scene.parts.header)

    qt_run(put_off())
