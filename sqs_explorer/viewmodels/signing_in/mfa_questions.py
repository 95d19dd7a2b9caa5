"""The codes of MFA devices: one question at a time, whatever asks for them, and none left open for ever."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SignInCancelled
from sqs_explorer.domain.sign_in import MfaRequest

LEAST_DIGITS, MOST_DIGITS = 6, 8


class MfaQuestion(QObject):
    """One code that is asked for. `ended()`: it was answered, cancelled, or nobody needs it any more."""

    ended = Signal()

    def __init__(self, request: MfaRequest, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = request
        self._code: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @property
    def sentence(self) -> str:
        """Who asks for the code."""
        asks = (
            f"The role of profile {self.request.profile}" if self.request.role_arn else self.request.profile
        )
        return f"{asks} asks for a code of your MFA device."

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Device, profile and role, by label."""
        facts = (
            ("MFA device", self.request.serial),
            ("Profile", self.request.profile),
            ("Role", self.request.role_arn),
        )
        return tuple((label, value) for label, value in facts if value)

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return not self._code.done()

    def problem_while_typing(self, text: str) -> str:
        """Return what can't become a code however one goes on typing, "" if nothing."""
        code = _without_spaces(text)
        if code and not (code.isascii() and code.isdigit()):
            return "A code has digits only."
        return f"A code has at most {MOST_DIGITS} digits." if len(code) > MOST_DIGITS else ""

    def problem_of(self, text: str) -> str:
        """Return why this is no code, "" if it may be one."""
        problem = self.problem_while_typing(text)
        if not problem and len(_without_spaces(text)) < LEAST_DIGITS:
            return f"Type the {LEAST_DIGITS} digits that the device shows now."
        return problem

    def answer(self, text: str) -> None:
        """Give the code; spaces are dropped. One that can't be right is not taken."""
        if self.is_open and not self.problem_of(text):
            self._code.set_result(_without_spaces(text))

    def cancel(self) -> None:
        """Give no code."""
        if self.is_open:
            self._code.set_exception(SignInCancelled("No MFA code was given."))

    async def code(self) -> str:
        """Return the code once it is given. Raises SignInCancelled."""
        try:
            return await self._code
        finally:
            self.ended.emit()


class MfaQuestions(QObject):
    """Asks one question after the other; `asked(MfaQuestion)` is the wish to show it."""

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._turn = asyncio.Lock()
        self._current: MfaQuestion | None = None
        self._closed = False

    async def ask(self, request: MfaRequest) -> str:
        """Return the code that the person types, when it is this request's turn. Raises SignInCancelled."""
        async with self._turn:
            if self._closed:
                raise SignInCancelled("The program ends.")
            question = self._current = MfaQuestion(request)
            try:
                self.asked.emit(question)
                return await question.code()
            finally:
                self._current = None
                question.deleteLater()

    def close(self) -> None:
        """Cancel the question that is open, and those to come."""
        self._closed = True
        if self._current is not None:
            self._current.cancel()


def _without_spaces(text: str) -> str:
    return "".join(text.split())
