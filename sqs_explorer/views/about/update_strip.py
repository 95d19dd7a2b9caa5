"""The strip over the pages that says that a newer version is out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.about.updates_view_model import UpdatesViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.note_strip import NoteStrip
from sqs_explorer.views.parts.notes import NoteKind


class UpdateStrip(NoteStrip):
    """Hidden while there is nothing to say; `Not now` is for this version for good."""

    def __init__(self, look: Look, view_model: UpdatesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, "update_strip", parent)
        self._view_model = view_model
        self.note.action_requested.connect(view_model.open_page)
        self.note.dismiss_requested.connect(view_model.pass_over)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        release = self._view_model.notice
        if release is None:
            self.note.clear()
        else:
            self.note.show_note(
                NoteKind.INFO,
                f"Version {release.version} is out.",
                next_step=self._view_model.page_problem,
                action="Open the page",
                dismiss="Not now",
            )
        self.setVisible(release is not None)
