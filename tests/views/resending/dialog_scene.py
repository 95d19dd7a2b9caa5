"""The dialog Edit and resend as it is opened by its page, and what a person reads and types in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.code_editor import CodeEditor
from sqs_explorer.views.resending.resend_dialog import ResendDialog, ask_resend
from tests.viewmodels.resending.resend_scene import ResendScene
from tests.views.dead_letters.panel_scene import opened, until

Kind = TypeVar("Kind", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


def find(dialog: QWidget, kind: type[Kind], name: str) -> Kind:
    """Return the one control with this accessible name."""
    found = [widget for widget in dialog.findChildren(kind) if widget.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def text(dialog: QWidget, name: str) -> str:
    """Return what a label says."""
    return find(dialog, QLabel, name).text()


class OpenDialog:
    """The open dialog, its view-model, and the answer that its page waits for."""

    def __init__(
        self,
        scene: ResendScene,
        view_model: ResendViewModel,
        dialog: ResendDialog,
        answer: asyncio.Task[bool],
    ) -> None:
        self.scene = scene
        self.view_model = view_model
        self.dialog = dialog
        self.answer = answer
        self.editor = find(dialog, CodeEditor, "Message body")

    def type_instead(self, old: str, new: str) -> None:
        """Select a piece of the body and type over it."""
        assert self.editor.find(old) or self._find_from_start(old)
        QTest.keyClicks(self.editor, new)

    def _find_from_start(self, old: str) -> bool:
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.Start)
        return self.editor.find(old)

    async def settle(self) -> None:
        """Let what was typed be looked over and compared."""
        self.view_model.examine()
        await self.view_model.scope.idle()
        await self.scene.settle()

    async def sent(self) -> None:
        """Wait until a send has ended."""
        await until(lambda: not self.view_model.is_sending)
        await self.scene.settle()


@asynccontextmanager
async def resending(
    look: Look, scene: ResendScene, *, hold_seconds: int = 300, read_only: bool = False, dead: bool = True
) -> AsyncIterator[OpenDialog]:
    """Open the dialog over a window of 1280 x 800, as a page does; at the end the dialog is closed."""
    window = QWidget()
    window.resize(1280, 800)
    window.show()
    async with scene.editing(
        hold_seconds=hold_seconds, read_only=read_only, dead=dead, closes=False
    ) as view_model:
        answer = asyncio.ensure_future(ask_resend(look, view_model, window))
        dialog = await opened(ResendDialog)
        dialog.activateWindow()
        await until(dialog.isActiveWindow)
        try:
            yield OpenDialog(scene, view_model, dialog, answer)
        finally:
            answer.cancel()
            await asyncio.wait([answer])
            window.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
