"""Asks the person for MFA codes: one question a device at a time, and none again after a no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from sqs_explorer.aws.credentials.shared_turns import SharedTurn
from sqs_explorer.domain.errors import MfaCodeRefused, SignInCancelled, SignInExpired
from sqs_explorer.domain.sign_in import MfaRequest

T = TypeVar("T")
_CODE = re.compile(r"[0-9]{6}")
_ATTEMPTS = 3
_NO_CODE = "An MFA code is 6 digits, as the device shows them."
_WRONG_CODE = "AWS did not accept the code. Wait for the device's next one: each works only once."


class CodeRefused(Exception):
    """STS did not accept the code that it was given; the text is AWS's own."""


class MfaDevices:
    """The MFA devices of the person, shared by all connections."""

    def __init__(self) -> None:
        self._turns: dict[str, SharedTurn] = {}

    def turn(self, serial: str) -> SharedTurn:
        """Return the turn of one device; who waits for it shares the person's no."""
        return self._turns.setdefault(serial, SharedTurn((SignInCancelled,)))


class MfaQuestions:
    """The questions of one connection.

    After a no, or codes that were refused, it asks nothing by itself: calls raise SignInExpired until the
    person signs in again, which begins with new questions.
    """

    def __init__(self, devices: MfaDevices, ask: Callable[[MfaRequest], str]) -> None:
        self._devices = devices
        self._ask = ask
        self._is_over = False

    @contextmanager
    def turn(self, request: MfaRequest) -> Iterator[None]:
        """Wait until no other question for this device is open.

        Raises SignInExpired after a no, SignInCancelled if the person says no to the question before.
        """
        if self._is_over:
            raise SignInExpired(
                f"The role of profile {request.profile} needs a code of the MFA device {request.serial}. "
                "Sign in again to be asked for it."
            )
        try:
            with self._devices.turn(request.serial).taken():
                yield
        except (SignInCancelled, MfaCodeRefused):
            self._is_over = True
            raise

    def answered(self, request: MfaRequest, use: Callable[[str], T]) -> T:
        """Ask for a code and return what `use` makes of it; asks again if that raises CodeRefused.

        Raises SignInCancelled, MfaCodeRefused after the third code.
        """
        refusal = words = ""
        for _ in range(_ATTEMPTS):
            code = "".join(self._ask(replace(request, refusal=refusal)).split())
            if not _CODE.fullmatch(code):
                refusal = words = _NO_CODE
                continue
            try:
                return use(code)
            except CodeRefused as error:
                words = str(error)
                refusal = _WRONG_CODE if "one time pass code" in words else words
        raise MfaCodeRefused(f"{_ATTEMPTS} MFA codes were not accepted. The last answer: {words}")
