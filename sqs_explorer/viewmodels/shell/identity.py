"""Who one is on the page in front: connection, account, ARN, region, environment, read-only or not."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.errors import OperationNotOffered, SqsExplorerError
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import ConnectionGateway
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.catalogue import ListingState, QueueCatalogue, RegionListing
from sqs_explorer.viewmodels.task_scope import TaskScope

NAMES_FIRST_LOOKS, NAMES_FIRST_SECONDS = 20, 0.05


class IdentityViewModel(QObject):
    """Asks sts:GetCallerIdentity once for each connection, when it opens; the profile's name proves nothing.

    A connection that is opened anew is asked anew: its credentials may be others now.
    `identity_changed` tells that something about the page in front is new; `answered(str)` that AWS said who
    one is in a connection.
    """

    identity_changed = Signal()
    answered = Signal(str)

    def __init__(
        self,
        catalogue: QueueCatalogue,
        connections: OpenConnections,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._connections = connections
        self._scope = scope
        self._asked: dict[str, ConnectionGateway] = {}
        self._known: dict[str, Identity | ErrorText] = {}
        self._asking: set[ConnectionGateway] = set()
        self._connection_id = ""
        self.region = ""
        catalogue.connections_changed.connect(self._ask_new_ones)
        catalogue.listing_changed.connect(self._follow_listing)

    def show(self, connection_id: str, region: str) -> None:
        """Show who one is in this connection and region ("" for no page: then the first open connection)."""
        self._connection_id = connection_id
        self.region = region
        self.identity_changed.emit()

    @property
    def spec(self) -> ConnectionSpec | None:
        """The connection in front, or None if nothing is open."""
        found = self._catalogue.spec(self._connection_id)
        if found is None and not self._connection_id and self._catalogue.specs:
            return self._catalogue.specs[0]
        return found

    @property
    def endpoint_url(self) -> str:
        """The server that the connection in front calls instead of AWS, "" for AWS itself."""
        return self._catalogue.endpoint_url(self.spec.connection_id) if self.spec else ""

    @property
    def identity(self) -> Identity | None:
        """What AWS says, None until it did."""
        known = self._answer
        return known if isinstance(known, Identity) else None

    def identity_of(self, connection_id: str) -> Identity | None:
        """Return who AWS says one is in a connection, None until it did."""
        known = self._known.get(connection_id)
        return known if isinstance(known, Identity) else None

    @property
    def error(self) -> ErrorText | None:
        """Why AWS did not say."""
        known = self._answer
        return known if isinstance(known, ErrorText) else None

    @property
    def _answer(self) -> Identity | ErrorText | None:
        return self._known.get(self.spec.connection_id) if self.spec else None

    def _ask_new_ones(self) -> None:
        open_now = {
            spec.connection_id: self._connections.gateway(spec.connection_id)
            for spec in self._catalogue.specs
        }
        former, self._asked = self._asked, open_now
        for connection_id in former:
            if former[connection_id] is not open_now.get(connection_id):
                self._known.pop(connection_id, None)
        for connection_id, gateway in open_now.items():
            if former.get(connection_id) is not gateway:
                self._ask(gateway)
        self.identity_changed.emit()

    def ask_again(self) -> None:
        """Ask those connections again that gave an error, such as after a sign-in."""
        for connection_id in tuple(self._known):
            self._ask_again(connection_id)

    def _ask_again(self, connection_id: str) -> None:
        gateway = self._asked[connection_id]
        if isinstance(self._known.get(connection_id), ErrorText) and gateway not in self._asking:
            self._ask(gateway)

    def _follow_listing(self, listing: RegionListing) -> None:
        """Ask again once a list comes: credentials may be mended, or others by now.

        The gateway makes no call while the keys are those that the answer was for.
        """
        gateway = self._asked.get(listing.connection_id)
        is_answered = listing.connection_id in self._known
        if listing.state is ListingState.LISTED and gateway and is_answered and gateway not in self._asking:
            self._ask(gateway)

    def ask_anew(self, connection_id: str) -> None:
        """Ask who one is with the new credentials of a connection: they may be another's."""
        gateway = self._asked.get(connection_id)
        if gateway is not None:
            self._known.pop(connection_id, None)
            self._ask(gateway)
            self.identity_changed.emit()

    def _ask(self, gateway: ConnectionGateway) -> None:
        def fail(error: SqsExplorerError) -> None:
            self._note(gateway, _words(error))

        self._asking.add(gateway)
        self._scope.start(self._read(gateway), fail)

    async def _read(self, gateway: ConnectionGateway) -> None:
        try:
            await self._names_first(gateway.spec.connection_id)
            answer = await gateway.identity()
        finally:
            self._asking.discard(gateway)
        self._note(gateway, answer)

    async def _names_first(self, connection_id: str) -> None:
        """Wait for the queues' names, a second at most: making STS's client holds up the painting."""
        for _ in range(NAMES_FIRST_LOOKS):
            listings = [one for one in self._catalogue.listings if one.connection_id == connection_id]
            if not any(one.state in {ListingState.OPENING, ListingState.REFRESHING} for one in listings):
                return
            await asyncio.sleep(NAMES_FIRST_SECONDS)

    def _note(self, gateway: ConnectionGateway, answer: Identity | ErrorText) -> None:
        connection_id = gateway.spec.connection_id
        is_new = answer != self._known.get(connection_id)
        if is_new and self._asked.get(connection_id) is gateway:
            self._known[connection_id] = answer
            self.identity_changed.emit()
            if isinstance(answer, Identity):
                self.answered.emit(connection_id)

    async def close(self) -> None:
        """End the questions under way."""
        await self._scope.close()


def _words(error: SqsExplorerError) -> ErrorText:
    if isinstance(error, OperationNotOffered):
        return ErrorText(
            "This server does not say who you are", str(error), "Its queues can be used all the same."
        )
    return error_text(error)
