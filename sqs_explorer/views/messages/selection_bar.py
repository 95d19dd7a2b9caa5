"""The bar below the table: how many are selected, and what can be done to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.messages.message_store import GONE_STATES
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import flat_button, icon_button
from sqs_explorer.views.parts.plain_text import PlainLabel

BAR_PX = 40


class SelectionBar(QWidget):
    """Buttons for the selected messages; with none selected it stays, disabled, so that nothing jumps."""

    release_requested = Signal()
    extend_requested = Signal()
    move_requested = Signal()
    delete_requested = Signal()
    copy_requested = Signal()
    export_requested = Signal()
    resend_requested = Signal()

    def __init__(self, look: Look, view_model: MessagesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("selection_bar")
        self.setFixedHeight(BAR_PX)
        self._view_model = view_model
        self._count = PlainLabel("0 selected", role="medium", name="Selected messages")
        self.release = flat_button(
            look, "Release", "release", tooltip="Make the selected messages visible to everybody now"
        )
        self.extend = flat_button(
            look, "Extend", "extend", tooltip="Hold the selected messages for longer, from now"
        )
        self.move_button = flat_button(
            look, "Move", "move", tooltip="Move or copy the selected messages to another queue"
        )
        self.export = flat_button(look, "Export", "export")
        self.resend = icon_button(
            look, "edit", "Edit and resend", tooltip="Edit the selected message and send it anew"
        )
        self.copy = icon_button(look, "copy", "Copy", tooltip="Copy the selected messages as text (Ctrl+C)")
        self.delete = flat_button(
            look, "Delete", "trash", danger=True, tooltip="Delete the selected messages, after asking (Del)"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self._count)
        row.addSpacing(4)
        for button in (self.release, self.extend, self.move_button, self.export):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.resend)
        row.addWidget(self.copy)
        row.addWidget(self.delete)
        self._connect()
        self.show_selection(())

    def _connect(self) -> None:
        self.release.clicked.connect(self.release_requested)
        self.extend.clicked.connect(self.extend_requested)
        self.move_button.clicked.connect(self.move_requested)
        self.delete.clicked.connect(self.delete_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.export.clicked.connect(self.export_requested)
        self.resend.clicked.connect(self.resend_requested)

    def show_selection(self, message_ids: Sequence[str]) -> None:
        """Say how many are selected and enable what can be done to some of them."""
        page = self._view_model
        held = bool(page.holding.release_plan(message_ids).doable) if message_ids else False
        here = any(row.state not in GONE_STATES for row in page.store.rows_of(message_ids))
        self._count.setText(f"{len(message_ids):,} selected")
        self._count.set_tone("text" if message_ids else "muted")
        self.release.set_available(held)
        self.extend.set_available(held)
        self.move_button.set_available(here)
        self.delete.set_available(bool(message_ids))
        self.copy.set_available(bool(message_ids))
        self.resend.set_available(here and len(message_ids) == 1)
        self._show_export(len(message_ids))
        for button in (self.move_button, self.resend, self.delete):
            if button.blocked_reason != page.write_blocked_reason:
                button.set_blocked(page.write_blocked_reason)

    def _show_export(self, selected: int) -> None:
        """Export works without a selection, too, and says what it would take."""
        total = len(self._view_model.store)
        what = count_words(selected, "selected message") if selected else f"all {total:,} messages received"
        self.export.set_tooltip(f"Write {what} to a file")
        self.export.set_available(total > 0 and not self._view_model.exporting.is_exporting)
