"""What is going on: one line at the bottom, which unfolds to the table of jobs and things done."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.activity.activity_model import outcome_icon
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.views.activity.activity_pane import ActivityPane
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, flat_button
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import ElidedLabel, LinkButton, PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine

LINE_PX = 28
NOTHING_YET = "Nothing has run yet"


class ActivityPanel(QFrame):
    """Folded to 28 px until unfolded; the line shows the newest job with Stop, or the last thing done."""

    def __init__(
        self, look: Look, view_model: ActivityViewModel, demo: DemoViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("activity")
        self.setAccessibleName("Activity")
        self._view_model = view_model
        self._demo = demo
        self._fold: Button = flat_button(
            look, "Activity", "up", tooltip="Show what was done", shortcut="Ctrl+J"
        )
        self._fold.setObjectName("activity_fold")
        self._fold.clicked.connect(self._toggle)
        self._icon = IconLabel(look, "check", "success")
        self._what = NamedLabel("Last activity", ElidedLabel())
        self._what.set_words(NOTHING_YET)
        self._when = PlainLabel(tone="muted")
        self._progress = ProgressLine(look, height=4, name="Job progress")
        self._progress.setFixedWidth(80)
        self._stop = flat_button(
            look, "Stop", "stop", name="Stop job", tooltip="Finish what is in flight, then stop"
        )
        self._stop.clicked.connect(self._stop_job)
        self._services_icon = IconLabel(look, "play", "success")
        self._services = PlainLabel(tone="muted")
        self._pause = LinkButton("Pause the demo services")
        self._pause.clicked.connect(demo.toggle_services)
        self._note = Note(look)
        self._pane = ActivityPane(look, view_model)
        self._arrange()
        self.set_unfolded(False)
        view_model.line_changed.connect(self._show_line)
        demo.state_changed.connect(self._show_demo)
        if view_model.history is not None:
            view_model.history.changed.connect(self._show_error)
            self._note.action_requested.connect(view_model.history.dismiss_error)
        self._show_line()
        self._show_demo()

    def _arrange(self) -> None:
        set_ground(self, "window")
        line = QHBoxLayout()
        line.setContentsMargins(4, 0, 12, 0)
        line.setSpacing(8)
        self._fold.setFixedHeight(LINE_PX - 2)
        self._stop.setFixedHeight(LINE_PX - 2)
        separator = divider(vertical=True)
        separator.setFixedHeight(14)
        left: tuple[QWidget, ...] = (self._fold, separator, self._icon, self._what, self._when)
        for widget in (*left, self._progress, self._stop):
            line.addWidget(widget)
        line.addStretch(1)
        right: tuple[QWidget, ...] = (self._services_icon, self._services, self._pause)
        for widget in right:
            line.addWidget(widget)
        bar = QWidget()
        bar.setLayout(line)
        bar.setFixedHeight(LINE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (divider(), self._note, self._pane, bar):
            column.addWidget(widget)

    @property
    def is_unfolded(self) -> bool:
        """Whether the table shows."""
        return not self._pane.isHidden()

    def set_unfolded(self, unfolded: bool) -> None:
        """Show or fold the table."""
        self._pane.setVisible(unfolded)
        self._fold.set_icon("down" if unfolded else "up")
        self._pane.show_stop()
        if unfolded:
            self._pane.begin()

    def _toggle(self) -> None:
        self.set_unfolded(not self.is_unfolded)

    def _show_line(self) -> None:
        job, last = self._view_model.job, self._view_model.last
        self._progress.setVisible(job is not None)
        self._stop.setVisible(job is not None and job.can_stop)
        if job is not None:
            self._icon.set_icon("refresh", "accent")
            more = self._view_model.jobs_under_way - 1
            self._what.set_words(job.record.what + (f" and {more} more" if more else ""))
            self._when.setText("stopping" if job.is_stopping else job.progress_text)
            self._progress.set_fraction(job.fraction)
        elif last is not None:
            self._icon.set_icon(*outcome_icon(last))
            self._what.set_words(last.result)
            self._when.setText(self._view_model.last_words)
        elif self._what.text() != NOTHING_YET:
            self._what.set_words(NOTHING_YET)
            self._when.setText("")
        self._icon.setVisible(job is not None or last is not None)
        self._pane.show_stop()

    def _show_error(self) -> None:
        history = self._view_model.history
        error = history.error if history else None
        if error is None:
            self._note.clear()
        else:
            self._note.show_note(
                NoteKind.WARNING,
                error.text,
                title=error.title,
                next_step=error.next_step,
                action="Dismiss",
            )

    def _stop_job(self) -> None:
        job = self._view_model.job
        if job is not None:
            job.stop()

    def _show_demo(self) -> None:
        for widget in (self._services_icon, self._services, self._pause):
            widget.setVisible(self._demo.is_running)
        running = self._demo.services_running
        self._services_icon.set_icon("play" if running else "pause", "success" if running else "muted")
        self._services.setText("Demo services running" if running else "Demo services paused")
        self._pause.set_text("Pause the demo services" if running else "Resume the demo services")
