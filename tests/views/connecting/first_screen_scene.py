"""The first screen on fakes, and what a person reads on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sqs_explorer.domain.connections import ProfileListing
from sqs_explorer.domain.settings import Settings
from sqs_explorer.views.connecting.first_screen import FirstScreen
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from tests.viewmodels.connecting.connecting_scene import LISTING, ConnectingScene, connecting_scene

Dialog = TypeVar("Dialog", bound=DialogFrame)


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; the test's own time-out ends it otherwise."""
    while not holds():  # noqa: ASYNC110 - widgets set no asyncio event
        await asyncio.sleep(0.005)


@asynccontextmanager
async def shown(
    look: Look, qtbot: QtBot, listing: ProfileListing = LISTING, settings: Settings | None = None
) -> AsyncIterator[tuple[FirstScreen, ConnectingScene]]:
    """Give the first screen at the size it has in a window of 1280 × 800."""
    async with connecting_scene(listing, settings) as scene:
        screen = FirstScreen(look, scene.connecting)
        qtbot.addWidget(screen)
        screen.resize(963, 728)
        screen.show()
        await scene.connecting.scope.idle()
        yield screen, scene
        screen.close()


def words_of(widget: QWidget) -> str:
    """Return all that one reads in labels."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


async def asked(kind: type[Dialog]) -> Dialog:
    """Wait until a question of this kind is open, and return it."""
    found: list[Dialog] = []

    def is_open() -> bool:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            found.append(dialog)
        return bool(found)

    await until(is_open)
    return found[0]


def agree(dialog: DialogFrame) -> None:
    """Press the dialog's verb."""
    assert dialog.verb is not None
    dialog.verb.click()
