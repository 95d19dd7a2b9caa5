"""botocore's providers for the environment, containers, web identities, SSO and `aws login`, made patient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from botocore.credentials import (
    AssumeRoleWithWebIdentityProvider,
    ContainerProvider,
    EnvProvider,
    LoginProvider,
    RefreshableCredentials,
    SSOProvider,
)
from botocore.exceptions import LoginTokenLoadError
from botocore.utils import FileWebIdentityTokenLoader
from typing_extensions import override

from sqs_explorer.aws.credentials.patient_credentials import (
    OWN_WINDOWS,
    SHORT_WINDOWS,
    UNTIL_THE_END,
    PatientCredentials,
    Windows,
)
from sqs_explorer.domain.errors import CredentialsMissing


class EnvironmentSource(EnvProvider):
    """Keys in the environment; those that have expired are not sent."""

    @override
    def load(self) -> Any:
        """Return the keys, None if there are none."""
        found: Any = super().load()
        return _shared(found, UNTIL_THE_END) if isinstance(found, RefreshableCredentials) else found


class ContainerSource(ContainerProvider):
    """The container's own credentials, from the address in the environment."""

    def _retrieve_or_fail(self) -> PatientCredentials:
        """Called by botocore if the environment has an address."""
        botocore: Any = self
        relative = botocore._environ.get(self.ENV_VAR)
        address = botocore._fetcher.full_url(relative) if relative else botocore._environ[self.ENV_VAR_FULL]
        return PatientCredentials(self._create_fetcher(address), self.METHOD, SHORT_WINDOWS)

    def _create_fetcher(self, full_uri: str, *args: Any, **kwargs: Any) -> Callable[[], Mapping[str, Any]]:
        botocore: Any = super()
        fetch = botocore._create_fetcher(full_uri, *args, **kwargs)

        def fetched() -> Mapping[str, Any]:
            try:
                found: Mapping[str, Any] = fetch()
            except (KeyError, TypeError) as error:
                raise CredentialsMissing("The container's answer holds no credentials.") from error
            except (OSError, ValueError) as error:
                raise CredentialsMissing(f"The container gives no credentials: {error}") from error
            return found

        return fetched


class WebIdentitySource(AssumeRoleWithWebIdentityProvider):
    """A role for a token in a file, of the profile or of the environment."""

    def __init__(
        self,
        load_config: Callable[[], Mapping[str, Any]],
        sts_creator: Callable[..., Any],
        profile: str,
        *,
        from_environment: bool = False,
    ) -> None:
        super().__init__(
            load_config,
            sts_creator,
            profile,
            cache={},
            disable_env_vars=not from_environment,
            token_loader_cls=_TokenFile,
        )

    @override
    def load(self) -> Any:
        """Return credentials that are fetched when the first call is signed."""
        found = super().load()
        return None if found is None else _shared(found, SHORT_WINDOWS)


class SharedSso(SSOProvider):
    """botocore's provider; threads that wait for one answer share its failure."""

    @override
    def load(self) -> Any:
        """Return credentials that are fetched when the first call is signed."""
        found: Any = super().load()
        return None if found is None else _shared(found, OWN_WINDOWS)


class SharedLogin(LoginProvider):
    """botocore's provider; threads that wait for one answer share its failure."""

    @override
    def load(self) -> Any:
        """Return the keys in the token file; the first call renews them if that is due."""
        found: Any = super().load()
        if found is None:
            return None
        refresh = found._refresh_using

        def refreshed() -> Mapping[str, Any]:
            try:
                answer: Mapping[str, Any] = refresh()
            except (RuntimeError, KeyError, TypeError) as error:  # RuntimeError: a private key that is none
                raise LoginTokenLoadError(error_msg="The cached token can't be used.") from error
            return answer

        return PatientCredentials(refreshed, found.method, SHORT_WINDOWS)


class _TokenFile(FileWebIdentityTokenLoader):
    @override
    def __call__(self) -> str:
        try:
            return str(super().__call__())
        except (OSError, UnicodeDecodeError) as error:
            path = cast(Any, self)._web_identity_token_path
            reason = getattr(error, "strerror", None) or "it is not text"
            raise CredentialsMissing(f"The web identity token {path} can't be read: {reason}.") from error


def _shared(found: Any, windows: Windows) -> PatientCredentials:
    return PatientCredentials(found._refresh_using, found.method, windows)
