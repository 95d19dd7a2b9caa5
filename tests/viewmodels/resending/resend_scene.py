"""A dead letter received into its page, to be edited and sent again, on FakeSqs and a journal in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from PySide6.QtCore import QCoreApplication, QEvent

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.services.moving.running import InProcessMoves
from sqs_explorer.viewmodels.composing.typed_body import shown_text
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from tests.fakes.fake_sqs import HeldMessage
from tests.viewmodels.dead_letters.page_scene import PageScene

EXACT = '{"id": 1,\r\n"sku":\u2028"KB\u00a0204", "n": 1.50}\r\n\ufeff🙂 end'
ATTRIBUTES = (
    MessageAttribute("total", "Number.int", "007"),
    MessageAttribute("kind", "String.label", "order\r\nplaced"),
    MessageAttribute("raw", "Binary.gif", binary_value=b"\x00\xff\x01"),
)
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"


class ResendScene(PageScene):
    """OrderQueue, its DLQ with one dead letter, and another queue. `message_id` is the dead letter's."""

    def __init__(self, *, fifo: bool = False) -> None:
        super().__init__()
        ending = ".fifo" if fifo else ""
        self.source, self.dlq = self.fake.create_queue_with_dlq(f"OrderQueue{ending}", maximum_receives=1)
        self.lonely = self.fake.create_queue(f"Lonely{ending}")
        self.moves = InProcessMoves(self.connections.sqs, self.journal, self.clock, pause=self.pause)
        self.body = EXACT
        self.message_id = ""
        self.store = MessageStore(self.owner)

    @asynccontextmanager
    async def editing(
        self, *, hold_seconds: int = 300, read_only: bool = False, dead: bool = True, closes: bool = True
    ) -> AsyncIterator[ResendViewModel]:
        """Put a message there, receive it, open it for editing; at the end close it, unless a dialog does."""
        group_id = "group-1" if self.source.endswith(".fifo") else "tenant-1"
        self.message_id = self.fake.put(
            self.source,
            self.body,
            attributes=ATTRIBUTES,
            group_id=group_id,
            deduplication_id="used-before" if self.source.endswith(".fifo") else "",
            trace_header=TRACE,
        )
        await self.open(read_only=read_only)
        if dead:
            await self.bury(self.source)
        self.page = self.context(self.dlq if dead else self.source)
        await self.receive_into(self.page, self.store, hold_seconds)
        view_model = ResendViewModel(self.page, self.store, self.message_id, self.owner)
        await view_model.scope.idle()
        await self.settle()
        try:
            yield view_model
        finally:
            if closes:
                await view_model.close()
            await self.settle()
            await self.scope.close()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    async def resend(self, view_model: ResendViewModel) -> None:
        """Press Resend and wait for what comes of it."""
        view_model.resend()
        await view_model.scope.idle()
        await self.settle()

    def held(self, url: str) -> tuple[HeldMessage, ...]:
        """What the server holds in a queue."""
        return self.fake.messages(url)

    @property
    def row_state(self) -> str:
        """What the table says of the original."""
        row = self.store.row(self.message_id)
        assert row is not None
        return row.state_at(self.clock.monotonic()).value


def type_instead(view_model: ResendViewModel, old: str, new: str) -> None:
    """Change one place as a person does in the widget, which shows every line end as a line feed."""
    shown = shown_text(view_model.body)
    assert shown.count(old) == 1
    view_model.type_body(shown.replace(old, new))
    view_model.examine()


def choose(view_model: ResendViewModel, name: str) -> None:
    """Choose a destination by its queue's name."""
    found = [place for place in view_model.destinations if place.queue and place.queue.name == name]
    view_model.choose_destination(found[0])


def by_name(attributes: tuple[MessageAttribute, ...]) -> dict[str, MessageAttribute]:
    return {attribute.name: attribute for attribute in attributes}
