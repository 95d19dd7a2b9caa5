"""The strip over the pages that says at the start what a former run did not finish."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.recovery.recovery_view_model import RecoveryViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.note_strip import NoteStrip
from sqs_explorer.views.parts.notes import NoteKind


class UnfinishedStrip(NoteStrip):
    """Hidden while nothing is unfinished; `show_requested` is the wish to see the moves."""

    show_requested = Signal()

    def __init__(self, look: Look, view_model: RecoveryViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "unfinished_strip", parent)
        self._view_model = view_model
        self.note.action_requested.connect(self.show_requested)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        summary = self._view_model.summary
        problem = self._view_model.load_error
        if summary:
            self.note.show_note(NoteKind.WARNING, summary, action="Show")
        elif problem is not None:
            self.note.show_note(
                NoteKind.WARNING, problem.text, title=f"{problem.title}.", next_step=problem.next_step
            )
        else:
            self.note.clear()
        self.setVisible(bool(summary) or problem is not None)
