"""The dialog Problem report: what happened, and a text without secrets that a person may pass on."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.views.about.reading_text import ReadingText
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button, primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.notes import StatusLine

WIDTH_PX, REPORT_PX = 880, 380
READING = "Reading the log…"
READ_IT = "Read it before you pass it on."
WHAT_IS_LEFT_OUT = (
    f"Keys, message texts, account numbers and names are struck out where recognised. {READ_IT}"
)


class ProblemReportDialog(DialogFrame):
    """Sends nothing: the report is there to be read and copied."""

    def __init__(
        self,
        look: Look,
        view_model: ProblemReportViewModel,
        about: AboutViewModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, "Problem report", icon="warn", width=WIDTH_PX, parent=parent)
        self._view_model = view_model
        self._about = about
        self.setObjectName("problem_report_dialog")
        self.report = ReadingText("Report", look.fonts.mono_small)
        self.status = StatusLine(look, wrap=True, name="Report status")
        self.add_field(_boxed(self.report))
        self.add_field(self.status)
        self._add_buttons(look)
        view_model.report_changed.connect(self._show)
        about.changed.connect(self._show_folder_problem)
        self._say_what_is_left_out()
        view_model.prepare(surroundings(self))

    def _add_buttons(self, look: Look) -> None:
        self.cancel.set_face("Close", "")
        self._copy = primary_button(look, "Copy report", "copy")
        self._copy.clicked.connect(self._copy_report)
        folder = outlined_button(look, "Open log folder", "folder")
        folder.clicked.connect(self._about.open_log_folder)
        self.add_foot(folder)
        self.add_foot(self._copy)

    def _show(self) -> None:
        self.set_sentence(self._view_model.sentence)
        self.report.show_text(self._view_model.text or READING)
        self._copy.set_available(bool(self._view_model.text))

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.text)
        self.status.set_status("check", f"Copied. {READ_IT}", icon_tone="success")

    def _show_folder_problem(self) -> None:
        if self._about.problem:
            self.status.set_status("warn", self._about.problem, "warning")
        else:
            self._say_what_is_left_out()

    def _say_what_is_left_out(self) -> None:
        self.status.set_status("info", WHAT_IS_LEFT_OUT, "muted")


def _boxed(report: QWidget) -> QWidget:
    box = QWidget()
    box.setFixedHeight(REPORT_PX)
    set_ground(box, "card")
    column = QVBoxLayout(box)
    column.setContentsMargins(1, 4, 1, 4)
    column.addWidget(report)
    return box


def surroundings(widget: QWidget) -> tuple[tuple[str, str], ...]:
    """Return the platform and the screens for a report; the first screen is the one that `widget` is on."""
    own = widget.screen()
    others = [screen for screen in QGuiApplication.screens() if screen is not own]
    screens = [
        f"{screen.geometry().width()} × {screen.geometry().height()} at {screen.devicePixelRatio():g}"
        for screen in (own, *others)
    ]
    return (("Display", QGuiApplication.platformName()), ("Screens", ", ".join(screens)))
