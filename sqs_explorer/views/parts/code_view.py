"""Shows a body read-only: long lines in chunks, filled in slices, copied as it was stored."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.code_area import CodeArea
from sqs_explorer.views.parts.code_tokens import Syntax
from sqs_explorer.views.parts.soft_lines import SoftLine, soft_lines
from sqs_explorer.views.parts.whole_text import for_qt

SLICE_CHARACTERS = 150_000
LINE_COST_CHARACTERS = 60
"""What a line costs Qt beside its characters."""


class CodeView(CodeArea):
    """A read-only view of a text of any size. The original is kept: copying never takes the widget's text."""

    text_shown = Signal()
    """All of the text that `set_text` was given can be seen."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, name, parent)
        self._text = ""
        self._lines: list[SoftLine] = []
        self._numbers: list[int] = []
        self._last_number = 0
        self._coming: Iterator[SoftLine] = iter(())
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            self.textInteractionFlags() | self.textInteractionFlags().TextSelectableByKeyboard
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._filling = QTimer(self)
        self._filling.setInterval(0)
        self._filling.timeout.connect(self._fill)

    def set_text(self, text: str, syntax: Syntax = Syntax.TEXT) -> None:
        """Show another text from its start; the same text and syntax keep the place and the selection."""
        if text == self._text and syntax is self.highlighting.syntax and not self._filling.isActive():
            return
        self._filling.stop()
        self._text = text
        self._coming = soft_lines(text)
        self._lines = []
        self._numbers = []
        self._last_number = 0
        self.clear()
        self.expect_lines(text.count("\n") + 1)
        self.set_syntax(syntax)
        self._filling.start()
        self._fill()

    def text(self) -> str:
        """The text as it was given."""
        return self._text

    @override
    def line_number(self, block: QTextBlock) -> int:
        """The line in the original; a chunk that continues one has none."""
        position = block.blockNumber()
        return self._numbers[position] if position < len(self._numbers) else 0

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """The original behind the selection, as plain text."""
        copied = QMimeData()
        copied.setText(for_qt(self.selected_original()))
        return copied

    def selected_original(self) -> str:
        """The original behind the selection: without the chunks' breaks, with every hidden character."""
        cursor = self.textCursor()
        document = self.document()
        selects_all = cursor.selectionEnd() - cursor.selectionStart() == document.characterCount() - 1
        if selects_all and not self._filling.isActive():
            return self._text
        first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        found: list[str] = []
        for number in range(first.blockNumber(), min(last.blockNumber(), len(self._lines) - 1) + 1):
            block = document.findBlockByNumber(number)
            start = max(0, cursor.selectionStart() - block.position())
            end = min(block.length() - 1, cursor.selectionEnd() - block.position())
            found.append(self._lines[number].original(start, end))
            if number < last.blockNumber():
                found.append(self._lines[number].ending)
        return "".join(found)

    def _fill(self) -> None:
        """Add the next slice; the first one comes at once, so that nothing flickers."""
        budget = SLICE_CHARACTERS
        lines: list[SoftLine] = []
        for line in self._coming:
            lines.append(line)
            budget -= len(line.shown) + LINE_COST_CHARACTERS
            if budget <= 0:
                break
        else:
            self._filling.stop()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if lines:
            separator = "\n" if self._lines else ""
            cursor.insertText(separator + "\n".join(line.shown for line in lines))
            self._remember(lines)
        if not self._filling.isActive():
            self.text_shown.emit()

    def _remember(self, lines: list[SoftLine]) -> None:
        self._lines += lines
        if not any(line.continues for line in lines):
            self._numbers += range(self._last_number + 1, self._last_number + len(lines) + 1)
            self._last_number += len(lines)
            return
        for line in lines:
            self._last_number += not line.continues
            self._numbers.append(0 if line.continues else self._last_number)
