"""Opens connections: the ConnectionOpener and ConnectionGateway ports over botocore."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sqs_explorer.aws.account_facts import enabled_regions, identity_with_alias
from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.calling import AwsCaller
from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.aws.gateway import BotocoreSqsGateway
from sqs_explorer.aws.loop_bridge import LoopBridge
from sqs_explorer.aws.sessions import READ_TIMEOUT_SECONDS, ConnectionSession, SharedLibrary
from sqs_explorer.domain.connections import ConnectionSpec, Identity
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.sign_in import SignInStatus
from sqs_explorer.services.ports import Clock
from sqs_explorer.services.sign_in_ports import SecretStore, SignInDesk, SignInQuestions
from sqs_explorer.services.write_locking import WriteLock

WORKERS = 16
"""Threads of a connection: enough to ask 2,000 queues for their counts in seconds."""


class BotocoreConnectionOpener:
    """Implements ConnectionOpener.

    `agreed_commands` returns the credential_process lines that the person has agreed to run,
    `agreed_endpoints` the servers that may be called in plain http. `clock` is what countdowns are compared
    with, `workers` how many threads a connection may have. `questions` asks for MFA codes, `secrets` keeps
    typed keys, `desk` hears of expired sign-ins; without them such connections fail and say why.
    `given_keys` replaces every other source of credentials: a worker's parent gives them.
    """

    def __init__(
        self,
        agreed_commands: Callable[[], frozenset[str]],
        clock: Clock,
        *,
        read_timeout_seconds: float = READ_TIMEOUT_SECONDS,
        workers: int = WORKERS,
        questions: SignInQuestions | None = None,
        secrets: SecretStore | None = None,
        desk: SignInDesk | None = None,
        given_keys: Callable[[str], Awaitable[SessionKeys]] | None = None,
        sso_cache_folder: Path | None = None,
        agreed_endpoints: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self._agreed_commands = agreed_commands
        self._clock = clock
        self._read_timeout_seconds = read_timeout_seconds
        self._workers = workers
        self._questions = questions
        self._secrets = secrets
        self._desk = desk
        self._given_keys = given_keys
        self._sso_cache_folder = sso_cache_folder
        self._library = SharedLibrary(agreed_endpoints)
        self._role_cache: dict[str, Any] = {}

    def open(self, spec: ConnectionSpec) -> BotocoreConnectionGateway:
        """Return the gateway of a new connection; nothing is read, run or contacted before its first call."""
        bridge = LoopBridge()
        session = ConnectionSession(
            spec,
            self._library,
            self._sources(bridge),
            self._workers,
            self._read_timeout_seconds,
        )
        return BotocoreConnectionGateway(
            spec, session, self._clock, self._workers, bridge=bridge, desk=self._desk
        )

    def _sources(self, bridge: LoopBridge) -> CredentialSources:
        """Return what finding a connection's credentials asks of the loop, for its threads."""
        questions, secrets, given = self._questions, self._secrets, self._given_keys
        return CredentialSources(
            agreed_commands=self._agreed_commands,
            mfa_code=(lambda request: bridge.ask(lambda: questions.mfa_code(request))) if questions else None,
            typed_key=(lambda name: bridge.ask(lambda: secrets.find(name))) if secrets else None,
            given_keys=(lambda asking: bridge.ask(lambda: given(asking))) if given else None,
            role_cache=self._role_cache,
            sso_cache_folder=self._sso_cache_folder,
            is_closed=lambda: bridge.is_closed,
        )


class BotocoreConnectionGateway:
    """Implements ConnectionGateway: owns the connection's threads and clients."""

    def __init__(
        self,
        spec: ConnectionSpec,
        session: ConnectionSession,
        clock: Clock,
        workers: int = WORKERS,
        *,
        bridge: LoopBridge,
        desk: SignInDesk | None = None,
    ) -> None:
        self._spec = spec
        self._session = session
        self._calls = BlockingCalls(f"aws-{spec.connection_id}", workers)
        self._write_lock = WriteLock(clock.now, clock.monotonic, locked=spec.read_only)
        self._caller = AwsCaller(
            spec.connection_id, session, self._calls, clock, self._write_lock, bridge=bridge, desk=desk
        )
        self._regions: dict[str, BotocoreSqsGateway] = {}
        self._identity: tuple[int, str, Identity] | None = None
        self._identity_lock = asyncio.Lock()

    @property
    def spec(self) -> ConnectionSpec:
        """What it was opened with."""
        return self._spec

    @property
    def write_lock(self) -> WriteLock:
        """Whether it may write now; as its spec says at first."""
        return self._write_lock

    def sqs(self, region: str) -> BotocoreSqsGateway:
        """Return SQS in a region; the same object for the same region."""
        if region not in self._regions:
            self._regions[region] = BotocoreSqsGateway(self._caller, region)
        return self._regions[region]

    async def identity(self) -> Identity:
        """Return who AWS says this is; asked until it has answered once, and anew with new credentials."""
        async with self._identity_lock:
            renewals = self._caller.renewals.count
            if self._identity is None or self._identity[:2] != (renewals, self._session.key_in_use):
                identity = await identity_with_alias(self._caller)
                self._identity = (renewals, self._session.key_in_use, identity)
            return self._identity[2]

    async def keys(self) -> SessionKeys:
        """Return what signs its calls now, renewed if that is due."""
        return await self._caller.keys()

    async def sign_in_status(self) -> SignInStatus | None:
        """Return how long its credentials last, None before it has any."""
        return await self._caller.sign_in_status()

    async def enabled_regions(self) -> frozenset[str]:
        """Return the codes of the regions that the account has enabled."""
        return await enabled_regions(self._caller)

    @property
    def custom_endpoint_url(self) -> str:
        """The server called instead of AWS, as the spec, the profile or the environment says."""
        return self._spec.endpoint_url or self._session.custom_endpoint_url

    def renew(self) -> None:
        """Forget the credentials in use: the next call reads them anew, as after a sign-in."""
        self._caller.renewals.order()

    async def close(self) -> None:
        """Refuse new calls, wait a moment for those under way, end threads and network connections."""
        if self._calls.is_closed:
            return
        self._caller.stop_waiting()
        await self._calls.close()
        self._session.close()
