"""The rows of the tree as its view asks for them: where they are is answered in C++, what they say in Python.

A QTreeView asks its model for every row unfolded at each relayout; through Python that takes 30 ms for
2,500 queues, here less than one.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItemModel
from typing_extensions import override

from sqs_explorer.viewmodels.queues.queue_tree_model import QueueTreeModel

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY, _EDIT = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.EditRole)


class _Change(NamedTuple):
    """Rows that are being inserted or removed here, while the QueueTreeModel has them."""

    parent: QModelIndex
    first: int
    how_many: int


class TreeStructureModel(QStandardItemModel):
    """Has a QueueTreeModel's rows at the same places; the QueueTreeModel says what is in them.

    Only connections and regions are items; a queue is a place that was counted, which takes no time to make.
    `flags` stays in C++, too, for a layout asks them of every row: they allow what an empty place of a
    QStandardItemModel allows, but nothing can be edited, dragged or dropped.
    """

    def __init__(self, rows: QueueTreeModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._changing: _Change | None = None
        self._moving: list[QModelIndex] = []
        self._moving_rows: list[QPersistentModelIndex] = []
        self.setColumnCount(rows.columnCount())
        rows.rowsInserted.connect(self._insert)
        # Before they go there, so that there is always something to say about a row that is here.
        rows.rowsAboutToBeRemoved.connect(self._remove)
        rows.layoutAboutToBeChanged.connect(self._begin_moving)
        rows.layoutChanged.connect(self._end_moving)
        rows.dataChanged.connect(self._repaint)
        self._insert_children(QModelIndex())

    def index_for(self, index: _Index) -> QModelIndex:
        """Return the index here of a row of the QueueTreeModel; an invalid one for an invalid one."""
        if not index.isValid():
            return QModelIndex()
        return self.index(index.row(), index.column(), self.index_for(index.parent()))

    @override
    def data(self, index: _Index, role: int = _DISPLAY) -> object:
        """Return what the QueueTreeModel says of the row at this place."""
        return self._rows.data(index if self._changing is None else self._row_for(index), role)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return the headings."""
        return self._rows.headerData(section, orientation, role)

    @override
    def setData(self, index: _Index, value: object, role: int = _EDIT) -> bool:
        """Change nothing: what a row says is not kept here."""
        return False

    @override
    def supportedDragActions(self) -> Qt.DropAction:
        """None: rows are not dragged."""
        return Qt.DropAction.IgnoreAction

    @override
    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Take nothing in."""
        return False

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the QueueTreeModel sort the queues of each region."""
        self._rows.sort(column, order)

    def _insert(self, parent: QModelIndex, first: int, last: int) -> None:
        change = self._changing = _Change(self.index_for(parent), first, last - first + 1)
        self.insertRows(first, change.how_many, change.parent)
        self._changing = None
        if self._rows.region_at(parent) is None:
            for row in range(first, last + 1):
                self._insert_children(self._rows.index(row, 0, parent))

    def _insert_children(self, parent: QModelIndex) -> None:
        if parent.isValid():
            self.insertColumns(0, self._rows.columnCount(), self.index_for(parent))
        count = self._rows.rowCount(parent)
        if count:
            self._insert(parent, 0, count - 1)

    def _remove(self, parent: QModelIndex, first: int, last: int) -> None:
        change = self._changing = _Change(self.index_for(parent), first, last - first + 1)
        self.removeRows(first, change.how_many, change.parent)
        self._changing = None

    def _begin_moving(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self._moving = self.persistentIndexList()
        self._moving_rows = [QPersistentModelIndex(self._row_for(index)) for index in self._moving]

    def _end_moving(self) -> None:
        self.changePersistentIndexList(self._moving, [self.index_for(index) for index in self._moving_rows])
        self._moving, self._moving_rows = [], []
        self.layoutChanged.emit()

    def _row_for(self, index: _Index) -> QModelIndex:
        """Return the QueueTreeModel's index of a row here, also while rows come or go."""
        if not index.isValid():
            return QModelIndex()
        parent, row, change = index.parent(), index.row(), self._changing
        row_parent = self._row_for(parent)
        if (
            change is not None
            and parent == change.parent
            and row >= change.first
            and self.rowCount(parent) < self._rows.rowCount(row_parent)
        ):
            row += change.how_many
        return self._rows.index(row, index.column(), row_parent)

    def _repaint(self, first: QModelIndex, last: QModelIndex) -> None:
        self.dataChanged.emit(self.index_for(first), self.index_for(last))
