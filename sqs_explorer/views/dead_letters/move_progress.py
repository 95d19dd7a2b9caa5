"""How a move comes on, where it was started: words, a bar and Stop; afterwards what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import flat_button
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine


class MoveProgress(QWidget):
    """Hidden unless a move runs or its report waits to be read."""

    def __init__(self, look: Look, view_model: MovingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.words = PlainLabel("", name="Move progress")
        self.bar = ProgressLine(look, name="Move progress bar")
        self.stop = flat_button(look, "Stop", "stop", name="Stop move")
        self.stop.clicked.connect(view_model.stop)
        self.report = Note(look)
        self.report.setObjectName("move_report")
        self.report.action_requested.connect(view_model.dismiss)
        self._running = QWidget()
        line = QHBoxLayout(self._running)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.words)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 0, 16, 8)
        rows.setSpacing(4)
        rows.addWidget(self._running)
        rows.addWidget(self.report)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        view_model = self._view_model
        done, total = view_model.progress
        self._running.setVisible(view_model.is_moving)
        if view_model.is_moving:
            verb = "Copying" if view_model.keeps_originals else "Moving"
            self.words.setText(f"{verb}: {view_model.progress_words}")
            self.bar.set_fraction(done / total if total else None)
            self.stop.set_available(not view_model.is_stopping)
        self._show_report()
        self.setVisible(view_model.is_moving or not self.report.isHidden())

    def _show_report(self) -> None:
        report, error = self._view_model.report, self._view_model.error
        if report is None or self._view_model.is_moving:
            self.report.clear()
            return
        well = report.all_went_well and error is None
        said_already = error is not None and error.text in report.text
        words = [
            report.text,
            error.text if error and not said_already else "",
            error.next_step if error else "",
        ]
        text = " ".join(word for word in words if word)
        has_rows = report.total is not None and (report.failures or report.no_result)
        next_step = "Point at a marked row to read its reason." if has_rows else ""
        kind = NoteKind.SUCCESS if well else NoteKind.WARNING
        details = "\n".join(part for part in (report.details, error.details if error else "") if part)
        self.report.show_note(
            kind, text, title=report.title, next_step=next_step, details=details, action="Dismiss"
        )
