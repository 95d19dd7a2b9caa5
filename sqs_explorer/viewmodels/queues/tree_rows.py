"""The rows behind the tree.

Connections, their regions, and one light object a queue with what its row shows.
"""

from __future__ import annotations

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.queue_filter import QueueFilter
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.viewmodels.queues.listings import RegionListing

HIDDEN = -1
"""Position of a row that the filter hides."""


class QueueRow:
    """One queue.

    Counts are None until they are known; `source` is the queue whose DLQ it is, if that is listed.
    """

    __slots__ = (
        "attributes",
        "error",
        "has_messages",
        "is_dlq",
        "is_favourite",
        "is_fifo",
        "lower",
        "name",
        "position",
        "queue",
        "source",
        "stem",
    )

    def __init__(self, queue: QueueRef, *, is_favourite: bool) -> None:
        self.queue = queue
        self.name = queue.name
        self.lower = self.name.lower()
        self.is_fifo = self.name.endswith(".fifo")
        self.stem = self.lower.removesuffix(".fifo")
        self.is_favourite = is_favourite
        self.is_dlq = False
        self.has_messages: bool | None = None
        self.attributes: QueueAttributes | None = None
        self.error: SqsExplorerError | None = None
        self.source: QueueRow | None = None
        self.position = HIDDEN

    @property
    def is_known(self) -> bool:
        """Whether its attributes were read, or could not be."""
        return self.attributes is not None or self.error is not None

    def count(self, column: int) -> int | None:
        """Return the number of messages in a column of counts: 1 Available, 2 In flight, 3 Delayed."""
        if self.attributes is None:
            return None
        return (self.attributes.available, self.attributes.in_flight, self.attributes.delayed)[column - 1]

    def take(self, attributes: QueueAttributes | None, error: SqsExplorerError | None) -> None:
        """Take over what is known now."""
        self.attributes = attributes
        self.error = error
        counts = [self.count(column) for column in (1, 2, 3)]
        known = [count for count in counts if count is not None]
        self.has_messages = any(known) if known else None


class RegionNode:
    """One region: all its rows in order, and those that the filter lets through."""

    def __init__(self, number: int, connection: ConnectionNode, listing: RegionListing) -> None:
        self.number = number
        self.connection = connection
        self.listing = listing
        self.rows: list[QueueRow] = []
        self.names: list[str] = []
        self.shown: list[QueueRow] = []
        self.position = HIDDEN

    @property
    def key(self) -> tuple[str, str]:
        """Connection ID and region code."""
        return (self.listing.connection_id, self.listing.region)

    def order(self, rows: list[QueueRow]) -> None:
        """Take over all rows in their order."""
        self.rows = rows
        self.names = [row.lower for row in rows]

    def matching(self, queue_filter: QueueFilter) -> list[QueueRow]:
        """Return the rows that pass, in order."""
        if queue_filter.is_empty:
            return self.rows
        if not queue_filter.allows_place(self.connection.spec.title, self.listing.region):
            return []
        rows = self.rows
        if queue_filter.words:
            rows = [rows[position] for position in queue_filter.with_words(self.names)]
        return list(queue_filter.allowed(rows))

    def show(self, rows: list[QueueRow]) -> None:
        """Take over what is shown, and tell each row its place."""
        for row in self.shown:
            row.position = HIDDEN
        self.shown = rows
        for position, row in enumerate(rows):
            row.position = position


class ConnectionNode:
    """One connection: all its regions, and those that are shown."""

    def __init__(self, number: int, spec: ConnectionSpec) -> None:
        self.number = number
        self.spec = spec
        self.regions: list[RegionNode] = []
        self.shown: list[RegionNode] = []
        self.position = HIDDEN

    def show(self, regions: list[RegionNode]) -> None:
        """Take over what is shown, and tell each region its place."""
        for region in self.shown:
            region.position = HIDDEN
        self.shown = regions
        for position, region in enumerate(regions):
            region.position = position
