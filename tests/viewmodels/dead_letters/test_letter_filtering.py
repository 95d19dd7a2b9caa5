"""Group, expiry and text filter the dead letters together, and the text is looked for off the GUI thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from PySide6.QtCore import QObject

from sqs_explorer.services.ports import Arguments, Result
from sqs_explorer.viewmodels.dead_letters.letter_filtering import LetterFiltering
from sqs_explorer.viewmodels.messages.message_columns import DEAD_LETTER_COLUMNS
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_clock import FakeClock
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.messages.samples import held, message


class Elsewhere:
    """Runs in place after a turn of the loop, and counts the messages looked at."""

    def __init__(self) -> None:
        self.looked_at = 0

    async def run(
        self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result:
        self.looked_at += len(args[0])  # type: ignore[arg-type]
        await asyncio.sleep(0)
        return function(*args, **kwargs)


class Scene:
    """A table of dead letters and its filter."""

    def __init__(self) -> None:
        self.owner = QObject()
        self.bugs: list[BaseException] = []
        self.store = MessageStore(self.owner)
        clock = FakeClock()
        self.table = MessageTableModel(self.store, clock, columns=DEAD_LETTER_COLUMNS, parent=self.owner)
        self.off_thread = Elsewhere()

    @asynccontextmanager
    async def filtering(self) -> AsyncIterator[LetterFiltering]:
        """Filter until the end."""
        self.scope = TaskScope(self.bugs.append, self.owner)
        yield LetterFiltering(self.store, self.table, self.off_thread, self.scope, self.owner)
        await self.scope.close()
        self.table.stop_ticking()
        assert self.bugs == []

    def add(self, **bodies: str) -> None:
        """Receive messages by ID."""
        self.store.add(held(*(message(message_id, body) for message_id, body in bodies.items())))

    def shown(self) -> list[str]:
        """Return the IDs in the table, sorted."""
        return sorted(self.table.message_ids(range(self.table.rowCount())))


def test_text_group_and_expiry_narrow_down_together(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.filtering() as filtering:
            scene.add(a="red", b="red", c="blue", d="red")
            filtering.set_text("RED")
            await scene.scope.idle()
            assert scene.shown() == ["a", "b", "d"]
            filtering.set_group(["b", "c", "d"])
            assert scene.shown() == ["b", "d"]
            filtering.set_expiring(lambda row: row.message.message_id != "d")
            assert scene.shown() == ["b"]
            filtering.set_text("")
            assert scene.shown() == ["b", "c"]
            filtering.set_group(None)
            assert scene.shown() == ["a", "b", "c"]
            assert filtering.is_active
            filtering.set_expiring(None)
            assert scene.shown() == ["a", "b", "c", "d"]
            assert not filtering.is_active

    qt_run(work())


def test_a_jmespath_after_an_equals_sign_filters_and_one_that_breaks_off_is_said(
    qt_run: RunCoroutine,
) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.filtering() as filtering:
            scene.add(a='{"total": 5}', b='{"total": 500}')
            filtering.set_text("=total > `10`")
            await scene.scope.idle()
            assert scene.shown() == ["b"]
            filtering.set_text("=total > ")
            await scene.scope.idle()
            assert filtering.error == "Not a JMESPath expression: it breaks off."
            assert scene.shown() == ["b"]

    qt_run(work())


def test_what_comes_later_is_shown_if_it_matches_and_looked_at_once(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.filtering() as filtering:
            scene.add(a="red", b="blue")
            filtering.set_text("red")
            await scene.scope.idle()
            scene.add(c="red", d="blue")
            await scene.scope.idle()
            assert scene.shown() == ["a", "c"]
            assert scene.off_thread.looked_at == 4

    qt_run(work())


def test_a_text_typed_meanwhile_wins(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.filtering() as filtering:
            scene.add(a="red", b="blue")
            filtering.set_text("red")
            await asyncio.sleep(0)
            filtering.set_text("blue")
            await scene.scope.idle()
            assert scene.shown() == ["b"]
            filtering.set_text("red")
            await asyncio.sleep(0)
            filtering.set_text("")
            await scene.scope.idle()
            assert scene.shown() == ["a", "b"]

    qt_run(work())


def test_cleared_messages_are_forgotten_and_the_text_stays_in_force(qt_run: RunCoroutine) -> None:
    scene = Scene()

    async def work() -> None:
        async with scene.filtering() as filtering:
            scene.add(a="red")
            filtering.set_text("red")
            await scene.scope.idle()
            scene.store.clear()
            scene.add(a="blue", b="red")
            await scene.scope.idle()
            assert scene.shown() == ["b"]

    qt_run(work())
