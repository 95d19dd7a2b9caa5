"""What is to be said of a send beyond one line: in the bars of Send and of Edit and resend."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.viewmodels.composing.send_result import SendResult
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.notes import Note, NoteKind

_KINDS = {"success": NoteKind.SUCCESS, "warning": NoteKind.WARNING, "danger": NoteKind.DANGER}
_SIDE_PX = 16


class ResultNote(QWidget):
    """A note with room around it; neither is there while nothing is to be said."""

    def __init__(self, look: Look, name: str, *, above_px: int = 0, below_px: int = 0) -> None:
        super().__init__()
        self.note = Note(look)
        self.note.setObjectName(name)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_SIDE_PX, above_px, _SIDE_PX, below_px)
        rows.addWidget(self.note)

    def show_result(self, result: SendResult | None) -> None:
        """Say what came of a send; None takes away what was said."""
        if result is None or not result.text:
            self.note.clear()
            self.hide()
            return
        self.show()
        self.note.show_note(
            _KINDS[result.tone],
            result.text,
            title=result.title,
            next_step=result.next_step,
            details=result.details,
        )
