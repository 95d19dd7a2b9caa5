"""What goes with the body: group and deduplication ID, delay, trace header, and how much room is left."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.limits import MAXIMUM_DELAY_SECONDS
from sqs_explorer.viewmodels.composing.draft_view_model import DraftViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.fields import NumberBox, TextField
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.progress_line import ProgressLine

_WIDTH_PX = 295
_BAR_TONES = {"text": "accentfill", "warning": "warnfill", "danger": "danger"}


class OptionsColumn(QScrollArea):
    """The fields that apply to this kind of queue; those that do not are not there."""

    def __init__(self, look: Look, view_model: DraftViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view_model = view_model
        self.group_id = TextField(mono=True)
        self.deduplication_id = TextField(mono=True)
        self.delay_seconds = NumberBox(look, 0, MAXIMUM_DELAY_SECONDS, 0, name="Delay seconds")
        self.trace_header = TextField("Root=1-…;Sampled=1", mono=True)
        tip = "Fill in an ID that nobody has used"
        self.new_id = icon_button(look, "refresh", "New deduplication ID", tooltip=tip)
        self.new_id.setObjectName("new_deduplication_id")
        self._fields = {
            "Message group ID": FormField("Message group ID", self.group_id),
            "Deduplication ID": FormField("Deduplication ID", self.deduplication_id, beside=self.new_id),
            "Delay seconds": FormField("Delay seconds", self.delay_seconds),
            "Trace header": FormField("Trace header", self.trace_header),
        }
        _stretch_field(self._fields["Deduplication ID"])
        self._size = NamedLabel("Message size", ElidedLabel(role="mono"))
        self._bar = ProgressLine(look, height=6, name="Part of the largest message")
        self._size_hint = PlainLabel(role="hint", tone="muted", wrap=True)
        self._arrange()
        self._connect()
        self._take_fields()
        self._show()

    @override
    def sizeHint(self) -> QSize:
        """295 px wide at any size."""
        return QSize(_WIDTH_PX, 400)

    def _arrange(self) -> None:
        size_row = QHBoxLayout()
        size_row.setSpacing(0)
        size_row.addWidget(PlainLabel("Message size", role="medium", name="Size heading"))
        size_row.addStretch(1)
        size_row.addWidget(self._size)
        inside = QWidget()
        set_ground(inside, "sunken")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(16, 16, 16, 16)
        rows.setSpacing(16)
        for field in self._fields.values():
            rows.addWidget(field)
        rows.addWidget(divider())
        size_rows = QVBoxLayout()
        size_rows.setSpacing(6)
        size_rows.addLayout(size_row)
        size_rows.addWidget(self._bar)
        size_rows.addWidget(self._size_hint)
        rows.addLayout(size_rows)
        rows.addStretch(1)
        set_ground(self, "sunken")
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(240)

    def _connect(self) -> None:
        view_model = self._view_model
        self.group_id.textChanged.connect(view_model.set_group_id)
        self.deduplication_id.textChanged.connect(view_model.set_deduplication_id)
        self.delay_seconds.valueChanged.connect(view_model.set_delay_seconds)
        self.trace_header.textChanged.connect(view_model.set_trace_header)
        self.new_id.clicked.connect(view_model.make_deduplication_id)
        view_model.fields_replaced.connect(self._take_fields)
        view_model.examined.connect(self._show)

    def _take_fields(self) -> None:
        view_model = self._view_model
        # Edit and resend may turn to a queue of the other kind.
        is_fifo = view_model.rules.is_fifo
        self._fields["Deduplication ID"].setVisible(is_fifo)
        self._fields["Delay seconds"].setVisible(not is_fifo)
        _set_text(self.group_id, view_model.group_id)
        _set_text(self.deduplication_id, view_model.deduplication_id)
        _set_text(self.trace_header, view_model.trace_header)
        with QSignalBlocker(self.delay_seconds):
            self.delay_seconds.setValue(view_model.shown_delay_seconds)
        self._show()

    def _show(self) -> None:
        view_model = self._view_model
        hints = view_model.hints
        for name, field in self._fields.items():
            field.set_hint(hints.get(name, ""))
            field.set_error(view_model.problem_of(name) or None)
        size = view_model.examination.size
        self._size.set_words(size.words, size.tone)
        self._bar.set_fraction(size.fraction)
        self._bar.set_tone(_BAR_TONES[size.tone])
        problem = view_model.problem_of("Message size")
        self._size_hint.setText(f"{problem} {size.hint}" if problem else size.hint)
        self._size_hint.set_tone("danger" if problem else "muted")


def _set_text(field: QLineEdit, text: str) -> None:
    if field.text() != text:
        with QSignalBlocker(field):
            field.setText(text)
        # A long text shows from its start; setText leaves the cursor, and so what is seen, at its end.
        field.setCursorPosition(0)


def _stretch_field(form_field: FormField) -> None:
    """Give the line beside the button the room, not the button."""
    for line in form_field.findChildren(QHBoxLayout):
        line.setStretch(0, 1)
        line.setStretch(1, 0)
