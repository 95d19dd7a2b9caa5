"""The table Failure groups: one group at a time, and a second click on it shows all again."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.dead_letters.failure_group_model import MESSAGES, NEWEST, FailureGroupModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.tables import DataTable

ROW_PX = 28
_WIDTHS = (168, 104, 60, 68)
_NEWEST_FROM_PX = 360
_AGES_MILLISECONDS = 30_000


class GroupTable(DataTable):
    """Shows a FailureGroupModel. `all_requested`: the group in front was clicked again, or Escape."""

    all_requested = Signal()

    def __init__(self, look: Look, model: FailureGroupModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "Failure groups", row_height=ROW_PX, parent=parent)
        self._is_second_click = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)
        self.set_columns(_WIDTHS, stretch=0)
        self.setSortingEnabled(True)
        self.sortByColumn(MESSAGES, Qt.SortOrder.DescendingOrder)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.horizontalHeader().sectionClicked.connect(self._show_arrow)
        self.clicked.connect(self._take_click)
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_MILLISECONDS)
        self._ages.timeout.connect(model.repaint)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold Newest away where keys would be cut to a few letters."""
        super().resizeEvent(event)
        self.setColumnHidden(NEWEST, self.width() < _NEWEST_FROM_PX)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whether the row was the one in front before."""
        index = self.indexAt(event.position().toPoint())
        self._is_second_click = (
            event.button() == Qt.MouseButton.LeftButton
            and index.isValid()
            and index.row() in self.selected_rows()
        )
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape shows all messages."""
        if event.key() == Qt.Key.Key_Escape and self.selected_rows():
            self.all_requested.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Ages go on."""
        super().showEvent(event)
        self._ages.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees them."""
        super().hideEvent(event)
        self._ages.stop()

    def _take_click(self) -> None:
        if self._is_second_click:
            self._is_second_click = False
            self.all_requested.emit()

    def _show_arrow(self) -> None:
        self.horizontalHeader().setSortIndicatorShown(True)
