"""The strip over the pages that says that the program has a fault, or crashed last time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.note_strip import NoteStrip
from sqs_explorer.views.parts.notes import NoteKind


class ProblemStrip(NoteStrip):
    """Hidden while all is well; `show_requested` is the wish to see the report."""

    show_requested = Signal()

    def __init__(self, look: Look, view_model: ProblemReportViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "problem_strip", parent)
        self._view_model = view_model
        self.note.action_requested.connect(self.show_requested)
        self.note.dismiss_requested.connect(view_model.dismiss)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        words = self._view_model.words
        if words is None:
            self.note.clear()
        else:
            self.note.show_note(
                NoteKind.DANGER if words.is_fault else NoteKind.INFO,
                words.text,
                title=words.title,
                details=words.details,
                action="Show report",
                dismiss="Dismiss",
            )
        self.setVisible(words is not None)
