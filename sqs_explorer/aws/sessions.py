"""Builds botocore's session and clients for one connection; a profile never falls back to another identity.

botocore is imported in here, late and in a thread: it takes longer than the window.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sqs_explorer import __version__
from sqs_explorer.aws.credentials.mfa import MfaDevices
from sqs_explorer.aws.credentials.shared_turns import SharedTurn
from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.aws.endpoints import is_aws, is_loopback, refuse_password, refuse_plain
from sqs_explorer.aws.other_servers import read_other_spellings
from sqs_explorer.aws.session_building import BuiltSession, SessionBuilder
from sqs_explorer.aws.unreadable_answers import refuse_unreadable
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ConnectionClosed
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.regions import is_opt_in
from sqs_explorer.domain.sign_in import SignInStatus

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.session import Session

CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 30
"""The longest wait of a receive, 20 seconds, and ten more."""
_READ_ATTEMPTS = 3


class SharedLibrary:
    """What all connections share: botocore's service descriptions, a turn at making clients, MFA devices.

    Making a client is all work for the processor; side by side it would only make the window stutter.
    `agreed_endpoints` returns the servers that may be called in plain http.
    """

    def __init__(self, agreed_endpoints: Callable[[], frozenset[str]] = frozenset) -> None:
        self._agreed_endpoints = agreed_endpoints
        self.lock = threading.Lock()
        self.mfa_devices = MfaDevices()
        self._loader: object = None

    def loader(self) -> object:
        """Return the loader of service descriptions; hold the lock."""
        if self._loader is None:
            from sqs_explorer.aws.small_models import SmallLoader

            # Its debug log prints tokens and bodies; its warnings repeat errors that are shown anyway.
            logging.getLogger("botocore").setLevel(logging.ERROR)
            self._loader = SmallLoader()
        return self._loader

    def refuse_plain_http(self, **event: Any) -> None:
        """Called by botocore before every request; raises InvalidInput where it must not go out."""
        refuse_plain(str(event["request"].url), self._agreed_endpoints())


def key_in_use(credentials: Any) -> str:
    """Return the ID of the access key that credentials hold now, without renewing them."""
    return getattr(getattr(credentials, "_frozen_credentials", credentials), "access_key", "")


class ConnectionSession:
    """The clients of one connection, by region. Its methods block; the connection's threads share it."""

    def __init__(
        self,
        spec: ConnectionSpec,
        library: SharedLibrary,
        sources: CredentialSources,
        workers: int,
        read_timeout_seconds: float = READ_TIMEOUT_SECONDS,
    ) -> None:
        self._spec = spec
        self._library = library
        self._sources = sources
        self._workers = workers
        self._read_timeout_seconds = read_timeout_seconds
        self._builder = SessionBuilder(
            spec,
            sources,
            library.mfa_devices,
            region=self.home_region(),
            config=lambda endpoint_url: self._config(False, endpoint_url),
            prepare=self._prepare,
        )
        self._building = SharedTurn()
        self._lock = threading.Lock()
        self._built: BuiltSession | None = None
        self._starts_over = 0
        self._clients: dict[tuple[str, str, bool], Any] = {}
        # Those that nobody uses any more go by themselves: keys may be renewed all day.
        self._outdated: WeakSet[Any] = WeakSet()
        self._is_closed = False

    @property
    def sign_in_command(self) -> str:
        """What renews the profile's sign-in on the command line, "" if nothing does."""
        return self._builder.sign_in_command

    def sqs(self, region: str, *, once: bool = False) -> Any:
        """Return the client for SQS in a region; with `once` it doesn't retry by itself."""
        return self._client("sqs", region, once)

    def sts(self) -> Any:
        """Return the client for STS: AWS's own, or the server that stands for AWS at SQS's endpoint."""
        return self.client("sts", self.home_region())

    def client(self, service: str, region: str) -> Any:
        """Return the client for another service ("iam", "account", "ec2"), where SQS is if not at AWS."""
        client = self._client(service, region, False)
        sqs_endpoint = self._client("sqs", region, False).meta.endpoint_url
        if is_aws(sqs_endpoint) or not is_aws(client.meta.endpoint_url):
            return client
        return self._client(service, region, False, sqs_endpoint)

    def home_region(self) -> str:
        """Return a region in which STS answers: one that no account has to enable first."""
        first = self._spec.regions[0] if self._spec.regions else "us-east-1"
        if not is_opt_in(first):
            return first
        return next((region for region in self._spec.regions if not is_opt_in(region)), "us-east-1")

    @property
    def custom_endpoint_url(self) -> str:
        """The server that SQS's clients speak to where it isn't AWS; "" before there is a client."""
        for (service, _, _), client in tuple(self._clients.items()):
            if service == "sqs" and not is_aws(client.meta.endpoint_url):
                return str(client.meta.endpoint_url)
        return ""

    def is_on_aws(self, region: str) -> bool:
        """Whether the region's client speaks to AWS itself."""
        client = self._clients.get(("sqs", region, False)) or self._clients.get(("sqs", region, True))
        return is_aws(client.meta.endpoint_url) if client is not None else not self._spec.endpoint_url

    @property
    def has_keys(self) -> bool:
        """Whether a call is signed at once, without anybody being asked for keys."""
        built = self._built
        return built is not None and not getattr(built.credentials, "is_due", False)

    @property
    def key_in_use(self) -> str:
        """The ID of the access key that signed last, "" if none did: another one may be another's."""
        built = self._built
        return key_in_use(built.credentials) if built is not None else ""

    def keys(self) -> SessionKeys:
        """Return what signs calls now, renewed if that is due; raises what a call raises."""
        built = self._ensure_built()
        from sqs_explorer.aws.credentials.sign_in_state import current_keys

        return current_keys(built.credentials)

    def sign_in_status(self) -> SignInStatus | None:
        """Return how long the sign-in lasts, None before there was one. Reads files only."""
        built = self._built
        if built is None:
            return None
        from sqs_explorer.aws.credentials.sign_in_state import sign_in_status

        return sign_in_status(
            built.need,
            built.settings,
            built.credentials,
            built.roles.mfa_sessions if built.roles else [],
            self._sources.sso_cache_folder,
        )

    def renew(self) -> None:
        """Forget the credentials and the MFA sessions of this profile's roles: the next call begins anew."""
        with self._lock:
            if self._built is not None and self._built.roles is not None:
                self._built.roles.forget()
            self._start_over()

    @property
    def starts_over(self) -> int:
        """How often it has forgotten its keys."""
        return self._starts_over

    def start_over_if_files_changed(self, starts_before: int | None = None) -> bool:
        """Forget what was read if a file is another by now; tell whether a new try makes sense.

        Keys of a file are read once, and tokens are trusted until they expire: without this, new ones would
        only count after opening anew. `starts_before` is `starts_over` from before the call that failed: if
        another call that failed with it was first here, a new try makes sense, too.
        """
        with self._lock:
            if starts_before not in (None, self._starts_over):
                return not self._is_closed
            if self._built is None or not self._built.is_outdated:
                return False
            self._start_over()
            return True

    def close(self) -> None:
        """Close the clients' network connections; what a thread was left behind with goes out no more."""
        with self._lock:
            self._is_closed = True
            self._start_over()
            for client in tuple(self._outdated):
                client.close()
            self._outdated.clear()

    def _start_over(self) -> None:
        """Forget the session; hold the lock. Other threads may be in the middle of a call with a client."""
        self._built = None
        self._starts_over += 1
        self._outdated.update(self._clients.values())
        self._clients.clear()

    def _ensure_built(self) -> BuiltSession:
        """Return the session, built at the first call, which may find an endpoint and run a command."""
        built = self._built
        if built is None:
            with self._building.taken():
                built = self._built
                if built is None:
                    self._built = built = self._builder.build()
        return built

    def _client(self, service: str, region: str, once: bool, elsewhere: str = "") -> Any:
        """Return a client; `elsewhere` is an endpoint that takes the place of the one found before."""
        key = (service, region, once)
        while True:
            built = self._ensure_built()
            with self._lock:
                if built is not self._built:
                    continue
                client = self._clients.get(key)
                if client is None or (elsewhere and client.meta.endpoint_url != elsewhere):
                    if client is not None:
                        self._outdated.add(client)
                    endpoint_url = elsewhere or self._endpoint(built, service)
                    self._clients[key] = client = self._create(
                        built.session, service, region, once, endpoint_url
                    )
                return client

    def _endpoint(self, built: BuiltSession, service: str) -> str | None:
        """Return the server that was chosen for all, which at AWS is SQS's own."""
        if service != "sqs" and is_aws(built.endpoint_url):
            return None
        return built.endpoint_url or None

    def _create(
        self, session: Session, service: str, region: str, once: bool, endpoint_url: str | None
    ) -> Any:
        with self._library.lock:
            client: Any = session.create_client(
                service,
                region_name=region,
                endpoint_url=endpoint_url,
                config=self._config(once, endpoint_url),
            )
            refuse_password(client.meta.endpoint_url)
            if endpoint_url is None and is_loopback(client.meta.endpoint_url):
                found = client.meta.endpoint_url
                client.close()
                return session.create_client(
                    service, region_name=region, endpoint_url=found, config=self._config(once, found)
                )
            return client

    def _config(self, once: bool, endpoint_url: str | None) -> Config:
        import botocore
        from botocore.config import Config

        return Config(
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            read_timeout=self._read_timeout_seconds,
            retries={"mode": "standard", "total_max_attempts": 1 if once else _READ_ATTEMPTS},
            max_pool_connections=self._workers,
            parameter_validation=False,
            # botocore's long sentence about itself costs an eighth of a call, and checking our types more.
            user_agent=f"botocore/{botocore.__version__} sqs-explorer/{__version__}",
            proxies={} if endpoint_url and is_loopback(endpoint_url) else None,
        )

    def _prepare(self, session: Session) -> None:
        with self._library.lock:
            session.register_component("data_loader", self._library.loader())
        session.register("before-send", self._library.refuse_plain_http)
        session.register("before-send", self._refuse_after_the_end)
        session.register("before-parse.sqs", refuse_unreadable)
        session.register("before-parse.sqs", read_other_spellings)

    def _refuse_after_the_end(self, **event: Any) -> None:
        """Called by botocore before every request; a thread may have waited for keys until now."""
        if self._is_closed:
            raise ConnectionClosed("The connection is closed.")
