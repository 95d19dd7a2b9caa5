"""What to do for someone without any AWS profile."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.connecting.connections_view_model import ConnectionsViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel

_STEPS = (
    ("aws configure", "for an access key and its secret"),
    ("aws configure sso", "for a sign-in through your company"),
)


class NoProfilesCard(QWidget):
    """Says where profiles are looked for, how one is made, reads again, and offers to type a key."""

    def __init__(self, look: Look, view_model: ConnectionsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.setObjectName("no_profiles_card")
        set_ground(self, "card")
        self.problems = Note(look)
        self.where = PlainLabel(wrap=True, selectable=True)
        self.read_again = outlined_button(look, "Read again", "refresh")
        self.read_again.clicked.connect(view_model.read)
        self.type_key = outlined_button(look, "Type an access key", "key")
        self.type_key.clicked.connect(view_model.start_typing_key)
        steps = QGridLayout()
        steps.setHorizontalSpacing(16)
        steps.setVerticalSpacing(6)
        steps.setColumnStretch(1, 1)
        for row, (command, purpose) in enumerate(_STEPS):
            steps.addWidget(PlainLabel(command, role="mono_medium", selectable=True), row, 0)
            steps.addWidget(PlainLabel(purpose, tone="muted"), row, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.read_again)
        foot.addWidget(self.type_key)
        foot.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(17, 16, 17, 16)
        rows.setSpacing(12)
        rows.addWidget(PlainLabel("No AWS profiles on this machine yet", role="strong"))
        rows.addWidget(self.problems)
        rows.addWidget(self.where)
        rows.addWidget(PlainLabel("Make one in a terminal with the AWS command line, then read again:"))
        rows.addLayout(steps)
        rows.addLayout(foot)
        view_model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        view_model = self._view_model
        self.where.setText(f"Looked for them in {view_model.paths_words}, and in the environment variables.")
        self.read_again.set_available(not view_model.is_reading)
        if view_model.problems:
            self.problems.show_note(NoteKind.WARNING, "\n".join(view_model.problems))
        else:
            self.problems.clear()
