"""Grounds of containers, and the 1 px lines between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget
from typing_extensions import override

from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.look.rounded_boxes import paint_box
from sqs_explorer.views.look.theme import GROUND_ROLES

_BAND_PX = 3
_BOXES = {
    "facts": ("sunken", "", 8),
    "card": ("panel", "border", 8),
    "box": ("panel", "strong", 6),
    "note-plain": ("sunken", "", 6),
    "note-info": ("infobg", "", 6),
    "note-warning": ("warningbg", "", 6),
    "note-danger": ("dangerbg", "", 6),
    "note-success": ("successbg", "", 6),
}
"""Rounded grounds: token of the fill, token of the outline, radius in px."""


def set_ground(widget: QWidget, ground: str) -> None:
    """A container's ground: a token's colour, or as "facts", "card", "box", "note-warning" and so on."""
    if isinstance(widget, QAbstractScrollArea):
        widget.setFrameShape(QFrame.Shape.NoFrame)
        widget = widget.viewport()
    painting = next((child for child in widget.children() if isinstance(child, _GroundPainting)), None)
    role = GROUND_ROLES.get(ground)
    if role is not None:
        widget.setBackgroundRole(role)
        widget.setAutoFillBackground(True)
        if painting is not None:
            painting.ground = ""
    else:
        widget.setAutoFillBackground(False)
        if painting is None:
            painting = _GroundPainting(widget)
        painting.ground = ground
    widget.update()


def divider(parent: QWidget | None = None, *, vertical: bool = False, colour: str = "border") -> QFrame:
    """A line of 1 px, horizontal unless `vertical`."""
    line = _Line(colour, parent)
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def production_band() -> QWidget:
    """The red band at the top of a dialog that acts on production."""
    band = QWidget()
    band.setFixedHeight(_BAND_PX)
    set_ground(band, "prod")
    return band


class _Line(QFrame):
    """Paints all of itself."""

    def __init__(self, colour: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._colour = colour

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        colour = getattr(program_style().tokens, self._colour)
        QPainter(self).fillRect(self.rect(), QColor(colour))


class _GroundPainting(QObject):
    """Paints the ground below a widget's own painting, for colours that no palette role holds."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.ground = ""
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint first; the widget paints over it."""
        if event.type() == QEvent.Type.Paint and self.ground and isinstance(watched, QWidget):
            self._paint(watched)
        return False

    def _paint(self, widget: QWidget) -> None:
        tokens = program_style().tokens
        painter = QPainter(widget)
        if self.ground in _BOXES:
            fill, edge, radius_px = _BOXES[self.ground]
            edge_colour = getattr(tokens, edge) if edge else ""
            paint_box(painter, widget.rect(), getattr(tokens, fill), edge_colour, radius_px=radius_px)
        elif self.ground != "transparent":
            painter.fillRect(widget.rect(), QColor(getattr(tokens, self.ground)))
        painter.end()
