"""The tab Dead letters with its messages received, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from PySide6.QtWidgets import QApplication

from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.look.look import Look
from tests.guards.event_loops import RunCoroutine
from tests.views.dead_letters.grouped_scene import OnTab, Scene


@pytest.fixture
def scene(qapp: QApplication) -> Scene:
    """Return the letters to look at."""
    return Scene()


@pytest.fixture
def on_tab(scene: Scene, qt_run: RunCoroutine, look: Look) -> OnTab:
    """Return the function that shows the tab of `scene`."""

    def show(steps: Callable[[DeadLettersPanel], Awaitable[None]], *, width: int = 963) -> None:
        async def work() -> None:
            async with scene.panel(look, scene.dlq) as panel:
                panel.resize(width, 616)
                await scene.receive(panel)
                await steps(panel)

        qt_run(work())

    return show
