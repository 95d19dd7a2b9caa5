"""The connections that are open now, each with its gateway; closing one ends its threads."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ConnectionClosed
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.ports import ConnectionGateway, ConnectionOpener, SqsGateway
from sqs_explorer.services.write_locking import WriteLock


class OpenConnections:
    """Opens and closes connections, and finds the gateway of a queue."""

    def __init__(self, opener: ConnectionOpener) -> None:
        self._opener = opener
        self._open: dict[str, ConnectionGateway] = {}

    @property
    def specs(self) -> tuple[ConnectionSpec, ...]:
        """What is open, in the order opened."""
        return tuple(gateway.spec for gateway in self._open.values())

    def spec(self, connection_id: str) -> ConnectionSpec | None:
        """Return what an open connection was opened with, None if it isn't open."""
        gateway = self._open.get(connection_id)
        return gateway.spec if gateway else None

    def spec_now(self, connection_id: str) -> ConnectionSpec | None:
        """Return an open connection as it may be used now: read-only if its lock is closed.

        For a process of its own, which knows no lock; None if it isn't open.
        """
        gateway = self._open.get(connection_id)
        return replace(gateway.spec, read_only=gateway.write_lock.is_locked) if gateway else None

    def write_lock(self, connection_id: str) -> WriteLock | None:
        """Return the lock of an open connection, None if it isn't open."""
        gateway = self._open.get(connection_id)
        return gateway.write_lock if gateway else None

    async def keys(self, connection_id: str) -> SessionKeys:
        """Return what signs an open connection's calls now. Raises ConnectionClosed, or as a call does."""
        return await self.gateway(connection_id).keys()

    async def open(self, spec: ConnectionSpec) -> ConnectionGateway:
        """Open a connection without contacting anybody.

        One with the same ID gives way in its place and is closed. The new one takes over before anything is
        awaited, so that two calls at once leave none behind unclosed.
        """
        gateway = self._opener.open(spec)
        former = self._open.get(spec.connection_id)
        self._open[spec.connection_id] = gateway
        if former is not None:
            await former.close()
        return gateway

    def gateway(self, connection_id: str) -> ConnectionGateway:
        """Return an open connection. Raises ConnectionClosed."""
        try:
            return self._open[connection_id]
        except KeyError:
            raise ConnectionClosed(f"The connection {connection_id} is closed. Open it again.") from None

    def sqs(self, queue: QueueRef) -> SqsGateway:
        """Return the gateway that a queue is bound to. Raises ConnectionClosed."""
        return self.gateway(queue.connection_id).sqs(queue.region)

    def remove(self, connection_id: str) -> ConnectionGateway | None:
        """Take a connection out at once and return its gateway, which the caller closes.

        None if it isn't open.
        """
        return self._open.pop(connection_id, None)

    async def close(self, connection_id: str) -> None:
        """Close a connection if it is open."""
        gateway = self.remove(connection_id)
        if gateway is not None:
            await gateway.close()

    async def close_all(self) -> None:
        """Close every connection, all at once: each may have to wait for calls under way."""
        ended = await asyncio.gather(
            *(self.close(connection_id) for connection_id in tuple(self._open)), return_exceptions=True
        )
        for error in ended:
            if error is not None:
                raise error
