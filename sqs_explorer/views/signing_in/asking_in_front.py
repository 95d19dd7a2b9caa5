"""Asks over whatever is in front: a call may need an answer while a dialog of the person's own is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from typing_extensions import override

from sqs_explorer.views.parts.dialog_frame import ask


async def ask_in_front(make: Callable[[QWidget], QDialog], window: QWidget) -> int:
    """Open a dialog over the one in front, else over the window, and wait until it is finished.

    It outlives the dialog below: if that one goes, it stays open over the window.
    """
    below = QApplication.activeModalWidget()
    dialog = make(below or window)
    if below is not None:
        _Outliving(dialog, below, window)
    return await ask(dialog)


class _Outliving(QObject):
    """Moves a dialog to the window when the one that it stands on is hidden: a child dies with its parent."""

    def __init__(self, dialog: QDialog, below: QWidget, window: QWidget) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._window = window
        below.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move on; a hiding by the window system (a minimised window) comes back."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous() and self._dialog.isVisible():
            watched.removeEventFilter(self)
            self._move()
        return False

    def _move(self) -> None:
        field = self._dialog.focusWidget()
        place = field.cursorPosition() if isinstance(field, QLineEdit) else 0
        self._dialog.setParent(self._window, self._dialog.windowFlags())
        self._dialog.open()
        if isinstance(field, QLineEdit):
            # Opening selects all of the field: the next key would replace what was typed.
            field.deselect()
            field.setCursorPosition(place)
