"""The QApplication: its name and icon for the desktop, and the files that macOS asks it to open."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from sqs_explorer.views.look.icons import program_icon

NAME = "sqs-explorer"
TASKBAR_GROUP = "SQSExplorer.SQSExplorer"


class ProgramApplication(QApplication):
    """Is named for the desktop, and hands on the files that the desktop asks it to open while it runs."""

    def __init__(self, arguments: Sequence[str] = (NAME,)) -> None:
        super().__init__(list(arguments))
        self._early_files: list[str] = []
        self._take: Callable[[Sequence[str]], None] | None = None
        self.setApplicationName(NAME)
        self.setDesktopFileName(NAME)
        self.setQuitOnLastWindowClosed(False)
        name_taskbar_group()
        if sys.platform != "darwin":  # There the bundle's own icon is shown, in the system's shape.
            self.setWindowIcon(program_icon())

    def give_files_to(self, take: Callable[[Sequence[str]], None]) -> None:
        """Call `take` with the path of each file from now on, and of those asked for before."""
        self._take = take
        early, self._early_files = self._early_files, []
        if early:
            take(early)

    @override
    def event(self, event: QEvent) -> bool:
        """Take what macOS sends instead of a path on the command line; it may come before the window."""
        if isinstance(event, QFileOpenEvent) and event.file():
            if self._take is not None:
                self._take((event.file(),))
            else:
                self._early_files.append(event.file())
            return True
        return super().event(event)


def name_taskbar_group() -> None:
    """Let Windows' taskbar show a run from source as this program, not as Python.

    A built program needs no name: its file is the group, and its shortcut in the Start menu is in it.
    """
    if sys.platform == "win32" and not getattr(sys, "frozen", False):
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(TASKBAR_GROUP)
