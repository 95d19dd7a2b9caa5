"""A message that an earlier move copied and did not delete is marked wherever it is shown."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtCore import Qt

from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.domain.quantities import date_words
from sqs_explorer.services.moving.copies import sha256_of_body
from sqs_explorer.viewmodels.cells import CELL_ROLE
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.messages.sent_before_marks import SentBeforeMarks
from sqs_explorer.viewmodels.page_context import PageContext
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.dead_letters.page_scene import PageScene
from tests.viewmodels.messages.samples import held

TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)


class Marked(PageScene):
    """A DLQ with two messages, the first of which was copied by a move that died."""

    def __init__(self) -> None:
        super().__init__()
        self.url, self.dlq = self.fake.create_queue_with_dlq("OrderQueue")
        self.ids = [self.fake.put(self.dlq, "one"), self.fake.put(self.dlq, "two")]
        self.store = MessageStore(self.owner)
        self.table = MessageTableModel(self.store, self.clock, parent=self.owner)

    async def remember(self, body: str = "one", kind: MoveKind = MoveKind.MOVE) -> None:
        """Write what the move that died left behind."""
        order = MoveOrder("a" * 32, kind, None, self.fake.arn(self.dlq), keep_originals=kind is MoveKind.COPY)
        entry = JournalEntry(
            self.ids[0],
            EntryState.SENT,
            self.url,
            sha256_of_body(body),
            new_message_id="n",
            at=self.clock.now(),
        )
        await self.journal.begin(order, self.clock.now(), 1)
        await self.journal.write(order.operation_id, [entry])

    @asynccontextmanager
    async def page(self) -> AsyncIterator[PageContext]:
        """Open the queue's page."""
        await self.open()
        context = self.context(self.dlq)
        self.marks = SentBeforeMarks(context, self.store, self.owner)
        try:
            yield context
        finally:
            await self.marks.close()
            self.table.stop_ticking()
            await self.settle()

    async def receive(self, context: PageContext) -> None:
        """Receive all and wait for the marks."""
        await self.receive_into(context, self.store)
        await self.marks.scope.idle()

    def shown(self) -> list[tuple[str | None, str]]:
        """Return icon and tooltip of each row's message ID."""
        found = []
        for row in range(self.table.rowCount()):
            index = self.table.index(row, 0)
            found.append((index.data(CELL_ROLE).icon, index.data(TOOLTIP)))
        return found


def test_a_message_copied_before_says_where_to_and_when_and_others_say_nothing(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        await scene.remember()
        async with scene.page() as context:
            await scene.receive(context)
            words = (
                f"Already copied to OrderQueue on {date_words(scene.clock.now())}, by a move that was not "
                "finished; only its deletion is left."
            )
            assert scene.shown() == [("copy", f"{scene.ids[0]}\n{words}"), (None, scene.ids[1])]

    qt_run(steps())


def test_the_copy_of_an_edited_message_is_told_apart(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        await scene.remember("one, edited", MoveKind.RESEND)
        async with scene.page() as context:
            await scene.receive(context)
            assert "with another body (edited)" in scene.shown()[0][1]

    qt_run(steps())


def test_a_copy_whose_original_was_to_stay_is_no_mark(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        await scene.remember(kind=MoveKind.COPY)
        async with scene.page() as context:
            await scene.receive(context)
            assert [icon for icon, _ in scene.shown()] == [None, None]

    qt_run(steps())


def test_received_again_the_mark_is_there_and_gone_once_the_journal_says_deleted(
    qt_run: RunCoroutine,
) -> None:
    async def steps() -> None:
        scene = Marked()
        async with scene.page() as context:
            await scene.receive(context)
            assert [icon for icon, _ in scene.shown()] == [None, None]
            await scene.remember()
            scene.clock.advance(61)
            await scene.receive(context)
            assert [icon for icon, _ in scene.shown()] == ["copy", None]
            await scene.journal.write("a" * 32, [JournalEntry(scene.ids[0], EntryState.DELETED)])
            scene.clock.advance(61)
            await scene.receive(context)
            assert [icon for icon, _ in scene.shown()] == [None, None]

    qt_run(steps())


def test_a_problem_comes_first_and_a_deleted_row_has_no_mark(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        await scene.remember()
        async with scene.page() as context:
            await scene.receive(context)
            scene.store.note_problems({scene.ids[0]: "No."})
            icon, tooltip = scene.shown()[0]
            assert icon == "warn"
            assert "No.\nAlready copied to" in tooltip
            scene.store.mark([scene.ids[0]], HoldState.DELETED)
            assert scene.shown()[0] == (None, scene.ids[0])

    qt_run(steps())


def test_what_came_before_the_arn_was_known_is_marked_once_it_is(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        await scene.remember()
        async with scene.page() as context:
            known = scene.catalogue.attributes.pop(context.queue)
            await scene.receive(context)
            assert [icon for icon, _ in scene.shown()] == [None, None]
            scene.catalogue.attributes[context.queue] = known
            scene.catalogue.attributes_changed.emit((context.queue,))
            await scene.marks.scope.idle()
            assert [icon for icon, _ in scene.shown()] == ["copy", None]

    qt_run(steps())


def test_a_journal_that_can_not_be_read_leaves_the_messages_unmarked(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        await scene.remember()
        scene.journal.fail_always()
        async with scene.page() as context:
            await scene.receive(context)
            assert [icon for icon, _ in scene.shown()] == [None, None]

    qt_run(steps())


def test_messages_received_are_told_once_a_batch_with_those_that_came_again(qt_run: RunCoroutine) -> None:
    async def steps() -> None:
        scene = Marked()
        async with scene.page() as context:
            told: list[tuple[str, ...]] = []
            scene.store.received.connect(told.append)
            await scene.receive(context)
            assert told == [tuple(scene.ids)]
            scene.store.add(held(scene.store.rows[1].message, at=scene.clock.monotonic() + 1))
            assert told[1:] == [(scene.ids[1],)]
            await scene.marks.scope.idle()

    qt_run(steps())
