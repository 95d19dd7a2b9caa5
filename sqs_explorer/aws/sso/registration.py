"""This program's registrations with IAM Identity Center, kept beside the tokens for the next sign-in."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqs_explorer.aws.sso.sso_settings import SsoSettings
from sqs_explorer.aws.sso.token_cache import forget_cached, read_cached, read_time, write_cached, written_time
from sqs_explorer.domain.errors import SignInFailed

CODE_GRANTS = ("authorization_code", "refresh_token")
"""What a registration for the browser may do; one for device codes names none."""

_LEFT_AT_LEAST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Registration:
    """What IAM Identity Center knows the program by until `expires_at` (UTC)."""

    client_id: str
    client_secret: str = field(repr=False)
    expires_at: datetime


class Registrations:
    """One registration for each start URL, region, session, scopes and way; methods block on the disk.

    A registration is taken out for a sign-in and put back once it has led to a token: one that
    AWS no longer knows is so used once only.
    """

    def __init__(self, folder: Path | None, settings: SsoSettings, grants: tuple[str, ...]) -> None:
        self._folder = folder
        self._settings = settings
        self._grants = grants

    def take(self, now: datetime) -> Registration | None:
        """Take out the registration, None if there is none that lasts through a sign-in."""
        content = read_cached(self._folder, self._name())
        forget_cached(self._folder, self._name())
        client_id, client_secret = content.get("clientId"), content.get("clientSecret")
        expires_at = read_time(content.get("expiresAt"))
        if not isinstance(client_id, str) or not isinstance(client_secret, str) or expires_at is None:
            return None
        if expires_at < now + _LEFT_AT_LEAST:
            return None
        return Registration(client_id, client_secret, expires_at)

    def put_back(self, registration: Registration) -> None:
        """Keep a registration that works; where that fails, the next sign-in registers anew."""
        content = {
            "clientId": registration.client_id,
            "clientSecret": registration.client_secret,
            "expiresAt": written_time(registration.expires_at),
            "scopes": list(self._settings.scopes),
            "grantTypes": list(self._grants),
        }
        with contextlib.suppress(SignInFailed):
            write_cached(self._folder, self._name(), content)

    def _name(self) -> str:
        """Name the file by all that a registration is for, and by this program: other tools have theirs."""
        return json.dumps(
            {
                "tool": "sqs-explorer",
                "startUrl": self._settings.start_url,
                "region": self._settings.region,
                "session_name": self._settings.session,
                "scopes": self._settings.scopes,
                "grants": self._grants,
            },
            sort_keys=True,
        )
