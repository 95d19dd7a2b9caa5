"""Settings as one versioned JSON file.

Unknown keys kept, a bad file set aside, written whole or not at all.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.ports import OffThread

VERSION = 1
THEMES = ("system", "light", "dark")


class SettingsFile:
    """Reads and writes `settings.json` in a folder, off the main thread; fulfils the port SettingsStore."""

    def __init__(self, folder: Path, off_thread: OffThread) -> None:
        self._path = folder / "settings.json"
        self._off_thread = off_thread

    async def load(self) -> Settings:
        """Return the settings.

        The defaults if there are none, or if the file can't be read (it is set aside then).
        """
        return await self._off_thread.run(read_settings, self._path)

    async def save(self, settings: Settings) -> None:
        """Write the settings whole: to a temporary file, then in place of the old one. Raises OSError."""
        await self._off_thread.run(write_settings, self._path, settings)


def read_settings(path: Path) -> Settings:
    """Read settings from a file; a file that can't be understood is renamed to `settings.json.bad`."""
    try:
        return settings_from(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        try:
            os.replace(path, path.with_name(path.name + ".bad"))
        except OSError:
            return Settings()
        return Settings()


def write_settings(path: Path, settings: Settings) -> None:
    """Write settings so that a crash leaves either the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(settings_as_json(settings), file, indent=2, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def settings_as_json(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON holds them."""
    return {
        **settings.unknown,
        "version": VERSION,
        "theme": settings.theme,
        "refresh_seconds": settings.refresh_seconds,
        "reopen_connections": settings.reopen_connections,
        "connections": [_spec_as_json(spec) for spec in settings.connections],
        "pages": [asdict(queue) for queue in settings.pages],
        "favourites": sorted(settings.favourites),
        "agreed_commands": sorted(settings.agreed_commands),
    }


def settings_from(content: dict[str, Any]) -> Settings:
    """Return settings from what JSON held. Raises ValueError, KeyError or TypeError if they make no sense."""
    known = set(settings_as_json(Settings()))
    return Settings(
        theme=content["theme"] if content.get("theme") in THEMES else "system",
        refresh_seconds=int(content.get("refresh_seconds", 30)),
        reopen_connections=bool(content.get("reopen_connections", False)),
        connections=tuple(_spec_from(spec) for spec in content.get("connections", [])),
        pages=tuple(QueueRef(**_known_fields(QueueRef, page)) for page in content.get("pages", [])),
        favourites=frozenset(map(str, content.get("favourites", []))),
        agreed_commands=frozenset(map(str, content.get("agreed_commands", []))),
        unknown={key: value for key, value in content.items() if key not in known},
    )


def _spec_as_json(spec: ConnectionSpec) -> dict[str, Any]:
    content = asdict(spec)
    return {
        **content,
        "environment": spec.environment.value,
        "kind": spec.kind.value,
        "regions": list(spec.regions),
    }


def _spec_from(content: dict[str, Any]) -> ConnectionSpec:
    return ConnectionSpec(
        **{
            **_known_fields(ConnectionSpec, content),
            "environment": Environment(content["environment"]),
            "kind": ProfileKind(content["kind"]),
            "regions": tuple(content["regions"]),
        }
    )


def _known_fields(kind: type[ConnectionSpec | QueueRef], content: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only a newer version knows: it must not cost all the other settings."""
    return {field.name: content[field.name] for field in fields(kind) if field.name in content}
