"""The menu of the dead letters: by right click, and behind More."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the menu; a line above it if it begins another kind."""

    text: str
    icon: str
    deed: Callable[[], object]
    is_enabled: bool
    begins: bool = False


def letters_menu(look: Look, entries: Sequence[MenuEntry], columns: QMenu, parent: QWidget) -> QMenu:
    """Return a menu of these entries and, below them, the columns; it goes when it closes."""
    menu = styled_menu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if entry.begins:
            menu.addSeparator()
        action = LookAction(look, entry.text, entry.icon, parent=menu)
        action.triggered.connect(entry.deed)
        action.setEnabled(entry.is_enabled)
        menu.addAction(action)
    menu.addSeparator()
    columns.setTitle("Columns")
    columns.setParent(menu, columns.windowFlags())
    menu.addMenu(columns)
    return menu
