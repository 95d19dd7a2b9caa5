"""Which open connections' sign-ins have expired, and the actions that wait for a new one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import ConnectionGateway
from sqs_explorer.viewmodels.queues.catalogue import ListingState, QueueCatalogue, RegionKey, RegionListing


class ExpiredSignIns(QObject):
    """Lives on the loop's thread; `changed()` tells that something expired, waits, or goes on.

    `renewed_elsewhere(str)`: a connection works again without this program's doing.

    A connection that is closed or opened anew is forgotten, and what waited for it does not go on. A list of
    queues that was asked for later and came back shows that someone signed in elsewhere.
    """

    changed = Signal()
    renewed_elsewhere = Signal(str)

    def __init__(
        self, catalogue: QueueCatalogue, connections: OpenConnections, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._expired: dict[str, ConnectionGateway] = {}
        self._waiting: dict[str, list[asyncio.Future[bool]]] = {}
        self._put_off: set[str] = set()
        self._asked_since: set[RegionKey] = set()
        self._closed = False
        catalogue.connections_changed.connect(self._forget_closed_ones)
        catalogue.listing_changed.connect(self._look_at_listing)

    @property
    def connection_ids(self) -> tuple[str, ...]:
        """All expired ones, the oldest first."""
        return tuple(self._expired)

    @property
    def in_sight(self) -> tuple[str, ...]:
        """Those that the person did not put off, or that an action has met since."""
        return tuple(one for one in self._expired if one not in self._put_off)

    @property
    def waiting_count(self) -> int:
        """How many actions wait."""
        return sum(len(waiting) for waiting in self._waiting.values())

    def is_expired(self, connection_id: str) -> bool:
        """Whether calls of this connection fail now."""
        return connection_id in self._expired

    def note(self, connection_id: str) -> None:
        """Take down that a connection's sign-in has expired, if it is open."""
        if connection_id in self._expired or self._connections.spec(connection_id) is None:
            return
        self._expired[connection_id] = self._connections.gateway(connection_id)
        self.changed.emit()

    async def wait(self, connection_id: str) -> bool:
        """Return True once the person has signed in again; False if not now, or if it is closed."""
        self.note(connection_id)
        if self._closed or connection_id not in self._expired:
            return False
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(connection_id, []).append(answer)
        self._put_off.discard(connection_id)
        self.changed.emit()
        try:
            return await answer
        finally:
            if answer in self._waiting.get(connection_id, []):
                self._waiting[connection_id].remove(answer)
                self.changed.emit()

    def settle(self, connection_ids: Iterable[str], *, signed_in: bool) -> None:
        """Let what waits go on, or give up; the connections count as signed in or closed then."""
        for connection_id in connection_ids:
            self._expired.pop(connection_id, None)
            self._put_off.discard(connection_id)
            self._asked_since = {key for key in self._asked_since if key[0] != connection_id}
            self._answer(connection_id, go_on=signed_in)
        self.changed.emit()

    def give_up(self, connection_id: str) -> None:
        """Let what waits for one connection's sign-in fail, such as before it is closed."""
        if connection_id in self._waiting:
            self._answer(connection_id, go_on=False)
            self.changed.emit()

    def put_off(self) -> None:
        """Let what waits give up, and stay out of sight until an action meets an expired sign-in again."""
        self._put_off.update(self._expired)
        for connection_id in self.connection_ids:
            self._answer(connection_id, go_on=False)
        self.changed.emit()

    def close(self) -> None:
        """Let nothing wait any more."""
        self._closed = True
        for connection_id in tuple(self._waiting):
            self._answer(connection_id, go_on=False)

    def _answer(self, connection_id: str, *, go_on: bool) -> None:
        for answer in self._waiting.pop(connection_id, []):
            if not answer.done():
                answer.set_result(go_on)

    def _forget_closed_ones(self) -> None:
        open_now = {spec.connection_id for spec in self._connections.specs}
        gone = [
            connection_id
            for connection_id, gateway in self._expired.items()
            if connection_id not in open_now or self._connections.gateway(connection_id) is not gateway
        ]
        if gone:
            self.settle(gone, signed_in=False)

    def _look_at_listing(self, listing: RegionListing) -> None:
        key = (listing.connection_id, listing.region)
        if listing.connection_id not in self._expired:
            return
        begins = listing.state is ListingState.OPENING and not listing.listed_count
        if begins or listing.state is ListingState.REFRESHING:
            self._asked_since.add(key)
        elif listing.state is ListingState.LISTED and key in self._asked_since:
            self.settle([listing.connection_id], signed_in=True)
            self.renewed_elsewhere.emit(listing.connection_id)
        else:
            self._asked_since.discard(key)
