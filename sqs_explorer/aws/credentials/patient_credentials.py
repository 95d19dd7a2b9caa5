"""Credentials that renew themselves; threads that wait for one renewal share its failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.credentials import CredentialProvider, Credentials, DeferredRefreshableCredentials
from typing_extensions import override

from sqs_explorer.aws.credentials.shared_turns import SharedTurn
from sqs_explorer.domain.errors import SignInExpired

Refresh = Callable[[], Mapping[str, Any]]
"""Returns access_key, secret_key, token and expiry_time, an ISO 8601 text."""


@dataclass(frozen=True, slots=True)
class Windows:
    """When credentials are renewed, in seconds before they expire.

    From `early` on somebody tries it and a failure does no harm yet; from `late` on all calls wait for it.
    """

    early: int
    late: int


OWN_WINDOWS = Windows(15 * 60, 10 * 60)
"""botocore's own. Of sessions as short as they are nothing would be left."""

SHORT_WINDOWS = Windows(5 * 60, 60)
"""For what may last only 15 minutes, such as a role's session."""

MFA_WINDOWS = Windows(60, 60)
"""For what takes a person's time."""

GIVEN_WINDOWS = Windows(45, 45)
"""For keys that somebody else renews, by any of the windows above, before they are asked for them."""

UNTIL_THE_END = Windows(0, 0)
"""For what nobody renews."""

_EXPIRED = "The credentials have expired. Get new ones; if they are new, set this machine's clock right."


class PatientCredentials(DeferredRefreshableCredentials):
    """Fetched when the first call is signed, by `refresh`, which raises what the call then raises.

    Keys that have expired already raise SignInExpired.
    """

    def __init__(self, refresh: Refresh, method: str, windows: Windows) -> None:
        super().__init__(refresh, method)
        self._windows = windows
        self._advisory_refresh_timeout = windows.early
        self._mandatory_refresh_timeout = windows.late
        self._turn = SharedTurn()

    @property
    def is_due(self) -> bool:
        """Whether a call waits until they are renewed."""
        return bool(self.refresh_needed(self._windows.late))

    def _refresh(self) -> None:
        parent: Any = super()
        if self.is_due:
            with self._turn.taken():
                try:
                    parent._refresh()
                except RuntimeError as error:
                    raise SignInExpired(_EXPIRED) from error
        elif self.refresh_needed(self._windows.early):
            parent._refresh()


class Ready(CredentialProvider):
    """Provides credentials that are there already."""

    METHOD = "ready"

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    @override
    def load(self) -> Credentials:
        """Return them."""
        return self._credentials


def begin_with(first: Mapping[str, Any], refresh: Refresh) -> Refresh:
    """Return a refresh that gives `first` once, and then what `refresh` returns."""
    waiting = [first]
    return lambda: waiting.pop() if waiting else refresh()


def expiry(credentials: object) -> datetime | None:
    """Return when credentials expire, in UTC; None if never, or if they were not fetched yet."""
    moment = getattr(credentials, "_expiry_time", None)
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None
