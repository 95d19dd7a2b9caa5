"""Opens the dialogs of signing in when a view-model wishes for them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from sqs_explorer.viewmodels.signing_in.mfa_questions import MfaQuestion
from sqs_explorer.viewmodels.signing_in.sign_in_run import SignInRun
from sqs_explorer.viewmodels.signing_in.sign_in_view_model import SignInViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.signing_in.asking_in_front import ask_in_front
from sqs_explorer.views.signing_in.mfa_dialog import MfaDialog
from sqs_explorer.views.signing_in.sign_in_dialog import SignInDialog


class SignInConduct(QObject):
    """Whatever becomes of a dialog, what it asks for is answered: nothing waits for ever."""

    def __init__(self, look: Look, window: QWidget, view_model: SignInViewModel, scope: TaskScope) -> None:
        super().__init__(window)
        self._look = look
        self._window = window
        self._scope = scope
        view_model.mfa.asked.connect(self._ask_for_code)
        view_model.asked.connect(self._ask_to_sign_in)

    def _ask_for_code(self, question: MfaQuestion) -> None:
        if self._scope.start(self._show_question(question)) is None:
            question.cancel()

    async def _show_question(self, question: MfaQuestion) -> None:
        try:
            if question.is_open:
                await ask_in_front(lambda parent: MfaDialog(self._look, question, parent), self._window)
        finally:
            question.cancel()

    def _ask_to_sign_in(self, run: SignInRun) -> None:
        if self._scope.start(self._show_run(run)) is None:
            run.give_up()

    async def _show_run(self, run: SignInRun) -> None:
        try:
            if run.is_open:
                await ask_in_front(lambda parent: SignInDialog(self._look, run, parent), self._window)
        finally:
            run.give_up()
