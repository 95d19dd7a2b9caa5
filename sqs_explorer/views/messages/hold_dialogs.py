"""The dialogs that ask before messages are deleted or held for longer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sqs_explorer.domain.limits import MAXIMUM_VISIBILITY_SECONDS
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.messages.hold_questions import DeleteQuestion, ExtendQuestion
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.destroying_dialog import DestroyingDialog
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.fields import NumberBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.notes import NoteKind

_WIDTH_PX = 500


class DeleteDialog(DestroyingDialog):
    """Says how many messages go, from where, and which are not tried."""

    def __init__(self, look: Look, question: DeleteQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            question.title,
            sentence=question.sentence,
            verb=question.title,
            environment=question.place.environment,
            facts=question.place.facts,
            warnings=(question.refusal, question.warning),
            name=question.place.queue_name if question.asks_for_name else "",
            parent=parent,
        )
        self.setObjectName("delete_dialog")


class ExtendDialog(DialogFrame):
    """Asks for how long from now messages are held; `seconds` is the answer."""

    def __init__(self, look: Look, question: ExtendQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look,
            question.title,
            sentence=_sentence(question),
            icon="extend",
            environment=question.place.environment,
            width=_WIDTH_PX,
            parent=parent,
        )
        self.setObjectName("extend_dialog")
        self._question = question
        self.add_facts(question.place.facts)
        self._box = NumberBox(
            look, 0, MAXIMUM_VISIBILITY_SECONDS, question.default_seconds, name="Hold for seconds"
        )
        self._field = FormField("Hold for seconds", self._box, hint=question.hint)
        self.add_field(self._field)
        if question.refused:
            count = count_words(question.refused, "selected message")
            verb = "is not held any more and is" if question.refused == 1 else "are not held any more and are"
            self.add_note(NoteKind.WARNING, f"{count} {verb} left out.")
        verb_button = primary_button(look, question.title, "extend")
        self.set_verb(verb_button)
        self.set_verb_default()
        self._box.valueChanged.connect(self._check)
        self._check()
        self._box.setFocus()
        self._box.selectAll()

    @property
    def seconds(self) -> int:
        """What was asked for."""
        return self._box.value()

    def _check(self) -> None:
        problem = self._question.problem_of(self.seconds)
        self._field.set_error(problem or None)
        if self.verb is not None:
            self.verb.set_available(not problem)


def _sentence(question: ExtendQuestion) -> str:
    count = count_words(question.count, "message")
    verb = "stays" if question.count == 1 else "stay"
    return f"{count} {verb} hidden from other consumers of {question.place.queue_name} for the time below."
