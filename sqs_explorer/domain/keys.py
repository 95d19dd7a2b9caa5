"""Access keys on their way between memory, the keyring and botocore; their repr hides what is secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


@dataclass(frozen=True, slots=True)
class TypedKey:
    """An access key that a person typed into the program."""

    access_key_id: str
    secret_access_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionKeys:
    """What signs calls for a while; `expires_at` is aware, in UTC, None for keys that don't expire."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    expires_at: datetime | None = None


class KeptWhere(Enum):
    """Where a typed key is."""

    KEYRING = "in this machine's keyring"
    THIS_RUN = "in memory, until the program ends"
