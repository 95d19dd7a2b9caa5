"""Move tasks: what SQS itself moves or has moved out of this queue, and the button that ends it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.views.details.section_head import HEAD_PX, SectionHead
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.notes import Note, NoteKind, StatusLine
from sqs_explorer.views.parts.tables import DataTable

ROW_PX = 28
_HEADING_PX = 26
_UNBOUNDED_PX = 16_777_215
_WIDTHS = (124, 164, 124, 76, 66, 196, 200)


class MoveTasksPane(QWidget):
    """Four rows in sight; the list is SQS's own, so it is there after a restart, too."""

    HEIGHT_PX = HEAD_PX + _HEADING_PX + 4 * ROW_PX + 6
    LEAST_PX = HEAD_PX + _HEADING_PX + 2 * ROW_PX

    def __init__(self, look: Look, view_model: DeadLettersViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._is_folded = False
        head = SectionHead("Move tasks")
        head.aside.setText("kept by SQS, newest first")
        self.cancel = outlined_button(look, "Cancel redrive", "stop")
        self.cancel.setObjectName("cancel_redrive")
        self.cancel.clicked.connect(view_model.redrive.cancel)
        head.add(self.cancel)
        self.note = Note(look)
        self.note.setObjectName("redrive_note")
        self.empty = StatusLine(look)
        self.empty.set_status("", "SQS knows of no redrive of this queue.", "muted")
        self.table = DataTable(look, "Move tasks", row_height=ROW_PX)
        self.table.setModel(view_model.task_model)
        self.table.set_columns(_WIDTHS, stretch=6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        inset = QVBoxLayout()
        inset.setContentsMargins(16, 0, 16, 0)
        inset.setSpacing(8)
        inset.addWidget(self.note)
        inset.addWidget(self.empty)
        rows.addLayout(inset)
        rows.addWidget(self.table, 100)
        rows.addStretch(1)
        view_model.changed.connect(self._show)
        self._show()

    @property
    def is_folded(self) -> bool:
        """Whether only the heading and its button are shown."""
        return self._is_folded

    def set_folded(self, folded: bool) -> None:
        """Leave the room to others: the heading stays, with Cancel redrive and what failed."""
        self._is_folded = folded
        self._show()

    def _bound_height(self) -> None:
        has_error = self._view_model.redrive.error is not None
        if self._is_folded and not has_error:
            self.setFixedHeight(HEAD_PX)
            return
        says_little = not self._view_model.redrive.tasks and not has_error
        self.setMinimumHeight(HEAD_PX + ROW_PX if says_little else self.LEAST_PX)
        self.setMaximumHeight(_UNBOUNDED_PX)

    def _show(self) -> None:
        redrive = self._view_model.redrive
        error = redrive.error
        self.table.setVisible(bool(redrive.tasks) and not self._is_folded)
        self.empty.setVisible(not redrive.tasks and error is None and not self._is_folded)
        self._bound_height()
        self.cancel.setVisible(redrive.is_offered)
        reason = redrive.cancel_blocked_reason
        self.cancel.set_available(redrive.active_task is not None)
        self.cancel.set_blocked(reason if redrive.active_task is not None else None)
        if error is None:
            self.note.clear()
            return
        kind = NoteKind.DANGER if redrive.is_offered else NoteKind.INFO
        title = f"{error.title}."
        self.note.show_note(kind, error.text, title=title, next_step=error.next_step, details=error.details)
