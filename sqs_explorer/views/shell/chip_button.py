"""A chip that can be pressed: a state and its change in one place of the header."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.parts.plain_text import set_plain_tooltip

_RING_PX = 2
_RADIUS_PX = 6.0


class ChipButton(QPushButton):
    """A chip with an edge; its accessible name is what a press does, its description what it says."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.chip = Chip(look, "")
        self.chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(_RING_PX, _RING_PX, _RING_PX, _RING_PX)
        row.addWidget(self.chip)

    def set_content(self, text: str, icon: str, tone: str, *, name: str, tooltip: str) -> None:
        """Show a state, and say what a press does."""
        self.chip.set_content(text, icon, tone)
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)
        set_plain_tooltip(self, tooltip)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """The chip and its edge."""
        return self.chip.sizeHint() + QSize(2 * _RING_PX, 2 * _RING_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Chips are not cut."""
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The edge, stronger under the mouse; the ring of the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "accent" if self.hasFocus() or self.underMouse() else "strong"
        width = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(self._look.color(token), width))
        inset = width / 2 + (0.0 if self.hasFocus() else 0.5)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS_PX, 6.0)
