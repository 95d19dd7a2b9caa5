"""The bar below the composer: what came of the last send on the left, Send on the right."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.composing.send_view_model import SendViewModel
from sqs_explorer.views.composing.result_note import ResultNote
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import click_on_ctrl_enter, flat_button, icon_button, primary_button
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.pills import KeyHint
from sqs_explorer.views.parts.plain_text import ElidedLabel

_BAR_PX = 52


class SendBar(QWidget):
    """Send result, Copy message ID, Replay from file, Send; a note below says what went wrong."""

    def __init__(self, look: Look, view_model: SendViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._icon = IconLabel(look, "")
        self.result = NamedLabel("Send result", ElidedLabel())
        self.copy_button = icon_button(look, "copy", "Copy message ID")
        self.copy_button.setObjectName("copy_message_id")
        self.replay_button = flat_button(
            look, "Replay from file", "file", tooltip="Send the messages of an exported file, after a dry run"
        )
        self.replay_button.setObjectName("replay_from_file")
        self.send_button = primary_button(look, "Send", "send", tooltip="Send the message once (Ctrl+Enter)")
        self.send_button.setObjectName("send")
        self._more = ResultNote(look, "send_note", below_px=12)
        self.note = self._more.note
        self._arrange()
        self.copy_button.clicked.connect(self._copy)
        view_model.sending_changed.connect(self._show)
        view_model.result_changed.connect(self._show)
        click_on_ctrl_enter(self.send_button, self)
        self._show()

    def _arrange(self) -> None:
        bar = QWidget()
        bar.setFixedHeight(_BAR_PX - 1)
        row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self.result)
        row.addWidget(self.copy_button)
        row.addStretch(1)
        row.addWidget(self.replay_button)
        row.addWidget(KeyHint("Ctrl+Enter"))
        row.addWidget(self.send_button)
        set_ground(self, "panel")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(divider())
        rows.addWidget(bar)
        rows.addWidget(self._more)

    def _show(self) -> None:
        view_model, result = self._view_model, self._view_model.result
        self.send_button.set_blocked(view_model.blocked_reason)
        self.send_button.set_available(not view_model.is_sending)
        self.replay_button.set_blocked(view_model.replay.blocked_reason)
        self._more.show_result(None if view_model.is_sending else result)
        self.copy_button.setVisible(False)
        if view_model.is_sending:
            self._say("", "text", f"Sending to {view_model.queue_name}…")
        elif result is None:
            reason = view_model.blocked_reason
            self._say("lock" if reason else "", "muted", reason or "")
        else:
            self._say(result.icon, result.tone, result.sentence)
            self.copy_button.setVisible(bool(result.message_id))

    def _say(self, icon: str, tone: str, sentence: str) -> None:
        self._icon.set_icon(icon, tone)
        self._icon.setVisible(bool(icon))
        self.result.set_words(sentence)

    def _copy(self) -> None:
        result = self._view_model.result
        if result is not None:
            QGuiApplication.clipboard().setText(result.message_id)
