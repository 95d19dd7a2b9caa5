"""The tokens of IAM Identity Center on this machine, in the files that the AWS CLI and the SDKs share."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqs_explorer.domain.errors import SignInFailed

MAX_FILE_BYTES = 1 << 20
_NEEDED_TO_RENEW = ("refreshToken", "clientId", "clientSecret")


@dataclass(frozen=True, slots=True)
class SsoToken:
    """How long a cached token lasts: aware time in UTC. The token itself stays in its file.

    `renews_itself` says that the AWS SDKs can renew it without the person.
    """

    expires_at: datetime
    renews_itself: bool


def cache_folder(folder: Path | None) -> Path:
    """Return the folder of the tokens: the given one, else `~/.aws/sso/cache` of the home folder now."""
    return folder if folder is not None else Path(os.path.expanduser("~/.aws/sso/cache"))


def read_token(folder: Path | None, name: str, *, now: datetime | None = None) -> SsoToken | None:
    """Return what the cache says of a session name's token, or a start URL's (the legacy form).

    None if there is none or the file is broken. Blocks on the disk. `now` is for a clock of one's own.
    """
    content = read_cached(folder, name)
    expires_at = read_time(content.get("expiresAt"))
    if expires_at is None or not _has_text(content, "accessToken"):
        return None
    registered_until = read_time(content.get("registrationExpiresAt"))
    can_renew = all(_has_text(content, field) for field in _NEEDED_TO_RENEW)
    needed_until = max(expires_at, now or datetime.now(UTC))
    return SsoToken(
        expires_at, can_renew and registered_until is not None and registered_until > needed_until
    )


def read_cached(folder: Path | None, name: str) -> Mapping[str, Any]:
    """Return the fields of one file of the cache; none if it is not there or broken."""
    try:
        with _path(folder, name).open("rb") as file:
            content = json.loads(file.read(MAX_FILE_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def write_cached(folder: Path | None, name: str, content: Mapping[str, Any]) -> None:
    """Write one file of the cache whole, so that another program reads the old one or the new one.

    Only the person can read it. Raises SignInFailed with the path and the reason.
    """
    temporary = ""
    path = _path(folder, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        reason = error.strerror or type(error).__name__
        raise SignInFailed(
            f"The sign-in can't be kept: {path} can't be written: {reason}. "
            "Make the folder writable, then sign in again."
        ) from error


def forget_cached(folder: Path | None, name: str) -> None:
    """Delete one file of the cache, if it is there and can be deleted."""
    with contextlib.suppress(OSError):
        _path(folder, name).unlink()


def written_time(moment: datetime) -> str:
    """Return a time as these files hold it: UTC, whole seconds, a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: object) -> datetime | None:
    """Return the time that a file says, in UTC; older programs end it in `UTC`. None if it is no time."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.removesuffix("UTC"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _path(folder: Path | None, name: str) -> Path:
    digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
    return cache_folder(folder) / f"{digest}.json"


def _has_text(content: Mapping[str, Any], field: str) -> bool:
    return isinstance(content.get(field), str) and bool(content[field])
