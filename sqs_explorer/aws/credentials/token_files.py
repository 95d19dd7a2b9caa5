"""The cached tokens of SSO and `aws login`, as botocore reads and writes them; a broken file is no token."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from botocore.utils import JSONFileCache, generate_login_cache_key, get_login_token_cache_directory
from typing_extensions import override

from sqs_explorer.aws.sso.token_cache import cache_folder, read_time

_LOGIN_FIELDS = ("accessKeyId", "secretAccessKey", "sessionToken", "expiresAt", "accountId")


class TokenFiles(JSONFileCache):
    """A folder of tokens. What `is_whole` does not accept reads as a token without fields."""

    def __init__(self, folder: Path, is_whole: Callable[[Mapping[str, Any]], bool]) -> None:
        super().__init__(str(folder), dumps_func=lambda token: json.dumps(token, default=_written))
        self._is_whole = is_whole

    @override
    def __contains__(self, cache_key: object) -> bool:
        # A file may go at any moment: let it be read, and read as nothing.
        return True

    @override
    def __getitem__(self, cache_key: str) -> dict[str, Any]:
        try:
            token = super().__getitem__(cache_key)
        except (KeyError, RecursionError):
            return {}
        return token if isinstance(token, dict) and self._is_whole(token) else {}


def sso_token_files(folder: Path | None) -> TokenFiles:
    """Return the tokens of IAM Identity Center, where the AWS CLI has them too."""
    return TokenFiles(cache_folder(folder), _is_whole_sso_token)


def login_token_files() -> TokenFiles:
    """Return the tokens of `aws login`, in the folder that the environment names now."""
    return TokenFiles(Path(get_login_token_cache_directory()), _is_whole_login_token)


def sso_token_path(folder: Path | None, name: str) -> Path:
    """Return the file of a session name's token, or a start URL's."""
    digest = hashlib.sha1(name.encode(), usedforsecurity=False).hexdigest()
    return cache_folder(folder) / f"{digest}.json"


def login_token_path(login_session: str) -> Path:
    """Return the file of a `login_session`."""
    return Path(get_login_token_cache_directory()) / f"{generate_login_cache_key(login_session)}.json"


def login_expiry(login_session: str) -> datetime | None:
    """Return until when the keys of a login session work without being renewed; None if there are none."""
    token = login_token_files()[generate_login_cache_key(login_session)]
    return read_time(token["accessToken"]["expiresAt"]) if token else None


def _is_whole_sso_token(token: Mapping[str, Any]) -> bool:
    registered_until = token.get("registrationExpiresAt")
    return read_time(token.get("expiresAt")) is not None and (
        registered_until is None or read_time(registered_until) is not None
    )


def _is_whole_login_token(token: Mapping[str, Any]) -> bool:
    keys = token.get("accessToken")
    if not isinstance(keys, dict) or not all(isinstance(keys.get(field), str) for field in _LOGIN_FIELDS):
        return False
    return read_time(keys["expiresAt"]) is not None and isinstance(token.get("dpopKey"), str)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    raise TypeError(f"{type(value).__name__} is not written to a token file.")
