"""Small rounded words: chips beside a title, the environment's pill, counts, a shortcut's keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import ENVIRONMENT_WORDS
from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.look.rounded_boxes import paint_box
from sqs_explorer.views.parts.plain_text import PlainLabel, visible_line

_GROUNDS = {
    "danger": "dangerbg",
    "warning": "warningbg",
    "success": "successbg",
    "info": "infobg",
    "prod": "prodbg",
    "test": "testbg",
    "dev": "devbg",
    "demo": "demobg",
    "onaccent": "dangerfill",
    "text": "panel",
}
_MOST_SHOWN = 9_999
_KEY_PX = 18
_KEY_PAD_PX = 8


class _Pill(QWidget):
    """A painted pill; subclasses say what is in it."""

    height_px = 20
    radius_px = 5.0
    pad_px = 8

    def __init__(self, look: Look, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._look = look
        self._text = ""
        self._icon = ""
        self._dot = False
        self._tone = "muted"
        self._ground = "hover"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def text(self) -> str:
        """The word shown."""
        return self._text

    @override
    def sizeHint(self) -> QSize:
        """The word, what stands before it, and the pads."""
        width = QFontMetrics(self._font()).horizontalAdvance(self._text) + 2 * self.pad_px + self._before_px()
        return QSize(max(width, self.height_px), self.height_px)

    @override
    def minimumSizeHint(self) -> QSize:
        """Pills are not cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, icon or dot, word."""
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground_colour())
        painter.drawRoundedRect(QRectF(self.rect()), self.radius_px, self.radius_px)
        x = self.pad_px
        if self._icon:
            pixmap = look.pixmap(self._icon, self._tone, 14, self.devicePixelRatioF())
            painter.drawPixmap(x - 2, (self.height() - 14) // 2, pixmap)
        elif self._dot:
            painter.setBrush(look.color(self._tone))
            painter.drawEllipse(QRectF(x, self.height() / 2 - 3, 6, 6))
        painter.setFont(self._font())
        painter.setPen(look.color(self._tone))
        room = QRect(0, 0, self.width(), self.height()).adjusted(x + self._before_px(), 0, -self.pad_px, 0)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._text)

    def _font(self) -> QFont:
        return self._look.fonts.small

    def _ground_colour(self) -> QColor:
        return self._look.color(self._ground)

    def _before_px(self) -> int:
        return 16 if self._icon else 11 if self._dot else 0

    def _show(self, text: str) -> None:
        self._text = visible_line(text)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()


class Chip(_Pill):
    """A quiet fact beside a title, or one with a meaning ("danger", "warning" …) and its icon."""

    def __init__(
        self, look: Look, text: str, *, tone: str = "muted", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self.set_content(text, icon, tone)

    def set_content(self, text: str, icon: str = "", tone: str = "muted") -> None:
        """Show another word."""
        self._icon, self._tone = icon, tone
        self._ground = _GROUNDS.get(tone, "hover")
        self._show(text)


class EnvironmentPill(_Pill):
    """The environment's word in its colour; Production is solid red with the warning sign."""

    height_px = 22

    def __init__(self, look: Look, environment: str = "", parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.set_environment(environment)

    def set_environment(self, environment: str) -> None:
        """One of "prod", "test", "dev", "demo"; "" hides the pill."""
        self.setHidden(not environment)
        production = environment == "prod"
        self._icon = "warn" if production else ""
        self._dot = not production
        self._tone = "onaccent" if production else environment or "muted"
        self._ground = _GROUNDS.get(self._tone, "hover")
        self._show(ENVIRONMENT_WORDS.get(environment, ""))

    @override
    def _font(self) -> QFont:
        return self._look.fonts.small_strong


class Badge(_Pill):
    """A count: white on red if there is something, quiet at 0."""

    height_px = 18
    radius_px = 9.0
    pad_px = 6

    def __init__(self, look: Look, count: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Show a number of messages; over 9,999 as "9,999+"."""
        self._tone, self._ground = ("onaccent", "dangerfill") if count else ("muted", "hover")
        self._show(badge_text(count))

    @override
    def _font(self) -> QFont:
        return self._look.fonts.mono_small


class KeyHint(PlainLabel):
    """The keys of a shortcut, drawn as a key."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, role="small", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_KEY_PX)
        self.setContentsMargins(_KEY_PAD_PX, 0, _KEY_PAD_PX, 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The key, then the words on it."""
        tokens = program_style().tokens
        painter = QPainter(self)
        paint_box(painter, self.rect(), tokens.hover, tokens.border, radius_px=4)
        painter.end()
        super().paintEvent(event)


def badge_text(count: int) -> str:
    """A count with separators; over 9,999 as "9,999+"."""
    return f"{_MOST_SHOWN:,}+" if count > _MOST_SHOWN else f"{count:,}"
