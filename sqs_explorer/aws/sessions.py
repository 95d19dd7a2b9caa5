"""Builds botocore's session and clients for one connection; a profile never falls back to another identity.

botocore is imported in here, late and in a thread: it takes longer than the window.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sqs_explorer import __version__
from sqs_explorer.aws.credential_paths import CredentialPath, follow
from sqs_explorer.aws.endpoints import is_aws, is_loopback
from sqs_explorer.domain.connections import ENVIRONMENT_PROFILE, ConnectionSpec
from sqs_explorer.domain.errors import CommandNotAgreed, CredentialsMissing, MfaNeeded
from sqs_explorer.domain.regions import is_opt_in

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.credentials import CredentialResolver
    from botocore.session import Session

FileStamps = tuple[tuple[str, int, int], ...]
CONNECT_TIMEOUT_SECONDS = 5
READ_TIMEOUT_SECONDS = 30
"""The longest wait of a receive, 20 seconds, and ten more."""
_READ_ATTEMPTS = 3
_FALLBACKS = ("ec2-credentials-file", "boto-config", "container-role", "iam-role")
"""botocore's providers after the profile's own: another identity than the one that was chosen."""


class SharedLibrary:
    """What all connections share: botocore's service descriptions, read once, and a turn at making clients.

    Making a client is all work for the processor; side by side it would only make the window stutter.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._loader: object = None

    def loader(self) -> object:
        """Return the loader of service descriptions; hold the lock."""
        if self._loader is None:
            import botocore.loaders

            # Its debug log prints tokens and bodies; its warnings repeat errors that are shown anyway.
            logging.getLogger("botocore").setLevel(logging.ERROR)
            self._loader = botocore.loaders.create_loader()
        return self._loader


