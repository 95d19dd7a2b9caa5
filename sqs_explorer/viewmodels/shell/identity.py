"""Who one is on the page in front: connection, account, ARN, region, environment, read-only or not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.task_scope import TaskScope


class IdentityViewModel(QObject):
    """Asks sts:GetCallerIdentity once for each connection, when it opens; the profile's name proves nothing.

    `identity_changed` tells that something about the page in front is new.
    """

    identity_changed = Signal()

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
        self._known: dict[str, Identity | ErrorText | None] = {}
        self._connection_id = ""
        self.region = ""
        catalogue.connections_changed.connect(self._ask_new_ones)

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
    def identity(self) -> Identity | None:
        """What AWS says, None until it did."""
        known = self._known.get(self.spec.connection_id) if self.spec else None
        return known if isinstance(known, Identity) else None

    @property
    def error(self) -> ErrorText | None:
        """Why AWS did not say."""
        known = self._known.get(self.spec.connection_id) if self.spec else None
        return known if isinstance(known, ErrorText) else None

    def _ask_new_ones(self) -> None:
        open_now = {spec.connection_id for spec in self._catalogue.specs}
        for connection_id in set(self._known) - open_now:
            del self._known[connection_id]
        for connection_id in open_now - set(self._known):
            self._ask(connection_id)
        self.identity_changed.emit()

    def _ask(self, connection_id: str) -> None:
        self._known[connection_id] = None

        def fail(error: SqsExplorerError) -> None:
            self._note(connection_id, error_text(error))

        self._scope.start(self._read(connection_id), fail)

    async def _read(self, connection_id: str) -> None:
        self._note(connection_id, await self._connections.gateway(connection_id).identity())

    def _note(self, connection_id: str, answer: Identity | ErrorText) -> None:
        if connection_id in self._known:
            self._known[connection_id] = answer
            self.identity_changed.emit()

    async def close(self) -> None:
        """End the questions under way."""
        await self._scope.close()
