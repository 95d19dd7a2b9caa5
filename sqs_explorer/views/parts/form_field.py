"""A field with its label, a hint that says what the value does, and the place where its error appears."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from sqs_explorer.views.parts.fields import object_name_of
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.style_properties import set_style_property


class FormField(QWidget):
    """Label over field over hint. The label is the field's buddy and gives it its name."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        hint: str = "",
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.label = labelled(label, field, role="medium")
        self._hint_text = hint
        self._hint_tone = "muted"
        self.hint = PlainLabel(role="hint", tone="muted", wrap=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.label)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(field)
        if beside is not None:
            line.addWidget(beside, 1)
        elif isinstance(field, QAbstractSpinBox | QCheckBox):
            line.addStretch(1)
        rows.addLayout(line)
        rows.addWidget(self.hint)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show(hint, "muted")

    @override
    def sizeHint(self) -> QSize:
        """As high as its hint is in its width; in a narrow field the hint has more lines."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may break the hint into more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def set_hint(self, text: str, tone: str = "muted") -> None:
        """Say what the value does here; an error that is shown stays until it is taken away."""
        self._hint_text, self._hint_tone = text, tone
        if self.field.property("invalid") != "true":
            self._show(text, tone)

    def set_error(self, text: str | None) -> None:
        """Say what is wrong and outline the field in red; None brings the hint back."""
        set_style_property(self.field, "invalid", "true" if text else "false")
        if text:
            self._show(text, "danger")
        else:
            self._show(self._hint_text, self._hint_tone)

    def _show(self, text: str, tone: str) -> None:
        self.hint.setText(text)
        self.hint.set_tone(tone)
        self.hint.setVisible(bool(text))
        self.field.setAccessibleDescription(text)


class InlineField(QWidget):
    """Label and field in one row, 6 px apart: the bars of controls."""

    def __init__(
        self, label: str, field: QWidget, *, tone: str = "muted", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self.label = labelled(label, field, tone=tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.label)
        row.addWidget(field, 1 if isinstance(field, QLineEdit) else 0)


def labelled(label: str, field: QWidget, *, role: str = "base", tone: str = "text") -> PlainLabel:
    """A label that is the field's buddy; a field without a name gets the label's."""
    shown = PlainLabel(label, role=role, tone=tone)
    shown.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(label)
    if not field.objectName():
        field.setObjectName(object_name_of(label))
    return shown
