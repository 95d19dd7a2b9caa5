"""The tab Details: attributes and tags at the left, redrive and access policy at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.details.details_view_model import DetailsViewModel
from sqs_explorer.views.details.attributes_pane import AttributesPane
from sqs_explorer.views.details.destroy_bar import DestroyBar
from sqs_explorer.views.details.policies_pane import PoliciesPane
from sqs_explorer.views.details.refreshing_panel import RefreshingPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.splitters import Splitter

_LEFT_PX = 428
_SHARES = (2, 3)
"""How attributes and policies share the width that comes: a wide page shows ARN and URL whole."""


class DetailsPanel(RefreshingPanel):
    """Reads again whenever it comes to the front, and when it is refreshed."""

    def __init__(self, look: Look, view_model: DetailsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.setObjectName("details_panel")
        set_ground(self, "panel")
        self.error_note = Note(look)
        self.read_only_note = Note(look)
        self.read_only_note.setObjectName("read_only_note")
        self.attributes_pane = AttributesPane(look, view_model)
        self.policies_pane = PoliciesPane(look, view_model)
        self._notes = QWidget()
        notes = QVBoxLayout(self._notes)
        notes.setContentsMargins(16, 8, 16, 0)
        notes.setSpacing(8)
        notes.addWidget(self.read_only_note)
        notes.addWidget(self.error_note)
        splitter = Splitter(Qt.Orientation.Horizontal, "details_splitter")
        splitter.addWidget(self.attributes_pane)
        splitter.addWidget(self.policies_pane)
        for place, share in enumerate(_SHARES):
            splitter.setStretchFactor(place, share)
        splitter.setSizes([_LEFT_PX, 535])
        self.attributes_pane.setMinimumWidth(320)
        self.policies_pane.setMinimumWidth(280)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._notes)
        rows.addWidget(splitter, 1)
        # Added last, so that the Tab key comes there last: the first control gets the keyboard with the tab.
        rows.insertWidget(1, DestroyBar(look, view_model.destroying))
        rows.insertWidget(2, divider(self))
        view_model.changed.connect(self._show)
        self._show()

    @override
    def refresh(self) -> None:
        """Read attributes, tags and policies again."""
        self._view_model.refresh()

    def _show(self) -> None:
        is_deleted = self._view_model.destroying.is_deleted
        error = self._view_model.error or self._view_model.sources_error
        self._show_access(is_deleted=is_deleted)
        if error is not None and not is_deleted:
            self.error_note.show_note(
                NoteKind.DANGER,
                error.text,
                title=f"{error.title}.",
                next_step=error.next_step,
                details=error.details,
            )
        else:
            self.error_note.clear()
        self._notes.setVisible(not (self.read_only_note.isHidden() and self.error_note.isHidden()))

    def _show_access(self, *, is_deleted: bool) -> None:
        """Say what may be done here; of a queue that was deleted here the page itself says all there is."""
        if is_deleted:
            self.read_only_note.clear()
        elif self._view_model.is_read_only:
            self.read_only_note.show_note(
                NoteKind.PLAIN,
                "Looking is allowed. Sending, deleting, moving, purging and editing are off. "
                "Unlock writing in the header.",
                title="Read-only connection.",
            )
        elif self._view_model.writes_to_production:
            self.read_only_note.show_note(
                NoteKind.WARNING,
                "Every change is asked about and listed in Activity.",
                title="This connection can write to Production.",
                icon="unlock",
            )
        else:
            self.read_only_note.clear()
