"""The left half of Details: queue attributes and tags, two tables to read and copy from."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.views.details.section_head import HEAD_PX, SectionHead
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.ground import divider
from sqs_explorer.views.parts.notes import StatusLine
from sqs_explorer.views.parts.tables import DataTable

ROW_PX = 28
_HEADING_PX = 26
_NAME_PX = 184
_WHOLE_NAME_PX, _WHOLE_FROM_PX = 216, 560
_ATTRIBUTES_IN_SIGHT = 4
_TAGS_IN_SIGHT = 3


class AttributesPane(QWidget):
    """`Queue attributes` as tall as its rows, `Tags` below with what is left."""

    def __init__(self, look: Look, view_model: DetailsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._copy = icon_button(look, "copy", "Copy queue attributes")
        self._copy.setObjectName("copy_queue_attributes")
        self._copy.clicked.connect(self._copy_attributes)
        head = SectionHead("Queue attributes")
        head.add(self._copy)
        self.attributes = DataTable(look, "Queue attributes", row_height=ROW_PX)
        self.attributes.setModel(view_model.attribute_model)
        self.attributes.set_columns((_NAME_PX, 200), stretch=1)
        self.attributes.setMinimumHeight(_HEADING_PX + ROW_PX)
        self._tags_head = SectionHead("Tags")
        self.tags = DataTable(look, "Tags", row_height=ROW_PX)
        self.tags.setModel(view_model.tag_model)
        self.tags.set_columns((_NAME_PX, 200), stretch=1)
        self.tags_state = StatusLine(look, wrap=True, name="State of tags")
        self.tags_state.setContentsMargins(16, 0, 16, 8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(self.attributes, 100)
        rows.addWidget(divider(self))
        rows.addWidget(self._tags_head)
        rows.addWidget(self.tags_state)
        rows.addWidget(self.tags, 1)
        self._end = rows
        self._end_at = rows.count()
        rows.addStretch(0)
        view_model.changed.connect(self._show)
        self._show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a few rows of both in sight; on a low window fewer tags, so that nothing overlaps."""
        super().resizeEvent(event)
        self.attributes.setColumnWidth(0, _WHOLE_NAME_PX if self.width() >= _WHOLE_FROM_PX else _NAME_PX)
        room = self.height() - 2 * (HEAD_PX + _HEADING_PX) - 1
        tags = min(_TAGS_IN_SIGHT, max(1, room // ROW_PX - _ATTRIBUTES_IN_SIGHT))
        self.tags.setMinimumHeight(_HEADING_PX + tags * ROW_PX)

    def _show(self) -> None:
        count = len(self._view_model.attribute_model.things)
        self.attributes.setMaximumHeight(_HEADING_PX + max(count, 4) * ROW_PX + 2)
        self._copy.set_available(count > 0)
        tags = self._view_model.tag_count
        self._tags_head.aside.setText(str(tags) if tags else "")
        self.tags.setVisible(bool(tags))
        self._end.setStretch(self._end_at, 0 if tags else 1)
        self._show_tags_state(tags)

    def _show_tags_state(self, tags: int | None) -> None:
        error = self._view_model.tags_error
        self.tags_state.setVisible(error is not None or not tags)
        if error is not None:
            self.tags_state.set_status("warn", f"{error.text} {error.next_step}", "warning")
        elif tags == 0:
            self.tags_state.set_status("", "This queue has no tags.", "muted")
        elif not tags:
            words = "Reading the tags…" if self._view_model.is_reading else "The tags are not known."
            self.tags_state.set_status("", words, "muted")

    def _copy_attributes(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.attributes_as_text())
