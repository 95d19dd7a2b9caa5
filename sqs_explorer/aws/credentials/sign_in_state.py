"""What a connection's credentials are now: the keys themselves, and how long their sign-in lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqs_explorer.aws.credentials.kept_keys import NEVER
from sqs_explorer.aws.credentials.patient_credentials import PatientCredentials, expiry
from sqs_explorer.aws.credentials.token_files import login_expiry
from sqs_explorer.aws.sso.token_cache import read_token
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.sign_in import SignInKind, SignInNeed, SignInStatus

_FIXED_METHODS = frozenset({"env", "typed", "shared-credentials-file", "config-file"})
"""botocore's names of the sources that nothing renews."""


def current_keys(credentials: Any) -> SessionKeys:
    """Return the keys, renewed if that is due, which may ask for an MFA code."""
    frozen = credentials.get_frozen_credentials()
    return SessionKeys(frozen.access_key, frozen.secret_key, frozen.token or "", _limit(expiry(credentials)))


def sign_in_status(
    need: SignInNeed,
    settings: Mapping[str, Any],
    credentials: Any,
    mfa_sessions: list[PatientCredentials],
    sso_cache_folder: Path | None,
) -> SignInStatus | None:
    """Return how long the sign-in lasts, None while an MFA code was not given yet. Reads files only."""
    if need.kind is SignInKind.SSO:
        token = read_token(sso_cache_folder, need.name)
        return SignInStatus(need, token.expires_at, token.renews_itself) if token else SignInStatus(need)
    if "login_session" in settings:
        return SignInStatus(need, login_expiry(str(settings["login_session"])), renews_itself=True)
    if need.kind is SignInKind.MFA:
        first = min((moment for session in mfa_sessions if (moment := expiry(session))), default=None)
        return SignInStatus(need, first) if first else None
    if credentials.method in _FIXED_METHODS:
        return SignInStatus(need, _limit(expiry(credentials)))
    return SignInStatus(need, renews_itself=True)


def _limit(moment: datetime | None) -> datetime | None:
    return None if moment is None or moment >= NEVER else moment
