"""How the tests find controls: by the names that people and screen readers are told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QTableView, QWidget

from sqs_explorer.views.messages.messages_panel import MessagesPanel
from sqs_explorer.views.parts.buttons import Button
from sqs_explorer.views.parts.plain_text import PlainLabel
from tests.viewmodels.messages.page import Page

Control = TypeVar("Control", bound=QWidget)


def control(root: QWidget, kind: type[Control], name: str) -> Control:
    """Return the only control of a kind with this accessible name."""
    found = [widget for widget in root.findChildren(kind) if widget.accessibleName() == name]
    assert len(found) == 1, (name, [widget.accessibleName() for widget in root.findChildren(kind)])
    return found[0]


@dataclass
class Tab:
    """The tab on screen and what is behind it."""

    page: Page
    panel: MessagesPanel

    def button(self, name: str) -> Button:
        """Return a button."""
        return control(self.panel, Button, name)

    def label(self, name: str) -> str:
        """Return what a label says."""
        return control(self.panel, PlainLabel, name).text()

    @property
    def table(self) -> QTableView:
        """The table Messages."""
        return control(self.panel, QTableView, "Messages")

    def column(self, title: str) -> list[str]:
        """Return what a column of the table says."""
        return column_of(self.table, title)

    def select(self, *rows: int) -> None:
        """Select rows of the table, which has the focus then."""
        self.table.setFocus()
        self.panel.list.table.select_rows(rows)

    async def receive(self) -> None:
        """Click Receive and wait until all has come."""
        self.button("Receive").click()
        await self.page.idle()

    async def dialog(self) -> QDialog:
        """Return the dialog that opens."""
        return await open_dialog(self.panel)


def column_of(table: QTableView, title: str) -> list[str]:
    """Return the words of a column, top to bottom."""
    model = table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    at = heads.index(title)
    return [str(model.index(row, at).data()) for row in range(model.rowCount())]


async def open_dialog(root: QWidget) -> QDialog:
    """Wait for a dialog of `root` to open."""
    for _ in range(200):
        visible = [dialog for dialog in root.findChildren(QDialog) if dialog.isVisible()]
        if visible:
            return visible[0]
        await asyncio.sleep(0.005)
    raise AssertionError("no dialog opened")


def clipboard() -> str:
    """Return what is on the clipboard."""
    return QApplication.clipboard().text()
