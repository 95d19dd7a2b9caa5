"""Writing is unlocked for as long as was said, shown by the minute, and every screen hears of its end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sqs_explorer.domain.connections import ConnectionSpec, Environment
from sqs_explorer.domain.errors import ReadOnlyConnection
from sqs_explorer.domain.messages import OutgoingMessage
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.shell.workspace_scene import DEV, IRELAND, WorkspaceScene, workspace_scene

PRODUCTION = ConnectionSpec("prod", (IRELAND,), environment=Environment.PRODUCTION, read_only=True)


def heard(scene: WorkspaceScene) -> list[bool]:
    """Note at each change of connections whether `prod` is read-only then."""
    found: list[bool] = []
    scene.catalogue.connections_changed.connect(lambda: found.append(scene.catalogue.is_read_only("prod")))
    return found


def test_unlocked_it_writes_and_locked_again_it_does_not(qt_run: RunCoroutine) -> None:
    async def unlock() -> None:
        async with workspace_scene() as scene:
            url = scene.server.create_queue("OrderQueue")
            await scene.open(PRODUCTION)
            told = heard(scene)
            sqs = scene.connections.gateway("prod").sqs(IRELAND)
            with pytest.raises(ReadOnlyConnection):
                await sqs.send(url, OutgoingMessage("order"))
            scene.unlocking.unlock("prod", 900)
            await sqs.send(url, OutgoingMessage("order"))
            scene.unlocking.lock("prod")
            with pytest.raises(ReadOnlyConnection):
                await sqs.send(url, OutgoingMessage("order"))
            assert told == [False, True]

    qt_run(unlock())


def test_every_screen_hears_when_the_time_is_up(qt_run: RunCoroutine) -> None:
    async def wait() -> None:
        async with workspace_scene() as scene:
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", 900)
            told = heard(scene)
            scene.clock.advance(899)
            scene.unlocking.look_again()
            assert told == []
            scene.clock.advance(1)
            scene.unlocking.look_again()
            assert told
            assert all(told)
            assert scene.unlocking.is_locked("prod")
            assert scene.unlocking.wait_seconds is None

    qt_run(wait())


@pytest.mark.parametrize(
    ("passed", "words", "wait_seconds"),
    [
        (0, "15 min", 60),
        (59, "15 min", 1),
        (60, "14 min", 60),
        (839.5, "2 min", 0.5),
        (840, "60 s", 1),
        (860, "40 s", 1),
        (899.5, "1 s", 0.5),
    ],
)
def test_the_time_left_counts_by_the_minute_and_at_last_by_the_second(
    qt_run: RunCoroutine, passed: float, words: str, wait_seconds: float
) -> None:
    async def count() -> None:
        async with workspace_scene() as scene:
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", 900)
            scene.clock.advance(passed)
            scene.unlocking.look_again()
            assert scene.unlocking.left_words("prod") == words
            assert scene.unlocking.wait_seconds == pytest.approx(wait_seconds, abs=0.01)

    qt_run(count())


def test_hours_are_said_with_their_minutes(qt_run: RunCoroutine) -> None:
    async def count() -> None:
        async with workspace_scene() as scene:
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", 14_400)
            scene.clock.advance(30)
            assert scene.unlocking.left_words("prod") == "4 h"
            scene.clock.advance(40)
            assert scene.unlocking.left_words("prod") == "3 h 59 min"

    qt_run(count())


def test_a_machine_that_slept_counts_the_sleep(qt_run: RunCoroutine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep() -> None:
        async with workspace_scene() as scene:
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", 900)
            stopped = scene.clock.monotonic()
            lock = scene.connections.gateway("prod").write_lock
            monkeypatch.setattr(lock, "_monotonic", lambda: stopped)
            told: list[bool] = []
            scene.unlocking.changed.connect(lambda: told.append(scene.unlocking.is_locked("prod")))
            scene.clock.advance(8 * 3_600)
            assert scene.unlocking.is_locked("prod")
            scene.unlocking.look_again()
            assert told
            assert all(told)

    qt_run(sleep())


def test_until_it_is_closed_has_no_time_and_ends_with_the_connection(qt_run: RunCoroutine) -> None:
    async def close() -> None:
        async with workspace_scene() as scene:
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", None)
            assert scene.unlocking.left_words("prod") == ""
            assert scene.unlocking.wait_seconds is None
            assert not scene.unlocking.is_locked("prod")
            await scene.catalogue.close("prod")
            assert scene.unlocking.is_locked("prod")
            await scene.open(PRODUCTION)
            assert scene.unlocking.is_locked("prod")

    qt_run(close())


def test_a_connection_that_was_opened_to_write_has_nothing_to_unlock(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        async with workspace_scene() as scene:
            await scene.open(DEV, replace(PRODUCTION, profile="writes", read_only=False))
            assert not scene.unlocking.starts_locked("dev")
            assert not scene.unlocking.starts_locked("writes")
            assert not scene.unlocking.is_locked("writes")
            assert not scene.unlocking.starts_locked("nowhere")

    qt_run(read())


def test_unlocking_and_locking_are_noted_for_activity(qt_run: RunCoroutine) -> None:
    async def note() -> None:
        async with workspace_scene() as scene:
            noted: list[tuple[str, ...]] = []
            scene.unlocking.noted.connect(lambda *words: noted.append(words))
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", 900)
            scene.unlocking.lock("prod")
            scene.unlocking.lock("prod")
            scene.unlocking.unlock("prod", None)
            assert noted == [
                ("Unlock writing", "prod", "Unlocked prod for 15 min"),
                ("Lock writing", "prod", "Locked prod"),
                ("Unlock writing", "prod", "Unlocked prod until it is closed"),
            ]

    qt_run(note())


def test_a_connection_closed_while_unlocked_leaves_no_timer(qt_run: RunCoroutine) -> None:
    async def close() -> None:
        async with workspace_scene() as scene:
            await scene.open(PRODUCTION)
            scene.unlocking.unlock("prod", 900)
            assert scene.unlocking.wait_seconds is not None
            await scene.catalogue.close("prod")
            assert scene.unlocking.wait_seconds is None

    qt_run(close())
