"""The headings of tables and of the tree, painted with the same pads as the cells below them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.edge_columns import INNER_PAD_PX, OUTER_PAD_PX, edge_columns
from sqs_explorer.views.parts.plain_text import visible_line

HEADING_PX = 26
_ARROW_PX = 14


class HeadingRow(QHeaderView):
    """Headings in small type; the sorted column shows an arrow after its name."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        *,
        ground: str = "sunken",
        first_pad_px: int = OUTER_PAD_PX,
        left_pad_px: int = INNER_PAD_PX,
        last_pad_px: int = OUTER_PAD_PX,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._ground = ground
        self._first_pad_px = first_pad_px
        self._left_pad_px = left_pad_px
        self._last_pad_px = last_pad_px
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        look.changed.connect(self.viewport().update)

    @override
    def sizeHint(self) -> QSize:
        """26 px high."""
        return QSize(super().sizeHint().width(), HEADING_PX)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Ground, name, arrow and the line below."""
        look = self._look
        painter.fillRect(rect, look.color(self._ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.color("border"))
        edges = edge_columns(self)
        left = self._first_pad_px if logicalIndex == edges[0] else self._left_pad_px
        right = self._last_pad_px if logicalIndex == edges[1] else INNER_PAD_PX
        room = rect.adjusted(left, 0, -right, -1)
        model = self.model()
        orientation = Qt.Orientation.Horizontal
        text = visible_line(
            str(model.headerData(logicalIndex, orientation, int(Qt.ItemDataRole.DisplayRole)) or "")
        )
        alignment = model.headerData(logicalIndex, orientation, int(Qt.ItemDataRole.TextAlignmentRole))
        to_right = alignment is not None and bool(int(alignment) & int(Qt.AlignmentFlag.AlignRight))
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        font = look.fonts.small
        metrics = QFontMetrics(font)
        arrow_room = _ARROW_PX if sorted_here else 0
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - arrow_room)
        width = metrics.horizontalAdvance(shown)
        x = room.right() + 1 - width - arrow_room if to_right else room.left()
        painter.setFont(font)
        painter.setPen(look.color("text" if sorted_here else "muted"))
        painter.drawText(
            QRect(x, room.top(), width + 2, room.height()),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            shown,
        )
        if sorted_here:
            self._paint_arrow(painter, QPointF(x + width + 8.5, room.center().y() + 0.5))

    def _paint_arrow(self, painter: QPainter, centre: QPointF) -> None:
        down = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._look.color("text"), 1.3)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        tip = centre + QPointF(0, 4.5 if down else -4.5)
        back = -3.0 if down else 3.0
        painter.drawLine(centre - (tip - centre), tip)
        painter.drawLine(tip, tip + QPointF(-3, back))
        painter.drawLine(tip, tip + QPointF(3, back))
        painter.restore()
