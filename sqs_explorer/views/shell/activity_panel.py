"""What is going on: one line at the bottom, which unfolds to the table of jobs and things done."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.shell.demo import DemoViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import Button, flat_button
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import ElidedLabel, LinkButton, PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine
from sqs_explorer.views.parts.tables import DataTable

LINE_PX = 28
TABLE_PX = 180
COLUMN_PX = (84, 150, 200, 240, 320, 240)


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
        self._what.set_words("Nothing has run yet")
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
        self._table = DataTable(look, "Activity jobs")
        self._table.setModel(view_model.model)
        self._table.set_columns(COLUMN_PX, stretch=4)
        self._stop_selected = flat_button(look, "Stop selected job", "stop")
        self._stop_selected.clicked.connect(self._stop_selected_job)
        self._table.selection_changed.connect(self._show_stop)
        self._table_area = self._arrange()
        self.set_unfolded(False)
        view_model.line_changed.connect(self._show_line)
        demo.state_changed.connect(self._show_demo)
        self._show_line()
        self._show_demo()

    def _arrange(self) -> QWidget:
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
        area = QWidget()
        inner = QVBoxLayout(area)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self._table, 1)
        inner.addWidget(self._stop_selected, 0, Qt.AlignmentFlag.AlignRight)
        area.setFixedHeight(TABLE_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(divider())
        column.addWidget(area)
        column.addWidget(bar)
        return area

    @property
    def is_unfolded(self) -> bool:
        """Whether the table shows."""
        return not self._table_area.isHidden()

    def set_unfolded(self, unfolded: bool) -> None:
        """Show or fold the table."""
        self._table_area.setVisible(unfolded)
        self._fold.set_icon("down" if unfolded else "up")
        self._show_stop()

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
            self._icon.set_icon(*(("check", "success") if last.succeeded else ("fail", "danger")))
            self._what.set_words(last.result)
            self._when.setText(self._view_model.last_words)
        self._icon.setVisible(job is not None or last is not None)
        self._show_stop()

    def _show_stop(self) -> None:
        job = self._view_model.model.job(self._table.current_row())
        self._stop_selected.setVisible(job is not None and job.can_stop)

    def _stop_job(self) -> None:
        job = self._view_model.job
        if job is not None:
            job.stop()

    def _stop_selected_job(self) -> None:
        job = self._view_model.model.job(self._table.current_row())
        if job is not None:
            job.stop()

    def _show_demo(self) -> None:
        for widget in (self._services_icon, self._services, self._pause):
            widget.setVisible(self._demo.is_running)
        running = self._demo.services_running
        self._services_icon.set_icon("play" if running else "pause", "success" if running else "muted")
        self._services.setText("Demo services running" if running else "Demo services paused")
        self._pause.set_text("Pause the demo services" if running else "Resume the demo services")
