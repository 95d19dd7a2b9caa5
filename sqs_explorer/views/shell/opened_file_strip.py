"""The strip over the pages that offers the messages of a file that the program was started with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.quantities import cut_middle
from sqs_explorer.viewmodels.shell.opened_files import OpenedFiles
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.note_strip import NoteStrip
from sqs_explorer.views.parts.notes import NoteKind

CHOOSE_A_QUEUE = "Choose a queue"
DISMISS = "Dismiss"


class OpenedFileStrip(NoteStrip):
    """Hidden while there is no file. `send_requested` and `queue_requested` are its wishes."""

    send_requested = Signal()
    queue_requested = Signal()

    def __init__(self, look: Look, view_model: OpenedFiles, parent: QWidget | None = None) -> None:
        super().__init__(look, "opened_file_strip", parent)
        self._view_model = view_model
        self._shown: tuple[str, ...] = ()
        self.note.action_requested.connect(self._act)
        self.note.dismiss_requested.connect(view_model.dismiss)
        view_model.changed.connect(self._show)
        self._show()

    def _act(self) -> None:
        if self._view_model.needs_a_queue:
            self.queue_requested.emit()
        else:
            self.send_requested.emit()

    def _show(self) -> None:
        view_model, error = self._view_model, self._view_model.error
        more = view_model.waiting_words
        if error is not None:
            parts = (f"{error.title}.", error.text, _joined(error.next_step, more), error.details, "")
        else:
            parts = ("", _joined(view_model.words, more), "", "", self._action())
        # Shown anew only when it says something else: details that are unfolded stay so.
        if parts != self._shown:
            self._shown = parts
            title, text, next_step, details, action = parts
            self.note.show_note(
                NoteKind.DANGER if error else NoteKind.INFO,
                text,
                title=title,
                icon="" if error else "file",
                next_step=next_step,
                details=details,
                action=action,
                dismiss=DISMISS,
            )
        self.setVisible(not view_model.is_empty)

    def _action(self) -> str:
        if self._view_model.needs_a_queue:
            return CHOOSE_A_QUEUE
        destination = self._view_model.destination
        return f"Send to {cut_middle(destination, 24, 12)}…" if destination else ""


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
