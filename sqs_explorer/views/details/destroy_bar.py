"""Purge queue and Delete queue, with what came of them: the bar on top of Details."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.details.destroy_questions import DestroyQuestion
from sqs_explorer.viewmodels.details.destroying_view_model import DestroyingViewModel
from sqs_explorer.views.details.destroy_dialog import DestroyDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import danger_button
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.parts.notes import Note, NoteKind


class DestroyBar(QWidget):
    """Asks, with counts read just now, before anything is destroyed."""

    def __init__(self, look: Look, view_model: DestroyingViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self._is_asking = False
        self.purge = danger_button(look, "Purge queue")
        self.delete = danger_button(look, "Delete queue")
        self.note = Note(look)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.purge)
        buttons.addWidget(self.delete)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 8, 16, 8)
        rows.setSpacing(8)
        rows.addLayout(buttons)
        rows.addWidget(self.note)
        self.purge.clicked.connect(lambda: self._ask(view_model.ask_purge, view_model.purge))
        self.delete.clicked.connect(lambda: self._ask(view_model.ask_delete, view_model.delete))
        self.note.action_requested.connect(view_model.dismiss)
        view_model.changed.connect(self._show)
        self._show()

    def _ask(self, question: Callable[[], Awaitable[DestroyQuestion]], deed: Callable[[], None]) -> None:
        if not self._is_asking:
            self._is_asking = True
            self._view_model.dialogs.start(self._ask_and_do(question, deed))

    async def _ask_and_do(
        self, question: Callable[[], Awaitable[DestroyQuestion]], deed: Callable[[], None]
    ) -> None:
        self._show()
        try:
            if await ask(DestroyDialog(self._look, await question(), self.window())):
                deed()
        finally:
            self._is_asking = False
            self._show()

    def _show(self) -> None:
        view_model = self._view_model
        reason = view_model.blocked_reason
        for button in (self.purge, self.delete):
            is_reading = self._is_asking and reason is None
            button.set_blocked("Reading the counts" if is_reading else reason, with_lock=not is_reading)
        error = view_model.error
        if error is not None:
            self.note.show_note(
                NoteKind.DANGER,
                error.text,
                title=f"{error.title}.",
                next_step=error.next_step,
                details=error.details,
                action="Dismiss",
            )
        elif view_model.done_words:
            self.note.show_note(NoteKind.INFO, view_model.done_words, action="Dismiss")
        else:
            self.note.clear()
