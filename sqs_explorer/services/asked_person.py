"""Stands for the person while there is no window yet: connections are made before what asks for them."""

from __future__ import annotations

from typing import Protocol

from sqs_explorer.domain.errors import SignInCancelled, SignInExpired
from sqs_explorer.domain.sign_in import MfaRequest
from sqs_explorer.services.sign_in_ports import SignInDesk, SignInQuestions


class Asking(SignInQuestions, SignInDesk, Protocol):
    """What a window does for signing in."""


class AskedPerson:
    """Fulfils SignInQuestions and SignInDesk by a window; without one nobody answers."""

    def __init__(self) -> None:
        self._window: Asking | None = None

    def answer_by(self, window: Asking) -> None:
        """Let this window ask from now on."""
        self._window = window

    async def mfa_code(self, request: MfaRequest) -> str:
        """Return the code that the person typed. Raises SignInCancelled."""
        if self._window is None:
            raise SignInCancelled("There is no window yet to ask for an MFA code.")
        return await self._window.mfa_code(request)

    def note_expired(self, connection_id: str, error: SignInExpired) -> None:
        """Show that a connection's sign-in has expired."""
        if self._window is not None:
            self._window.note_expired(connection_id, error)

    async def wait(self, connection_id: str) -> bool:
        """Return True once the person has signed in again, False if they will not."""
        return self._window is not None and await self._window.wait(connection_id)
