"""Beside the edited message: where it goes, what becomes of the original, and the IDs that go with it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.views.composing.options_column import OptionsColumn
from sqs_explorer.views.dead_letters.destination_field import DestinationField
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.fields import CheckBox
from sqs_explorer.views.parts.ground import divider, set_ground
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel


class ResendOptions(QWidget):
    """Destination and Keep the original, which never scroll away; below them the Send tab's own fields."""

    def __init__(self, look: Look, view_model: ResendViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.destination = DestinationField(look, view_model.destinations)
        self._caution = PlainLabel(
            role="hint", tone="warning", wrap=True, name="Caution about the destination"
        )
        self.keep = CheckBox(look, "Keep the original")
        self.hold = PlainLabel(role="hint", tone="muted", wrap=True, name="Hold of the original")
        self.hold_longer = LinkButton(
            "Hold 10 min longer", name="Hold the original 10 minutes longer", on_click=view_model.hold_longer
        )
        self.fields = OptionsColumn(look, view_model)
        self._arrange()
        self.destination.chosen_changed.connect(self._choose)
        self.keep.toggled.connect(view_model.keep_original)
        view_model.destination_changed.connect(self._show)
        view_model.hold_changed.connect(self._show_hold)
        view_model.sending_changed.connect(self._show_hold)
        self._show()
        self._show_hold()

    def _arrange(self) -> None:
        top = QWidget()
        set_ground(top, "sunken")
        inside = QVBoxLayout(top)
        inside.setContentsMargins(16, 16, 16, 12)
        inside.setSpacing(6)
        inside.addWidget(self.destination)
        inside.addWidget(self._caution)
        inside.addSpacing(4)
        inside.addWidget(self.keep)
        inside.addWidget(self.hold)
        inside.addWidget(self.hold_longer)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(top)
        rows.addWidget(divider())
        rows.addWidget(self.fields, 1)
        self.setMinimumWidth(240)

    def _choose(self) -> None:
        self._view_model.choose_destination(self.destination.chosen)

    def _show(self) -> None:
        caution = self._view_model.caution
        self._caution.setText(caution)
        self._caution.setVisible(bool(caution))

    def _show_hold(self) -> None:
        view_model = self._view_model
        with QSignalBlocker(self.keep):
            self.keep.setChecked(view_model.keeps_original)
        self.keep.setEnabled(view_model.original.is_held and not view_model.is_sent)
        words = view_model.original_words
        self.hold.setText(words)
        self.hold.set_tone("warning" if view_model.original_is_worrying else "muted")
        self.keep.setAccessibleDescription(words)
        self.hold_longer.setVisible(view_model.may_lose_hold)
