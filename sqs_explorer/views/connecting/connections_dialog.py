"""The Connections dialog: the panel of the first screen in a frame, to open more or to edit what is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.connecting.connections_panel import ConnectionsPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.dim_overlay import DimmingDialog
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel

WIDTH_PX = 920


class ConnectionsDialog(DimmingDialog):
    """Accepted once Open was pressed; Cancel forgets what was chosen. Open it with `ask`."""

    def __init__(self, look: Look, view_model: ConnectionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._view_model = view_model
        self.setObjectName("connections_dialog")
        self.setWindowTitle("Connections")
        self.setAccessibleName("Connections")
        self.setFixedWidth(WIDTH_PX)
        set_ground(self, "dialog")
        self._rows = QVBoxLayout(self)
        self.panel = ConnectionsPanel(look, view_model)
        self.demo = outlined_button(look, "Open the demo", "play")
        self.cancel = outlined_button(look, "Cancel")
        self.cancel.setMinimumWidth(88)
        self._arrange()
        self.cancel.clicked.connect(self.reject)
        self.demo.clicked.connect(view_model.open_demo)
        self.rejected.connect(view_model.begin_anew)
        for signal in (view_model.open_requested, view_model.replace_requested, view_model.demo_requested):
            signal.connect(self.accept)
        self.panel.begin()

    @override
    def event(self, event: QEvent) -> bool:
        """Fit the height to the content when a note or a field appears; the lists shrink on a low screen."""
        asks_for_layout = event.type() == QEvent.Type.LayoutRequest
        handled = super().event(event)
        if asks_for_layout:
            space = self.screen().availableGeometry().height() - (
                self.frameGeometry().height() - self.height()
            )
            self.setFixedHeight(min(self._rows.totalHeightForWidth(self.width()), space))
        return handled

    def _arrange(self) -> None:
        edited = self._view_model.edited_connection_id
        title = f"Edit {edited}" if edited else "Open a connection"
        body = QVBoxLayout()
        body.setContentsMargins(20, 16, 20, 16)
        body.setSpacing(12)
        body.addWidget(PlainLabel(title, role="title"))
        body.addWidget(self.panel)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 14, 20, 14)
        foot.addWidget(self.demo)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        rows = self._rows
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(body, 1)
        rows.addWidget(divider(self))
        rows.addLayout(foot)
