"""What the tree of queues knows besides its rows: the filter, what is in sight, when it is counted again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.errors import AccessDenied
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queue_filter import QueueFilter, parse_queue_filter
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.viewmodels.queues.add_queue_view_model import AddQueueViewModel
from sqs_explorer.viewmodels.queues.catalogue import ListingState, QueueCatalogue, RegionKey, RegionListing
from sqs_explorer.viewmodels.queues.favourites import Favourites
from sqs_explorer.viewmodels.queues.kept_settings import KeptSettings
from sqs_explorer.viewmodels.queues.queue_tree_model import QueueTreeModel
from sqs_explorer.viewmodels.queues.recent_queues import RecentQueues
from sqs_explorer.viewmodels.task_scope import TaskScope

REFRESH_CHOICES_SECONDS = (0, 10, 30, 60)
ROWS_OF_A_SCREEN = 60
"""What is counted again after a Refresh while the view has not told yet which rows it shows."""
ARRANGE_AFTER_SECONDS = 0.1
CONDITIONS = "is:dlq is:fifo is:favourite has:messages profile:… region:…"


class TreeState(Enum):
    """What the tree's place shows."""

    NOTHING_OPEN = auto()
    NO_QUEUES = auto()
    NOT_ALLOWED = auto()
    """Rows of regions without a queue, because none may be listed."""
    NOTHING_MATCHES = auto()
    ROWS = auto()


