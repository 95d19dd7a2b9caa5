"""Keeps the tree's scroll position and selection while its rows change under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint

from sqs_explorer.domain.queue_filter import QueueFilter
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.queue_tree_model import QueueTreeModel
from sqs_explorer.views.parts.tree_view import QueueTreeView
from sqs_explorer.views.queues.tree_structure_model import TreeStructureModel


class PlaceKeeping(QObject):
    """Holds the row at the top where it is, and selects again a queue that a filter had hidden."""

    def __init__(self, tree: QueueTreeView, model: QueueTreeModel, structure: TreeStructureModel) -> None:
        super().__init__(tree)
        self._tree = tree
        self._model = model
        self._structure = structure
        self._filter = QueueFilter()
        self._selected: QueueRef | None = None
        self._top: QPersistentModelIndex | None = None
        self._top_y = 0
        self._is_changing = False
        model.about_to_change.connect(self._note_place)
        model.rows_changed.connect(self._restore_place)
        tree.selectionModel().currentChanged.connect(self._note_selected)

    def _note_selected(self, current: QModelIndex) -> None:
        if not self._is_changing:
            self._selected = self._model.queue_at(current)

    def _note_place(self) -> None:
        self._is_changing = True
        self._top = None
        if self._tree.verticalScrollBar().value() > 0:
            index = self._tree.indexAt(QPoint(40, 2))
            self._top = QPersistentModelIndex(index)
            self._top_y = self._tree.visualRect(index).top()

    def _restore_place(self) -> None:
        self._restore_selection()
        bar = self._tree.verticalScrollBar()
        if self._model.filter != self._filter:
            self._filter = self._model.filter
            current = self._tree.currentIndex()
            if current.isValid():
                self._tree.scrollTo(current)
            else:
                bar.setValue(0)
        elif self._top is not None and self._top.isValid():
            moved = self._tree.visualRect(self._top).top() - self._top_y
            if moved:
                bar.setValue(bar.value() + moved)
        self._top = None
        self._is_changing = False

    def _restore_selection(self) -> None:
        """Qt hands the selection on to a neighbour of a row that goes; here nothing is selected unasked."""
        if self._selected is None:
            return
        index = self._structure.index_for(self._model.index_of(self._selected))
        if index.isValid() and self._model.queue_at(self._tree.currentIndex()) != self._selected:
            self._tree.setAutoScroll(False)
            self._tree.setCurrentIndex(index)
            self._tree.setAutoScroll(True)
        elif not index.isValid():
            self._tree.selectionModel().clear()
