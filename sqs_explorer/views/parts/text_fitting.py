"""Remembers how texts were cut and laid out, because a table repaints the same cells every second."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QStaticText, QTransform

from sqs_explorer.viewmodels.cells import Cell
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import visible_line

_MOST_REMEMBERED = 4_000
_MOST_LAID_OUT = 1_000


class Face(NamedTuple):
    """A font by what a cell asks for."""

    mono: bool = False
    bold: bool = False
    medium: bool = False
    struck: bool = False
    small: bool = False


class Fitted(NamedTuple):
    """A text as it is shown, and its width in px."""

    shown: str
    width_px: int


class LaidOut(NamedTuple):
    """A text whose glyphs have their places already, and its size in px."""

    text: QStaticText
    width_px: float
    height_px: float


def face_of(cell: Cell) -> Face:
    """The face of a cell's first run of text."""
    return Face(cell.mono, cell.bold, cell.medium, cell.struck)


class TextFitting:
    """Fonts, their metrics and the texts cut so far, for one table."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._faces: dict[Face, tuple[QFont, QFontMetrics]] = {}
        self._fitted: dict[tuple[str, Face, int, bool], Fitted] = {}
        self._laid_out: dict[tuple[str, Face], LaidOut] = {}

    def font(self, face: Face) -> QFont:
        """The font of a face."""
        return self._face(face)[0]

    def width_px(self, text: str, face: Face) -> int:
        """Width of the whole text."""
        return self._face(face)[1].horizontalAdvance(text)

    def fit(self, text: str, face: Face, width_px: int, *, middle: bool = False) -> Fitted:
        """The text on one line, cut at its end or in the middle to fit a width."""
        key = (text, face, width_px, middle)
        found = self._fitted.get(key)
        if found is None:
            metrics = self._face(face)[1]
            mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
            shown = metrics.elidedText(visible_line(text), mode, width_px)
            if len(self._fitted) >= _MOST_REMEMBERED:
                self._fitted.clear()
            found = self._fitted[key] = Fitted(shown, metrics.horizontalAdvance(shown))
        return found

    def lay_out(self, text: str, face: Face) -> LaidOut:
        """The text ready to be painted, which takes a quarter of the time of painting a plain string."""
        key = (text, face)
        found = self._laid_out.get(key)
        if found is None:
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.prepare(QTransform(), self.font(face))
            if len(self._laid_out) >= _MOST_LAID_OUT:
                self._laid_out.clear()
            size = static.size()
            found = self._laid_out[key] = LaidOut(static, size.width(), size.height())
        return found

    def _face(self, face: Face) -> tuple[QFont, QFontMetrics]:
        found = self._faces.get(face)
        if found is None:
            font = QFont(self._font_of(face))
            font.setStrikeOut(face.struck)
            found = self._faces[face] = (font, QFontMetrics(font))
        return found

    def _font_of(self, face: Face) -> QFont:
        fonts = self._look.fonts
        if face.small:
            return fonts.mono_small
        if face.mono:
            return fonts.mono_medium if face.bold or face.medium else fonts.mono
        return fonts.strong if face.bold else fonts.medium if face.medium else fonts.base
