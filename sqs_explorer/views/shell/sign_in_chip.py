"""How long the sign-in of the connection in front lasts, and the way to a new one once it has expired."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.viewmodels.signing_in.sign_in_lasting import SignInWords
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.parts.plain_text import set_plain_tooltip
from sqs_explorer.views.shell.chip_button import ChipButton


class SignInChip(QWidget):
    """Named `Sign-in`; shows nothing for keys that don't expire."""

    sign_in_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sign-in")
        self.setObjectName("sign_in_state")
        self._chip = Chip(look, "")
        self.button = ChipButton(look)
        self.button.clicked.connect(self.sign_in_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._chip)
        row.addWidget(self.button)

    def show_words(self, words: SignInWords, *, short: bool = False) -> None:
        """Say how long it lasts; where there is little room an expired one leaves the word to its button."""
        text = words.short if short else words.text
        self._chip.set_content(text, "warn" if words.is_expired else "clock", words.tone)
        self._chip.setVisible(bool(text) and not (short and words.is_expired))
        self.button.setVisible(words.is_expired)
        self.button.set_content(
            "Sign in again", "login", "danger", name="Sign in again", tooltip=words.explanation
        )
        self.setAccessibleDescription(words.text)
        set_plain_tooltip(self._chip, words.explanation)
