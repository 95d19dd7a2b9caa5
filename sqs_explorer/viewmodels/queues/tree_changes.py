"""Brings what the tree shows to what it should show with the fewest signals.

Nothing is reset, nothing jumps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QModelIndex

from sqs_explorer.viewmodels.queues.tree_cells import HEADINGS
from sqs_explorer.viewmodels.queues.tree_rows import HIDDEN, ConnectionNode, QueueRow, RegionNode

if TYPE_CHECKING:
    from sqs_explorer.viewmodels.queues.queue_tree_model import QueueTreeModel

_Node = TypeVar("_Node", ConnectionNode, RegionNode)
_LAST_COLUMN = len(HEADINGS) - 1


class TreeChanges:
    """Knows which connections are shown, and applies changes to the model."""

    def __init__(self, model: QueueTreeModel) -> None:
        self._model = model
        self.connections: list[ConnectionNode] = []

    def apply(self) -> None:
        """Show what passes the filter now, in the order of now."""
        model = self._model
        wanted: dict[int, list[QueueRow]] = {}
        regions: dict[int, list[RegionNode]] = {}
        for node in model.content.connections:
            for region in node.regions:
                wanted[region.number] = region.matching(model.filter)
            regions[node.number] = [
                region for region in node.regions if model.filter.is_empty or wanted[region.number]
            ]
        connections = [
            node for node in model.content.connections if model.filter.is_empty or regions[node.number]
        ]
        coming = [region for node in connections for region in regions[node.number]]
        model.about_to_change.emit(tuple((region.key, len(wanted[region.number])) for region in coming))
        self._remove(self.connections, connections, QModelIndex())
        for node in self.connections:
            self._remove(node.shown, regions[node.number], model.index_of_node(node))
        self._show_rows([region for node in self.connections for region in node.shown], wanted)
        for node in model.content.connections:
            for region in node.regions:
                if region.position < 0 or node.position < 0:
                    region.show(wanted[region.number])
            if node.position < 0:
                node.show(regions[node.number])
            self._insert(node.shown, regions[node.number], model.index_of_node(node))
        self._insert(self.connections, connections, QModelIndex())
        self.repaint_groups()
        model.rows_changed.emit()

    def _remove(self, shown: list[_Node], wanted: list[_Node], parent: QModelIndex) -> None:
        kept = {node.number for node in wanted}
        for node in reversed([node for node in shown if node.number not in kept]):
            self._model.beginRemoveRows(parent, node.position, node.position)
            shown.remove(node)
            node.position = -1
            _number(shown)
            self._model.endRemoveRows()

    def _insert(self, shown: list[_Node], wanted: list[_Node], parent: QModelIndex) -> None:
        for position, node in enumerate(wanted):
            if position < len(shown) and shown[position] is node:
                continue
            self._model.beginInsertRows(parent, position, position)
            shown.insert(position, node)
            _number(shown)
            self._model.endInsertRows()

    def _show_rows(self, regions: list[RegionNode], wanted: dict[int, list[QueueRow]]) -> None:
        mixed = []
        for region in regions:
            rows = wanted[region.number]
            if rows is region.shown or rows == region.shown:
                continue
            start, old_end, new_end = _difference(region.shown, rows)
            if start == old_end:
                self._model.beginInsertRows(self._model.index_of_node(region), start, new_end - 1)
                region.show(rows)
                self._model.endInsertRows()
            elif start == new_end:
                self._model.beginRemoveRows(self._model.index_of_node(region), start, old_end - 1)
                region.show(rows)
                self._model.endRemoveRows()
            else:
                mixed.append(region)
        if mixed:
            self._exchange_rows(mixed, wanted)

    def _exchange_rows(self, regions: list[RegionNode], wanted: dict[int, list[QueueRow]]) -> None:
        """Exchange rows here and there in several regions, with one change of layout for all of them.

        What comes is put behind the others first and what goes is taken off the end last: while rows change
        places their number stays, as Qt asks it.
        """
        for region in regions:
            coming = [row for row in wanted[region.number] if row.position == HIDDEN]
            if coming:
                count = len(region.shown)
                self._model.beginInsertRows(self._model.index_of_node(region), count, count + len(coming) - 1)
                region.shown = region.shown + coming  # Their positions come with the new order.
                self._model.endInsertRows()
        going = self._move_rows(regions, wanted)
        for region in regions:
            rows, count = wanted[region.number], going[region.number]
            if count:
                parent = self._model.index_of_node(region)
                self._model.beginRemoveRows(parent, len(rows), len(rows) + count - 1)
            region.shown = rows
            if count:
                self._model.endRemoveRows()

    def _move_rows(self, regions: list[RegionNode], wanted: dict[int, list[QueueRow]]) -> dict[int, int]:
        """Put rows into the order wanted, and those that go behind them; return how many go of each region.

        Selection and current row go along, and end here on a row that goes: Qt would hand them on.
        """
        model = self._model
        going: dict[int, int] = {}
        model.layoutAboutToBeChanged.emit()
        moved = {region.number: region for region in regions}
        old = [index for index in model.persistentIndexList() if index.internalId() in moved]
        rows = [moved[index.internalId()].shown[index.row()] for index in old]
        for region in regions:
            former = region.shown
            region.show(wanted[region.number])
            rest: list[QueueRow] = []
            if len(former) > len(region.shown):
                rest = [row for row in former if row.position == HIDDEN]
            going[region.number] = len(rest)
            region.shown = region.shown + rest
        new = [
            model.createIndex(row.position, index.column(), index.internalId())
            if row.position != HIDDEN
            else QModelIndex()
            for index, row in zip(old, rows, strict=True)
        ]
        model.changePersistentIndexList(old, new)
        model.layoutChanged.emit()
        return going

    def repaint_groups(self) -> None:
        """Tell views that connections and regions say something else.

        All columns, because these rows span them: views repaint only the columns that are told.
        """
        model = self._model
        if self.connections:
            model.dataChanged.emit(model.index(0, 0), model.index(len(self.connections) - 1, _LAST_COLUMN))
        for node in self.connections:
            if node.shown:
                parent = model.index_of_node(node)
                last = model.index(len(node.shown) - 1, _LAST_COLUMN, parent)
                model.dataChanged.emit(model.index(0, 0, parent), last)

    def repaint(self, rows: Iterable[QueueRow]) -> None:
        """Tell views that these rows show other counts; one signal a region, over the span of its rows."""
        model = self._model
        spans: dict[int, tuple[int, int]] = {}
        for row in rows:
            if row.position >= 0:
                number = model.content.region_of(row).number
                first, last = spans.get(number, (row.position, row.position))
                spans[number] = (min(first, row.position), max(last, row.position))
        for number, (first, last) in spans.items():
            model.dataChanged.emit(
                model.createIndex(first, 0, number), model.createIndex(last, _LAST_COLUMN, number)
            )


def _number(nodes: list[_Node]) -> None:
    for position, node in enumerate(nodes):
        node.position = position


def _difference(old: list[QueueRow], new: list[QueueRow]) -> tuple[int, int, int]:
    """Return where the lists begin to differ, and where their equal ends begin in the old and the new."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] is new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] is new[-1 - end]:
        end += 1
    return start, len(old) - end, len(new) - end
