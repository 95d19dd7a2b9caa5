"""Keeps the tree's nodes in step with the catalogue.

What of it is shown, and Qt's signals, are the model's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue, RegionKey, RegionListing
from sqs_explorer.viewmodels.queues.favourites import Favourites
from sqs_explorer.viewmodels.queues.row_order import NAME_COLUMN, ordered
from sqs_explorer.viewmodels.queues.tree_rows import ConnectionNode, QueueRow, RegionNode


class TreeContent:
    """All connections, regions and rows in order, filtered or not.

    Node numbers start at 1 and are never used twice.
    """

    def __init__(self, catalogue: QueueCatalogue, favourites: Favourites) -> None:
        self._catalogue = catalogue
        self._favourites = favourites
        self._numbers = count(1)
        self.column = NAME_COLUMN
        self.descending = False
        self.connections: list[ConnectionNode] = []
        self.regions: dict[RegionKey, RegionNode] = {}
        self.nodes: dict[int, ConnectionNode | RegionNode] = {}
        self.rows: dict[QueueRef, QueueRow] = {}
        self.unread: int = 0

    def follow_connections(self) -> None:
        """Take over which connections and regions are open."""
        former = {node.spec.connection_id: node for node in self.connections}
        self.connections = []
        for spec in self._catalogue.specs:
            node = former.get(spec.connection_id) or ConnectionNode(next(self._numbers), spec)
            node.spec = spec
            self.nodes[node.number] = node
            self.connections.append(node)
            node.regions = list(self._open_regions(node))
        open_now = {region.number for node in self.connections for region in node.regions}
        for key in [key for key, region in self.regions.items() if region.number not in open_now]:
            self._drop(self.regions.pop(key).rows)

    def _open_regions(self, node: ConnectionNode) -> Iterator[RegionNode]:
        for code in node.spec.regions:
            listing = self._catalogue.listing(node.spec.connection_id, code)
            if listing is None:
                continue
            key = (listing.connection_id, code)
            region = self.regions.get(key)
            if region is None or region.connection is not node:
                region = self.regions[key] = RegionNode(next(self._numbers), node, listing)
                self.nodes[region.number] = region
                self.follow_listing(listing)
            yield region

    def forget_closed(self) -> None:
        """Drop the numbers of nodes that are gone, once no index of them is in use."""
        kept = {node.number for node in self.connections} | {
            region.number for region in self.regions.values()
        }
        self.nodes = {number: node for number, node in self.nodes.items() if number in kept}

    def follow_listing(self, listing: RegionListing) -> None:
        """Take over a region's state, and its queues if they are others now.

        Rows that stay are the same objects.
        """
        region = self.regions.get((listing.connection_id, listing.region))
        if region is None:
            return
        former = region.listing.queues if region.rows else ()
        region.listing = listing
        if listing.queues[: len(former)] == former:
            # The same queues, or some more behind them: those that are there need not be looked up again.
            if len(listing.queues) > len(former):
                new = listing.queues[len(former) :]
                added = [self.rows.get(queue) or self._add(queue) for queue in new]
                region.order(self._ordered([*region.rows, *added]))
            return
        kept = set(listing.queues)
        self._drop(row for row in region.rows if row.queue not in kept)
        for queue in listing.queues:
            if queue not in self.rows:
                self._add(queue)
        self.order(region)

    def _add(self, queue: QueueRef) -> QueueRow:
        row = self.rows[queue] = QueueRow(queue, is_favourite=queue in self._favourites)
        self.unread += 1
        self._read(row)
        return row

    def _drop(self, rows: Iterable[QueueRow]) -> None:
        for row in rows:
            if self.rows.pop(row.queue, None) is not None and not row.is_known:
                self.unread -= 1

    def order(self, region: RegionNode) -> None:
        """Put a region's rows into the order chosen."""
        rows = (self.rows[queue] for queue in region.listing.queues)
        region.order(self._ordered(rows))

    def _ordered(self, rows: Iterable[QueueRow]) -> list[QueueRow]:
        return ordered(rows, self.column, descending=self.descending)

    def follow_attributes(self, queues: Iterable[QueueRef]) -> tuple[list[QueueRow], set[RegionNode]]:
        """Take over attributes.

        Return the rows concerned and the regions whose order or filter may have changed.

        New counts of a queue that was counted before don't move it: rows keep their place while they refresh.
        """
        rows = [self.rows[queue] for queue in queues if queue in self.rows]
        changed = {self.region_of(row) for row in rows if self._read(row)}
        return rows, changed

    def _read(self, row: QueueRow) -> bool:
        before = (row.is_known, row.is_dlq, row.source)
        attributes = self._catalogue.attributes.get(row.queue)
        row.take(attributes, self._catalogue.attribute_errors.get(row.queue))
        if row.is_known and not before[0]:
            self.unread -= 1
        sources = self._catalogue.sources_of(row.queue)
        row.is_dlq = bool(sources)
        row.source = None
        if sources:
            listed = [self.rows[source] for source in sources if source in self.rows and source != row.queue]
            row.source = min(listed, key=lambda source: (source.stem, source.name), default=None)
        return before != (row.is_known, row.is_dlq, row.source)

    def region_of(self, row: QueueRow) -> RegionNode:
        """Return the region that a row stands in."""
        return self.regions[row.queue.connection_id, row.queue.region]
