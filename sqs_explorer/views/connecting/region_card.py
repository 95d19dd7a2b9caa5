"""The regions with their filter, and the search for those that have queues."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.connecting.check_list import CheckCard, CheckTable
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.plain_text import ElidedLabel, LinkButton
from sqs_explorer.views.parts.search_field import SearchField

_CODE_PX, _LAST_CODE_PX = 118, 126
"""Room for the longest usual code; the last column has a wider pad."""


class RegionCard(CheckCard):
    """`find_queues` is the panel's to answer, which asks for agreements first; `stop` ends the search."""

    def __init__(
        self, look: Look, view_model: ConnectionsViewModel, *, rows: int, parent: QWidget | None = None
    ) -> None:
        self._view_model = view_model
        regions = CheckTable(look, "Regions", view_model.regions, rows=rows)
        self.filter = SearchField(look, "Filter regions", "Filter regions")
        self.filter.setFixedWidth(140)
        self.find_queues = LinkButton("Find regions that have queues", name="Find regions that have queues")
        self.stop = LinkButton(
            "Stop", on_click=view_model.region_finding.stop, name="Stop looking for queues"
        )
        self.words = ElidedLabel(tone="muted", name="Regions with queues")
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.find_queues)
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        super().__init__(regions, "Regions", self.filter, foot=foot, parent=parent)
        regions.set_columns((170, _LAST_CODE_PX, 100), stretch=0, hidden=(2,))
        self.filter.textChanged.connect(view_model.regions.set_filter)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        finding = self._view_model.region_finding
        self.find_queues.set_text("Find again" if finding.words else "Find regions that have queues")
        self.find_queues.setVisible(not finding.is_searching)
        self.find_queues.setEnabled(self._view_model.can_find_regions)
        self.stop.setVisible(finding.is_searching)
        self.words.setText(finding.words)
        model = self._view_model.regions
        self.table.setColumnHidden(model.STATE, not model.has_states)
        self.table.setColumnWidth(model.CODE, _CODE_PX if model.has_states else _LAST_CODE_PX)
