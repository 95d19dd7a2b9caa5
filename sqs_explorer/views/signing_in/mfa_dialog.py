"""Asks for the code of an MFA device."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.signing_in.mfa_questions import MfaQuestion
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import primary_button
from sqs_explorer.views.parts.dialog_frame import DialogFrame
from sqs_explorer.views.parts.fields import TextField
from sqs_explorer.views.parts.form_field import FormField

_WIDTH_PX = 480


class MfaDialog(DialogFrame):
    """Closes with the code given, with Cancel, or when nobody needs the code any more."""

    def __init__(self, look: Look, question: MfaQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            look, "MFA code", sentence=question.sentence, icon="key", width=_WIDTH_PX, parent=parent
        )
        self.setObjectName("mfa_dialog")
        self._question = question
        self.add_facts(question.facts, mono=True)
        self.code = TextField("123456", mono=True, name="MFA code")
        self._field = FormField("MFA code", self.code, hint="The digits that the device shows now.")
        self.add_field(self._field)
        self.set_verb(primary_button(look, "Continue", "check"))
        self.set_verb_default()
        self._field.set_error(question.request.refusal or None)
        self.code.textEdited.connect(self._check)
        self.code.setFocus()
        question.ended.connect(self.reject)

    def _check(self, text: str) -> None:
        self._field.set_error(self._question.problem_while_typing(text) or None)

    @override
    def accept(self) -> None:
        """Give the code; one that can't be right stays to be mended."""
        problem = self._question.problem_of(self.code.text())
        if problem:
            self._field.set_error(problem)
            self.code.setFocus()
            return
        self._question.answer(self.code.text())
        self.code.clear()
        super().accept()

    @override
    def reject(self) -> None:
        """Give no code."""
        self._question.cancel()
        super().reject()
