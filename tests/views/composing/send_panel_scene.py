"""The Send tab in a window for its tests, and what a person reads and types there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from sqs_explorer.views.composing.send_panel import SendPanel
from sqs_explorer.views.look.look import Look
from tests.viewmodels.composing.composer import Composer, opened, until

Kind = TypeVar("Kind", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier


def find(panel: QWidget, kind: type[Kind], name: str) -> Kind:
    """Return the one control with this accessible name."""
    found = [widget for widget in panel.findChildren(kind) if widget.accessibleName() == name]
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def text(panel: QWidget, name: str) -> str:
    """Return what a label says."""
    return find(panel, QLabel, name).text()


def is_shown(panel: QWidget, name: str) -> bool:
    return any(
        widget.isVisibleTo(panel) for widget in panel.findChildren(QWidget) if widget.accessibleName() == name
    )


@asynccontextmanager
async def shown(
    name: str = "OrderQueue", *, read_only: bool = False, **attributes: str
) -> AsyncIterator[tuple[Composer, SendPanel]]:
    """Open a composer and show its panel at the size of a page at 1280 x 800."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    async with opened(name, read_only=read_only, known=True, **attributes) as composer:
        look = Look(app)
        panel = SendPanel(look, composer.view_model)
        panel.resize(963, 616)
        panel.show()
        panel.activateWindow()
        await until(panel.isActiveWindow)
        panel.setFocus()
        try:
            yield composer, panel
        finally:
            panel.close()
            panel.deleteLater()
            look.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


async def settle(composer: Composer) -> None:
    await asyncio.sleep(0)
    composer.view_model.examine()
    await composer.idle()


async def type_attribute(panel: SendPanel, name: str, data_type: str, value: str) -> None:
    """Type an attribute with keys alone: Insert, name, Tab, type, Tab, value, Enter."""
    table = find(panel, QTableView, "Message attributes")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Insert)
    QTest.keyClicks(find(table, QLineEdit, "Name"), name)
    QTest.keyClick(find(table, QLineEdit, "Name"), Qt.Key.Key_Tab)
    kind = find(table, QComboBox, "Type")
    line = kind.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, data_type)
    QTest.keyClick(kind, Qt.Key.Key_Tab)
    QTest.keyClicks(find(table, QLineEdit, "Value"), value)
    QTest.keyClick(find(table, QLineEdit, "Value"), Qt.Key.Key_Return)
    # Qt takes the value over once the key's event is done.
    await until(lambda: not table.findChildren(QLineEdit))
