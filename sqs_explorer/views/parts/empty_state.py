"""What an empty place says: what belongs there, and the next step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.plain_text import PlainLabel

_TEXT_WIDTH_PX = 340
_MARGIN_PX = 16
_LOW_MARGIN_PX = 4
_ICON_FROM_PX = 116
_TEXT_FROM_PX = 64


class EmptyState(QWidget):
    """Icon, title, a sentence, and buttons below, centred; two fifths of the free height stand above."""

    def __init__(
        self, look: Look, icon: str, title: str, text: str, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._icon = IconLabel(look, icon, "disabled", 24)
        self._title = PlainLabel(title, role="strong")
        self._text = PlainLabel(text, tone="muted", wrap=True)
        self._text.setAlignment(centre)
        self._text.setMaximumWidth(_TEXT_WIDTH_PX)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        rows = self._rows = QVBoxLayout(self)
        rows.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        rows.setSpacing(6)
        rows.addStretch(2)
        rows.addWidget(self._icon, 0, centre)
        rows.addWidget(self._title, 0, centre)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self._text, 100)
        line.addStretch(1)
        rows.addLayout(line)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._buttons)
        row.addStretch(1)
        rows.addSpacing(6)
        rows.addLayout(row)
        rows.addStretch(3)
        self.setAccessibleName(title)

    def set_content(self, icon: str, title: str, text: str, *, icon_tone: str = "disabled") -> None:
        """Say something else; the buttons stay."""
        self._icon.set_icon(icon, icon_tone)
        self._title.setText(title)
        self._text.setText(text)
        self._leave_out()
        self.setAccessibleName(title)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low place leaves out the icon, a lower one the sentence too: nothing lies over the title."""
        super().resizeEvent(event)
        self._leave_out()

    def add_button(self, button: QWidget) -> None:
        """Offer a next step below the words."""
        self._buttons.addWidget(button)

    def _leave_out(self) -> None:
        has_room = self.height() >= _ICON_FROM_PX
        margin = _MARGIN_PX if has_room else _LOW_MARGIN_PX
        self._rows.setContentsMargins(_MARGIN_PX, margin, _MARGIN_PX, margin)
        self._icon.setVisible(has_room)
        self._text.setVisible(bool(self._text.text()) and self.height() >= _TEXT_FROM_PX)
