"""The foot of Edit and resend: what will happen or what came of it, Cancel, Resend."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.views.composing.result_note import ResultNote
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button, primary_button
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.pills import KeyHint
from sqs_explorer.views.parts.plain_text import ElidedLabel


class ResendBar(QWidget):
    """`Resend result`, a note where more is to be said, and the buttons."""

    def __init__(self, look: Look, view_model: ResendViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._icon = IconLabel(look, "")
        self.result = NamedLabel("Resend result", ElidedLabel())
        self.cancel_button = outlined_button(look, "Cancel")
        self.cancel_button.setMinimumWidth(88)
        self.resend_button = primary_button(
            look, "Resend", "send", tooltip="Send the message once (Ctrl+Enter)"
        )
        self.resend_button.setObjectName("resend")
        self._more = ResultNote(look, "resend_note", above_px=12)
        self.note = self._more.note
        self._arrange()
        for signal in (
            view_model.sending_changed,
            view_model.result_changed,
            view_model.hold_changed,
            view_model.destination_changed,
            view_model.difference_changed,
        ):
            signal.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.result, 1)
        row.addWidget(KeyHint("Ctrl+Enter"))
        row.addWidget(self.cancel_button)
        row.addWidget(self.resend_button)
        set_ground(self, "panel")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(divider())
        rows.addWidget(self._more)
        rows.addLayout(row)

    def _show(self) -> None:
        view_model, result = self._view_model, self._view_model.result
        reason = view_model.blocked_reason
        self.resend_button.set_blocked(reason)
        self.resend_button.set_available(not view_model.is_sending and not view_model.is_sent)
        left = "Stop" if view_model.is_sending else "Close" if view_model.is_sent else "Cancel"
        self.cancel_button.setText(left)
        if view_model.is_sending:
            self._say("", "text", f"Sending to {view_model.queue_name}…")
        elif reason is not None:
            self._say("lock", "muted", reason)
        elif result is not None:
            self._say(result.icon, result.tone, result.sentence)
        else:
            self._say("", "muted", self._forecast())
        self._more.show_result(None if view_model.is_sending else result)

    def _forecast(self) -> str:
        view_model = self._view_model
        same = "the same message again" if view_model.difference.is_none else "the changed message"
        original = "keeps the original" if view_model.keeps_original else "then deletes the original"
        return f"Sends {same} to {view_model.queue_name}, {original}."

    def _say(self, icon: str, tone: str, sentence: str) -> None:
        self._icon.set_icon(icon, tone)
        self._icon.setVisible(bool(icon))
        self.result.set_words(sentence, "text" if tone == "success" else tone)
