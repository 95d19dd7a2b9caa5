"""The dialog before a queue is purged or deleted: who, where, how many, and the name to type."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.details.destroy_questions import DestroyQuestion
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.destroying_dialog import DestroyingDialog


class DestroyDialog(DestroyingDialog):
    """Accepted only once the queue's name was typed."""

    def __init__(self, look: Look, question: DestroyQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            question.title,
            sentence=question.sentence,
            verb=question.verb,
            environment=question.place.environment,
            facts=question.facts,
            warnings=(question.warning,),
            name=question.name,
            parent=parent,
        )
        self.setObjectName("destroy_dialog")
