"""The table in which message attributes are typed, by keyboard alone if one likes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.composing.attributes_model import NAME, MessageAttributesModel
from sqs_explorer.views.composing.attribute_delegate import AttributeDelegate
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.tables import DataTable

_ROW_PX = 28
_MOST_ROWS = 6


class AttributesTable(DataTable):
    """Insert adds a row, Delete removes the selected ones, Enter edits, Tab goes on to the next cell."""

    add_requested = Signal()
    remove_requested = Signal()

    def __init__(self, look: Look, model: MessageAttributesModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "Message attributes", row_height=_ROW_PX, boxed=True, parent=parent)
        self.setItemDelegate(AttributeDelegate(look, self))
        self._attributes = model
        self.setModel(model)
        self.set_columns([120, 112, 240], stretch=2)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self._empty = PlainLabel(
            "No attributes. A message can have 10.", tone="muted", parent=self.viewport()
        )
        self._empty.move(16, 5)
        self.row_opened.connect(self._edit)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._fit_height)
        self._fit_height()

    def edit_name(self, row: int) -> None:
        """Open the name of a row for typing."""
        self._edit(self._attributes.index(row, NAME))

    def commit(self) -> None:
        """Take over a cell that is being edited, and close its field."""
        if self.state() == QAbstractItemView.State.EditingState:
            field = self.indexWidget(self.currentIndex())
            if field is not None:
                self.commitData(field)
            self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert and Delete; keys with Ctrl are never typed into a cell."""
        if event.key() == Qt.Key.Key_Insert:
            self.add_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def _edit(self, index: QModelIndex) -> None:
        if self.state() != QAbstractItemView.State.EditingState:
            self.setCurrentIndex(index)
            self.scrollTo(index)
            self.edit(index)

    def _fit_height(self) -> None:
        count = self._attributes.rowCount()
        shown = min(max(count, 1), _MOST_ROWS)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + shown * _ROW_PX)
        self._empty.setVisible(count == 0)
