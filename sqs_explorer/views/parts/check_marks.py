"""The check box, painted alike in tables and beside words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from sqs_explorer.views.look.look import Look

CHECK_PX = 15
_TICK = ((3.6, 7.8), (6.3, 10.4), (11.2, 4.6))
_DASH = ((4.0, 7.5), (11.0, 7.5))


def check_box_rect(room: QRect) -> QRect:
    """Where the box is in a cell's room: left, centred in the height."""
    return QRect(room.left(), room.top() + (room.height() - CHECK_PX) // 2, CHECK_PX, CHECK_PX)


def paint_check_box(
    painter: QPainter, look: Look, box: QRect, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """Outlined when empty, filled with the accent and a tick when checked."""
    filled = state != Qt.CheckState.Unchecked
    fill = look.color(("accentfill" if enabled else "disabled") if filled else "raised")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(fill if filled else look.color("strong"), 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3.5, 3.5)
    if filled:
        pen = QPen(look.color("onaccent"), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        marks = _TICK if state == Qt.CheckState.Checked else _DASH
        painter.drawPolyline([QPointF(box.topLeft()) + QPointF(x, y) for x, y in marks])
    painter.restore()
