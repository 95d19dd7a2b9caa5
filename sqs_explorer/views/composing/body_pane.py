"""The editor of the body with its format above and its check as its foot."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.composing.draft_view_model import BODY_FIELD, DraftViewModel
from sqs_explorer.viewmodels.composing.examination import CheckKind
from sqs_explorer.viewmodels.composing.typed_body import shown_text
from sqs_explorer.views.composing.file_dropping import FileDropping
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import flat_button
from sqs_explorer.views.parts.code_editor import CodeEditor, CursorPlace
from sqs_explorer.views.parts.code_highlighting import Syntax
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.form_field import InlineField
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.notes import StatusLine
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel, set_plain_tooltip

_SYNTAXES = {"JSON": Syntax.JSON, "XML": Syntax.XML, "Text": Syntax.TEXT}
_SIGNS = {
    CheckKind.EMPTY: ("info", "muted"),
    CheckKind.VALID: ("check", "success"),
    CheckKind.INVALID: ("warn", "warning"),
    CheckKind.REFUSED: ("fail", "danger"),
}


def exact_text(document: QTextDocument) -> str:
    """Return a document's text with its non-breaking spaces and U+2028, which `toPlainText` would rewrite."""
    return document.toRawText().replace("\u2029", "\n")


class BodyPane(QWidget):
    """Message body, Body format, Format body and Body check. The editor takes the room that is left."""

    def __init__(self, look: Look, view_model: DraftViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._is_replacing = False
        self.editor = CodeEditor(look, BODY_FIELD)
        self.format_box = ChoiceBox(look, name="Body format")
        self.format_box.addItems(view_model.format_names)
        tip = "Lay the body out without changing a literal"
        self.format_button = flat_button(look, "Format body", "braces", tooltip=tip)
        self.format_button.setObjectName("format_body")
        self.check = StatusLine(look, cut=True, name="Body check")
        self.check.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.go_there = LinkButton(
            "Go to", name="Go to the place in the body", on_click=self._go_to_the_fault
        )
        self._place = PlainLabel("Ln 1, Col 1", role="mono", tone="muted", name="Place of the cursor")
        self._problem = PlainLabel(role="hint", tone="danger", wrap=True, name="Message body problem")
        self._arrange()
        self._connect()
        self._replace(view_model.body)
        self._show()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(InlineField("Body format", self.format_box))
        top.addWidget(self.format_button)
        top.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 0, 10, 0)
        foot.setSpacing(8)
        foot.addWidget(self.check, 1)
        foot.addWidget(self.go_there)
        foot.addWidget(self._place)
        foot_row = QWidget()
        foot_row.setFixedHeight(29)
        foot_row.setLayout(foot)
        box = QWidget()
        set_ground(box, "box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(1, 5, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.editor, 1)
        inside.addWidget(divider())
        inside.addWidget(foot_row)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(top)
        rows.addWidget(box, 1)
        rows.addWidget(self._problem)
        self.editor.setMinimumHeight(96)

    def _connect(self) -> None:
        view_model = self._view_model
        self.editor.textChanged.connect(self._take_typed)
        self.editor.cursor_moved.connect(self._show_place)
        self.format_box.currentTextChanged.connect(view_model.choose_format)
        self.format_box.currentTextChanged.connect(self._show_syntax)
        self.format_button.clicked.connect(view_model.format_body)
        view_model.body_replaced.connect(self._replace)
        view_model.fields_replaced.connect(self._show)
        view_model.examined.connect(self._show)
        dropping = FileDropping(self.editor.viewport())
        dropping.file_dropped.connect(view_model.load_body_file)

    def _take_typed(self) -> None:
        if not self._is_replacing:
            self._view_model.type_body(exact_text(self.editor.document()))

    def _replace(self, text: str) -> None:
        if exact_text(self.editor.document()) == shown_text(text):
            return
        self._is_replacing = True
        try:
            self.editor.replace_text(text)
        finally:
            self._is_replacing = False

    def _show(self) -> None:
        view_model = self._view_model
        with QSignalBlocker(self.format_box):
            self.format_box.setCurrentText(view_model.format_name)
        self._show_syntax()
        verdict = view_model.verdict
        icon, tone = _SIGNS[verdict.kind]
        self.check.set_status(icon, verdict.sentence, "muted" if tone == "muted" else "text", icon_tone=tone)
        self.check.label.setAccessibleDescription(verdict.sentence)
        set_plain_tooltip(self.check, verdict.sentence)
        self.go_there.setVisible(verdict.line > 0)
        problem = view_model.problem_of(BODY_FIELD)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _show_syntax(self) -> None:
        self.editor.set_syntax(_SYNTAXES[self.format_box.currentText()])

    def _show_place(self, place: CursorPlace) -> None:
        self._place.setText(f"Ln {place.line:,}, Col {place.column:,}")

    def _go_to_the_fault(self) -> None:
        verdict = self._view_model.verdict
        self.editor.go_to(verdict.line, verdict.column)
