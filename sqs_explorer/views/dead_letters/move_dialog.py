"""The Move dialog: where messages go, with which deduplication ID, and whether the originals stay."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.viewmodels.dead_letters.move_question import (
    KEEP_ID_DANGER,
    NEW_ID_HINT,
    MoveChoice,
    MoveQuestion,
)
from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.fields import CheckBox, ChoiceBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind

_NEW_ID, _KEEP_ID = "New ID", "Keep ID"


class MoveDialog(DialogFrame):
    """Takes a MoveQuestion, gives a MoveChoice."""

    def __init__(self, look: Look, question: MoveQuestion, parent: QWidget | None = None) -> None:
        super().__init__(look, "Move selected", environment=question.environment, parent=parent)
        self._question = question
        self.add_facts([("From", question.queue_name), ("Where", question.where)])
        self.destination = ChoiceBox(look, name="Destination")
        self.destination.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.destination.addItems([destination.label for destination in question.destinations])
        self.add_field(FormField("Destination", self.destination))
        self.deduplication = ChoiceBox(look, name="Deduplication")
        self.deduplication.addItems([_NEW_ID, _KEEP_ID])
        self._deduplication_field = FormField("Deduplication", self.deduplication, hint=NEW_ID_HINT)
        self.add_field(self._deduplication_field)
        self.keep_originals = CheckBox(look, "Keep the originals")
        self.add_field(self.keep_originals)
        self.caution = self.add_hidden_note()
        verb = primary_button(look, "Start move", "move")
        self._start = verb
        self.set_verb(verb)
        self.destination.currentIndexChanged.connect(self._show)
        self.deduplication.currentIndexChanged.connect(self._show)
        self.keep_originals.toggled.connect(self._show)
        self._show()

    @property
    def choice(self) -> MoveChoice | None:
        """What was chosen; None if there is nowhere to move to."""
        destination = self._chosen()
        if destination is None:
            return None
        return MoveChoice(destination, self._keeps_id(destination), self.keep_originals.isChecked())

    def _chosen(self) -> Destination | None:
        index = self.destination.currentIndex()
        return self._question.destinations[index] if index >= 0 else None

    def _keeps_id(self, destination: Destination) -> bool:
        return destination.takes_deduplication_id and self.deduplication.currentText() == _KEEP_ID

    def _show(self) -> None:
        destination, keep = self._chosen(), self.keep_originals.isChecked()
        self.set_sentence(self._question.sentence(destination, keep_originals=keep))
        takes_id = destination is not None and destination.takes_deduplication_id
        self._deduplication_field.setVisible(takes_id)
        keeps_id = destination is not None and self._keeps_id(destination)
        self._deduplication_field.set_hint("" if keeps_id else NEW_ID_HINT)
        words = [destination.caution if destination else "", KEEP_ID_DANGER if keeps_id else ""]
        text = " ".join(word for word in words if word)
        if text:
            self.caution.show_note(NoteKind.WARNING, text)
        else:
            self.caution.clear()
        movable = self._question.movable(keep_originals=keep)
        self._start.set_available(destination is not None and movable > 0)


async def ask_move(
    look: Look, moving: MovingViewModel, message_ids: Sequence[str], parent: QWidget | None = None
) -> None:
    """Ask where these messages go and start the move, unless there is nothing to move or it is off."""
    if not message_ids or moving.blocked_reason is not None:
        return
    dialog = MoveDialog(look, moving.question(message_ids), parent)
    if await ask(dialog) and (choice := dialog.choice) is not None:
        moving.start(message_ids, choice)
