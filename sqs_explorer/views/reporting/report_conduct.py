"""What the window does about faults of the program: it shows the report when a person asks for it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.viewmodels.shell.quick_open import Command
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.dialog_frame import ask
from sqs_explorer.views.reporting.problem_report_dialog import ProblemReportDialog


class ReportConduct(QObject):
    """Opens Problem report; `command` is the same for the menu and Quick open."""

    def __init__(
        self,
        look: Look,
        window: QWidget,
        models: tuple[ProblemReportViewModel, AboutViewModel],
        scope: TaskScope,
    ) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._reports, self._about = models
        self._scope = scope
        self.command = Command("Report a problem…", "", "warn", self.show_report)

    def show_report(self) -> None:
        """Open Problem report, unless a dialog is open already."""
        self._scope.start(self._show_report())

    async def _show_report(self) -> None:
        if QApplication.activeModalWidget() is not None:
            return
        words = self._reports.words
        await ask(ProblemReportDialog(self._look, self._reports, self._about, self._window))
        if words is not None and self._reports.words == words:
            self._reports.dismiss()  # It has been read.
