"""Every place where a profile's own credentials may be, in botocore's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.credentials import ProfileProviderBuilder
from botocore.tokens import SSOTokenProvider

from sqs_explorer.aws.credentials.command_provider import CommandProvider
from sqs_explorer.aws.credentials.named_sources import SharedLogin, SharedSso, WebIdentitySource
from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.aws.credentials.token_files import login_token_files, sso_token_files

if TYPE_CHECKING:
    from botocore.session import Session


class ProfileSources(ProfileProviderBuilder):
    """Makes the providers of a profile, for the profile itself and for those that roles begin from.

    `sts_creator` makes a client for STS at the connection's server.
    """

    def __init__(
        self, session: Session, sources: CredentialSources, sts_creator: Callable[..., Any], region: str
    ) -> None:
        super().__init__(session, cache={}, region_name=region)
        self._full_session: Any = session
        self._sources = sources
        self._sts_creator = sts_creator

    def _load_config(self) -> Any:
        return self._full_session.full_config

    def _create_process_provider(self, profile_name: str) -> CommandProvider:
        sources = self._sources
        return CommandProvider(
            profile_name, self._load_config, sources.agreed_commands, is_closed=sources.is_closed
        )

    def _create_web_identity_provider(self, profile_name: str, disable_env_vars: bool) -> WebIdentitySource:
        return WebIdentitySource(
            self._load_config, self._sts_creator, profile_name, from_environment=not disable_env_vars
        )

    def _create_sso_provider(self, profile_name: str) -> SharedSso:
        tokens: Any = sso_token_files(self._sources.sso_cache_folder)
        return SharedSso(
            self._load_config,
            self._full_session.create_client,
            profile_name,
            cache={},
            token_cache=tokens,
            token_provider=SSOTokenProvider(self._full_session, cache=tokens, profile_name=profile_name),
        )

    def _create_login_provider(self, profile_name: str) -> SharedLogin:
        return SharedLogin(
            self._load_config, self._full_session.create_client, profile_name, token_cache=login_token_files()
        )
