"""The tree's panel on the screen, and how a person reads and uses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from PySide6.QtCore import QModelIndex, QPoint
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.queues.queue_tree_panel import QueueTreePanel
from tests.viewmodels.queues.tree_scene import TreeScene, tree_scene


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; the test's own time-out ends it otherwise."""
    while not holds():  # noqa: ASYNC110 - widgets set no asyncio event
        await asyncio.sleep(0.005)


@asynccontextmanager
async def shown(look: Look, qtbot: QtBot) -> AsyncIterator[tuple[QueueTreePanel, TreeScene]]:
    """Give a panel of 316 × 700 px on the screen."""
    async with tree_scene() as scene:
        panel = QueueTreePanel(look, scene.tree)
        qtbot.addWidget(panel)
        panel.resize(316, 700)
        panel.show()
        yield panel, scene
        panel.close()


def rows(panel: QueueTreePanel) -> list[str]:
    """Return the rows in sight from top to bottom, as a person reads them."""
    found = []
    index = panel.tree.indexAt(QPoint(0, 0))
    while index.isValid():
        found.append(str(index.data()))
        index = panel.tree.indexBelow(index)
    return found


def index_of(panel: QueueTreePanel, name: str) -> QModelIndex:
    """Return the first row that begins so."""
    index = panel.tree.indexAt(QPoint(0, 0))
    while index.isValid() and not str(index.data()).startswith(name):
        index = panel.tree.indexBelow(index)
    assert index.isValid(), f"no row {name}"
    return index


def choose(menu: QMenu, text: str) -> None:
    """Trigger an entry by its words."""
    next(action for action in menu.actions() if action.text() == text).trigger()
