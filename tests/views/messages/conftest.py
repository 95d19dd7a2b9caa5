"""The Messages tab in a window, for tests that read what a person reads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.messages_panel import MessagesPanel
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_sqs import FakeSqs
from tests.viewmodels.messages.page import Page, open_page
from tests.views.messages.reading import Tab

OpenTab = Callable[..., AbstractAsyncContextManager[Tab]]


@pytest.fixture
def fake() -> FakeSqs:
    """Return an empty server."""
    return FakeSqs(FakeClock())


@pytest.fixture
def open_tab(look: Look, fake: FakeSqs) -> OpenTab:
    """Return what opens the Messages tab of a queue as an async context."""

    @asynccontextmanager
    async def opened(url: str, *, read_only: bool = False, width: int = 963) -> AsyncIterator[Tab]:
        page: Page = await open_page(fake, url, read_only=read_only)
        panel = MessagesPanel(look, page.view_model)
        panel.resize(width, 616)
        panel.show()
        panel.activateWindow()
        for _ in range(200):
            if panel.isActiveWindow():
                break
            await asyncio.sleep(0.005)
        try:
            yield Tab(page, panel)
        finally:
            await page.close()
            panel.close()
            panel.deleteLater()

    return opened
