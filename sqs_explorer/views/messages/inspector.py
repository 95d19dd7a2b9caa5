"""The inspector: the message in front, its body and all its attributes, with the originals to copy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.quantities import size_words
from sqs_explorer.viewmodels.messages.inspector_view_model import InspectorViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.inspector_table import InspectorSection
from sqs_explorer.views.messages.message_body import MessageBody
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.form_field import InlineField
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.whole_text import for_qt

MINIMUM_WIDTH_PX = 336
_HEAD_PX = 36
_BODY_HEAD_PX = 40
_MINIMUM_HEIGHT_PX = 240
_LIMITS = ((640, 10, 12), (430, 4, 3), (0, 1, 1))
"""From which height on (px), how many message attributes and system attributes show at once."""


class InspectorPanel(QWidget):
    """Shows what an InspectorViewModel has in front; `close_requested` by its cross."""

    close_requested = Signal()

    def __init__(self, look: Look, view_model: InspectorViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Message")
        self.setMinimumSize(MINIMUM_WIDTH_PX, _MINIMUM_HEIGHT_PX)
        set_ground(self, "panel")
        self._look = look
        self._view_model = view_model
        self._id = ElidedLabel(middle=True, role="mono", name="Message ID")
        self._size = PlainLabel(tone="muted", name="Message size")
        self._shown = MessageBody(look, view_model)
        self.body = self._shown.code
        self.attributes = InspectorSection(
            look, "Message attributes", view_model.attributes, (108, 88), "Copy message attributes"
        )
        self.system_attributes = InspectorSection(
            look, "System attributes", view_model.system_attributes, (196,), "Copy system attributes"
        )
        self._arrange()
        self._connect()
        self._show_message()

    def _arrange(self) -> None:
        empty = EmptyState(
            self._look, "info", "No message in front", "Choose a message in the table to see all of it here."
        )
        message = QWidget()
        rows = QVBoxLayout(message)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head())
        rows.addWidget(divider())
        rows.addWidget(self._body_head())
        rows.addWidget(self._shown, 1)
        rows.addWidget(self.attributes)
        rows.addWidget(self.system_attributes)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(empty)
        self._pages.addWidget(message)

    def _head(self) -> QWidget:
        copy = icon_button(self._look, "copy", "Copy message ID")
        copy.clicked.connect(self._copy_id)
        close = icon_button(self._look, "close", "Close inspector", tooltip="Close inspector (Esc)")
        close.clicked.connect(self.close_requested)
        bar, row = _bar(_HEAD_PX)
        row.addWidget(self._id)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(close)
        return bar

    def _body_head(self) -> QWidget:
        copy = icon_button(self._look, "copy", "Copy body")
        copy.clicked.connect(self._copy_body)
        bar, row = _bar(_BODY_HEAD_PX)
        row.addWidget(PlainLabel("Message body", role="strong"))
        row.addWidget(self._size)
        row.addStretch(1)
        row.addWidget(InlineField("Show as", self._shown.show_as))
        row.addWidget(copy)
        return bar

    def _connect(self) -> None:
        self._view_model.message_changed.connect(self._show_message)
        self.attributes.copy_requested.connect(self._copy_attributes)
        self.system_attributes.copy_requested.connect(self._copy_system_attributes)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low inspector shows fewer attributes, a narrow one leaves out the size."""
        super().resizeEvent(event)
        _, attributes, system_attributes = next(limit for limit in _LIMITS if self.height() >= limit[0])
        self.attributes.set_limit(attributes)
        self.system_attributes.set_limit(system_attributes)
        self._size.setVisible(self.width() >= 400)

    def _show_message(self) -> None:
        message = self._view_model.message
        self._pages.setCurrentIndex(1 if message else 0)
        self._id.setText(message.message_id if message else "")
        self._size.setText(size_words(self._view_model.size_bytes))

    def _copy_id(self) -> None:
        message = self._view_model.message
        _copy(message.message_id if message else "")

    def _copy_body(self) -> None:
        message = self._view_model.message
        _copy(message.body if message else "")

    def _copy_attributes(self) -> None:
        _copy(self._view_model.attributes_text())

    def _copy_system_attributes(self) -> None:
        _copy(self._view_model.system_attributes_text())


def _bar(height_px: int) -> tuple[QWidget, QHBoxLayout]:
    bar = QWidget()
    bar.setFixedHeight(height_px)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 6, 0)
    row.setSpacing(6)
    return bar, row


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(for_qt(text))
