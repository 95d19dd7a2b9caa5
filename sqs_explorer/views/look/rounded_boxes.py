"""The rounded boxes that fields, buttons, notes and cards are drawn with."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from sqs_explorer.views.look.palette import Tokens

RADIUS_PX = 6.0


def paint_box(
    painter: QPainter,
    rect: QRect,
    ground: str = "",
    edge: str = "",
    *,
    edge_px: int = 1,
    radius_px: float = RADIUS_PX,
) -> None:
    """Fill and outline `rect`; colours as `#RRGGBB`, "" for none."""
    if not ground and not edge:
        return
    inset = edge_px / 2 if edge else 0.0
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(edge), edge_px) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    box = QRectF(rect).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, radius_px - inset, radius_px - inset)
    painter.restore()


def paint_field(painter: QPainter, tokens: Tokens, field: QWidget) -> None:
    """The box of a field; its state and the properties "invalid" and "read_only_look" say how."""
    enabled = field.isEnabled()
    focused = enabled and field.hasFocus()
    ground = tokens.raised if enabled else ""
    if enabled and field.property("read_only_look") == "true":
        ground = tokens.sunken
    edge = tokens.accent if focused else tokens.strong if enabled else tokens.border
    if enabled and field.property("invalid") == "true":
        edge = tokens.danger
    paint_box(painter, field.rect(), ground, edge, edge_px=2 if focused else 1)
