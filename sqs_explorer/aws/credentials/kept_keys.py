"""Keys that no AWS file holds: typed by a person, or given by the process that began this one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from botocore.credentials import Credentials

from sqs_explorer.aws.credentials.patient_credentials import GIVEN_WINDOWS, PatientCredentials, begin_with
from sqs_explorer.domain.errors import CredentialsMissing
from sqs_explorer.domain.keys import SessionKeys, TypedKey

_GIVEN = "given"
NEVER = datetime(9999, 12, 30, tzinfo=UTC)
"""Stands for no expiry where botocore wants one."""


def typed_credentials(name: str, find: Callable[[str], TypedKey | None] | None) -> Credentials:
    """Return the key typed for a connection. Raises CredentialsMissing, KeyringFailed."""
    key = find(name) if find is not None else None
    if key is None:
        raise CredentialsMissing(
            f"The access key of {name} is not kept any more. Open the connection anew and type it again."
        )
    return Credentials(key.access_key_id, key.secret_access_key, method="typed")


def given_credentials(give: Callable[[], SessionKeys]) -> Credentials:
    """Return credentials that are asked for again when they are about to expire."""
    first = give()
    if first.expires_at is None:
        return Credentials(
            first.access_key_id, first.secret_access_key, first.session_token or None, method=_GIVEN
        )
    return PatientCredentials(
        begin_with(_refreshed(first), lambda: _refreshed(give())), _GIVEN, GIVEN_WINDOWS
    )


def _refreshed(keys: SessionKeys) -> dict[str, Any]:
    return {
        "access_key": keys.access_key_id,
        "secret_key": keys.secret_access_key,
        "token": keys.session_token or None,
        "expiry_time": (keys.expires_at or NEVER).isoformat(),
    }
