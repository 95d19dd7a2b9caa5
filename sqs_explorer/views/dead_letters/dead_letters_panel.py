"""The tab Dead letters: who feeds this queue, what is in it, what SQS moves, and the two ways back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.viewmodels.dead_letters.expiring import expiring_text, expiring_title
from sqs_explorer.viewmodels.dead_letters.redrive_view_model import NOT_OFFERED
from sqs_explorer.viewmodels.messages.notice import NoticeTone
from sqs_explorer.views.dead_letters.letters_area import LettersArea
from sqs_explorer.views.dead_letters.letters_head import Deed
from sqs_explorer.views.dead_letters.letters_pane import LettersPane
from sqs_explorer.views.dead_letters.move_dialog import ask_move, ask_move_all
from sqs_explorer.views.dead_letters.move_tasks_pane import MoveTasksPane
from sqs_explorer.views.dead_letters.no_letters import NoLetters
from sqs_explorer.views.dead_letters.redrive_dialog import RedriveDialog
from sqs_explorer.views.dead_letters.source_bar import SourceBar
from sqs_explorer.views.details.refreshing_panel import RefreshingPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.receive_bar import ForecastLine
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind

_KINDS = {
    NoticeTone.INFO: NoteKind.INFO,
    NoticeTone.WARNING: NoteKind.WARNING,
    NoticeTone.DANGER: NoteKind.DANGER,
}


class DeadLettersPanel(RefreshingPanel):
    """Groups, message and letters side by side, Move tasks below; on other queues, what a DLQ is.

    `edit` and `export` are what the buttons Edit and resend and Export do with the IDs of messages.
    """

    def __init__(
        self,
        look: Look,
        view_model: DeadLettersViewModel,
        parent: QWidget | None = None,
        *,
        edit: Deed | None = None,
        export: Deed | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._view_model = view_model
        self.setObjectName("dead_letters_panel")
        set_ground(self, "panel")
        self.bar = SourceBar(look, view_model)
        self.forecast = ForecastLine(look, view_model.receiving)
        self.expiring = Note(look)
        self.expiring.setObjectName("expiring_note")
        self.notice = Note(look)
        self.notice.setObjectName("dead_letters_notice")
        self.letters = LettersPane(look, view_model, edit=edit, export=export)
        self.tasks = MoveTasksPane(look, view_model)
        self.area = LettersArea(look, view_model, self.letters, self.tasks)
        self.groups = self.area.groups
        self.no_letters = NoLetters(look, view_model)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.no_letters)
        self._stack.addWidget(self.area)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.bar)
        rows.addWidget(self.forecast)
        rows.addLayout(self._notes())
        rows.addWidget(divider(self))
        rows.addLayout(self._stack, 1)
        self._connect()
        self._show()

    @override
    def refresh(self) -> None:
        """Read sources and move tasks again."""
        self._view_model.show()

    def save_state(self) -> dict[str, str]:
        """Everything of this panel that is remembered, as text."""
        columns = {f"letters_{key}": state for key, state in self.letters.table.save_state().items()}
        return {**columns, **self.area.save_state()}

    def restore_state(self, state: Mapping[str, str]) -> None:
        """Take up a remembered state; what is missing or can't be read is left as it is."""
        columns = ("columns", "attribute_columns")
        own = {key: state[f"letters_{key}"] for key in columns if f"letters_{key}" in state}
        self.letters.table.restore_state(own)
        self.area.restore_state(state)

    def _notes(self) -> QVBoxLayout:
        notes = QVBoxLayout()
        notes.setContentsMargins(16, 0, 16, 8)
        notes.setSpacing(8)
        for note in (self.expiring, self.notice):
            notes.addWidget(note)
        return notes

    def _connect(self) -> None:
        view_model = self._view_model
        view_model.changed.connect(self._show)
        self.expiring.action_requested.connect(self._toggle_expiring)
        self.notice.action_requested.connect(view_model.dismiss_notice)
        self.bar.redrive_requested.connect(self._start_redrive)
        self.letters.move_requested.connect(self._start_move)
        self.letters.message_in_front_changed.connect(view_model.inspector.show)
        self.letters.message_opened.connect(self.area.open_message)
        self.letters.all_requested.connect(self.groups.show_all)
        self.groups.group_opened.connect(self._go_to_letters)

    def _show(self) -> None:
        view_model = self._view_model
        self._stack.setCurrentIndex(1 if view_model.is_dlq else 0)
        self.forecast.setVisible(view_model.is_dlq)
        self._show_expiring()
        self._show_notice()

    def _show_expiring(self) -> None:
        view_model = self._view_model
        count, retention_seconds = view_model.expiring_count, view_model.retention_seconds
        if not count or retention_seconds is None:
            self.expiring.clear()
            return
        action = "Show all" if view_model.shows_expiring_only else "Show them"
        title, text = expiring_title(count), expiring_text(retention_seconds)
        self.expiring.show_note(NoteKind.WARNING, text, title=title, icon="clock", action=action)

    def _show_notice(self) -> None:
        notice, error = self._view_model.notice, self._view_model.sources_error
        if error is not None:
            title = f"{error.title}."
            self.notice.show_note(
                NoteKind.DANGER, error.text, title=title, next_step=error.next_step, details=error.details
            )
        elif notice is not None:
            self.notice.show_note(
                _KINDS[notice.tone],
                notice.text,
                title=notice.title,
                next_step=notice.next_step,
                details=notice.details,
                action="Dismiss",
            )
        else:
            self.notice.clear()

    def _go_to_letters(self) -> None:
        self.letters.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_expiring(self) -> None:
        self._view_model.show_expiring(only=not self._view_model.shows_expiring_only)
        self.letters.table.setFocus()

    def _start_redrive(self) -> None:
        self._view_model.scope.start(self._ask_redrive())

    async def _ask_redrive(self) -> None:
        view_model = self._view_model
        if not view_model.redrive.is_offered:
            feeding = [link.queue for link in view_model.sources]
            await ask_move_all(
                self._look, view_model.moving, feeding, lead=f"{NOT_OFFERED.title}.", parent=self
            )
            return
        dialog = RedriveDialog(self._look, self._view_model.redrive_question(), self)
        if await ask(dialog):
            self._view_model.start_redrive(dialog.choice)

    def _start_move(self) -> None:
        self._view_model.scope.start(self._ask_move())

    async def _ask_move(self) -> None:
        message_ids = self.letters.selected_ids()
        await ask_move(self._look, self._view_model.moving, message_ids, self)
