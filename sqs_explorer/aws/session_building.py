"""Builds botocore's session for one connection: its files, its endpoint, its credentials."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqs_explorer.aws.credential_paths import follow
from sqs_explorer.aws.credentials.mfa import MfaDevices
from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.aws.endpoints import is_aws
from sqs_explorer.aws.file_stamps import FileStamps, file_stamps
from sqs_explorer.aws.sso.sso_settings import sign_in_need
from sqs_explorer.domain.connections import ENVIRONMENT_PROFILES, ConnectionSpec, ProfileKind
from sqs_explorer.domain.errors import CredentialsMissing
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed

if TYPE_CHECKING:
    from botocore.config import Config
    from botocore.session import Session

    from sqs_explorer.aws.credentials.roles import RoleProvider

_NO_PROFILE: Mapping[str, Any] = {"profile": (None, None, None, None)}
_ENDPOINT_SETTINGS = ("endpoint_url", "services", "ignore_configured_endpoint_urls")
_ENDPOINT_VARIABLES = ("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")


@dataclass(frozen=True, slots=True)
class BuiltSession:
    """A session that has credentials, or knows how to get them.

    `endpoint_url` is the server for everything, "" if botocore finds it. `settings` are those of the end of
    the chain of source profiles. `stamps` are the times and sizes of the files before they were read.
    """

    session: Session
    endpoint_url: str
    credentials: Any
    need: SignInNeed
    settings: Mapping[str, Any]
    roles: RoleProvider | None
    stamps: FileStamps

    @property
    def is_outdated(self) -> bool:
        """Whether one of the files is another by now."""
        return self.stamps != file_stamps(self.stamps)


class SessionBuilder:
    """Builds sessions of one connection.

    `config` returns a client's configuration for an endpoint, `prepare` gives a session what all share.
    """

    def __init__(
        self,
        spec: ConnectionSpec,
        sources: CredentialSources,
        devices: MfaDevices,
        *,
        region: str,
        config: Callable[[str | None], Config],
        prepare: Callable[[Session], None],
    ) -> None:
        self._spec = spec
        self._sources = sources
        self._devices = devices
        self._region = region
        self._config = config
        self._prepare = prepare
        self.sign_in_command = ""

    def build(self) -> BuiltSession:
        """Read the files and find the credentials, which may run an agreed command.

        Raises CredentialsMissing, CommandNotAgreed, CommandFailed, MfaNeeded, SignInExpired, KeyringFailed,
        and botocore's errors.
        """
        from botocore.exceptions import NoCredentialsError

        from sqs_explorer.aws.credentials.finding import CredentialFinder

        session = self._empty_session()
        stamps = self._stamps_of_files(session)
        endpoint_url = self._endpoint(session)
        need, settings = self._need(session)
        stamps |= file_stamps(self._token_files(need, settings))
        finder = CredentialFinder(
            self._spec,
            self._sources,
            self._devices,
            self._sts_creator(session, endpoint_url),
            region=self._region,
            server=_server(session, endpoint_url),
        )
        credentials = finder.find(session)
        if credentials is None:
            raise NoCredentialsError
        return BuiltSession(session, endpoint_url, credentials, need, settings, finder.roles, stamps)

    @property
    def _is_typed(self) -> bool:
        return self._spec.kind is ProfileKind.TYPED

    @property
    def _has_profile(self) -> bool:
        return not self._is_typed and self._spec.profile not in ENVIRONMENT_PROFILES

    def _empty_session(self) -> Session:
        import botocore.session

        if self._is_typed:
            # No file and no variable speaks for a typed key, not even a profile of the same name.
            session = botocore.session.Session(session_vars=dict(_NO_PROFILE))
            session.set_config_variable("config_file", "")
            session.set_config_variable("credentials_file", "")
            session.set_config_variable("ignore_configured_endpoint_urls", True)
        else:
            session = botocore.session.Session(profile=self._spec.profile if self._has_profile else None)
            if self._spec.config_file:
                session.set_config_variable("config_file", self._spec.config_file)
            if self._spec.credentials_file:
                session.set_config_variable("credentials_file", self._spec.credentials_file)
        self._prepare(session)
        session.set_default_client_config(self._config(None))
        return session

    def _stamps_of_files(self, session: Session) -> FileStamps:
        if self._is_typed:
            return {}
        names = ("config_file", "credentials_file")
        return file_stamps([Path(str(session.get_config_variable(name))).expanduser() for name in names])

    def _endpoint(self, session: Session) -> str:
        if self._has_profile and self._spec.config_file and not self._spec.endpoint_url:
            # The demo's own file decides, not AWS_ENDPOINT_URL of the person's shell.
            return str(session.get_scoped_config().get("endpoint_url", ""))
        return self._spec.endpoint_url

    def _need(self, session: Session) -> tuple[SignInNeed, Mapping[str, Any]]:
        """Return what renews the profile's credentials, and the settings at the end of its chain."""
        if not self._has_profile or self._sources.given_keys is not None:
            return SignInNeed(SignInKind.NONE), {}
        session.get_scoped_config()  # raises if the profile is not there
        profiles: Mapping[str, Mapping[str, Any]] = session.full_config["profiles"]
        path = follow(profiles, self._spec.profile)
        self.sign_in_command = path.sign_in_command
        if path.problem:
            raise CredentialsMissing(
                f"The profile {self._spec.profile} leads to no credentials: {path.problem}."
            )
        return sign_in_need(profiles, path), profiles[path.leaf]

    def _token_files(self, need: SignInNeed, settings: Mapping[str, Any]) -> list[Path]:
        from sqs_explorer.aws.credentials.token_files import login_token_path, sso_token_path

        if need.kind is SignInKind.SSO:
            return [sso_token_path(self._sources.sso_cache_folder, need.name)]
        if "login_session" in settings:
            return [login_token_path(str(settings["login_session"]))]
        return []

    def _sts_creator(self, session: Session, endpoint_url: str) -> Callable[..., Any]:
        """Return how a client for STS is made on the way to credentials: at the connection's server."""
        server = endpoint_url if endpoint_url and not is_aws(endpoint_url) else None

        def create(service: str, *, config: Config | None = None, **credentials: Any) -> Any:
            ours = self._config(server)
            return session.create_client(
                service,
                region_name=self._region,
                endpoint_url=server,
                config=ours.merge(config) if config is not None else ours,
                **credentials,
            )

        return create


def _server(session: Session, endpoint_url: str) -> str:
    """Return what decides which server stands for STS."""
    settings = session.get_scoped_config()
    facts = [endpoint_url, *(str(settings.get(name, "")) for name in _ENDPOINT_SETTINGS)]
    return repr([*facts, *(os.environ.get(name, "") for name in _ENDPOINT_VARIABLES)])
