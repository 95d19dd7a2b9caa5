"""The body of the message in front with its states: being formatted, as chosen in `Show as`, not readable."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.messages.body_showing import ShowAs
from sqs_explorer.viewmodels.messages.inspector_view_model import InspectorViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.code_tokens import Syntax
from sqs_explorer.views.parts.code_view import CodeView
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.notes import StatusLine


class MessageBody(QWidget):
    """The text below a line that says its state. `show_as` belongs to it, and is placed by who uses this."""

    def __init__(self, look: Look, view_model: InspectorViewModel, *, around_status_px: int = 0) -> None:
        super().__init__()
        self._view_model = view_model
        self.show_as = ChoiceBox(look, name="Show as")
        for choice in ShowAs:
            self.show_as.addItem(choice.value, choice)
        self._status = StatusLine(look, wrap=True, name="Body state")
        self.code = CodeView(look, "Message body")
        status = QVBoxLayout()
        status.setContentsMargins(16, around_status_px, 16, around_status_px)
        status.addWidget(self._status)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(status)
        rows.addWidget(self.code, 1)
        view_model.body_changed.connect(self._show)
        self.show_as.currentIndexChanged.connect(self._choose)
        self._show()

    def _show(self) -> None:
        view_model = self._view_model
        self.show_as.setCurrentIndex(self.show_as.findText(view_model.show_as.value))
        if view_model.is_preparing:
            self._status.set_status("clock", "Formatting the body", "muted")
            self._status.show()
            return
        wraps = view_model.show_as is not ShowAs.HEX
        modes = QPlainTextEdit.LineWrapMode
        self.code.setLineWrapMode(modes.WidgetWidth if wraps else modes.NoWrap)
        self.code.set_text(view_model.body.text, Syntax[view_model.body.syntax])
        problem = view_model.body.problem
        self._status.set_status("warn", problem, "warning")
        self._status.setVisible(bool(problem))

    def _choose(self, index: int) -> None:
        self._view_model.set_show_as(self.show_as.itemData(index))
