"""The dialog Unfinished moves: what a former run left half done, and what can be done about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.messages.notice import NoticeTone
from sqs_explorer.viewmodels.recovery.recovery_view_model import RecoveryViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.notes import NoteKind, StatusLine
from sqs_explorer.views.parts.tables import DataTable

WIDTH_PX = 960
_HEADING_PX, _ROW_PX = 28, 26
_MOST_OPERATIONS, _ENTRIES = 5, 6
"""Rows in sight: as many operations as there are, and whole rows of messages."""
_OPERATION_WIDTHS = (164, 96, 150, 140, 64, 120, 98, 84)
_ENTRY_WIDTHS = (264, 176, 232, 136, 100)
_KINDS = {
    NoticeTone.INFO: NoteKind.INFO,
    NoticeTone.WARNING: NoteKind.WARNING,
    NoticeTone.DANGER: NoteKind.DANGER,
}


class UnfinishedDialog(DialogFrame):
    """Stays open while something is done; Close leaves all as it is. Open it with `show_unfinished`."""

    def __init__(self, look: Look, view_model: RecoveryViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "Unfinished moves", icon="move", width=WIDTH_PX, parent=parent)
        self._view_model = view_model
        self.setObjectName("unfinished_dialog")
        self.operations = DataTable(look, "Operations", boxed=True)
        self.operations.setModel(view_model.operations_model)
        self.operations.set_columns(_OPERATION_WIDTHS, stretch=2)
        self.entries = DataTable(look, "Messages concerned", boxed=True)
        self.entries.setModel(view_model.entries_model)
        self.entries.set_columns(_ENTRY_WIDTHS, stretch=4)
        self.entries.setFixedHeight(_HEADING_PX + _ENTRIES * _ROW_PX)
        self.finish_line = StatusLine(look, wrap=True)
        self.leave_line = StatusLine(look, wrap=True)
        for widget in (self.operations, self.entries, self.finish_line, self.leave_line):
            self.add_field(widget)
        self.note = self.add_hidden_note()
        self._add_buttons(look)
        self.operations.selection_changed.connect(self._choose)
        view_model.changed.connect(self._show)
        self._show()

    def _add_buttons(self, look: Look) -> None:
        self.cancel.set_face("Close", "")
        self.finish = outlined_button(look, "Finish deleting", "trash")
        self.leave = outlined_button(look, "Leave as it is", "check")
        self.add_foot(self.leave)
        self.add_foot(self.finish)
        self.finish.clicked.connect(self._finish_or_stop)
        self.leave.clicked.connect(self._view_model.leave)

    def _finish_or_stop(self) -> None:
        if self._view_model.is_finishing:
            self._view_model.stop()
        else:
            self._view_model.finish_deleting()

    def _choose(self) -> None:
        row = self.operations.current_row()
        operations = self._view_model.operations
        if 0 <= row < len(operations) and operations[row] != self._view_model.current:
            self._view_model.show(row)

    def _show(self) -> None:
        view_model = self._view_model
        self.set_sentence(view_model.summary or "No move is unfinished.")
        has_one = view_model.current is not None
        shown = min(max(1, len(view_model.operations)), _MOST_OPERATIONS)
        self.operations.setFixedHeight(_HEADING_PX + shown * _ROW_PX)
        for widget in (self.operations, self.entries, self.finish_line, self.leave_line):
            widget.setVisible(has_one)
        for button in (self.finish, self.leave):
            button.setVisible(has_one)
        self._show_row()
        reason = view_model.finish_blocked_reason
        self.finish_line.set_status("lock" if reason else "trash", view_model.finish_words, "muted")
        self.leave_line.set_status("check", view_model.leave_words, "muted")
        stop = view_model.is_finishing
        self.finish.set_face("Stop" if stop else "Finish deleting", "stop" if stop else "trash")
        self.finish.set_blocked(None if stop else reason or None)
        self.leave.set_available(not stop)
        self._show_notice()

    def _show_row(self) -> None:
        """Select the operation in front; the table forgets its selection when the list is read again."""
        current = self._view_model.current
        if current is None:
            return
        row = self._view_model.operations.index(current)
        if self.operations.selected_rows() != [row]:
            self.operations.select_rows([row])

    def _show_notice(self) -> None:
        notice = self._view_model.notice
        if notice is None:
            self.note.clear()
            return
        self.note.show_note(
            _KINDS[notice.tone],
            notice.text,
            title=f"{notice.title}." if notice.title else "",
            next_step=notice.next_step,
            details=notice.details,
        )


async def show_unfinished(look: Look, view_model: RecoveryViewModel, parent: QWidget) -> None:
    """Read the list again and open the dialog until it is closed."""
    view_model.look_again()
    await ask(UnfinishedDialog(look, view_model, parent))