class QueueTreeViewModel(QObject):
    """The tree's state and deeds.

    Signals: `state_changed` when the tree's place or the note below the filter says something else. Wishes:
    `queue_open_requested(QueueRef)`, `connections_requested()` for Connections,
    `edit_requested(ConnectionSpec)` for Connections with that one filled in,
    `close_connection_requested(str)`, `add_queue_requested(tuple[str, str])` with connection ID and region
    code ("" for any), `reveal_requested(QueueRef)` to the view.
    """

    state_changed = Signal()
    queue_open_requested = Signal(object)
    connections_requested = Signal()
    edit_requested = Signal(object)
    close_connection_requested = Signal(str)
    add_queue_requested = Signal(object)
    reveal_requested = Signal(object)

    def __init__(
        self,
        catalogue: QueueCatalogue,
        kept: KeptSettings,
        scope: TaskScope,
        parent: QObject | None = None,
        *,
        identity_of: Callable[[str], Identity | None] = lambda _: None,
    ) -> None:
        super().__init__(parent)
        self.catalogue = catalogue
        self.scope = scope
        self.favourites = Favourites(kept, self)
        self.recent = RecentQueues(kept)
        self.adding = AddQueueViewModel(catalogue, TaskScope(scope.report_bug), self)
        self.model = QueueTreeModel(catalogue, self.favourites, self, identity_of=identity_of)
        self.filter_text = ""
        self.place = ("", "")
        """Connection ID and region code of the current row, "" for what it does not say."""
        self._kept = kept
        self._in_sight: tuple[QueueRef, ...] = ()
        self._refreshing: set[RegionKey] = set()
        self._awaited: set[QueueRef] = set()
        self._is_arranging = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._read_again)
        self.model.arrangement_needed.connect(self._arrange_soon)
        self.model.rows_changed.connect(self.state_changed)
        catalogue.listing_changed.connect(self._follow_listing)
        catalogue.attributes_changed.connect(self._follow_attributes)

    @property
    def filter(self) -> QueueFilter:
        """The filter in force."""
        return self.model.filter

    def set_filter(self, text: str) -> None:
        """Filter by what is typed; attributes that it asks for are read for all queues."""
        self.filter_text = text
        queue_filter = parse_queue_filter(text)
        if queue_filter == self.filter:
            return
        self.model.set_filter(queue_filter)
        if queue_filter.needs_attributes:
            self.catalogue.request_attributes(self.catalogue.queues)
        self.state_changed.emit()

    @property
    def filter_problem(self) -> str:
        """What the filter can't do, in a sentence; "" if all is well."""
        unknown = self.filter.unknown
        if not unknown:
            return ""
        verb = "is not a condition" if len(unknown) == 1 else "are not conditions"
        return f"{', '.join(unknown)} {verb}. Known: {CONDITIONS}"

    @property
    def filter_progress(self) -> str:
        """How many queues the filter can't judge yet; "" once it can."""
        unread, total = self.model.content.unread, self.model.total_count
        if not self.filter.needs_attributes or not unread:
            return ""
        return f"Reading attributes: {total - unread:,} of {count_words(total, 'queue')}"

    @property
    def state(self) -> TreeState:
        """What the tree's place shows."""
        if not self.catalogue.specs:
            return TreeState.NOTHING_OPEN
        if self.model.rowCount() == 0:
            return TreeState.NOTHING_MATCHES if self.model.total_count else TreeState.NO_QUEUES
        if self.model.total_count:
            return TreeState.ROWS
        denied = [isinstance(entry.error, AccessDenied) for entry in self.catalogue.listings]
        listed = [entry.state is ListingState.LISTED for entry in self.catalogue.listings]
        if all(listed):
            return TreeState.NO_QUEUES
        is_known = all(one or other for one, other in zip(denied, listed, strict=True))
        return TreeState.NOT_ALLOWED if is_known else TreeState.ROWS

    @property
    def refresh_seconds(self) -> int:
        """Seconds between two readings of the counts in sight; 0 is off."""
        return self._kept.settings.refresh_seconds

    def set_refresh_seconds(self, seconds: int) -> None:
        """Read the counts in sight every so many seconds; 0 turns it off."""
        if seconds != self.refresh_seconds:
            self._kept.change(refresh_seconds=seconds)
            self._run_timer(restart=True)

    def set_in_sight(self, queues: Iterable[QueueRef]) -> None:
        """Take over which queues' rows can be seen (none while the tree is hidden).

        Their counts are read first.
        """
        self._in_sight = tuple(queues)
        self.catalogue.request_attributes([queue for queue in self._in_sight if self._is_listed(queue)])
        self._run_timer()

    def _is_listed(self, queue: QueueRef) -> bool:
        """Names first: counts are read once all names of the region are there."""
        listing = self.catalogue.listing(queue.connection_id, queue.region)
        return listing is not None and listing.state is not ListingState.OPENING

    def _run_timer(self, *, restart: bool = False) -> None:
        if not self.refresh_seconds or not self._in_sight:
            self._timer.stop()
        elif restart or not self._timer.isActive():
            self._timer.start(self.refresh_seconds * 1_000)

    def _read_again(self) -> None:
        self.catalogue.request_attributes(self._in_sight, again=True)

    def refresh(self) -> None:
        """List every region again, and count what is in sight."""
        self.catalogue.refresh_all()

    def refresh_connection(self, connection_id: str) -> None:
        """List the regions of one connection again."""
        self.catalogue.refresh_connection(connection_id)

    def refresh_region(self, key: RegionKey) -> None:
        """List one region again, and count what is in sight of it."""
        self.catalogue.refresh(*key)

    def _follow_listing(self, listing: RegionListing) -> None:
        key = (listing.connection_id, listing.region)
        if listing.state in {ListingState.OPENING, ListingState.REFRESHING}:
            # Queues added are there before the list is, and where none can be had.
            if listing.added or listing.state is ListingState.REFRESHING:
                self._refreshing.add(key)
        elif key in self._refreshing:
            self._refreshing.discard(key)
            in_sight = [queue for queue in self._in_sight if (queue.connection_id, queue.region) == key]
            self._count_again(in_sight or list(listing.queues[:ROWS_OF_A_SCREEN]))
        if listing.state is ListingState.LISTED:
            in_sight = [queue for queue in self._in_sight if (queue.connection_id, queue.region) == key]
            self.catalogue.request_attributes(in_sight)
        if self.filter.needs_attributes and listing.state is ListingState.LISTED:
            self.catalogue.request_attributes(listing.queues)

    def _count_again(self, queues: list[QueueRef]) -> None:
        self._awaited.update(queues)
        self.catalogue.request_attributes(queues, again=True)

    def _follow_attributes(self, queues: tuple[QueueRef, ...]) -> None:
        """Put rows in order by their counts once all that a Refresh asked for have come."""
        if self._awaited:
            self._awaited.difference_update(queues)
            if not self._awaited:
                self.model.arrange_all()
        if self.filter.needs_attributes:
            self.state_changed.emit()

    def _arrange_soon(self) -> None:
        if not self._is_arranging:
            self._is_arranging = True
            self.scope.start(self._arrange())

    async def _arrange(self) -> None:
        await asyncio.sleep(ARRANGE_AFTER_SECONDS)
        self._is_arranging = False
        self.model.arrange()

    def open_queue(self, queue: QueueRef) -> None:
        """Ask for a queue's page."""
        self.queue_open_requested.emit(queue)

    def reveal(self, queue: QueueRef) -> None:
        """Ask the view to show a queue's row, such as that of the page in front."""
        self.reveal_requested.emit(queue)

    def add_queue(self, connection_id: str = "", region: str = "") -> None:
        """Ask for Add queue in a region ("" for any) of a connection; without it where the current row is."""
        self.add_queue_requested.emit((connection_id, region) if connection_id else self.place)

    def words_after_adding(self, queue: QueueRef) -> str:
        """Say what the row of a queue just added does not show; "" if there is nothing to say."""
        words = []
        if isinstance(self.catalogue.attribute_errors.get(queue), AccessDenied):
            words.append("Its attributes may not be read, so no counts are shown.")
        if not self.model.index_of(queue).isValid():
            words.append("The filter hides it now.")
        return " ".join((f"{queue.name} is in the list.", *words)) if words else ""

    def is_added(self, queue: QueueRef) -> bool:
        """Whether a person added this queue and SQS does not list it."""
        return self.catalogue.is_added(queue)

    def remove_added(self, queue: QueueRef) -> None:
        """Take an added queue out of the list."""
        self.catalogue.remove_added(queue)

    def repaint_identities(self) -> None:
        """Show accounts anew, once AWS said who one is."""
        self.model.repaint_identities()

    def edit_connection(self, connection_id: str) -> None:
        """Ask for Connections with this connection filled in."""
        spec: ConnectionSpec | None = self.catalogue.spec(connection_id)
        if spec is not None:
            self.edit_requested.emit(spec)

    def attributes(self, queue: QueueRef) -> QueueAttributes | None:
        """Return what is known of a queue."""
        return self.catalogue.attributes.get(queue)

    async def close(self) -> None:
        """Stop the timer and all work."""
        self._timer.stop()
        await self.adding.close()
        await self.scope.close()
