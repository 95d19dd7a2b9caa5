"""A text to be read: it wraps at words, scrolls by keyboard, can be copied, and never renders HTML."""

from __future__ import annotations

from PySide6.QtGui import QContextMenuEvent, QFont, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.parts.actions import show_menu
from sqs_explorer.views.parts.fields import object_name_of

_MARGIN_PX = 10


class ReadingText(QPlainTextEdit):
    """Read-only plain text; `name` is its accessible name."""

    def __init__(self, name: str, font: QFont, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setObjectName(object_name_of(name))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(_MARGIN_PX)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            self.textInteractionFlags() | self.textInteractionFlags().TextSelectableByKeyboard
        )
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def show_text(self, text: str) -> None:
        """Show another text from its start; the same one keeps its place."""
        if text != self.toPlainText():
            self.setPlainText(text)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu in the program's colours."""
        show_menu(self.createStandardContextMenu(), event.globalPos())
