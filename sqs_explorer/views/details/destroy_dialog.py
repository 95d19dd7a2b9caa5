"""The dialog before a queue is purged or deleted: who, where, how many, and the name to type."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.details.destroy_questions import DestroyQuestion
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import danger_fill_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.notes import NoteKind
from sqs_explorer.views.parts.typed_name_field import guard_verb

_WIDTH_PX = 500


class DestroyDialog(DialogFrame):
    """Accepted only once the queue's name was typed; Cancel is the default."""

    def __init__(self, look: Look, question: DestroyQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            question.title,
            sentence=question.sentence,
            icon="trash",
            icon_tone="danger",
            environment=question.place.environment,
            width=_WIDTH_PX,
            parent=parent,
        )
        self.setObjectName("destroy_dialog")
        self.add_facts(question.facts)
        if question.warning:
            self.add_note(NoteKind.WARNING, question.warning)
        self.set_verb(danger_fill_button(look, question.verb))
        self.name_field = guard_verb(self, question.name)
