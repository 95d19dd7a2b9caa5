"""A titled card with a table of check boxes: Profiles and Regions look and act alike."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.connecting.check_table_model import CheckTableModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.tables import DataTable

ROW_PX = 28
_LEAST_ROWS = 3
_HEADING_PX = 26


class CheckTable(DataTable):
    """Space, Enter and a double click turn the check of the row in front, whichever column that is in."""

    def __init__(
        self, look: Look, name: str, model: CheckTableModel, *, rows: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, name, row_height=ROW_PX, boxed=True, parent=parent)
        self._rows = rows
        self.setMinimumHeight(_height_of(_LEAST_ROWS))
        self._checks = model
        self.setModel(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.row_opened.connect(self._toggle)

    @override
    def sizeHint(self) -> QSize:
        """Room for `rows` rows; where a window is low, for a few."""
        return QSize(super().sizeHint().width(), _height_of(self._rows))

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
    """Title, a note beside it, controls at the right, the table, and what else can be done below it."""

    def __init__(
        self,
        table: CheckTable,
        title: str,
        *controls: QWidget,
        foot: QWidget,
        parent: QWidget | None = None,
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
        for control in controls:
            head.addWidget(control)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(1, 1, 1, 1)
        lines.setSpacing(0)
        lines.addLayout(head)
        lines.addWidget(divider(self))
        lines.addWidget(table, 1)
        lines.addWidget(divider(self))
        foot.setContentsMargins(9, 3, 9, 3)
        lines.addWidget(foot)


def _height_of(rows: int) -> int:
    return _HEADING_PX + rows * ROW_PX + 1
