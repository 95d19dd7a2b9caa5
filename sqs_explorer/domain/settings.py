"""What the program remembers between two runs; no secret is among it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.queues import QueueRef

RECENT_QUEUES = 20


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

    agreed_endpoints: frozenset[str] = frozenset()
    """Endpoint URLs in plain http beyond this machine that the person agreed to."""

    kept_keys: tuple[str, ...] = ()
    """Names of access keys typed into the program and kept in the keyring; the keys are only there."""

    environments: tuple[tuple[str, Environment], ...] = ()
    """Profiles whose environment a person chose by hand, by name."""

    added_queues: tuple[QueueRef, ...] = ()
    """Queues added by URL, ARN or name: they are shown even where ListQueues is not allowed."""

    recent_queues: tuple[QueueRef, ...] = ()
    """Queues whose pages were opened, newest first, at most `RECENT_QUEUES`."""

    look_for_updates: bool = False
    """Whether a newer version is looked for once a day; nobody is asked before a person says so."""

    last_look: str = ""
    """When that was last answered, in ISO 8601; "" for never."""

    passed_version: str = ""
    """The newer version of which the person does not want to hear any more."""

    unknown: dict[str, Any] = field(default_factory=dict)
