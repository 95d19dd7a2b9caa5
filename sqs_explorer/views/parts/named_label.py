"""A label whose fixed name a reader always finds, around the words that it says now.

Qt tells a reader one name for a label: a fixed one hides the words, and the words alone can't be found by
what they are. So the named label holds the one that is seen.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.views.parts.fields import object_name_of
from sqs_explorer.views.parts.plain_text import PlainLabel


class NamedLabel(PlainLabel):
    """Named `name`; shows `label`, which says the words. Use `set_words` in place of the label's setText."""

    def __init__(self, name: str, label: PlainLabel, parent: QWidget | None = None) -> None:
        super().__init__(name=name, parent=parent)
        self.setObjectName(object_name_of(name))
        self.label = label
        self.setSizePolicy(label.sizePolicy())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label)

    def set_words(self, words: str, tone: str = "", *, described_as: str = "") -> None:
        """Say something else; `described_as` gives a reader more than is seen."""
        self.label.setText(words)
        self.setText(words)
        self.setAccessibleDescription(described_as or words)
        if tone:
            self.label.set_tone(tone)

    @override
    def sizeHint(self) -> QSize:
        """The room of the label that is seen."""
        return self.label.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        """The least room of the label that is seen."""
        return self.label.minimumSizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave the painting to the label within."""
