"""The text area below the code view and the editor: a gutter with line numbers and a marked current line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextBlock
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import show_menu
from sqs_explorer.views.parts.code_highlighting import VisibleHighlighting
from sqs_explorer.views.parts.code_tokens import Syntax

GUTTER_PX = 40
_NUMBER_RIGHT_PX = 10


class CodeArea(QPlainTextEdit):
    """Monospaced text with numbers; `name` is its accessible name."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setObjectName(name.lower().replace(" ", "_"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(look.fonts.mono)
        self.document().setDefaultFont(look.fonts.mono)
        self.document().setDocumentMargin(6)
        self.setTabStopDistance(QFontMetrics(look.fonts.mono).horizontalAdvance(" ") * 4)
        self.highlighting = VisibleHighlighting(look, self)
        self._expected_lines = 0
        self._top_margin_px = 0
        self._gutter = _Gutter(self)
        self.blockCountChanged.connect(self._widen_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._repaint_lines)
        look.changed.connect(self._recolour)
        self._widen_gutter()

    def set_syntax(self, syntax: Syntax) -> None:
        """Highlight as JSON, XML or not at all."""
        self.highlighting.set_syntax(syntax)

    def expect_lines(self, count: int) -> None:
        """Make the gutter wide enough at once: widening it later lays out the whole text again."""
        self._expected_lines = count
        self._widen_gutter()

    def reserve_top(self, height_px: int) -> None:
        """Keep room above the text for a bar."""
        self._top_margin_px = height_px
        self._widen_gutter()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu in the program's colours."""
        show_menu(self.createStandardContextMenu(), event.globalPos())

    def line_number(self, block: QTextBlock) -> int:
        """The number beside a block, 0 for none."""
        return block.blockNumber() + 1

    def marks_current_line(self) -> bool:
        """Whether the line of the cursor is on a ground of its own."""
        return not self.isReadOnly() and self.hasFocus()

    def gutter_width_px(self) -> int:
        """40 px, more from 10,000 lines on."""
        digits = len(str(max(1, self.blockCount(), self._expected_lines)))
        needed = QFontMetrics(self._look.fonts.mono_small).horizontalAdvance("9") * digits
        return max(GUTTER_PX, needed + _NUMBER_RIGHT_PX + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter at the left edge."""
        super().resizeEvent(event)
        self._place_gutter()
        self.highlighting.highlight_soon()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The current line's ground, then the text."""
        if self.marks_current_line():
            painter = QPainter(self.viewport())
            line = self.cursorRect()
            room = QRect(0, line.top(), self.viewport().width(), line.height())
            painter.fillRect(room, self._look.color("sunken"))
            painter.end()
        super().paintEvent(event)

    def paint_gutter(self, painter: QPainter, area: QRect) -> None:
        """Numbers of the blocks in sight, right-aligned 10 px before the text."""
        look = self._look
        painter.setFont(look.fonts.mono_small)
        width = self.gutter_width_px() - _NUMBER_RIGHT_PX
        height = self.fontMetrics().height()
        current = self.textCursor().blockNumber() if self.marks_current_line() else -1
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        alignment = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        while block.isValid() and top <= area.bottom():
            number = self.line_number(block)
            if number:
                painter.setPen(look.color("text" if block.blockNumber() == current else "gutter"))
                painter.drawText(QRect(0, round(top), width, height), alignment, str(number))
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def _widen_gutter(self) -> None:
        width = self.gutter_width_px()
        margins = self.viewportMargins()
        if (width, self._top_margin_px) == (margins.left(), margins.top()):
            return
        self.setViewportMargins(width, self._top_margin_px, 0, 0)
        self._place_gutter()

    def _place_gutter(self) -> None:
        area = self.contentsRect().adjusted(0, self._top_margin_px, 0, 0)
        self._gutter.setGeometry(QRect(area.left(), area.top(), self.gutter_width_px(), area.height()))

    def _scroll_gutter(self, area: QRect, dy: int) -> None:
        if dy:
            self._gutter.scroll(0, dy)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())

    def _repaint_lines(self) -> None:
        self.viewport().update()
        self._gutter.update()

    def _recolour(self) -> None:
        self._repaint_lines()


class _Gutter(QWidget):
    """The strip left of the text."""

    def __init__(self, area: CodeArea) -> None:
        super().__init__(area)
        self._area = area

    @override
    def sizeHint(self) -> QSize:
        """As wide as the numbers need."""
        return QSize(self._area.gutter_width_px(), 0)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the area paint its numbers."""
        self._area.paint_gutter(QPainter(self), event.rect())
