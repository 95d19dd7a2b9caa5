"""About tells versions, parts and news as they are read, and copies nothing that names the person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import PySide6
from PySide6.QtCore import qVersion
from pytestqt.modeltest import ModelTester

from sqs_explorer import __version__
from sqs_explorer.domain.settings import Settings
from sqs_explorer.viewmodels.about.about_view_model import NO_TEXT, AboutViewModel
from sqs_explorer.viewmodels.about.updates_view_model import UpdatesViewModel
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_program import FACTS, FakeProgramShelf
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.messages.page import CountedOffThread
from tests.viewmodels.shell.window_scene import FakeSettingsStore, no_bug


@dataclass
class Scene:
    """About and what it works with; `opened` are the folders shown, if `opens`."""

    about: AboutViewModel
    shelf: FakeProgramShelf
    scope: TaskScope
    opened: list[str]
    opens: bool = True


@asynccontextmanager
async def about_scene(*, loaded: bool = True) -> AsyncIterator[Scene]:
    """Give About, read whole."""
    keeper = SettingsKeeper(Settings(), FakeSettingsStore(), TaskScope(no_bug))
    updates = UpdatesViewModel(None, keeper, FakeClock(), TaskScope(no_bug), open_page=lambda _: True)
    shelf, scope, opened = FakeProgramShelf(), TaskScope(no_bug), list[str]()

    def open_folder(path: str) -> bool:
        opened.append(path)
        return scene.opens

    about = AboutViewModel(shelf, CountedOffThread(), scope, updates=updates, open_folder=open_folder)
    scene = Scene(about, shelf, scope, opened)
    if loaded:
        about.load()
        await scope.idle()
    yield scene
    await about.close()
    await keeper.close()


def test_the_details_to_copy_hold_versions_and_no_home_folder(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with about_scene() as scene:
            assert scene.about.details().splitlines() == [
                f"SQS Explorer {__version__} (packaged)",
                "Python 3.11.9",
                f"Qt {qVersion()}",
                f"PySide6 {PySide6.__version__}",
                "botocore 1.44.0",
                "Debian GNU/Linux 12 (bookworm), x86_64",
                "Settings: ~/.config/sqs-explorer",
                "Log: ~/.local/state/sqs-explorer/logs",
            ]

    qt_run(read())


def test_parts_are_filtered_by_name_version_and_licence(
    qt_run: RunCoroutine, qtmodeltester: ModelTester
) -> None:
    async def filtered() -> None:
        async with about_scene() as scene:
            parts = scene.about.parts
            qtmodeltester.check(parts)  # type: ignore[no-untyped-call]
            assert [part.version for part in parts.things[:2]] == ["0.1.0", qVersion()]
            parts.filter("APACHE 1.44")
            assert [part.name for part in parts.things] == ["botocore"]
            parts.filter("nothing such")
            assert parts.things == ()
            parts.filter("")
            assert len(parts.things) == parts.count == 5

    qt_run(filtered())


def test_a_part_shows_its_text_or_says_that_there_is_none(qt_run: RunCoroutine) -> None:
    async def show() -> None:
        async with about_scene() as scene:
            about, texts = scene.about, []
            for row in (2, 4):
                about.show_part(row)
                await scene.scope.idle()
                texts.append(about.licence_text)
            scene.shelf.refusal = "Permission denied"
            about.show_part(0)
            await scene.scope.idle()
            assert texts == ["The text of apache", NO_TEXT]
            assert about.licence_text == "The licence could not be read: Permission denied."

    qt_run(show())


def test_the_text_of_the_part_chosen_last_stays(qt_run: RunCoroutine) -> None:
    async def hurry() -> None:
        async with about_scene() as scene:
            scene.about.show_part(2)
            scene.about.show_part(0)
            await scene.scope.idle()
            assert scene.about.licence_text == "The text of own"

    qt_run(hurry())


def test_news_are_words_without_signs_of_markdown(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with about_scene() as scene:
            assert scene.about.news == "Version 0.1.0\n\n•  Filter with is:dlq.\n\n•  A second thing."

    qt_run(read())


def test_a_folder_opens_and_what_prevents_that_is_said(qt_run: RunCoroutine) -> None:
    async def open_both() -> None:
        async with about_scene(loaded=False) as scene:
            about = scene.about
            about.open_log_folder()
            await scene.scope.idle()
            assert (scene.opened, about.problem) == ([FACTS.log_folder], "")
            scene.opens = False
            about.open_settings_folder()
            await scene.scope.idle()
            assert about.problem == f"No file manager could be opened. The folder is {FACTS.settings_folder}"
            scene.shelf.missing.add(FACTS.log_folder)
            about.open_log_folder()
            await scene.scope.idle()
            assert about.problem == f"There is no folder {FACTS.log_folder} yet."
            assert len(scene.opened) == 2

    qt_run(open_both())
