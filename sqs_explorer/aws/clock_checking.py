"""Tells a wrong clock from wrong or expired keys: AWS refuses both alike, but its answers carry a Date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from sqs_explorer.domain.errors import ClockWrong, SqsExplorerError

TOLERATED_SECONDS = 240.0
"""AWS refuses signatures that are 5 minutes old, some services 15 (IAM user guide, "Signature Version 4")."""

_TIME_CODES = frozenset({"RequestTimeTooSkewed", "RequestExpired", "ExpiredToken", "ExpiredTokenException"})
_TIME_WORDS = ("signature expired", "signature not yet current")


def clock_error(error: Exception, translated: SqsExplorerError, now: datetime) -> ClockWrong | None:
    """Return ClockWrong if a refusal speaks of time and this machine's clock is off; `now` is in UTC."""
    response = getattr(error, "response", None)
    if not isinstance(response, Mapping) or not _speaks_of_time(response.get("Error", {})):
        return None
    answered = _date_of(response)
    ahead_seconds = 0.0 if answered is None else (now - answered).total_seconds()
    if abs(ahead_seconds) <= TOLERATED_SECONDS:
        return None
    direction = "ahead of" if ahead_seconds > 0 else "behind"
    return ClockWrong(
        f"This machine's clock is {_length(abs(ahead_seconds))} {direction} AWS's.",
        ahead_seconds=ahead_seconds,
        operation=getattr(translated, "operation", ""),
        code=getattr(translated, "code", ""),
        request_id=getattr(translated, "request_id", ""),
    )


def _speaks_of_time(details: Mapping[str, Any]) -> bool:
    code = str(details.get("Code", "")).rsplit("#", 1)[-1]
    message = str(details.get("Message", "")).lower()
    return code in _TIME_CODES or any(words in message for words in _TIME_WORDS)


def _date_of(response: Mapping[str, Any]) -> datetime | None:
    headers: Mapping[str, str] = response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        found = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _length(seconds: float) -> str:
    """Return a length of time in its two largest units: `2 hours 3 minutes`."""
    minutes = max(round(seconds / 60), 1)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    units = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    while units[0][0] == 0:
        units.pop(0)
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in units[:2] if count]
    return " ".join(said)
