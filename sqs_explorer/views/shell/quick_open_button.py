"""The header's field-like button that opens Quick open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.pills import KeyHint
from sqs_explorer.views.parts.plain_text import PlainLabel


class QuickOpenButton(Button):
    """An outlined button of 176 px with icon, words and the keys; its accessible name is `Quick open`."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(
            look, "outlined", "", name="Quick open", tooltip="Go to a queue or a command", parent=parent
        )
        self.setObjectName("quick_open_button")
        self._words = PlainLabel("Quick open", tone="muted")
        self._key_hint = KeyHint("Ctrl+K")
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 6, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(look, "search"))
        row.addWidget(self._words)
        row.addStretch(1)
        row.addWidget(self._key_hint)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_words_shown(True)

    def set_words_shown(self, shown: bool) -> None:
        """Show icon, words and keys, or the icon alone where the header is narrow."""
        self._words.setVisible(shown)
        self._key_hint.setVisible(shown)
        self.setFixedWidth(176 if shown else 34)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one wish."""
        event.accept()
