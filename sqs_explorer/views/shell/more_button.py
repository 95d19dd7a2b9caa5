"""The header's last button: a menu of what is about the program itself, not about queues."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.program_style import program_style
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.buttons import Button


class MoreButton(Button):
    """Opens its menu below itself; the entries come from whoever does what they say."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(
            look, "icon", "", "more", name="Program menu", tooltip="About the program", parent=parent
        )
        self.setObjectName("program_menu")
        self.menu_of_program = styled_menu(self)
        self.menu_of_program.aboutToHide.connect(self._show_closed)
        self.clicked.connect(self.open_menu)

    def add_entry(
        self,
        text: str,
        slot: Callable[[], object],
        icon: str = "",
        *,
        shortcut: str = "",
        role: QAction.MenuRole = QAction.MenuRole.NoRole,
    ) -> QAction:
        """Add a line to the menu's end.

        `shortcut` is shown only: the window binds it. `role` says where macOS puts it.
        """
        action = LookAction(self._look, text, icon, parent=self.menu_of_program)
        if shortcut:
            keys = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
            action.setText(f"{action.text()}\t{keys}")
        action.setMenuRole(role)
        action.triggered.connect(lambda _checked=False: slot())
        self.menu_of_program.addAction(action)
        return action

    def open_menu(self) -> None:
        """Open the menu in the colours in force, its right edge below the button's."""
        menu = self.menu_of_program
        menu.setStyleSheet(program_style().popup_sheet)
        self.set_pressed_look(True)
        corner = self.mapToGlobal(QPoint(self.width(), self.height()))
        menu.popup(QPoint(corner.x() - menu.sizeHint().width(), corner.y()))

    def _show_closed(self) -> None:
        self.set_pressed_look(False)
