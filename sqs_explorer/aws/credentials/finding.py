"""Finds the credentials of a connection: one source, never another identity than the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.credentials import (
    CredentialProvider,
    CredentialResolver,
    create_credential_resolver,
)

from sqs_explorer.aws.credentials.kept_keys import given_credentials, typed_credentials
from sqs_explorer.aws.credentials.mfa import MfaDevices, MfaQuestions
from sqs_explorer.aws.credentials.named_sources import ContainerSource, EnvironmentSource, WebIdentitySource
from sqs_explorer.aws.credentials.patient_credentials import Ready
from sqs_explorer.aws.credentials.profile_sources import ProfileSources
from sqs_explorer.aws.credentials.roles import RoleProvider
from sqs_explorer.aws.credentials.sources import CredentialSources
from sqs_explorer.domain.connections import (
    CONTAINER_PROFILE,
    ENVIRONMENT_PROFILES,
    WEB_IDENTITY_PROFILE,
    ConnectionSpec,
    ProfileKind,
)

if TYPE_CHECKING:
    from botocore.session import Session


class CredentialFinder:
    """The sources of one connection's session. `server` tells the servers apart that stand for STS.

    `sts_creator` makes clients for STS. After `find`, `roles` is the provider of the profile's roles, if it
    has any.
    """

    def __init__(
        self,
        spec: ConnectionSpec,
        sources: CredentialSources,
        devices: MfaDevices,
        sts_creator: Callable[..., Any],
        *,
        region: str,
        server: str,
    ) -> None:
        self._spec = spec
        self._sources = sources
        self._devices = devices
        self._sts_creator = sts_creator
        self._region = region
        self._server = server
        self.roles: RoleProvider | None = None

    def find(self, session: Session) -> Any:
        """Return the session's credentials, None if there are none; tell the session of them.

        Most are fetched only when a call is signed. An agreed command runs now.
        """
        resolver = CredentialResolver(self._providers(session))
        session.register_component("credential_provider", resolver)
        return session.get_credentials()

    def _providers(self, session: Session) -> list[CredentialProvider]:
        give = self._sources.given_keys
        if give is not None:
            connection_id = self._spec.connection_id
            return [Ready(given_credentials(lambda: give(connection_id)))]
        if self._spec.kind is ProfileKind.TYPED:
            return [Ready(typed_credentials(self._spec.profile, self._sources.typed_key))]
        if self._spec.profile == CONTAINER_PROFILE:
            return [ContainerSource()]
        if self._spec.profile == WEB_IDENTITY_PROFILE:
            return [WebIdentitySource(dict, self._sts_creator, "", from_environment=True)]
        if self._spec.profile in ENVIRONMENT_PROFILES:
            return [EnvironmentSource()]
        return self._providers_of_profile(session)

    def _providers_of_profile(self, session: Session) -> list[CredentialProvider]:
        profile = self._spec.profile
        builder = ProfileSources(session, self._sources, self._sts_creator, self._region)
        instance = create_credential_resolver(session, region_name=self._region).get_provider("iam-role")
        ask = self._sources.mfa_code
        self.roles = RoleProvider(
            profile,
            lambda: session.full_config,
            sts_creator=self._sts_creator,
            builder=builder,
            # Only for a profile that names one of them as its credential_source.
            named_sources=[EnvironmentSource(), ContainerSource(), instance],
            questions=None if ask is None else MfaQuestions(self._devices, ask),
            role_cache=self._sources.role_cache,
            server=self._server,
        )
        return [self.roles, *builder.providers(profile, disable_env_vars=True)]
