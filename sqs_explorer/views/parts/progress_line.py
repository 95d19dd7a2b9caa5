"""A thin bar that fills, or moves while nobody knows how long it will take."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look

_STEP_MS = 40
_STEP = 0.02
_PIECE = 0.3


class ProgressLine(QWidget):
    """A bar of 4 or 6 px with round ends; words stand beside it, never inside."""

    def __init__(self, look: Look, *, height: int = 4, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._fraction: float | None = 0.0
        self._tone = "accentfill"
        self._phase = 0.0
        self._timer_id = 0
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)
        look.changed.connect(self.update)

    def set_fraction(self, fraction: float | None) -> None:
        """0 to 1; None while the end is unknown."""
        self._fraction = fraction
        self.setAccessibleDescription("" if fraction is None else f"{fraction:.0%}")
        self._start_or_stop()
        self.update()

    def set_tone(self, token: str) -> None:
        """Colour of the filled part: "accentfill", "warnfill" or "danger"."""
        self._tone = token
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """80 px where nobody asks for more."""
        return QSize(80, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(self._look.color("track"))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setBrush(self._look.color(self._tone))
        width = float(self.width())
        if self._fraction is None:
            left = (self._phase * (1 + _PIECE) - _PIECE) * width
            painter.drawRoundedRect(QRectF(left, 0, _PIECE * width, self.height()), radius, radius)
        elif self._fraction > 0:
            filled = max(self.height(), width * min(1.0, self._fraction))
            painter.drawRoundedRect(QRectF(0, 0, filled, self.height()), radius, radius)

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        """Move on."""
        self._phase = (self._phase + _STEP) % 1.0
        self.update()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Move only while in sight."""
        self._start_or_stop()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while out of sight."""
        self._start_or_stop()

    def _start_or_stop(self) -> None:
        moving = self._fraction is None and self.isVisible()
        if moving and not self._timer_id:
            self._timer_id = self.startTimer(_STEP_MS)
        elif not moving and self._timer_id:
            self.killTimer(self._timer_id)
            self._timer_id = 0