class ConnectionSession:
    """The clients of one connection, by region. Its methods block; the connection's threads share it."""

    def __init__(
        self,
        spec: ConnectionSpec,
        library: SharedLibrary,
        agreed_commands: Callable[[], frozenset[str]],
        workers: int,
        read_timeout_seconds: float = READ_TIMEOUT_SECONDS,
    ) -> None:
        self._spec = spec
        self._library = library
        self._agreed_commands = agreed_commands
        self._workers = workers
        self._read_timeout_seconds = read_timeout_seconds
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._clients: dict[tuple[str, str, bool], Any] = {}
        self._override = spec.endpoint_url
        self._outdated: list[Any] = []
        self._files_as_read: FileStamps = ()
        self.sign_in_command = ""

    def sqs(self, region: str, *, once: bool = False) -> Any:
        """Return the client for SQS in a region; with `once` it doesn't retry by itself."""
        with self._lock:
            self._ensure_session()
            return self._client("sqs", region, once, self._override or None)

    def sts(self) -> Any:
        """Return the client for STS: AWS's own, or the server that stands for AWS at SQS's endpoint."""
        region = self.home_region()
        with self._lock:
            self._ensure_session()
            endpoint_url = self._sts_endpoint()
            client = self._client("sts", region, False, endpoint_url)
            sqs_endpoint = self._client("sqs", region, False, self._override or None).meta.endpoint_url
            if is_aws(sqs_endpoint) or not is_aws(client.meta.endpoint_url):
                return client
            del self._clients["sts", region, False]
            client.close()
            return self._client("sts", region, False, sqs_endpoint)

    def home_region(self) -> str:
        """Return a region in which STS answers: one that no account has to enable first."""
        first = self._spec.regions[0] if self._spec.regions else "us-east-1"
        if not is_opt_in(first):
            return first
        return next((region for region in self._spec.regions if not is_opt_in(region)), "us-east-1")

    def is_on_aws(self, region: str) -> bool:
        """Whether the region's client speaks to AWS itself."""
        client = self._clients.get(("sqs", region, False)) or self._clients.get(("sqs", region, True))
        return is_aws(client.meta.endpoint_url) if client is not None else not self._override

    def start_over_if_files_changed(self) -> bool:
        """Forget what was read if the AWS files are others by now; tell whether a new try makes sense.

        Keys of a file are read once: without this, new ones would only count after opening anew.
        """
        with self._lock:
            if self._session is None or self._files_as_read == _file_stamps(self._session):
                return False
            self._session = None
            # Other threads may be in the middle of a call with these.
            self._outdated += self._clients.values()
            self._clients.clear()
            return True

    def close(self) -> None:
        """Close the clients' network connections."""
        for client in (*self._clients.values(), *self._outdated):
            client.close()
        self._clients.clear()
        self._outdated.clear()

    def _ensure_session(self) -> Session:
        """Return the session, built at the first call, which may find an endpoint; hold the lock."""
        if self._session is None:
            self._session = self._new_session()
        return self._session

    def _client(self, service: str, region: str, once: bool, endpoint_url: str | None) -> Any:
        key = (service, region, once)
        if key not in self._clients:
            self._clients[key] = self._create(self._ensure_session(), service, region, once, endpoint_url)
        return self._clients[key]

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

    def _new_session(self) -> Session:
        """Build the session and find its credentials, which may run an agreed command."""
        import botocore.session
        from botocore.exceptions import NoCredentialsError

        from_environment = self._spec.profile == ENVIRONMENT_PROFILE
        session = botocore.session.Session(profile=None if from_environment else self._spec.profile)
        if self._spec.config_file:
            session.set_config_variable("config_file", self._spec.config_file)
        if self._spec.credentials_file:
            session.set_config_variable("credentials_file", self._spec.credentials_file)
        self._files_as_read = _file_stamps(session)
        with self._library.lock:
            session.register_component("data_loader", self._library.loader())
        if not from_environment:
            self._check_path(session)
        session.register_component("credential_provider", self._resolver(session, from_environment))
        if session.get_credentials() is None:
            raise NoCredentialsError
        return session

    def _check_path(self, session: Session) -> None:
        """Raise if finding the credentials would ask on a terminal or run what was not agreed to."""
        profiles: dict[str, dict[str, object]] = session.full_config["profiles"]
        settings = session.get_scoped_config()
        if self._spec.config_file and not self._spec.endpoint_url:
            # The demo's own file decides, not AWS_ENDPOINT_URL of the person's shell.
            self._override = str(settings.get("endpoint_url", ""))
        path = follow(profiles, self._spec.profile)
        self.sign_in_command = path.sign_in_command
        _refuse_unwanted(path, self._spec.profile, self._agreed_commands())

    def _resolver(self, session: Session, from_environment: bool) -> CredentialResolver:
        from botocore.credentials import CredentialResolver, EnvProvider, create_credential_resolver

        if from_environment:
            return CredentialResolver([EnvProvider()])
        resolver: Any = create_credential_resolver(session, region_name=self.home_region())
        for method in _FALLBACKS:
            resolver.remove(method)
        roles = resolver.get_provider("assume-role")
        roles._prompter = _refuse_to_prompt
        roles._client_creator = self._sts_creator(session)
        return resolver  # type: ignore[no-any-return]

    def _sts_creator(self, session: Session) -> Callable[..., Any]:
        """Return how the role provider makes its STS client: our time-outs, the connection's server."""

        def create(service: str, **credentials: Any) -> Any:
            endpoint_url = self._sts_endpoint()
            return session.create_client(
                service,
                region_name=self.home_region(),
                endpoint_url=endpoint_url,
                config=self._config(False, endpoint_url),
                **credentials,
            )

        return create

    def _sts_endpoint(self) -> str | None:
        return self._override if self._override and not is_aws(self._override) else None


def _file_stamps(session: Session) -> FileStamps:
    """Return time and size of the AWS files, by which a change is noticed; a missing one has none."""
    stamps = []
    for name in ("config_file", "credentials_file"):
        with contextlib.suppress(OSError):
            status = Path(str(session.get_config_variable(name))).expanduser().stat()
            stamps.append((name, status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def _refuse_unwanted(path: CredentialPath, profile: str, agreed_commands: frozenset[str]) -> None:
    if path.problem:
        raise CredentialsMissing(f"The profile {profile} leads to no credentials: {path.problem}.")
    if path.mfa_profile:
        raise MfaNeeded(
            f"The role of profile {path.mfa_profile} asks for an MFA code, which this version can't ask "
            "you for. Use a profile whose session has passed MFA, such as an SSO profile."
        )
    if path.command and path.command not in agreed_commands:
        raise CommandNotAgreed(
            f"The profile {path.leaf} gets its credentials from the command: {path.command}"
        )


def _refuse_to_prompt(prompt: str) -> NoReturn:
    raise MfaNeeded("The role asks for an MFA code, which this version can't ask you for.")
