"""Roles of a profile: chains with external IDs, session names and durations, and MFA codes on the way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, MutableMapping
from copy import deepcopy
from typing import Any

from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    AssumeRoleProvider,
    CanonicalNameCredentialSourcer,
    CredentialProvider,
    ProfileProviderBuilder,
)
from botocore.exceptions import ClientError

from sqs_explorer.aws.credentials.mfa import CodeRefused, MfaQuestions
from sqs_explorer.aws.credentials.patient_credentials import MFA_WINDOWS, SHORT_WINDOWS, PatientCredentials
from sqs_explorer.domain.errors import MfaNeeded
from sqs_explorer.domain.sign_in import MfaRequest

_ARGUMENTS = {
    "RoleSessionName": "role_session_name",
    "ExternalId": "external_id",
    "SerialNumber": "mfa_serial",
    "DurationSeconds": "duration_seconds",
}
_REFUSED = "MultiFactorAuthentication failed"


class RoleProvider(AssumeRoleProvider):
    """Takes the place of botocore's provider, which asks on the terminal and never a second time.

    `server` tells the servers apart that may stand for STS. `mfa_sessions` are the credentials of the roles
    that ask for a code, once they were loaded.
    """

    def __init__(
        self,
        profile: str,
        load_config: Callable[[], Mapping[str, Any]],
        *,
        sts_creator: Callable[..., Any],
        builder: ProfileProviderBuilder,
        named_sources: list[CredentialProvider],
        questions: MfaQuestions | None,
        role_cache: MutableMapping[str, Any],
        server: str,
    ) -> None:
        super().__init__(
            load_config,
            sts_creator,
            cache={},
            profile_name=profile,
            credential_sourcer=CanonicalNameCredentialSourcer(named_sources),
            profile_provider_builder=builder,
        )
        self._load_files = load_config
        self._sts_creator = sts_creator
        self._questions = questions
        self._role_cache = role_cache
        self._server = server
        self._cache_keys: set[str] = set()
        self.mfa_sessions: list[PatientCredentials] = []

    def forget(self) -> None:
        """Drop the MFA sessions of this profile's roles, also for the other connections."""
        for key in self._cache_keys:
            self._role_cache.pop(key, None)

    def _load_creds_via_assume_role(self, profile_name: str) -> PatientCredentials:
        """Called by botocore for every role of the chain, from the profile's own to the first."""
        botocore: Any = self
        role = botocore._get_role_config(profile_name)
        arguments = {
            "client_creator": self._sts_creator,
            "source_credentials": botocore._resolve_source_credentials(role, profile_name),
            "role_arn": role["role_arn"],
            "extra_args": {
                name: role[setting] for name, setting in _ARGUMENTS.items() if role.get(setting) is not None
            },
        }
        if role["mfa_serial"] is None:
            fetcher = AssumeRoleCredentialFetcher(
                **arguments, cache={}, expiry_window_seconds=SHORT_WINDOWS.early
            )
            return PatientCredentials(fetcher.fetch_credentials, self.METHOD, SHORT_WINDOWS)
        return self._with_mfa(profile_name, role, arguments)

    def _with_mfa(
        self, profile: str, role: Mapping[str, Any], arguments: Mapping[str, Any]
    ) -> PatientCredentials:
        if self._questions is None:
            raise MfaNeeded(
                f"The role of profile {profile} asks for an MFA code, and there is no window to ask you in."
            )
        fetcher: Any = MfaRoleFetcher(
            MfaRequest(role["mfa_serial"], profile, role["role_arn"]),
            self._questions,
            _source(self._load_files()["profiles"], profile, self._server),
            cache=self._role_cache,
            **arguments,
        )
        self._cache_keys.add(fetcher.cache_key)
        credentials = PatientCredentials(fetcher.fetch_credentials, self.METHOD, MFA_WINDOWS)
        self.mfa_sessions.append(credentials)
        return credentials


class MfaRoleFetcher(AssumeRoleCredentialFetcher):
    """Asks for a code and assumes a role with it, unless another connection has just done so.

    `source` tells the identities apart from which a role may be assumed.
    """

    def __init__(self, request: MfaRequest, questions: MfaQuestions, source: str, **arguments: Any) -> None:
        self._request = request
        self._questions = questions
        self._source = source
        self.cache_key = ""
        super().__init__(expiry_window_seconds=MFA_WINDOWS.early, **arguments)

    def _create_cache_key(self) -> str:
        parent: Any = super()
        self.cache_key = f"{self._source}-{parent._create_cache_key()}"
        return self.cache_key

    def _get_credentials(self) -> Any:
        botocore: Any = self
        with self._questions.turn(self._request):
            answer = botocore._load_from_cache()
            if answer is None:
                # Before the question: what is wrong with the source should be known first.
                client = botocore._create_client()
                answer = self._questions.answered(self._request, lambda code: self._assumed(client, code))
                botocore._write_to_cache(answer)
            return answer

    def _assumed(self, client: Any, code: str) -> Any:
        botocore: Any = self
        try:
            return client.assume_role(**deepcopy(botocore._assume_kwargs), TokenCode=code)
        except ClientError as error:
            words = str(error.response.get("Error", {}).get("Message", ""))
            if words.startswith(_REFUSED):
                raise CodeRefused(words) from error
            raise


def _source(profiles: Mapping[str, Mapping[str, object]], profile: str, server: str) -> str:
    """Return a digest of all that decides who assumes a profile's role, and at which server."""
    facts: list[object] = [server]
    if str(profiles[profile].get("credential_source", "")).lower() == "environment":
        facts.append(os.environ.get("AWS_ACCESS_KEY_ID"))
    facts.append(profiles[profile].get("credential_source"))
    name = str(profiles[profile].get("source_profile", ""))
    seen = set()
    while name in profiles and name not in seen:
        seen.add(name)
        facts.append(sorted((key, str(value)) for key, value in profiles[name].items()))
        name = str(profiles[name].get("source_profile", ""))
    return hashlib.sha256(repr(facts).encode()).hexdigest()
