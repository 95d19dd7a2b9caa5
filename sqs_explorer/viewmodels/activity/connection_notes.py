"""Notes in Activity which connections were opened and closed, and which queues were added to the list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.viewmodels.activity.calls_on_queues import who_words
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.queues.listings import RegionListing


class ConnectionNotes(QObject):
    """Follows a catalogue until it is closed: before the connections are, which end with the program."""

    def __init__(
        self,
        log: ActivityLog,
        catalogue: QueueCatalogue,
        identity_of: Callable[[str], Identity | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._catalogue = catalogue
        self._identity_of = identity_of
        self._open: dict[str, ConnectionSpec] = {}
        self._who: dict[str, str] = {}
        self._listings: dict[tuple[str, str], RegionListing] = {}
        self._is_closed = False
        catalogue.connections_changed.connect(self._follow_connections)
        catalogue.listing_changed.connect(self._follow_listing)

    def note(self, what: str, connection_id: str, result: str) -> None:
        """Note what was done with a connection, such as a sign-in."""
        spec = self._catalogue.spec(connection_id) or self._open.get(connection_id)
        self._log.note(what, _place(spec) if spec else connection_id, result, self._who_is(connection_id))

    def learn(self, connection_id: str) -> None:
        """Remember who one is in a connection, for when it is closed and nobody knows any more."""
        self._who[connection_id] = who_words(self._identity_of(connection_id))

    def close(self) -> None:
        """Note no more."""
        self._is_closed = True

    def _who_is(self, connection_id: str) -> str:
        return who_words(self._identity_of(connection_id)) or self._who.get(connection_id, "")

    def _follow_connections(self) -> None:
        if self._is_closed:
            return
        former, now = self._open, {spec.connection_id: spec for spec in self._catalogue.specs}
        for connection_id in former.keys() - now.keys():
            title = former[connection_id].title
            self.note(f"Close {title}", connection_id, f"Closed {title}")
            self._who.pop(connection_id, None)
        self._open = now
        for connection_id, spec in now.items():
            if former.get(connection_id) != spec:
                how = ", read-only" if spec.read_only else ""
                self.note(f"Open {spec.title}", connection_id, f"Opened {spec.title}{how}")
        keys = ((listing.connection_id, listing.region) for listing in self._catalogue.listings)
        self._listings = dict(zip(keys, self._catalogue.listings, strict=True))

    def _follow_listing(self, listing: RegionListing) -> None:
        key = (listing.connection_id, listing.region)
        former = self._listings.get(key)
        self._listings[key] = listing
        if self._is_closed or former is None:
            return
        new = listing.added - former.added
        for queue in new.difference(former.queues) if new else ():
            spec = self._catalogue.spec(queue.connection_id)
            title = spec.title if spec else queue.connection_id
            where = f"{title} · {queue.region} · {queue.name}"
            who = self._who_is(queue.connection_id)
            self._log.note(f"Add {queue.name} to the list", where, f"Added {queue.name}", who)


def _place(spec: ConnectionSpec) -> str:
    return " · ".join(part for part in (spec.title, ", ".join(spec.regions)) if part)
