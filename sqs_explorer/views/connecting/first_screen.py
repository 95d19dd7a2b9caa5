"""What the window shows while nothing is open.

Profiles and regions to open, or what to do without any, and the demo.
"""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.connecting.connections_panel import ConnectionsPanel
from sqs_explorer.views.connecting.demo_card import DemoCard
from sqs_explorer.views.connecting.no_profiles_card import NoProfilesCard
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel

COLUMN_PX = 880
_LEAST_BESIDE_PX = 810
"""In less room than this the lists stand below each other."""


class FirstScreen(QScrollArea):
    """A column of 880 px, centred, a third of the free height above it; scrolls where a window is too low."""

    def __init__(self, look: Look, view_model: ConnectionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.setObjectName("first_screen")
        self.setAccessibleName("Open a connection")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.where = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.panel = ConnectionsPanel(look, view_model)
        self.no_profiles = NoProfilesCard(look, view_model)
        self.demo = DemoCard(look)
        self.demo.open_demo.clicked.connect(view_model.open_demo)
        self._arrange()
        view_model.changed.connect(self._show)
        self._show()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read the files; the panel does so only while it is there."""
        super().showEvent(event)
        if not event.spontaneous() and self._view_model.has_no_profiles:
            self._view_model.read()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack what has no room side by side."""
        self.panel.set_stacked(stacked=event.size().width() < _LEAST_BESIDE_PX)
        super().resizeEvent(event)

    def _arrange(self) -> None:
        column = QWidget()
        column.setMaximumWidth(COLUMN_PX)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(PlainLabel("Open a connection", role="title"))
        rows.addSpacing(6)
        rows.addWidget(self.where)
        rows.addSpacing(16)
        rows.addWidget(self.panel)
        rows.addWidget(self.no_profiles)
        rows.addSpacing(24)
        rows.addWidget(self.demo)
        page = QWidget()
        set_ground(page, "panel")
        centre = QHBoxLayout()
        centre.addStretch(1)
        centre.addWidget(column, 1000)
        centre.addStretch(1)
        lines = QVBoxLayout(page)
        lines.setContentsMargins(42, 24, 42, 24)
        lines.addStretch(1)
        lines.addLayout(centre)
        lines.addStretch(2)
        self.setWidget(page)

    def _show(self) -> None:
        view_model = self._view_model
        offers_nobody = view_model.has_no_profiles and not view_model.is_typing_key
        self.panel.setVisible(not offers_nobody)
        self.no_profiles.setVisible(offers_nobody)
        self.where.setVisible(not offers_nobody)
        self.where.setText(
            f"Profiles are read from {view_model.paths_words}. Nothing is sent to AWS before you ask for it."
        )
