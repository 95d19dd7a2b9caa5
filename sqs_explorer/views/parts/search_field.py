"""The field that filters what is below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.fields import TextField
from sqs_explorer.views.parts.plain_text import set_plain_tooltip

_TEXT_PAD_PX = 5


class SearchField(TextField):
    """A text field with a magnifying glass and, once something is typed, a cross; Escape clears it."""

    def __init__(
        self, look: Look, name: str, placeholder: str, *, shortcut: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(placeholder, name=name, parent=parent)
        self._look = look
        self.setTextMargins(_TEXT_PAD_PX, 0, _TEXT_PAD_PX, 0)
        self._glass = QAction(self)
        self._glass.setText(placeholder)
        self._glass.triggered.connect(self.start_typing)
        self._cross = QAction(self)
        self._cross.setText("Clear")
        self._cross.triggered.connect(self.clear)
        self._cross.setVisible(False)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._show_cross)
        look.changed.connect(self._show_icons)
        self._show_icons()
        if shortcut:
            keys = QShortcut(QKeySequence(shortcut), self)
            keys.setContext(Qt.ShortcutContext.WindowShortcut)
            keys.activated.connect(self.start_typing)
            set_plain_tooltip(self, placeholder, shortcut)

    def start_typing(self) -> None:
        """Take the focus with the old words selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears; in an empty field it is left to the page."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _show_cross(self, text: str) -> None:
        self._cross.setVisible(bool(text))

    def _show_icons(self) -> None:
        self._glass.setIcon(self._look.icon("search"))
        self._cross.setIcon(self._look.icon("close"))
