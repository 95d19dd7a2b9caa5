"""The Move dialog: where messages go, how fast, with which deduplication ID, whether the originals stay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.viewmodels.dead_letters.move_question import (
    COPIES_ARE_NEW,
    KEEP_ID_DANGER,
    MAXIMUM_RATE,
    NEW_ID_HINT,
    MoveChoice,
    Question,
)
from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.views.dead_letters.destination_field import DestinationField
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame, ask
from sqs_explorer.views.parts.fields import CheckBox, ChoiceBox, NumberBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel

_NEW_ID, _KEEP_ID = "New ID", "Keep ID"
_SAME_PLACE = "the same connection, account and Region"


class MoveDialog(DialogFrame):
    """Takes a question about a selection or a whole queue, gives a MoveChoice."""

    def __init__(self, look: Look, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(look, question.title, environment=question.environment, parent=parent)
        self._question = question
        facts = [("From", question.queue_name), ("Where", question.where), ("To", ""), ("To where", "")]
        self._facts = self.add_facts(facts)
        self._to = DestinationField(look, question.destinations)
        self.destination, self.filter = self._to.box, self._to.filter
        self.add_field(self._to)
        self.deduplication = ChoiceBox(look, name="Deduplication")
        self.deduplication.addItems([_NEW_ID, _KEEP_ID])
        self._deduplication_field = FormField("Deduplication", self.deduplication, hint=NEW_ID_HINT)
        self.add_field(self._deduplication_field)
        self.rate = NumberBox(look, 0, MAXIMUM_RATE, 0, name="Messages per second")
        hint = PlainLabel("0 = as fast as it goes", tone="muted")
        self.add_field(FormField("Messages per second", self.rate, beside=hint))
        self.keep_originals = CheckBox(look, "Keep the originals")
        self.keep_originals.setVisible(question.offers_copy)
        self.add_field(self.keep_originals)
        self.add_field(PlainLabel(COPIES_ARE_NEW, role="hint", tone="muted", wrap=True))
        self.caution = self.add_hidden_note()
        self._start = primary_button(look, "Start move", "move")
        self.set_verb(self._start)
        self._to.chosen_changed.connect(self._show)
        self.deduplication.currentIndexChanged.connect(self._show)
        self.keep_originals.toggled.connect(self._show)
        self._show()

    @property
    def choice(self) -> MoveChoice | None:
        """What was chosen; None if there is nowhere to move to."""
        destination = self._to.chosen
        if destination is None:
            return None
        keeps_id = self._keeps_id(destination)
        return MoveChoice(destination, keeps_id, self.keep_originals.isChecked(), self.rate.value())

    def _keeps_id(self, destination: Destination | None) -> bool:
        takes_id = destination is not None and destination.takes_deduplication_id
        return takes_id and self.deduplication.currentText() == _KEEP_ID

    def _show(self) -> None:
        destination, keep = self._to.chosen, self.keep_originals.isChecked()
        self._show_sentence(destination)
        self._show_facts(destination)
        takes_id, keeps_id = (
            bool(destination and destination.takes_deduplication_id),
            self._keeps_id(destination),
        )
        self._deduplication_field.setVisible(takes_id)
        self._deduplication_field.set_hint("" if keeps_id else NEW_ID_HINT)
        cautions = self._question.cautions(destination) if destination else ()
        text = " ".join((*cautions, KEEP_ID_DANGER) if keeps_id else cautions)
        if text:
            self.caution.show_note(NoteKind.WARNING, text)
        else:
            self.caution.clear()
        movable = self._question.movable(keep_originals=keep)
        self._start.set_available(destination is not None and movable > 0)

    def _show_sentence(self, destination: Destination | None) -> None:
        if destination is None and self._question.destinations:
            self.set_sentence("Choose a destination.")
            return
        keep = self.keep_originals.isChecked()
        self.set_sentence(self._question.sentence(destination, keep_originals=keep))

    def _show_facts(self, destination: Destination | None) -> None:
        to = where = ""
        if destination is not None:
            to = destination.queue.name if destination.queue else destination.label
            where = destination.place or _SAME_PLACE
        _set_fact(self._facts, "To", to)
        _set_fact(self._facts, "To where", where)


def _set_fact(facts: dict[str, ElidedLabel], label: str, value: str) -> None:
    facts[label].setText(value)
    facts[label].setAccessibleName(f"{label}: {value}")


async def ask_move(
    look: Look, moving: MovingViewModel, message_ids: Sequence[str], parent: QWidget | None = None
) -> None:
    """Ask where these messages go and start the move, unless there is nothing to move or it is off."""
    if not message_ids or moving.blocked_reason is not None:
        return
    dialog = MoveDialog(look, moving.question(message_ids), parent)
    if await ask(dialog) and (choice := dialog.choice) is not None:
        moving.start(message_ids, choice)


async def ask_move_all(
    look: Look,
    moving: MovingViewModel,
    feeding: Iterable[QueueRef] = (),
    *,
    lead: str = "",
    parent: QWidget | None = None,
) -> None:
    """Ask where all messages of the queue go and let the program move them itself, unless it is off.

    `feeding` are the source queues that SQS named, `lead` says why SQS doesn't move them.
    """
    if moving.blocked_reason is not None:
        return
    dialog = MoveDialog(look, moving.whole_queue_question(feeding, lead), parent)
    if await ask(dialog) and (choice := dialog.choice) is not None:
        moving.start_whole_queue(choice)
