"""A titled card with a table of check boxes: Profiles and Regions look and act alike."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.connecting.check_table_model import CheckTableModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.tables import DataTable

ROW_PX = 28
_HEADING_PX = 26


class CheckTable(DataTable):
    """Space, Enter and a double click turn the check of the row in front, whichever column that is in."""

    def __init__(self, look: Look, name: str, model: CheckTableModel, parent: QWidget | None = None) -> None:
        super().__init__(look, name, row_height=ROW_PX, boxed=True, parent=parent)
        self._checks = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.row_opened.connect(self._toggle)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space checks."""
        if event.key() == Qt.Key.Key_Space and self.current_row() >= 0:
            self._checks.toggle(self.current_row())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _toggle(self, index: QModelIndex) -> None:
        self._checks.toggle(index.row())


class CheckCard(QWidget):
    """Title, a note beside it, one control at the right, and the table."""

    def __init__(
        self, table: CheckTable, title: str, control: QWidget, *, rows: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.table = table
        self.note = ElidedLabel(tone="muted")
        set_ground(self, "card")
        head = QHBoxLayout()
        head.setContentsMargins(13, 8, 9, 8)
        head.setSpacing(8)
        label = PlainLabel(title, role="strong")
        label.setBuddy(table)
        head.addWidget(label)
        head.addWidget(self.note, 1)
        head.addWidget(control)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(1, 1, 1, 4)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(divider(self))
        lines.addWidget(table, 1)
        table.setMinimumHeight(_HEADING_PX + rows * ROW_PX + 1)
