"""Settings survive a restart, a newer version, a crash while writing and a broken file."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from sqs_explorer.storage.off_thread import WorkerThread
from sqs_explorer.storage.settings_file import SettingsFile, read_settings, write_settings
from tests.guards.event_loops import RunCoroutine

SETTINGS = Settings(
    theme="dark",
    refresh_seconds=10,
    reopen_connections=True,
    connections=(
        ConnectionSpec(
            "prod", ("eu-west-1", "us-east-1"), Environment.PRODUCTION, read_only=True, kind=ProfileKind.ROLE
        ),
    ),
    pages=(QueueRef("prod", "eu-west-1", "https://example.invalid/1/OrderQueue"),),
    favourites=frozenset({"prod|eu-west-1|OrderQueue"}),
    agreed_commands=frozenset({"vault read aws"}),
)


def test_settings_come_back_as_they_were_saved(tmp_path: Path, run: RunCoroutine) -> None:
    async def save_and_load() -> Settings:
        thread = WorkerThread()
        try:
            await SettingsFile(tmp_path / "new folder", thread).save(SETTINGS)
            return await SettingsFile(tmp_path / "new folder", thread).load()
        finally:
            thread.close()

    assert run(save_and_load()) == SETTINGS


def test_keys_of_a_newer_version_are_kept_when_saving(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"version": 9, "theme": "light", "columns_of_tomorrow": [1, 2]}))
    settings = read_settings(path)
    assert settings.theme == "light"
    write_settings(path, settings)
    assert json.loads(path.read_text())["columns_of_tomorrow"] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b'{"refresh_seconds": "soon"}', b'{"connections": [{"profile": "x"}]}', b"\xff\xfe"],
    ids=["cut off", "a list", "a word for a number", "half a connection", "not UTF-8"],
)
def test_a_bad_file_is_set_aside_and_the_defaults_hold(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert read_settings(path) == Settings()
    assert (tmp_path / "settings.json.bad").read_bytes() == content
    assert not path.exists()


def test_a_newer_versions_detail_of_a_connection_or_page_costs_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write_settings(path, SETTINGS)
    content = json.loads(path.read_text())
    content["connections"][0]["colour_of_tomorrow"] = "green"
    content["pages"][0]["pinned_tomorrow"] = True
    path.write_text(json.dumps(content))
    assert read_settings(path) == SETTINGS


@pytest.mark.parametrize("theme", ["sepia of tomorrow", 3, None, ["dark"]])
def test_a_theme_that_is_not_known_is_the_systems(tmp_path: Path, theme: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": theme, "refresh_seconds": 10}))
    assert read_settings(path) == Settings(theme="system", refresh_seconds=10)


def test_of_many_saves_at_once_the_last_is_on_the_disk_and_whole(tmp_path: Path, run: RunCoroutine) -> None:
    async def save_many() -> None:
        thread = WorkerThread()
        file = SettingsFile(tmp_path, thread)
        try:
            await asyncio.gather(*(file.save(replace(SETTINGS, refresh_seconds=n)) for n in range(1, 21)))
        finally:
            thread.close()

    run(save_many())
    assert read_settings(tmp_path / "settings.json") == replace(SETTINGS, refresh_seconds=20)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_folder_that_refuses_is_told_and_reads_as_the_defaults(tmp_path: Path, run: RunCoroutine) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be")

    async def save_and_load() -> Settings:
        thread = WorkerThread()
        file = SettingsFile(taken, thread)
        try:
            with pytest.raises(OSError, match="taken"):
                await file.save(SETTINGS)
            return await file.load()
        finally:
            thread.close()

    assert run(save_and_load()) == Settings()
    assert taken.read_text() == "a file where the folder should be"


def test_a_bad_file_that_cannot_be_set_aside_stays_and_the_defaults_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{")

    def refuse(*paths: object) -> None:
        raise PermissionError("read-only file system")

    monkeypatch.setattr(os, "replace", refuse)
    assert read_settings(path) == Settings()
    assert path.read_text() == "{"


def test_a_write_that_fails_leaves_the_old_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write_settings(path, SETTINGS)
    unwritable = Settings(unknown={"a thing JSON can't hold": object()})
    with pytest.raises(TypeError):
        write_settings(path, unwritable)
    assert read_settings(path) == SETTINGS
