"""The strip over the pages that says whose sign-in has expired and what waits for it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.signing_in.sign_in_view_model import SignInViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import flat_button, outlined_button
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel

_NOTICE_MS = 10_000


class ExpiredStrip(QWidget):
    """Hidden while nothing has expired; a sign-in that succeeded is said for ten seconds."""

    def __init__(self, look: Look, view_model: SignInViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("expired_strip")
        self._view_model = view_model
        self._words = PlainLabel(wrap=True, selectable=True)
        self.sign_in = outlined_button(look, "Sign in again", "login")
        self.not_now = flat_button(look, "Not now", tooltip="What waits for the sign-in fails.")
        self._warning = QWidget()
        self._note = Note(look)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_NOTICE_MS)
        self._arrange(look)
        self.sign_in.clicked.connect(self._sign_in_again)
        self.not_now.clicked.connect(view_model.not_now)
        self._note.action_requested.connect(view_model.dismiss_notice)
        self._timer.timeout.connect(view_model.dismiss_notice)
        view_model.changed.connect(self._show)
        self._show()

    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return "" if self.isHidden() else self._view_model.strip_words or self._note.text()

    def _sign_in_again(self) -> None:
        self._view_model.sign_in_again()

    def _arrange(self, look: Look) -> None:
        set_ground(self._warning, "note-warning")
        row = QHBoxLayout(self._warning)
        row.setContentsMargins(11, 4, 6, 4)
        row.setSpacing(6)
        row.addWidget(IconLabel(look, "warn", "warning"))
        row.addWidget(self._words, 1)
        row.addWidget(self.sign_in)
        row.addWidget(self.not_now)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._warning)
        column.addWidget(self._note)

    def _show(self) -> None:
        words, notice = self._view_model.strip_words, self._view_model.notice
        self._words.setText(words)
        self._warning.setVisible(bool(words))
        self._warning.setAccessibleName(words)
        if notice and not words:
            if self._note.text() != notice:
                self._note.show_note(NoteKind.SUCCESS, notice, action="Close")
                self._timer.start()
        else:
            self._note.clear()
            self._timer.stop()
        self.setVisible(bool(words or notice))
