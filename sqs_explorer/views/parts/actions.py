"""Menu actions whose icons follow the theme and whose texts are never taken for mnemonics."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.parts.plain_text import set_plain_tooltip


class LookAction(QAction):
    """A QAction with an icon by name."""

    def __init__(
        self,
        look: Look,
        text: str,
        icon: str = "",
        *,
        shortcut: str = "",
        tone: str = "muted",
        parent: QObject,
    ) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self._look = look
        self._icon_name = icon
        self._tone = tone
        if shortcut:
            self.setShortcut(QKeySequence(shortcut))
        set_plain_tooltip(self, text, shortcut)
        self._show_icon()
        look.changed.connect(self._show_icon)

    def set_icon(self, icon: str, tone: str = "muted") -> None:
        """Show another icon."""
        self._icon_name, self._tone = icon, tone
        self._show_icon()

    def _show_icon(self) -> None:
        if self._icon_name:
            self.setIcon(self._look.icon(self._icon_name, self._tone))


def styled_menu(parent: QWidget) -> QMenu:
    """An empty menu in the colours in force."""
    menu = QMenu(parent)
    menu.setStyleSheet(program_style().popup_sheet)
    menu.setToolTipsVisible(False)
    return menu


def show_menu(menu: QMenu, position: QPoint) -> None:
    """Open a menu that Qt made, in the colours in force, at a global position; it goes when it closes."""
    menu.setStyleSheet(program_style().popup_sheet)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(position)
