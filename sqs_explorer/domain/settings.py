"""What the program remembers between two runs; no secret is among it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.queues import QueueRef


@dataclass(frozen=True, slots=True)
class Settings:
    """One value holds them all, so that saving is one write. `unknown` keeps the keys of a newer version."""

    theme: str = "system"
    refresh_seconds: int = 30
    """How often the counts of rows in sight are asked again; 0 is never."""

    reopen_connections: bool = False
    connections: tuple[ConnectionSpec, ...] = ()
    """What to open at the next start, if `reopen_connections` asks for it."""

    pages: tuple[QueueRef, ...] = ()
    """Queue pages to open with those connections."""

    favourites: frozenset[str] = frozenset()
    agreed_commands: frozenset[str] = frozenset()
    """`credential_process` lines that the person agreed to run."""

    unknown: dict[str, Any] = field(default_factory=dict)
