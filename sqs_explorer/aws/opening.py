"""Opens connections: the ConnectionOpener and ConnectionGateway ports over botocore."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.calling import AwsCaller
from sqs_explorer.aws.gateway import BotocoreSqsGateway
from sqs_explorer.aws.sessions import READ_TIMEOUT_SECONDS, ConnectionSession, SharedLibrary
from sqs_explorer.domain.connections import ConnectionSpec, Identity

WORKERS = 16
"""Threads of a connection: enough to ask 2,000 queues for their counts in seconds."""


class BotocoreConnectionOpener:
    """Implements ConnectionOpener.

    `agreed_commands` returns the credential_process lines that the person has agreed to run. `monotonic` is
    the clock that countdowns are compared with, `workers` how many threads a connection may have.
    """

    def __init__(
        self,
        agreed_commands: Callable[[], frozenset[str]],
        monotonic: Callable[[], float] = time.monotonic,
        read_timeout_seconds: float = READ_TIMEOUT_SECONDS,
        workers: int = WORKERS,
    ) -> None:
        self._agreed_commands = agreed_commands
        self._monotonic = monotonic
        self._read_timeout_seconds = read_timeout_seconds
        self._workers = workers
        self._library = SharedLibrary()

    def open(self, spec: ConnectionSpec) -> BotocoreConnectionGateway:
        """Return the gateway of a new connection; nothing is read, run or contacted before its first call."""
        session = ConnectionSession(
            spec, self._library, self._agreed_commands, self._workers, self._read_timeout_seconds
        )
        return BotocoreConnectionGateway(spec, session, self._monotonic, self._workers)


class BotocoreConnectionGateway:
    """Implements ConnectionGateway: owns the connection's threads and clients."""

    def __init__(
        self,
        spec: ConnectionSpec,
        session: ConnectionSession,
        monotonic: Callable[[], float],
        workers: int = WORKERS,
    ) -> None:
        self._spec = spec
        self._session = session
        self._calls = BlockingCalls(f"aws-{spec.connection_id}", workers)
        self._caller = AwsCaller(session, self._calls, monotonic, read_only=spec.read_only)
        self._regions: dict[str, BotocoreSqsGateway] = {}
        self._identity: Identity | None = None
        self._identity_lock = asyncio.Lock()

    @property
    def spec(self) -> ConnectionSpec:
        """What it was opened with."""
        return self._spec

    def sqs(self, region: str) -> BotocoreSqsGateway:
        """Return SQS in a region; the same object for the same region."""
        if region not in self._regions:
            self._regions[region] = BotocoreSqsGateway(self._caller, region)
        return self._regions[region]

    async def identity(self) -> Identity:
        """Return who AWS says this is; asked until it has answered once."""
        async with self._identity_lock:
            if self._identity is None:
                self._identity = await self._caller.identity()
            return self._identity

    async def close(self) -> None:
        """Refuse new calls, wait a moment for those under way, end threads and network connections."""
        await self._calls.close()
        self._session.close()
