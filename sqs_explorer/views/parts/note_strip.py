"""A strip over the pages that holds one note and is only there while it has something to say."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.notes import Note


class NoteStrip(QWidget):
    """The place of a note across the window; a strip of a subject fills `note` and shows or hides itself."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.note = Note(look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.note)
