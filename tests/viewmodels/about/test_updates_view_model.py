"""Nobody is asked for a newer version before a person says so; then once a day, and quietly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from sqs_explorer.domain.quantities import date_words
from sqs_explorer.domain.settings import Settings
from sqs_explorer.services.updates import NoNewsError
from sqs_explorer.viewmodels.about.updates_view_model import UpdatesViewModel
from sqs_explorer.viewmodels.shell.settings_keeper import SettingsKeeper
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import START, FakeClock
from tests.fakes.fake_program import FakeReleaseFeed
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.window_scene import FakeSettingsStore, no_bug

DAY = 86_400
OFF, ON = Settings(), Settings(look_for_updates=True)
UNREACHED = NoNewsError("The host could not be reached.", answered=False)


class Scene:
    """One run of the program, version 0.1.0; `opens` is whether there is a browser."""

    def __init__(self, settings: Settings, feed: FakeReleaseFeed) -> None:
        self.clock, self.feed = FakeClock(), feed
        self.keeper = SettingsKeeper(settings, FakeSettingsStore(), TaskScope(no_bug))
        self.scope = TaskScope(no_bug)
        self.opens = True
        self.pages: list[str] = []
        self.updates = UpdatesViewModel(
            feed, self.keeper, self.clock, self.scope, open_page=self.open, version="0.1.0"
        )

    def open(self, url: str) -> bool:
        """Open a page, if there is a browser."""
        self.pages.append(url)
        return self.opens

    async def look_now(self) -> str:
        """Ask by hand and return what is said."""
        self.updates.look_now()
        await self.scope.idle()
        return self.updates.words.text


@asynccontextmanager
async def running(settings: Settings = OFF, feed: FakeReleaseFeed | None = None) -> AsyncIterator[Scene]:
    """Start the program, and end it."""
    scene = Scene(settings, feed or FakeReleaseFeed())
    scene.updates.begin()
    await scene.scope.idle()
    yield scene
    await scene.updates.close()
    await scene.keeper.close()


def test_nobody_is_asked_before_it_is_switched_on_however_long_it_runs(qt_run: RunCoroutine) -> None:
    async def run() -> None:
        async with running() as scene:
            for _ in range(3):
                scene.clock.advance(DAY)
                scene.updates.look_if_due()
                await scene.scope.idle()
            assert scene.feed.asked == 0
            assert scene.updates.words.text == "Never looked so far."

    qt_run(run())


def test_switched_on_it_looks_at_once_and_then_once_a_day(qt_run: RunCoroutine) -> None:
    async def run() -> None:
        async with running() as scene:
            scene.updates.set_on(True)
            await scene.scope.idle()
            assert scene.feed.asked == 1
            assert scene.keeper.settings == Settings(look_for_updates=True, last_look=START.isoformat())
            for hours, asked in ((1, 1), (22, 1), (1, 2), (23, 2), (1, 3)):
                scene.clock.advance(hours * 3_600)
                scene.updates.look_if_due()
                await scene.scope.idle()
                assert scene.feed.asked == asked
            scene.updates.set_on(False)
            scene.clock.advance(2 * DAY)
            scene.updates.look_if_due()
            assert not scene.scope.is_busy
            assert not scene.keeper.settings.look_for_updates

    qt_run(run())


@pytest.mark.parametrize(
    ("last_look", "asked"),
    [
        ("2026-01-04T08:59:00+00:00", 1),
        ("2026-01-04T09:01:00+00:00", 0),
        ("2027-01-01T00:00:00+00:00", 1),
        ("2026-01-05T08:59:00", 1),
        ("rubbish", 1),
        ("", 1),
    ],
)
def test_the_next_start_looks_if_a_day_has_passed(qt_run: RunCoroutine, last_look: str, asked: int) -> None:
    async def run() -> None:
        async with running(replace(ON, last_look=last_look)) as scene:
            assert scene.feed.asked == asked

    qt_run(run())


def test_a_host_that_was_not_reached_is_tried_again_and_nobody_is_bothered(qt_run: RunCoroutine) -> None:
    feed = FakeReleaseFeed("1.2.3")
    feed.problem = UNREACHED

    async def run() -> None:
        async with running(ON, feed=feed) as scene:
            assert (scene.feed.asked, scene.keeper.settings.last_look) == (1, "")
            assert scene.updates.words.text == "Never looked so far."
            feed.problem = None
            scene.clock.advance(3_600)
            scene.updates.look_if_due()
            await scene.scope.idle()
            assert scene.updates.notice is not None

    qt_run(run())


def test_an_answer_without_news_counts_for_the_day(qt_run: RunCoroutine) -> None:
    feed = FakeReleaseFeed()
    feed.problem = NoNewsError("No version is published there yet.")

    async def run() -> None:
        async with running(ON, feed=feed) as scene:
            scene.clock.advance(3_600)
            scene.updates.look_if_due()
            await scene.scope.idle()
            assert feed.asked == 1
            assert scene.updates.words.text == f"Looked last on {date_words(START)}."

    qt_run(run())


def test_asked_by_hand_every_result_is_said(qt_run: RunCoroutine) -> None:
    async def run() -> None:
        async with running() as scene:
            assert await scene.look_now() == "This is the newest version, 0.1.0."
            assert scene.updates.notice is None
            scene.feed.version = "0.0.9"
            assert await scene.look_now() == "This is the newest version, 0.1.0."
            scene.feed.problem = UNREACHED
            assert await scene.look_now() == "The host could not be reached."
            scene.feed.problem, scene.feed.version = None, "0.1.10"
            assert await scene.look_now() == "Version 0.1.10 is out."
            assert not scene.updates.is_on

    qt_run(run())


def test_not_now_holds_for_this_version_and_for_later_runs(qt_run: RunCoroutine) -> None:
    feed = FakeReleaseFeed("1.2.3")

    async def run() -> None:
        async with running(ON, feed=feed) as scene:
            assert scene.updates.notice is not None
            scene.updates.pass_over()
            assert scene.updates.notice is None
            assert await scene.look_now() == "Version 1.2.3 is out."
            assert scene.updates.notice is None
            kept = replace(scene.keeper.settings, last_look="")
        async with running(kept, feed=feed) as later:
            assert later.updates.notice is None
            feed.version = "1.3.0"
            await later.look_now()
            assert later.updates.notice is not None

    qt_run(run())


def test_the_page_is_opened_or_its_address_said(qt_run: RunCoroutine) -> None:
    async def run() -> None:
        async with running(feed=FakeReleaseFeed("1.2.3")) as scene:
            scene.updates.open_page()
            assert scene.pages == []
            await scene.look_now()
            scene.updates.open_page()
            assert scene.pages == ["https://releases.invalid/1.2.3"]
            assert scene.updates.page_problem == ""
            scene.opens = False
            scene.updates.open_page()
            assert scene.updates.words.text == (
                "No browser could be opened. The page is https://releases.invalid/1.2.3"
            )

    qt_run(run())


def test_a_copy_that_knows_no_address_never_looks(qt_run: RunCoroutine) -> None:
    async def run() -> None:
        scope = TaskScope(no_bug)
        keeper = SettingsKeeper(ON, FakeSettingsStore(), TaskScope(no_bug))
        updates = UpdatesViewModel(None, keeper, FakeClock(), scope, open_page=lambda _: True)
        updates.begin()
        updates.look_now()
        updates.look_if_due()
        assert not updates.is_possible
        assert not scope.is_busy
        await updates.close()
        await keeper.close()

    qt_run(run())
