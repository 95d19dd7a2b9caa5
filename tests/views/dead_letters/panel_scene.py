"""The tab Dead letters in a window, with dead letters to receive, and its dialogs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog

from sqs_explorer.domain.connections import Environment
from sqs_explorer.viewmodels.dead_letters.dead_letters_view_model import DeadLettersViewModel
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.look.look import Look
from tests.viewmodels.dead_letters.page_scene import PageScene

Dialog = TypeVar("Dialog", bound=QDialog)


class PanelScene(PageScene):
    """OrderQueue with dead letters and the tab of its DLQ or of itself."""

    def __init__(self, letters: int = 3) -> None:
        super().__init__()
        self.source, self.dlq = self.fake.create_queue_with_dlq("OrderQueue", maximum_receives=1)
        self.lonely = self.fake.create_queue("Lonely")
        for number in range(letters):
            self.fake.put(self.source, f"order {number}")

    @asynccontextmanager
    async def panel(
        self,
        look: Look,
        url: str,
        *,
        read_only: bool = False,
        environment: Environment = Environment.DEVELOPMENT,
    ) -> AsyncIterator[DeadLettersPanel]:
        """Show the tab, its links read."""
        await self.open(read_only=read_only, environment=environment)
        await self.bury(self.source)
        self.catalogue.request_attributes(self.catalogue.queues, again=True)
        context = self.context(url)
        messages = MessagesViewModel(context, MessageStore(self.owner), self.owner)
        self.tab = DeadLettersViewModel(context, messages, self.owner, pause=self.pause)
        panel = DeadLettersPanel(look, self.tab)
        panel.resize(963, 616)
        panel.show()
        await self.rest()
        try:
            yield panel
        finally:
            await self.tab.close()
            await messages.close()
            panel.close()
            panel.deleteLater()
            await self.settle()

    async def rest(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(3):
            await self.tab._receive_scope.idle()
            await self.tab.scope.idle()
            await self.tab.redrive.idle()
            await self.tab.moving.scope.idle()
            await self.settle()

    async def receive(self, panel: DeadLettersPanel) -> None:
        """Click Receive and wait."""
        panel.bar.receive.click()
        await self.rest()


async def opened(kind: type[Dialog]) -> Dialog:
    """Return the dialog once it is open."""
    while True:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, kind) and widget.isVisible():
                return widget
        await asyncio.sleep(0)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that has no event of its own."""
    while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
        await asyncio.sleep(0)
