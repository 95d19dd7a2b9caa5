"""Colours the lines in sight; Qt's own highlighter would stop the window for all the others first."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.code_tokens import PLAIN, Span, Syntax, spans_of

__all__ = ["Syntax", "VisibleHighlighting"]

_LOOK_BACK_CHARACTERS = 16_000
_GENERATIONS = 16
_SLICE_SECONDS = 0.015
_MOST_SPANS = 3_000
"""Of a line in more pieces only the first are coloured: Qt lays each one out by itself."""


class VisibleHighlighting(QObject):
    """Highlights the blocks in sight whenever they, the scroll position or the colours change."""

    def __init__(self, look: Look, view: QPlainTextEdit) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._generation = 0
        self._formats: dict[tuple[str, bool], QTextCharFormat] = {}
        self.syntax = Syntax.TEXT
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.highlight_visible)
        view.verticalScrollBar().valueChanged.connect(self.highlight_visible)
        view.document().contentsChange.connect(self.highlight_soon)
        look.changed.connect(self._forget)

    def set_syntax(self, syntax: Syntax) -> None:
        """Highlight as another syntax from now on."""
        if syntax is not self.syntax:
            self.syntax = syntax
            self._forget()

    def highlight_soon(self) -> None:
        """Highlight once this event is over, however often it is asked for."""
        self._soon.start()

    def highlight_visible(self) -> None:
        """Colour the blocks in sight that are not up to date; what takes longer goes on after this event."""
        view = self._view
        block = view.firstVisibleBlock()
        state = self._state_before(block)
        until = time.perf_counter() + _SLICE_SECONDS
        bottom = view.viewport().height()
        top = view.blockBoundingGeometry(block).translated(view.contentOffset()).top()
        while block.isValid() and top <= bottom:
            state = self._highlight(block, state)
            top += view.blockBoundingRect(block).height()
            block = block.next()
            if time.perf_counter() > until:
                self.highlight_soon()
                return

    def _highlight(self, block: QTextBlock, state: int) -> int:
        mark = (block.revision() & 0x3FFFF) << 12 | self._generation << 8 | state << 4
        known = block.userState()
        if known >= 0 and known & ~0xF == mark:
            return known & 0xF
        spans, end_state = spans_of(block.text(), self.syntax, state)
        block.layout().setFormats([self._range(span) for span in spans[:_MOST_SPANS]])
        block.setUserState(mark | end_state)
        block.document().markContentsDirty(block.position(), block.length())
        return end_state

    def _state_before(self, block: QTextBlock) -> int:
        """The state at a block's start, from the nearest block above whose end is known or near enough."""
        above: list[QTextBlock] = []
        start = block.previous()
        room = _LOOK_BACK_CHARACTERS
        while start.isValid() and room > 0 and not self._is_known(start):
            above.append(start)
            room -= start.length() + 40
            start = start.previous()
        state = start.userState() & 0xF if start.isValid() and self._is_known(start) else PLAIN
        for text_block in reversed(above):
            _, state = spans_of(text_block.text(), self.syntax, state)
        return state

    def _is_known(self, block: QTextBlock) -> bool:
        mark = block.userState()
        return mark >= 0 and mark >> 8 == ((block.revision() & 0x3FFFF) << 4 | self._generation)

    def _range(self, span: Span) -> QTextLayout.FormatRange:
        found = self._formats.get((span.token, span.bold))
        if found is None:
            found = QTextCharFormat()
            found.setForeground(self._look.color(span.token))
            if span.bold:
                found.setFontWeight(QFont.Weight.Bold)
            self._formats[(span.token, span.bold)] = found
        format_range = QTextLayout.FormatRange()
        format_range.start = span.start
        format_range.length = span.length
        format_range.format = found
        return format_range

    def _forget(self) -> None:
        self._generation = (self._generation + 1) % _GENERATIONS
        self._formats.clear()
        self.highlight_soon()
