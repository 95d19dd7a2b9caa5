"""What finding credentials needs of the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqs_explorer.domain.keys import SessionKeys, TypedKey
from sqs_explorer.domain.sign_in import MfaRequest


@dataclass(frozen=True, slots=True)
class CredentialSources:
    """Who is asked for credentials; all callables may block, for they are called on AWS threads.

    `agreed_commands` returns the credential_process lines that the person has agreed to run. `mfa_code` asks
    for a code (raises SignInCancelled). `typed_key` finds a typed key by the connection's name (raises
    KeyringFailed). `given_keys`, if there, replaces every other source: a worker's parent gives the keys of a
    connection ID. `role_cache` holds the MFA sessions of all connections, in memory. `sso_cache_folder` is
    where SSO tokens are; None means `~/.aws/sso/cache`. `is_closed` tells that the connection has been
    closed: a command that runs for it is stopped.
    """

    agreed_commands: Callable[[], frozenset[str]]
    mfa_code: Callable[[MfaRequest], str] | None = None
    typed_key: Callable[[str], TypedKey | None] | None = None
    given_keys: Callable[[str], SessionKeys] | None = None
    role_cache: MutableMapping[str, Any] = field(default_factory=dict, repr=False)
    sso_cache_folder: Path | None = None
    is_closed: Callable[[], bool] = lambda: False
