"""The editor of a message body: numbers, highlighting, indentation, and a find bar."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.code_area import CodeArea
from sqs_explorer.views.parts.find_bar import FindBar
from sqs_explorer.views.parts.whole_text import for_qt

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class CursorPlace:
    """Where the cursor is, both counted from 1."""

    line: int
    column: int


class CodeEditor(CodeArea):
    """A QPlainTextEdit that does not wrap. Tab leaves it, so that everything can be reached by keyboard."""

    cursor_moved = Signal(object)
    """The CursorPlace."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(look, name, parent)
        self._given = ""
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.find_bar = FindBar(look, self)
        self.find_bar.hide()
        self.find_bar.closed.connect(self._close_find)
        self.cursorPositionChanged.connect(self._tell_place)

    def text(self) -> str:
        """The text: exactly as given while nobody has typed, else the widget's with its NBSPs kept."""
        if not self.document().isModified():
            return self._given
        return self.document().toRawText().replace("\u2029", "\n")

    def set_text(self, text: str) -> None:
        """Start with another text; what was typed before is gone, with its undo history."""
        self._given = text
        self.setPlainText(for_qt(text))
        self.document().setModified(False)
        self.textChanged.emit()

    def replace_text(self, text: str) -> None:
        """Put another text in its place as one step that can be undone."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(for_qt(text))
        cursor.endEditBlock()

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor at a place, counted from 1, and take the focus."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            cursor = self.textCursor()
            cursor.setPosition(block.position() + min(max(0, column - 1), block.length() - 1))
            self.setTextCursor(cursor)
        self.setFocus()

    def show_find(self) -> None:
        """Open the find bar with what is selected."""
        self.find_bar.start(self.textCursor().selectedText())
        self.reserve_top(self.find_bar.sizeHint().height() + 4)
        self._place_find_bar()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+F finds; Enter keeps the indentation; the rest is the editor's own."""
        plain_enter = event.key() in _ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.matches(QKeySequence.StandardKey.Find):
            self.show_find()
        elif plain_enter and not self.isReadOnly():
            self._break_line()
        elif event.key() in _ENTER:
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text as text."""
        if source.hasText():
            self.insertPlainText(for_qt(source.text()))
            self.ensureCursorVisible()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the find bar in its corner."""
        super().resizeEvent(event)
        self._place_find_bar()

    def _break_line(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indentation = before[: len(before) - len(before.lstrip(" \t"))]
        cursor.insertText("\n" + indentation)
        self.ensureCursorVisible()

    def _place_find_bar(self) -> None:
        bar = self.find_bar
        area = self.contentsRect()
        width = min(360, area.width() - 8)
        bar.setGeometry(area.right() - width - 4, area.top() + 4, width, bar.sizeHint().height())

    def _close_find(self) -> None:
        self.reserve_top(0)
        self.setFocus()

    def _tell_place(self) -> None:
        cursor = self.textCursor()
        self.cursor_moved.emit(CursorPlace(cursor.blockNumber() + 1, cursor.positionInBlock() + 1))
