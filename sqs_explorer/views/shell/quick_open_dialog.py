"""Quick open, Ctrl+K: part of a queue's or a command's name, Enter goes there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.shell.quick_open import Place, QuickOpenModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.cell_delegate import CellDelegate
from sqs_explorer.views.parts.dim_overlay import DimmingDialog
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.search_field import SearchField

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class QuickOpenDialog(DimmingDialog):
    """A field over a list; arrows move in the list while one types.

    `chosen` is the place after it was accepted.
    """

    def __init__(self, look: Look, model: QuickOpenModel, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setWindowTitle("Quick open")
        self.setObjectName("quick_open")
        self.setAccessibleName("Quick open")
        self.chosen: Place | None = None
        self._model = model
        model.setParent(self)
        self._field = SearchField(look, "Quick open", "Part of a queue's or a command's name")
        self._field.installEventFilter(self)
        self._field.textChanged.connect(self._filter)
        self._list = QListView()
        self._list.setAccessibleName("Places")
        self._list.setObjectName("places")
        self._list.setModel(model)
        self._list.setItemDelegate(CellDelegate(look, self._list, 28))
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.activated.connect(self._choose)
        self._list.clicked.connect(self._choose)
        self._nothing = PlainLabel("No queue and no command of that name.", tone="muted")
        self._arrange()
        self._filter("")

    def _arrange(self) -> None:
        set_ground(self, "dialog")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._field)
        column.addWidget(self._nothing)
        column.addWidget(self._list, 1)
        self.setFixedSize(QSize(560, 400))
        self._field.setFocus()

    def _filter(self, text: str) -> None:
        self._model.filter(text)
        self._nothing.setVisible(self._model.rowCount() == 0)
        self._list.setCurrentIndex(self._model.index(0, 0))

    def _choose(self, index: QModelIndex) -> None:
        self.chosen = self._model.place(index.row())
        if self.chosen is not None:
            self.accept()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send arrows and Enter of the field to the list."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _STEPS:
                row = self._list.currentIndex().row() + _STEPS[Qt.Key(event.key())]
                row = max(0, min(row, self._model.rowCount() - 1))
                self._list.setCurrentIndex(self._model.index(row, 0))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose(self._list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.reject()
                return True
        return super().eventFilter(watched, event)
