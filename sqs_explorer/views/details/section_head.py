"""The heading of a section: its title, a quiet count beside it, and small controls at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.views.parts.plain_text import PlainLabel

HEAD_PX = 40


class SectionHead(QWidget):
    """Title at 16 px from the left, then muted words, then what is added to the right."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEAD_PX)
        self.title = PlainLabel(title, role="strong")
        self.aside = PlainLabel("", tone="muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.title)
        self._row.addWidget(self.aside)
        self._row.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put a control at the right."""
        self._row.addWidget(widget)
