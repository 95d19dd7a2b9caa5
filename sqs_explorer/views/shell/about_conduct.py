"""What the window does about the program itself: About, the look for a new version, the log's folder."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.viewmodels.shell.quick_open import Command
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.about.about_dialog import AboutDialog
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.shell.main_window import MainWindow
from sqs_explorer.views.shell.more_button import MoreButton


class AboutConduct(QObject):
    """Fills the header's menu; `commands` are the same for the keyboard and Quick open."""

    def __init__(
        self,
        look: Look,
        window: MainWindow,
        more: MoreButton,
        about: AboutViewModel,
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._about = about
        self._scope = scope
        self.commands = self._make_commands()
        for command in self.commands:
            role = QAction.MenuRole.NoRole
            if command.run == self.show_about:
                role = QAction.MenuRole.AboutRole
            more.add_entry(command.name, command.run, command.icon, shortcut=command.shortcut, role=role)
        self._about.changed.connect(self._show_problem)
        about.updates.begin()

    def _make_commands(self) -> tuple[Command, ...]:
        about = Command("About SQS Explorer", "F1", "info", self.show_about)
        check = Command("Check for updates…", "", "refresh", self.check_for_updates)
        log = Command("Open log folder", "", "folder", self._about.open_log_folder)
        return (about, check, log) if self._about.updates.is_possible else (about, log)

    def show_about(self) -> None:
        """Open About, unless a dialog is open already."""
        self._scope.start(self._show_about())

    def check_for_updates(self) -> None:
        """Open About and look for a new version at once: a person has asked for it."""
        self._scope.start(self._show_about(looking=True))

    async def _show_about(self, *, looking: bool = False) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        dialog = AboutDialog(self._look, self._about, self._window)
        if looking:
            self._about.updates.look_now()
        await ask(dialog)

    def _show_problem(self) -> None:
        """Say in the window what went wrong with a folder; About says it itself while it is open."""
        if self._about.problem and QApplication.activeModalWidget() is None:
            self._window.note.show_note(NoteKind.WARNING, self._about.problem, action="Close")
