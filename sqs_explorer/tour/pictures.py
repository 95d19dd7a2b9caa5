"""Takes the pictures.

Each screen in light and dark, at 1280×800 and 1920×1080, with the dialog in front of it.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.tour.hands import TourProblem
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme

SIZES = (QSize(1280, 800), QSize(1920, 1080))
SETTLE_SECONDS = 0.08
SETTLED_AT_LATEST_SECONDS = 3.0
"""A page folds its panes in several turns, which a busy machine takes its time for."""


class Pictures:
    """Writes `NN-name-theme.png` and `NN-name-1920-theme.png` to a folder."""

    def __init__(self, window: QWidget, look: Look, folder: Path) -> None:
        self._window = window
        self._look = look
        self._folder = folder
        self._number = 0
        folder.mkdir(parents=True, exist_ok=True)

    async def take(self, name: str) -> list[Path]:
        """Picture what is on screen now; return the files. Raises TourProblem if one can't be written."""
        self._number += 1
        theme_before, size_before = self._look.theme, self._window.size()
        written = []
        for theme in (Theme.LIGHT, Theme.DARK):
            self._look.set_theme(theme)
            for size in SIZES:
                self._window.resize(size)
                await self._settle()
                wide = "" if size.width() == SIZES[0].width() else f"{size.width()}-"
                path = self._folder / f"{self._number:02d}-{name}-{wide}{theme.value}.png"
                self._write(path)
                written.append(path)
        self._window.resize(size_before)
        self._look.set_theme(theme_before)
        await asyncio.sleep(SETTLE_SECONDS)
        return written

    async def _settle(self) -> None:
        """Wait until nothing moves any more."""
        until = time.monotonic() + SETTLED_AT_LATEST_SECONDS
        places: list[QRect] = []
        while (places_now := self._places()) != places and time.monotonic() < until:
            places = places_now
            await asyncio.sleep(SETTLE_SECONDS)

    def _places(self) -> list[QRect]:
        return [part.geometry() for part in self._window.findChildren(QWidget) if part.isVisible()]

    def _write(self, path: Path) -> None:
        picture = self._window.grab()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            painter = QPainter(picture)
            room = picture.deviceIndependentSize().toSize() - dialog.size()
            painter.drawPixmap(room.width() // 2, room.height() // 2, dialog.grab())
            painter.end()
        if not picture.save(str(path)):
            raise TourProblem(f"the picture {path} could not be written")
