"""The Messages tab: receive bar, forecast, what went wrong, and table beside inspector."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.messages.message_store import GONE_STATES
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.viewmodels.messages.notice import NoticeTone
from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.views.exporting.export_dialog import ask_export
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.hold_dialogs import DeleteDialog, ExtendDialog
from sqs_explorer.views.messages.inspector import InspectorPanel
from sqs_explorer.views.messages.message_list import MessageList
from sqs_explorer.views.messages.receive_bar import ForecastLine, ReceiveBar
from sqs_explorer.views.parts.choosing_files import ChooseTarget, choose_target
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.splitters import Splitter
from sqs_explorer.views.resending.resend_dialog import ask_resend

NARROW_PX = 960
"""Under this width the inspector goes below the table."""

_TABLE_PX, _INSPECTOR_PX = 610, 352
_KINDS = {
    NoticeTone.INFO: NoteKind.INFO,
    NoticeTone.WARNING: NoteKind.WARNING,
    NoticeTone.DANGER: NoteKind.DANGER,
}


class MessagesPanel(QWidget):
    """Shows a MessagesViewModel. `move_requested(tuple of message IDs)` is for whoever moves messages."""

    move_requested = Signal(object)

    def __init__(
        self,
        look: Look,
        view_model: MessagesViewModel,
        parent: QWidget | None = None,
        *,
        choose_path: ChooseTarget = choose_target,
    ) -> None:
        super().__init__(parent)
        self._choose_path = choose_path
        self.setObjectName("messages_panel")
        set_ground(self, "panel")
        self._look = look
        self._view_model = view_model
        self._note = Note(look)
        self.list = MessageList(look, view_model)
        self.inspector = InspectorPanel(look, view_model.inspector)
        self._splitter = Splitter(Qt.Orientation.Horizontal, "messages_splitter")
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.inspector)
        self._splitter.setStretchFactor(0, _TABLE_PX)
        self._splitter.setStretchFactor(1, _INSPECTOR_PX)
        self._splitter.setSizes([_TABLE_PX, _INSPECTOR_PX])
        self._arrange(look)
        self._connect()
        self._show_notice()

    def _arrange(self, look: Look) -> None:
        receiving = self._view_model.receiving
        note = QVBoxLayout()
        note.setContentsMargins(16, 0, 16, 8)
        note.addWidget(self._note)
        self._note_place = QWidget()
        self._note_place.setLayout(note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._bar = ReceiveBar(look, receiving)
        rows.addWidget(self._bar)
        rows.addWidget(ForecastLine(look, receiving))
        rows.addWidget(self._note_place)
        rows.addWidget(divider())
        rows.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        self._view_model.notice_changed.connect(self._show_notice)
        self._note.action_requested.connect(self._view_model.dismiss_notice)
        self.list.message_in_front_changed.connect(self._view_model.inspector.show)
        self.list.message_opened.connect(self.show_inspector)
        self.list.bar.release_requested.connect(self._release)
        self.list.bar.extend_requested.connect(self._extend)
        self.list.bar.move_requested.connect(self._move)
        self.list.bar.delete_requested.connect(self._delete)
        self.list.bar.export_requested.connect(self._export)
        self.list.bar.resend_requested.connect(self._resend)
        self._view_model.exporting.changed.connect(self._show_export)
        self._view_model.writing_changed.connect(self._show_export)
        self.inspector.close_requested.connect(self.fold_inspector)

    def show_inspector(self) -> None:
        """Bring the inspector back."""
        self.inspector.show()

    def fold_inspector(self) -> None:
        """Give the inspector's room to the table."""
        focused: QWidget | None = self.focusWidget()
        if focused is not None and self.inspector.isAncestorOf(focused):
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.inspector.hide()

    def save_state(self) -> dict[str, str]:
        """Everything of this panel that is remembered, as text."""
        splitter = base64.b64encode(bytes(self._splitter.saveState().data())).decode("ascii")
        folded = "yes" if self.inspector.isHidden() else "no"
        narrow = "yes" if self._splitter.orientation() is Qt.Orientation.Vertical else "no"
        return {
            **self.list.table.save_state(),
            "splitter": splitter,
            "splitter_is_narrow": narrow,
            "inspector_is_folded": folded,
        }

    def restore_state(self, state: Mapping[str, str]) -> None:
        """Take up a remembered state; what is missing or can't be read is left as it is."""
        self.list.table.restore_state(state)
        if state.get("splitter_is_narrow") == "no":
            try:
                self._splitter.restoreState(base64.b64decode(state.get("splitter", ""), validate=True))
            except ValueError:
                return
        self.inspector.setVisible(state.get("inspector_is_folded") != "yes")

    @override
    def minimumSizeHint(self) -> QSize:
        """Side by side, table and inspector need more, but a narrow page has them below each other."""
        parts = (self._bar, self.list, self.inspector)
        width = max(part.minimumSizeHint().expandedTo(part.minimumSize()).width() for part in parts)
        return QSize(width, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow page has the inspector below the table."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW_PX
        orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() is not orientation:
            self._splitter.setOrientation(orientation)
            self._splitter.setSizes([1, 1] if narrow else [_TABLE_PX, _INSPECTOR_PX])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, where no field has a use for it, folds the inspector."""
        if event.key() == Qt.Key.Key_Escape and self.inspector.isVisible():
            self.fold_inspector()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _show_notice(self) -> None:
        notice = self._view_model.notice
        self._note_place.setVisible(notice is not None)
        if notice is None:
            self._note.clear()
            return
        self._note.show_note(
            _KINDS[notice.tone],
            notice.text,
            title=notice.title,
            next_step=notice.next_step,
            details=notice.details,
            action="Dismiss",
        )

    def _release(self) -> None:
        self._view_model.holding.release(self.list.selected_ids())

    def _extend(self) -> None:
        self._view_model.dialogs.start(self._ask_extend(self.list.selected_ids()))

    def _move(self) -> None:
        rows = self._view_model.store.rows_of(self.list.selected_ids())
        self.move_requested.emit(
            tuple(row.message.message_id for row in rows if row.state not in GONE_STATES)
        )

    def _show_export(self) -> None:
        self.list.bar.show_selection(self.list.selected_ids())

    def _export(self) -> None:
        page, message_ids = self._view_model, self.list.selected_ids()
        page.dialogs.start(
            ask_export(self._look, page.exporting, message_ids, self, choose_path=self._choose_path)
        )

    def _resend(self) -> None:
        message_ids = self.list.selected_ids()
        if len(message_ids) == 1:
            self._view_model.dialogs.start(self._ask_resend(message_ids[0]))

    async def _ask_resend(self, message_id: str) -> None:
        page = self._view_model
        await ask_resend(self._look, ResendViewModel(page.context, page.store, message_id, page), self)

    def _delete(self) -> None:
        self._view_model.dialogs.start(self._ask_delete(self.list.selected_ids()))

    async def _ask_extend(self, message_ids: tuple[str, ...]) -> None:
        question = self._view_model.holding.extend_question(message_ids)
        if not question.count:
            self._view_model.holding.extend(message_ids, max(1, question.default_seconds))
            return
        dialog = ExtendDialog(self._look, question, self)
        if await ask(dialog):
            self._view_model.holding.extend(message_ids, dialog.seconds)

    async def _ask_delete(self, message_ids: tuple[str, ...]) -> None:
        question = self._view_model.holding.delete_question(message_ids)
        if not question.plan.doable:
            self._view_model.holding.delete(message_ids)
            return
        dialog = DeleteDialog(self._look, question, self)
        if await ask(dialog):
            self._view_model.holding.delete(message_ids)
