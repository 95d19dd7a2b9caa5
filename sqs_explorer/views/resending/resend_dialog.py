"""Edit and resend: one received message in an editor, its difference before it is sent, the result after."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.views.composing.attributes_pane import AttributesPane
from sqs_explorer.views.composing.body_pane import BodyPane
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import click_on_ctrl_enter, danger_fill_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.dim_overlay import DimmingDialog
from sqs_explorer.views.parts.ground import divider, production_band, set_ground
from sqs_explorer.views.parts.pills import EnvironmentPill
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.splitters import Splitter
from sqs_explorer.views.resending.difference_pane import DifferencePane
from sqs_explorer.views.resending.resend_bar import ResendBar
from sqs_explorer.views.resending.resend_options import ResendOptions

_SMALLEST = QSize(900, 640)
_LARGEST = QSize(1240, 900)
_AROUND_PX = 60
_OPTIONS_PX = 295


class ResendDialog(DimmingDialog):
    """Accepted once the message was sent and verified. Open it with `ask_resend`."""

    def __init__(self, look: Look, view_model: ResendViewModel, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._view_model = view_model
        self._is_asking = False
        self.setObjectName("resend_dialog")
        self.setWindowTitle("Edit and resend")
        self.setAccessibleName("Edit and resend")
        set_ground(self, "panel")
        self.body = BodyPane(look, view_model)
        self.attributes = AttributesPane(look, view_model)
        self.difference = DifferencePane(look, view_model)
        self.options = ResendOptions(look, view_model)
        self.bar = ResendBar(look, view_model)
        self._arrange()
        self.setMinimumWidth(760)
        self.resize(_size_beside(parent))
        self.bar.resend_button.clicked.connect(self._resend)
        self.bar.cancel_button.clicked.connect(self.reject)
        click_on_ctrl_enter(self.bar.resend_button, self)
        view_model.resent.connect(self.accept)
        # The text as it was received is where undoing ends.
        self.body.editor.document().clearUndoRedoStacks()
        self.body.editor.go_to(1, 1)

    @override
    def reject(self) -> None:
        """Close; a send under way is stopped instead, and what was typed is asked about first."""
        if self._is_asking:
            return
        if self._view_model.is_sending:
            self._view_model.stop()
        elif self._view_model.asks_before_closing:
            self._is_asking = True
            self._view_model.scope.start(self._ask_to_close())
        else:
            super().reject()

    def _resend(self) -> None:
        self.attributes.table.commit()
        self._view_model.resend()

    async def _ask_to_close(self) -> None:
        try:
            dialog = _DiscardDialog(self._look, self._view_model, self)
            if await ask(dialog):
                super().reject()
        finally:
            self._is_asking = False

    def _arrange(self) -> None:
        composer = QWidget()
        left = QVBoxLayout(composer)
        left.setContentsMargins(16, 12, 16, 12)
        left.setSpacing(0)
        upper = QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 10)
        above.setSpacing(12)
        above.addWidget(self.body, 1)
        above.addWidget(self.attributes)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 10, 0, 0)
        below.addWidget(self.difference)
        down = Splitter(Qt.Orientation.Vertical, "resend_difference_splitter")
        down.addWidget(upper)
        down.addWidget(lower)
        down.setSizes([380, 200])
        down.setStretchFactor(0, 1)
        left.addWidget(down)
        across = Splitter(Qt.Orientation.Horizontal, "resend_splitter")
        across.addWidget(composer)
        across.addWidget(self.options)
        across.setStretchFactor(0, 1)
        across.setStretchFactor(1, 0)
        across.setSizes([_SMALLEST.width() - _OPTIONS_PX, _OPTIONS_PX])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head())
        rows.addWidget(divider(self))
        rows.addWidget(across, 1)
        rows.addWidget(self.bar)

    def _head(self) -> QWidget:
        view_model = self._view_model
        message_id = view_model.original.message.message_id
        head = QWidget()
        rows = QVBoxLayout(head)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        if view_model.environment == "prod":
            rows.addWidget(production_band())
        title = QHBoxLayout()
        title.setContentsMargins(16, 12, 16, 0)
        title.addWidget(PlainLabel("Edit and resend", role="title"), 1)
        title.addWidget(EnvironmentPill(self._look, view_model.environment))
        facts = QHBoxLayout()
        facts.setContentsMargins(16, 4, 16, 12)
        facts.setSpacing(8)
        facts.addWidget(ElidedLabel(view_model.source_name, role="medium", middle=True, name="Source queue"))
        facts.addWidget(ElidedLabel(view_model.where, tone="muted", middle=True, name="Where"))
        facts.addStretch(1)
        facts.addWidget(PlainLabel("Message ID", tone="muted", name="Message ID heading"))
        facts.addWidget(PlainLabel(message_id, role="mono", selectable=True, name="Message ID"))
        rows.addLayout(title)
        rows.addLayout(facts)
        return head


class _DiscardDialog(DialogFrame):
    """Asks before what was typed is lost; Cancel is the default."""

    def __init__(self, look: Look, view_model: ResendViewModel, parent: QWidget) -> None:
        sentence = (
            "The message is not sent. What you changed in it is lost when this closes; "
            f"the original stays in {view_model.source_name} as it is."
        )
        super().__init__(look, "Close without sending?", sentence=sentence, width=460, parent=parent)
        self.setObjectName("discard_dialog")
        self.set_verb(danger_fill_button(look, "Discard the changes"))


def _size_beside(parent: QWidget | None) -> QSize:
    """As large as the window behind leaves room for: a body wants it."""
    if parent is None:
        return _SMALLEST
    around = parent.window().size() - QSize(_AROUND_PX, _AROUND_PX)
    return around.boundedTo(_LARGEST).expandedTo(_SMALLEST)


async def ask_resend(look: Look, view_model: ResendViewModel, parent: QWidget | None = None) -> bool:
    """Let a person edit and resend one message; True once it was sent. Closes the view-model."""
    try:
        return bool(await ask(ResendDialog(look, view_model, parent)))
    finally:
        await view_model.close()
        view_model.deleteLater()
