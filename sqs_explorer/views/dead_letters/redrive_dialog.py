"""The Redrive dialog: what SQS will move, where to, how fast, and what can't be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.limits import MAXIMUM_MOVE_RATE
from sqs_explorer.viewmodels.dead_letters.redrive_question import (
    RedriveChoice,
    RedriveDestination,
    RedriveQuestion,
)
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.fields import ChoiceBox, NumberBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.plain_text import PlainLabel


class RedriveDialog(DialogFrame):
    """Takes a RedriveQuestion, gives a RedriveChoice."""

    def __init__(self, look: Look, question: RedriveQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look, f"Redrive {question.queue_name}", environment=question.environment, parent=parent
        )
        self._question = question
        first = question.destinations[0]
        facts = [("From", question.queue_name), ("To", question.to_words(first)), ("Where", question.where)]
        self._to = self.add_facts(facts)["To"]
        self.destination = ChoiceBox(look, name="Destination")
        self.destination.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.destination.addItems([destination.label for destination in question.destinations])
        self.add_field(FormField("Destination", self.destination))
        self.rate = NumberBox(look, 0, MAXIMUM_MOVE_RATE, 0, name="Messages per second")
        hint = PlainLabel(f"0 = as fast as AWS sees fit; at most {MAXIMUM_MOVE_RATE}", tone="muted")
        self.add_field(FormField("Messages per second", self.rate, beside=hint))
        self.caution = self.add_note(NoteKind.WARNING, question.caution(first))
        self.permissions = PlainLabel("", role="hint", tone="muted", wrap=True)
        self.add_field(self.permissions)
        self.set_verb(primary_button(look, "Start redrive", "redrive"))
        self.destination.currentIndexChanged.connect(self._show)
        self._show()

    @property
    def choice(self) -> RedriveChoice:
        """What was chosen; read it once the dialog was accepted."""
        chosen = self._chosen()
        name = chosen.label if chosen.arn else ""
        return RedriveChoice(chosen.arn, name, self.rate.value())

    def _chosen(self) -> RedriveDestination:
        return self._question.destinations[max(self.destination.currentIndex(), 0)]

    def _show(self) -> None:
        chosen = self._chosen()
        self.set_sentence(self._question.sentence(chosen))
        to = self._question.to_words(chosen)
        self._to.setText(to)
        self._to.setAccessibleName(f"To: {to}")
        self.caution.show_note(NoteKind.WARNING, self._question.caution(chosen))
        self.permissions.setText(self._question.permissions(chosen))
