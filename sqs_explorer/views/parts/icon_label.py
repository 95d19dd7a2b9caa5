"""An icon that stands beside a word and follows the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look


class IconLabel(QWidget):
    """A painted icon. It has no accessible name: the word beside it says the same."""

    def __init__(
        self, look: Look, icon: str, tone: str = "muted", size: int = 16, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self._tone = tone
        self._size_px = size
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.update)

    def set_icon(self, icon: str, tone: str = "muted") -> None:
        """Show another icon; "" shows none and keeps the place."""
        self._icon, self._tone = icon, tone
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon."""
        if self._icon:
            tone = self._tone if self.isEnabled() else "disabled"
            pixmap = self._look.pixmap(self._icon, tone, self._size_px, self.devicePixelRatioF())
            QPainter(self).drawPixmap(0, 0, pixmap)
