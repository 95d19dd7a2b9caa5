"""What was edited, below the editor: a sentence and the lines that differ."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.resending.resend_draft_view_model import SENT_AS_IT_WAS
from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.resending.difference_view import DifferenceView

_MINIMUM_PX = 84


class DifferencePane(QWidget):
    """`Difference`, kept up to date while somebody types."""

    def __init__(self, look: Look, view_model: ResendViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.view = DifferenceView(look)
        self.summary = NamedLabel("Difference in words", ElidedLabel(tone="muted"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(PlainLabel("Difference", role="strong", name="Difference heading"))
        head.addWidget(self.summary, 1)
        box = QWidget()
        set_ground(box, "box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.view)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(box, 1)
        self.view.setMinimumHeight(_MINIMUM_PX)
        view_model.difference_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        difference = self._view_model.difference
        self.summary.set_words(difference.summary, "muted" if difference.is_none else "text")
        self.view.show_lines(difference.lines, SENT_AS_IT_WAS)
