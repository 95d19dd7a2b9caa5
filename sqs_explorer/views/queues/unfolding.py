"""Which regions of the tree are unfolded.

All of them, as long as that is quick to lay out and nobody folded them.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject

from sqs_explorer.domain.queue_filter import QueueFilter
from sqs_explorer.viewmodels.queues.queue_tree_model import QueueTreeModel
from sqs_explorer.views.parts.tree_view import QueueTreeView
from sqs_explorer.views.queues.tree_structure_model import TreeStructureModel

UNFOLDED_ROWS = 4_000
"""Rows are laid out anew at each change; beyond this many, regions wait folded until one unfolds them."""

RegionKey = tuple[str, str]
Coming = tuple[tuple[RegionKey, int], ...]


class Unfolding(QObject):
    """Unfolds what appears, and remembers what a person folded.

    Hits of a filter are unfolded all the same.
    """

    def __init__(self, tree: QueueTreeView, model: QueueTreeModel, structure: TreeStructureModel) -> None:
        super().__init__(tree)
        self._tree = tree
        self._model = model
        self._structure = structure
        self._filter = QueueFilter()
        self._folded: set[RegionKey | str] = set()
        self._unfolded_by_hand: set[RegionKey | str] = set()
        self._is_own = False
        tree.collapsed.connect(self._note_folded)
        tree.expanded.connect(self._note_unfolded)
        model.about_to_change.connect(self._fold_before)
        model.rows_changed.connect(self._unfold_after)
        self._unfold_after()

    def _note_folded(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key is not None and not self._is_own and self._model.filter.is_empty:
            self._folded.add(key)
            self._unfolded_by_hand.discard(key)

    def _note_unfolded(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key is not None and not self._is_own and self._model.filter.is_empty:
            self._folded.discard(key)
            self._unfolded_by_hand.add(key)

    def _key(self, index: QModelIndex) -> RegionKey | str | None:
        return self._model.region_at(index) or self._model.connection_at(index)

    def _fold_before(self, coming: Coming) -> None:
        """Fold before a new filter shows thousands of rows, so that they are never laid out."""
        if self._model.filter == self._filter:
            return
        self._filter = self._model.filter
        wanted = self._wanted(coming)
        self._is_own = True
        for key, _ in self._model.shown_regions():
            if key not in wanted:
                self._tree.collapse(self._structure.index_for(self._model.index_of_region(key)))
        self._is_own = False

    def _unfold_after(self) -> None:
        regions = self._model.shown_regions()
        respects_folding = self._model.filter.is_empty
        self._is_own = True
        for connection_id in dict.fromkeys(key[0] for key, _ in regions):
            if not (respects_folding and connection_id in self._folded):
                self._tree.expand(self._structure.index_for(self._model.index_of_connection(connection_id)))
        for key in self._wanted(regions):
            self._tree.expand(self._structure.index_for(self._model.index_of_region(key)))
        self._is_own = False

    def _wanted(self, regions: Iterable[tuple[RegionKey, int]]) -> set[RegionKey]:
        respects_folding = self._model.filter.is_empty
        wanted: set[RegionKey] = set()
        rows = 0
        for key, count in regions:
            if respects_folding and key in self._folded:
                continue
            is_by_hand = respects_folding and key in self._unfolded_by_hand
            if count and (is_by_hand or not wanted or rows + count <= UNFOLDED_ROWS):
                wanted.add(key)
                rows += count
        return wanted
