"""Settings as one versioned JSON file.

Unknown keys kept, a bad file set aside, written whole or not at all, shared with other running programs.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqs_explorer.domain.settings import RECENT_QUEUES, Settings
from sqs_explorer.domain.settings_merging import merge_settings
from sqs_explorer.services.ports import OffThread
from sqs_explorer.storage.file_locks import FileLock
from sqs_explorer.storage.settings_fields import (
    WRONG,
    FieldReading,
    environment_from,
    flag,
    queue_from,
    seconds,
    spec_as_json,
    spec_from,
    text,
)

VERSION = 1
THEMES = ("system", "light", "dark")
_LOCK_SECONDS = 2.0


class SettingsFile:
    """Reads and writes `settings.json` in a folder, off the main thread; fulfils the port SettingsStore.

    What another program has saved meanwhile stays: only what changed since the last load or save is written.
    """

    def __init__(self, folder: Path, off_thread: OffThread) -> None:
        self._path = folder / "settings.json"
        self._off_thread = off_thread
        self._before = Settings()

    async def load(self) -> Settings:
        """Return the settings.

        The defaults if there are none, or if the file can't be read (it is set aside then).
        """
        return await self._off_thread.run(self._load)

    async def save(self, settings: Settings) -> None:
        """Write the settings whole: to a temporary file, then in place of the old one. Raises OSError."""
        await self._off_thread.run(self._save, settings)

    # On the thread

    def _load(self) -> Settings:
        self._before = read_settings(self._path)
        return self._before

    def _save(self, settings: Settings) -> None:
        lock = self._lock()
        try:
            write_settings(self._path, merge_settings(self._before, settings, self._on_disk()))
        finally:
            if lock is not None:
                lock.release(remove=True)
        self._before = settings

    def _lock(self) -> FileLock | None:
        """Keep others from writing between our reading and writing; None where that can't be had."""
        with contextlib.suppress(OSError):
            return FileLock.take(self._path.with_name("settings.lock"), _LOCK_SECONDS)
        return None

    def _on_disk(self) -> Settings:
        """Return what another program may have saved, what is known where there is nothing to be read."""
        try:
            return settings_from(json.loads(self._path.read_text(encoding="utf-8")))[0]
        except (OSError, *WRONG):
            return self._before


def read_settings(path: Path) -> Settings:
    """Read settings from a file.

    One that can't be understood is renamed to `settings.json.bad`. One with a wrong value somewhere is copied
    there, and costs that value alone.
    """
    aside = path.with_name(path.name + ".bad")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        settings, wrong = settings_from(content)
    except FileNotFoundError:
        return Settings()
    except (OSError, *WRONG):
        with contextlib.suppress(OSError):
            os.replace(path, aside)
        return Settings()
    if wrong:
        with contextlib.suppress(OSError):
            shutil.copyfile(path, aside)
    return settings


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
        "connections": [spec_as_json(spec) for spec in settings.connections],
        "pages": [asdict(queue) for queue in settings.pages],
        "favourites": sorted(settings.favourites),
        "agreed_commands": sorted(settings.agreed_commands),
        "agreed_endpoints": sorted(settings.agreed_endpoints),
        "kept_keys": list(settings.kept_keys),
        "environments": [[profile, environment.value] for profile, environment in settings.environments],
        "added_queues": [asdict(queue) for queue in settings.added_queues],
        "recent_queues": [asdict(queue) for queue in settings.recent_queues],
        "look_for_updates": settings.look_for_updates,
        "last_look": settings.last_look,
        "passed_version": settings.passed_version,
    }


def settings_from(content: dict[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Return settings from what JSON held, and the names of fields that were wrong in it, if only in part.

    Raises one of WRONG if it is no object at all.
    """
    known = set(settings_as_json(Settings()))
    read = FieldReading(content)
    settings = Settings(
        theme=content["theme"] if content.get("theme") in THEMES else "system",
        refresh_seconds=read.one("refresh_seconds", seconds, 30),
        reopen_connections=read.one("reopen_connections", flag, default=False),
        connections=read.each("connections", spec_from),
        pages=read.each("pages", queue_from),
        favourites=frozenset(read.each("favourites", text)),
        agreed_commands=frozenset(read.each("agreed_commands", text)),
        agreed_endpoints=frozenset(read.each("agreed_endpoints", text)),
        kept_keys=read.each("kept_keys", text),
        environments=read.each("environments", environment_from),
        added_queues=read.each("added_queues", queue_from),
        recent_queues=read.each("recent_queues", queue_from)[:RECENT_QUEUES],
        look_for_updates=read.one("look_for_updates", flag, default=False),
        last_look=read.one("last_look", text, ""),
        passed_version=read.one("passed_version", text, ""),
        unknown={key: value for key, value in content.items() if key not in known},
    )
    return settings, tuple(read.wrong)
