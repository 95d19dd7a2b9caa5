"""The tree of connections, regions and queues.

Filters and sorts by itself, keeps rows in place when they refresh.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from sqs_explorer.domain.connections import Identity
from sqs_explorer.domain.queue_filter import QueueFilter
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.cells import BAND_ROLE, CELL_ROLE, SPAN_ROLE
from sqs_explorer.viewmodels.queues import tree_cells as cells
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue, RegionKey, RegionListing
from sqs_explorer.viewmodels.queues.favourites import Favourites
from sqs_explorer.viewmodels.queues.region_words import ConnectionFacts, connection_state, region_state
from sqs_explorer.viewmodels.queues.tree_changes import TreeChanges
from sqs_explorer.viewmodels.queues.tree_content import TreeContent
from sqs_explorer.viewmodels.queues.tree_rows import ConnectionNode, QueueRow, RegionNode

Index = QModelIndex | QPersistentModelIndex
_Place = tuple[ConnectionNode, RegionNode | None, QueueRow | None]
_Flag = Qt.ItemFlag
_GROUP_FLAGS = _Flag.ItemIsEnabled | _Flag.ItemIsSelectable
_QUEUE_FLAGS = _GROUP_FLAGS | _Flag.ItemNeverHasChildren
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DISPLAY, _TOOLTIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)


class QueueTreeModel(QAbstractItemModel):
    """Connection › region › queue. An index carries its parent's number, 0 for connections, so none dangles.

    What an index is asked for (`data`, `queue_at`, `region_at`, `connection_at`) is found by its row and its
    parents' rows alone, so an index of another model with the same rows is as good.

    `about_to_change` and `rows_changed` frame every change of rows, so that a view can hold its scroll
    position; the former brings the regions that will be shown with the number of their rows,
    `tuple[tuple[RegionKey, int], ...]`. `arrangement_needed` says that attributes came that change order or
    filter: call `arrange` soon, once for many.
    """

    about_to_change = Signal(object)
    rows_changed = Signal()
    arrangement_needed = Signal()

    def __init__(
        self,
        catalogue: QueueCatalogue,
        favourites: Favourites,
        parent: QObject | None = None,
        *,
        identity_of: Callable[[str], Identity | None] = lambda _: None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._identity_of = identity_of
        self.content = TreeContent(catalogue, favourites)
        self.filter = QueueFilter()
        self._changes = TreeChanges(self)
        self._dirty: set[RegionNode] = set()
        self._favourites = favourites
        catalogue.connections_changed.connect(self._follow_connections)
        catalogue.listing_changed.connect(self._follow_listing)
        catalogue.attributes_changed.connect(self._follow_attributes)
        favourites.changed.connect(self._follow_favourite)
        self._follow_connections()

    @property
    def shown_count(self) -> int:
        """How many queues the filter lets through."""
        return sum(len(region.shown) for node in self._changes.connections for region in node.shown)

    @property
    def total_count(self) -> int:
        """How many queues there are."""
        return len(self.content.rows)

    def set_filter(self, queue_filter: QueueFilter) -> None:
        """Show the queues that pass only, and hide regions and connections without any."""
        if queue_filter != self.filter:
            self.filter = queue_filter
            self._changes.apply()

    def arrange(self) -> None:
        """Put regions about which more is known now into order, and filter anew."""
        for region in self._dirty & set(self.content.regions.values()):
            self.content.order(region)
        self._dirty.clear()
        self._changes.apply()

    def arrange_all(self) -> None:
        """Put every region into order by the counts of now."""
        self._dirty = set(self.content.regions.values())
        self.arrange()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the queues of each region.

        Connections and regions keep the order in which they were opened.
        """
        self.content.column = max(column, 0)
        self.content.descending = order == Qt.SortOrder.DescendingOrder
        self.arrange_all()

    def queue_at(self, index: Index) -> QueueRef | None:
        """Return the queue of a row, None for connections and regions."""
        row = self._place(index)[2] if index.isValid() else None
        return row.queue if row else None

    def region_at(self, index: Index) -> RegionKey | None:
        """Return the region of a region's row, None for others."""
        region, row = self._place(index)[1:] if index.isValid() else (None, None)
        return region.key if region is not None and row is None else None

    def connection_at(self, index: Index) -> str | None:
        """Return the connection ID of a connection's row, None for others."""
        connection, region, _ = self._place(index) if index.isValid() else (None, None, None)
        return connection.spec.connection_id if connection is not None and region is None else None

    def index_of(self, queue: QueueRef) -> QModelIndex:
        """Return the queue's index, an invalid one if it is hidden or not there."""
        row = self.content.rows.get(queue)
        if row is None or row.position < 0:
            return QModelIndex()
        return self.createIndex(row.position, 0, self.content.region_of(row).number)

    def index_of_region(self, key: RegionKey) -> QModelIndex:
        """Return the region's index, an invalid one if it is hidden or not there."""
        region = self.content.regions.get(key)
        return self.index_of_node(region) if region else QModelIndex()

    def index_of_node(self, node: ConnectionNode | RegionNode) -> QModelIndex:
        """Return the index of a connection or a region."""
        if node.position < 0:
            return QModelIndex()
        parent = node.connection.number if isinstance(node, RegionNode) else 0
        return self.createIndex(node.position, 0, parent)

    def index_of_connection(self, connection_id: str) -> QModelIndex:
        """Return the connection's index, an invalid one if it is hidden or not there."""
        for node in self._changes.connections:
            if node.spec.connection_id == connection_id:
                return self.index_of_node(node)
        return QModelIndex()

    def shown_regions(self) -> list[tuple[RegionKey, int]]:
        """Return the regions that are shown with the number of their rows, in order."""
        return [
            (region.key, len(region.shown)) for node in self._changes.connections for region in node.shown
        ]

    def _place(self, index: Index) -> _Place:
        """Return the connection, the region and the queue in which a row lies, as far as it lies so deep."""
        parent = index.parent()
        if not parent.isValid():
            return self._changes.connections[index.row()], None, None
        grandparent = parent.parent()
        if not grandparent.isValid():
            connection = self._changes.connections[parent.row()]
            return connection, connection.shown[index.row()], None
        connection = self._changes.connections[grandparent.row()]
        region = connection.shown[parent.row()]
        return connection, region, region.shown[index.row()]

    def _node(self, index: Index) -> ConnectionNode | RegionNode | None:
        """Return the connection or region of a row of this model; None for queues and for the root."""
        if not index.isValid():
            return None
        number = index.internalId()
        if number == 0:
            return self._changes.connections[index.row()]
        parent = self.content.nodes.get(number)
        return parent.shown[index.row()] if isinstance(parent, ConnectionNode) else None

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        """Return a child's index."""
        if not parent.isValid():
            valid = 0 <= row < len(self._changes.connections)
            return self.createIndex(row, column, 0) if valid else QModelIndex()
        node = self._node(parent)
        if node is None or not 0 <= row < len(node.shown) or parent.column() > 0:
            return QModelIndex()
        return self.createIndex(row, column, node.number)

    @override
    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # the overload without arguments is QObject's
        """Return the parent's index."""
        node = self.content.nodes.get(index.internalId()) if index.isValid() else None
        return self.index_of_node(node) if node else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of rows shown below a row."""
        if not parent.isValid():
            return len(self._changes.connections)
        node = self._node(parent) if parent.column() == 0 else None
        return len(node.shown) if node else 0

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return 4."""
        return len(cells.HEADINGS)

    @override
    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        """Tell whether a row can unfold."""
        return self.rowCount(parent) > 0

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """All rows can be selected; queues never have children."""
        if not index.isValid():
            return _Flag.NoItemFlags
        return (
            _QUEUE_FLAGS
            if isinstance(self.content.nodes.get(index.internalId()), RegionNode)
            else _GROUP_FLAGS
        )

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Return the headings; those of counts stand at the right."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(cells.HEADINGS):
            if role == _DISPLAY:
                return cells.HEADINGS[section]
            if role == int(Qt.ItemDataRole.TextAlignmentRole) and section != cells.QUEUE:
                return int(_RIGHT)
        return None

    @override
    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Return words, the Cell, tooltip, band and span of a row."""
        if not index.isValid():
            return None
        connection, region, row = self._place(index)
        if role == BAND_ROLE:
            return connection.spec.environment.band
        if role == SPAN_ROLE:
            return row is None
        if region is not None and row is not None:
            return self._queue_value(region, row, index.column(), role)
        return self._group_value(region or connection, role) if index.column() == 0 else None

    def _queue_value(self, region: RegionNode, row: QueueRow, column: int, role: int) -> object:
        if role == CELL_ROLE:
            listing = region.listing
            is_added = bool(listing.added) and row.queue in listing.added
            account = self._other_account(row) if is_added else ""
            is_stale = listing.error is not None and listing.is_stale and not is_added
            return cells.queue_cell(row, column, is_stale=is_stale, other_account=account)
        if role == _DISPLAY:
            return row.name if column == cells.QUEUE else cells.count_text(row, column)
        if role not in {_TOOLTIP, _DESCRIPTION}:
            return None
        is_added = row.queue in region.listing.added
        account = self._other_account(row) if is_added else ""
        if role == _DESCRIPTION:
            return cells.queue_description(row, other_account=account) if column == cells.QUEUE else None
        return cells.queue_tooltip(row, is_added=is_added, other_account=account)

    def _other_account(self, row: QueueRow) -> str:
        """Return the account ID of an added queue if it is known not to be the connection's own."""
        identity = self._identity_of(row.queue.connection_id)
        account = row.queue.account_id
        return account if identity is not None and account != identity.account_id else ""

    def _group_value(self, node: ConnectionNode | RegionNode, role: int) -> object:
        if role not in {CELL_ROLE, _DISPLAY, _TOOLTIP}:
            return None
        if role == _TOOLTIP:
            return self._group_tooltip(node) or None
        if isinstance(node, RegionNode):
            cell = cells.region_cell(node, is_filtered=not self.filter.is_empty)
        else:
            cell = cells.connection_cell(node, self._facts(node))
        return cell if role == CELL_ROLE else f"{cell.text}, {cell.trailing}"

    def _group_tooltip(self, node: ConnectionNode | RegionNode) -> str:
        if isinstance(node, ConnectionNode):
            listings = [region.listing for region in node.regions]
            return connection_state(self._facts(node), listings).tooltip
        return region_state(node.listing, len(node.shown), is_filtered=not self.filter.is_empty).tooltip

    def _facts(self, node: ConnectionNode) -> ConnectionFacts:
        connection_id = node.spec.connection_id
        return ConnectionFacts(
            node.spec,
            self._catalogue.is_read_only(connection_id),
            self._identity_of(connection_id),
            self._catalogue.endpoint_url(connection_id),
        )

    def repaint_identities(self) -> None:
        """Tell views that accounts, or whether writing is allowed, may be others now."""
        self._changes.repaint_groups()
        added = [queue for region in self.content.regions.values() for queue in region.listing.added]
        self._changes.repaint(self.content.rows[queue] for queue in added if queue in self.content.rows)

    def _follow_connections(self) -> None:
        self.content.follow_connections()
        self._changes.apply()
        self.content.forget_closed()

    def _follow_listing(self, listing: RegionListing) -> None:
        self.content.follow_listing(listing)
        self._changes.apply()

    def _follow_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        rows, regions = self.content.follow_attributes(queues)
        self._changes.repaint(rows)
        if regions:
            self._dirty |= regions
            self.arrangement_needed.emit()

    def _follow_favourite(self, queue: QueueRef) -> None:
        row = self.content.rows.get(queue)
        if row is None:
            return
        row.is_favourite = queue in self._favourites
        self._changes.repaint([row])
        if "favourite" in self.filter.kinds:
            self._changes.apply()
