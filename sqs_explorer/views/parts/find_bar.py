"""The bar that finds words in the editor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.fields import TextField
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindBar(QWidget):
    """A field, previous and next, and a word when nothing is found. Escape closes it."""

    closed = Signal()

    def __init__(self, look: Look, editor: QPlainTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        set_ground(self, "box")
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.field = TextField("Find", name="Find in body")
        self.field.setMinimumWidth(100)
        self.result = PlainLabel(role="small", tone="muted", name="Find result")
        previous = icon_button(look, "up", "Previous match", tooltip="Previous match (Shift+Enter)")
        following = icon_button(look, "down", "Next match", tooltip="Next match (Enter)")
        close = icon_button(look, "close", "Close find", tooltip="Close (Esc)")
        previous.clicked.connect(self.find_previous)
        following.clicked.connect(self.find_next)
        close.clicked.connect(self.stop)
        self.field.textChanged.connect(self._find_from_here)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(4)
        for part in (self.field, self.result, previous, following, close):
            row.addWidget(part)

    def start(self, words: str) -> None:
        """Show the bar, with `words` to look for if there are any."""
        self.show()
        self.raise_()
        if words and "\u2029" not in words:
            self.field.setText(words)
        self.field.setFocus()
        self.field.selectAll()

    def stop(self) -> None:
        """Hide the bar; the editor takes the focus back."""
        self.hide()
        self.closed.emit()

    def find_next(self) -> None:
        """Select the next match, after the end the first."""
        self._find(QTextDocument.FindFlag(0), QTextCursor.MoveOperation.Start)

    def find_previous(self) -> None:
        """Select the match before, before the start the last."""
        self._find(QTextDocument.FindFlag.FindBackward, QTextCursor.MoveOperation.End)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter finds the next, Shift+Enter the previous, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.find_previous()
        elif event.key() in _ENTER:
            self.find_next()
        else:
            super().keyPressEvent(event)

    def _find_from_here(self) -> None:
        cursor = self._editor.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._editor.setTextCursor(cursor)
        self.find_next()

    def _find(self, flag: QTextDocument.FindFlag, wrap_to: QTextCursor.MoveOperation) -> None:
        words = self.field.text()
        found = bool(words) and self._editor.find(words, flag)
        if words and not found:
            before = self._editor.textCursor()
            self._editor.moveCursor(wrap_to)
            found = self._editor.find(words, flag)
            if not found:
                self._editor.setTextCursor(before)
        self.result.setText("" if found or not words else "Not found")
