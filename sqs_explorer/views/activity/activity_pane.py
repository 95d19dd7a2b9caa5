"""Activity unfolded: the search, the table of jobs and of things done, and what can be done with it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.views.activity.activity_actions import ActivityActions
from sqs_explorer.views.activity.history_bar import HistoryBar
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import flat_button
from sqs_explorer.views.parts.choosing_files import ChooseTarget, choose_target
from sqs_explorer.views.parts.tables import DataTable

BAR_PX = 36
TABLE_PX = 180
RESULT = 4
COLUMN_PX = (128, 214, 200, 210, 320, 190)
NARROW_PX, NARROW_COLUMN_PX = 1200, (128, 150, 170, 160, 320, 150)
WIDE_PX, WIDE_COLUMN_PX = 1600, (128, 240, 320, 340, 320, 230)
"""Below the one, the other columns leave Result its room; from the other on there is room for all."""


class ActivityPane(QWidget):
    """The table; above it the search with Export and Clear, if records are kept, and Stop for its jobs."""

    def __init__(
        self,
        look: Look,
        view_model: ActivityViewModel,
        parent: QWidget | None = None,
        *,
        choose_path: ChooseTarget = choose_target,
    ) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.table = DataTable(look, "Activity jobs")
        self.table.setModel(view_model.model)
        self.table.set_columns(COLUMN_PX, stretch=RESULT)
        self._widths = COLUMN_PX
        self.actions_on_rows = ActivityActions(look, self.table, view_model)
        self._stop = flat_button(look, "Stop selected job", "stop")
        self._stop.clicked.connect(self._stop_job)
        self._bar = QHBoxLayout()
        self._bar.setContentsMargins(8, 0, 8, 0)
        self._bar.setSpacing(8)
        if view_model.history is not None:
            history_bar = HistoryBar(look, view_model.history, choose_path=choose_path)
            self._bar.addWidget(history_bar, 1)
            self.actions_on_rows.add_more(history_bar.menu_actions)
        else:
            self._bar.addStretch(1)
        self._bar.addWidget(self._stop)
        self._arrange()
        self.table.selection_changed.connect(self.show_stop)
        self.show_stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew where it crosses a limit; between, widths are a person's own."""
        super().resizeEvent(event)
        width = self.width()
        widths = NARROW_COLUMN_PX if width < NARROW_PX else WIDE_COLUMN_PX if width >= WIDE_PX else COLUMN_PX
        if widths is not self._widths:
            self._widths = widths
            for column, column_px in enumerate(widths):
                if column != RESULT:
                    self.table.setColumnWidth(column, column_px)

    def begin(self) -> None:
        """Read what earlier runs did; called when the pane comes in sight."""
        if self._view_model.history is not None:
            self._view_model.history.load()

    def show_stop(self) -> None:
        """Offer Stop where the row in front is a job that can be stopped."""
        job = self._view_model.model.job(self.table.current_row())
        self._stop.setVisible(job is not None and job.can_stop)

    def _arrange(self) -> None:
        bar = QWidget()
        bar.setLayout(self._bar)
        bar.setFixedHeight(BAR_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        self.setFixedHeight(BAR_PX + TABLE_PX)

    def _stop_job(self) -> None:
        job = self._view_model.model.job(self.table.current_row())
        if job is not None:
            job.stop()
