"""Settings survive a restart, a newer version, a crash while writing and a broken file."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.domain.connections import ConnectionSpec, Environment, ProfileKind
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.domain.settings import Settings
from sqs_explorer.storage.off_thread import WorkerThread
from sqs_explorer.storage.settings_file import (
    SettingsFile,
    read_settings,
    settings_as_json,
    settings_from,
    write_settings,
)
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
    agreed_endpoints=frozenset({"http://10.0.0.5:4566"}),
    kept_keys=("warehouse",),
    environments=(("prod", Environment.TEST),),
    added_queues=(QueueRef("prod", "eu-west-1", "https://example.invalid/1/Shared"),),
    recent_queues=(QueueRef("prod", "eu-west-1", "https://example.invalid/1/OrderQueue"),),
    look_for_updates=True,
    last_look="2026-01-05T09:00:00+00:00",
    passed_version="1.2.3",
)

names = st.text(max_size=8)
queues = st.builds(QueueRef, names, names, names)
specs = st.builds(
    ConnectionSpec,
    names,
    st.lists(names, max_size=3).map(tuple),
    st.sampled_from(Environment),
    read_only=st.booleans(),
    endpoint_url=names,
    kind=st.sampled_from(ProfileKind),
    command=names,
    config_file=names,
    credentials_file=names,
)
any_settings = st.builds(
    Settings,
    theme=st.sampled_from(("system", "light", "dark")),
    refresh_seconds=st.integers(0, 10**6),
    reopen_connections=st.booleans(),
    connections=st.lists(specs, max_size=3).map(tuple),
    pages=st.lists(queues, max_size=3).map(tuple),
    favourites=st.frozensets(names, max_size=3),
    agreed_commands=st.frozensets(names, max_size=3),
    agreed_endpoints=st.frozensets(names, max_size=3),
    kept_keys=st.lists(names, max_size=3).map(tuple),
    environments=st.lists(st.tuples(names, st.sampled_from(Environment)), max_size=3).map(tuple),
    added_queues=st.lists(queues, max_size=3).map(tuple),
    recent_queues=st.lists(queues, max_size=20).map(tuple),
    look_for_updates=st.booleans(),
    last_look=names,
    passed_version=names,
    unknown=st.dictionaries(names.map("of_tomorrow_{}".format), st.integers(), max_size=2),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


@given(settings=any_settings)
def test_whatever_is_saved_comes_back_from_its_json(settings: Settings) -> None:
    written = json.loads(json.dumps(settings_as_json(settings), sort_keys=True))
    assert settings_from(written) == (settings, ())


@given(name=st.sampled_from(sorted(settings_as_json(Settings()))), value=json_values)
def test_a_wrong_value_in_one_field_costs_no_other_field(name: str, value: object) -> None:
    settings, wrong = settings_from({**settings_as_json(SETTINGS), name: value})
    assert set(wrong) <= {name}
    if name != "version":
        kept = {name: getattr(settings, name)}
        assert settings == replace(SETTINGS, **kept)


def test_a_time_that_no_timer_can_wait_is_wrong() -> None:
    settings, wrong = settings_from({**settings_as_json(SETTINGS), "refresh_seconds": 10**12})
    assert wrong == ("refresh_seconds",)
    assert settings.refresh_seconds == Settings().refresh_seconds


def test_of_a_list_only_the_wrong_entries_are_lost_and_the_file_is_kept_beside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    content = settings_as_json(SETTINGS)
    content["connections"].append({"profile": "half a connection"})
    content["recent_queues"].insert(0, "no queue")
    content["refresh_seconds"] = "soon"
    path.write_text(json.dumps(content))
    assert read_settings(path) == replace(SETTINGS, refresh_seconds=30)
    assert json.loads((tmp_path / "settings.json.bad").read_text()) == content
    assert path.exists()


def test_the_file_of_an_older_version_loads_with_nothing_added_or_recent(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    content = settings_as_json(SETTINGS)
    for name in ("agreed_endpoints", "kept_keys", "environments", "added_queues", "recent_queues"):
        del content[name]
    path.write_text(json.dumps(content))
    settings = read_settings(path)
    assert settings.favourites == SETTINGS.favourites
    assert (settings.added_queues, settings.recent_queues, settings.environments) == ((), (), ())
    assert not (tmp_path / "settings.json.bad").exists()


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
    [b"{", b"[]", b'"a word"', b"null", b"\xff\xfe", b"[" * 100_000],
    ids=["cut off", "a list", "a word", "nothing", "not UTF-8", "too deep"],
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


def test_two_programs_keep_each_others_changes(tmp_path: Path, run: RunCoroutine) -> None:
    async def save_in_turns() -> Settings:
        threads = [WorkerThread(), WorkerThread()]
        first, second = (SettingsFile(tmp_path, thread) for thread in threads)
        try:
            began = await first.load()
            assert await second.load() == began
            await asyncio.gather(
                *(first.save(replace(began, kept_keys=("a", f"a{n}"))) for n in range(20)),
                *(second.save(replace(began, agreed_commands=frozenset({f"b{n}"}))) for n in range(20)),
            )
            await first.save(replace(began, kept_keys=("a",), theme="dark"))
            return await second.load()
        finally:
            for thread in threads:
                thread.close()

    assert run(save_in_turns()) == Settings(
        theme="dark", kept_keys=("a",), agreed_commands=frozenset({"b19"})
    )
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("broken", [None, b"{", b"[]"])
def test_a_file_that_breaks_while_the_program_runs_costs_nothing(
    tmp_path: Path, run: RunCoroutine, broken: bytes | None
) -> None:
    path = tmp_path / "settings.json"

    async def save_again() -> Settings:
        thread = WorkerThread()
        file = SettingsFile(tmp_path, thread)
        try:
            await file.save(SETTINGS)
            path.unlink() if broken is None else path.write_bytes(broken)
            await file.save(replace(SETTINGS, theme="light"))
            return await file.load()
        finally:
            thread.close()

    assert run(save_again()) == replace(SETTINGS, theme="light")


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
