"""A program that starts after a crash: a DLQ, a journal that a former run left behind, and the view-model."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, MoveOrder
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.copies import sha256_of_body
from sqs_explorer.viewmodels.recovery.recovery_view_model import RecoveryViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.viewmodels.dead_letters.page_scene import REGION, PageScene


class RecoveryScene(PageScene):
    """OrderQueue-DLQ with five messages: two sent and not deleted, one perhaps sent, two never sent."""

    def __init__(self) -> None:
        super().__init__()
        self.url, self.dlq = self.fake.create_queue_with_dlq("OrderQueue")
        self.source, self.target = QueueRef("dev", REGION, self.dlq), QueueRef("dev", REGION, self.url)
        self.ids = [self.fake.put(self.dlq, body) for body in ("one", "two", "three", "four", "five")]

    async def crash(self, kind: MoveKind = MoveKind.MOVE) -> None:
        """Let a former run begin a move and die."""
        order = MoveOrder("a" * 32, kind, self.source, self.fake.arn(self.dlq), self.target)
        await self.journal.begin(order, self.clock.now(), 6)
        await self.journal.write(
            order.operation_id,
            [
                self.entry(self.ids[0], "one", EntryState.SENT),
                self.entry(self.ids[1], "two", EntryState.SENT),
                self.entry(self.ids[2], "three", EntryState.SENDING),
                self.entry("gone", "gone", EntryState.DELETED),
            ],
        )
        self.journal.crash()

    async def crash_again(self) -> None:
        """Let a later replay die before it sent anything."""
        order = MoveOrder("b" * 32, MoveKind.REPLAY, None, "orders.jsonl", keep_originals=True)
        await self.journal.begin(order, self.clock.now() + timedelta(hours=1), None)
        self.journal.crash()

    def entry(self, message_id: str, body: str, state: EntryState) -> JournalEntry:
        """Return what the journal holds of a message."""
        new_id = "" if state is EntryState.SENDING else f"copy-of-{body}"
        at = self.clock.now()
        return JournalEntry(message_id, state, self.url, sha256_of_body(body), "", new_id, "", at)

    @asynccontextmanager
    async def started(
        self, *, opened: bool = True, read_only: bool = False
    ) -> AsyncIterator[RecoveryViewModel]:
        """Start the program and read what is unfinished."""
        if opened:
            await self.open(read_only=read_only)
        self.view_model = RecoveryViewModel(
            self.journal,
            self.connections,
            self.catalogue,
            self.activity,
            clock=self.clock,
            scope=TaskScope(self.bugs.append, self.owner),
            parent=self.owner,
        )
        self.view_model.load()
        await self.rest()
        try:
            yield self.view_model
        finally:
            await self.view_model.close()
            await self.settle()

    async def rest(self) -> None:
        """Wait until nothing is under way."""
        await self.view_model.scope.idle()
        await self.settle()

    def table(self) -> list[list[str]]:
        """Return the operations as a person reads them, but for the time."""
        model = self.view_model.operations_model
        return [
            [str(model.index(row, column).data()) for column in range(1, model.columnCount())]
            for row in range(model.rowCount())
        ]

    def messages(self) -> list[tuple[str, str, str]]:
        """Return message ID, state and copy of the messages concerned."""
        model = self.view_model.entries_model
        rows = range(model.rowCount())
        return [tuple(str(model.index(row, column).data()) for column in range(3)) for row in rows]  # type: ignore[misc]
