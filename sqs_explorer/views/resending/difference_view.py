"""Shows a difference as text with a sign before every line; the colours only repeat what the signs say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.resending.resend_draft_view_model import DifferenceLine, LineKind
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.code_area import CodeArea
from sqs_explorer.views.parts.soft_lines import utf16_units

_GROUNDS = {LineKind.REMOVED: "dangerbg", LineKind.ADDED: "successbg"}
_TONES = {
    LineKind.KEPT: "text",
    LineKind.REMOVED: "danger",
    LineKind.ADDED: "success",
    LineKind.SKIPPED: "muted",
    LineKind.HEADING: "text",
}
_SIGN_CHARACTERS = 2


class DifferenceView(CodeArea):
    """Read-only lines named `Difference`; the gutter counts the lines of the text that a line is of."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "Difference", parent)
        self._lines: tuple[DifferenceLine, ...] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            self.textInteractionFlags() | self.textInteractionFlags().TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        look.changed.connect(self._colour)

    def show_lines(self, lines: Sequence[DifferenceLine], or_else: str) -> None:
        """Show a difference, or a sentence where there is none; the same lines keep the place."""
        text = "\n".join(_written(line) for line in lines) or or_else
        if tuple(lines) == self._lines and text == self.toPlainText():
            return
        place = self.verticalScrollBar().value()
        self._lines = tuple(lines)
        self.setPlainText(text)
        self._colour()
        self.verticalScrollBar().setValue(place)

    @override
    def line_number(self, block: QTextBlock) -> int:
        """The line in the original for what went, in the new text for the rest; none for a field."""
        number = block.blockNumber()
        return self._lines[number].number if number < len(self._lines) else 0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The grounds of what went and what came, then the text."""
        painter = QPainter(self.viewport())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height, number = self.blockBoundingRect(block).height(), block.blockNumber()
            ground = _GROUNDS.get(self._lines[number].kind) if number < len(self._lines) else None
            if ground is not None:
                room = QRectF(0, top, self.viewport().width(), height)
                painter.fillRect(room, self._look.color(ground))
            top += height
            block = block.next()
        painter.end()
        super().paintEvent(event)

    def _colour(self) -> None:
        block = self.document().begin()
        if not self._lines:
            self._format(block, 0, block.length() - 1, self._tone("muted"))
        for line in self._lines:
            self._format(block, 0, block.length() - 1, self._whole(line.kind))
            if line.mark is not None and line.mark[0] < line.mark[1]:
                start, end = (_SIGN_CHARACTERS + utf16_units(line.text[:place]) for place in line.mark)
                self._format(block, start, end, self._marked(line.kind))
            block = block.next()

    @staticmethod
    def _format(block: QTextBlock, start: int, end: int, look: QTextCharFormat) -> None:
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(look)

    def _tone(self, tone: str) -> QTextCharFormat:
        found = QTextCharFormat()
        found.setForeground(self._look.color(tone))
        return found

    def _whole(self, kind: LineKind) -> QTextCharFormat:
        found = self._tone(_TONES[kind])
        if kind is LineKind.HEADING:
            found.setFont(self._look.fonts.mono_medium)
        return found

    def _marked(self, kind: LineKind) -> QTextCharFormat:
        found = self._tone(_TONES[kind])
        found.setFont(self._look.fonts.mono_medium)
        found.setFontUnderline(True)
        return found


def _written(line: DifferenceLine) -> str:
    return line.text if line.kind is LineKind.HEADING else f"{line.kind.value} {line.text}"
