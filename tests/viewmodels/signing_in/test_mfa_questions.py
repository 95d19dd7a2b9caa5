"""A code is asked for once at a time, checked gently, and nothing waits for ever."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.domain.errors import SignInCancelled
from sqs_explorer.domain.sign_in import MfaRequest
from sqs_explorer.viewmodels.signing_in.mfa_questions import MfaQuestion, MfaQuestions
from tests.guards.event_loops import RunCoroutine

PHONE = MfaRequest("arn:aws:iam::111122223333:mfa/phone", "prod", "arn:aws:iam::111122223333:role/OnCall")
TOKEN = MfaRequest("arn:aws:iam::111122223333:mfa/token", "other")


async def turns() -> None:
    """Let what is ready run."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_two_devices_are_asked_for_one_after_the_other(qt_run: RunCoroutine) -> None:
    async def ask() -> None:
        questions = MfaQuestions()
        shown: list[MfaQuestion] = []
        questions.asked.connect(shown.append)
        first = asyncio.ensure_future(questions.ask(PHONE))
        second = asyncio.ensure_future(questions.ask(TOKEN))
        await turns()
        assert [question.request for question in shown] == [PHONE]
        shown[0].answer(" 123 456 ")
        assert await first == "123456"
        await turns()
        assert [question.request for question in shown] == [PHONE, TOKEN]
        shown[1].answer("654321")
        assert await second == "654321"

    qt_run(ask())


def test_a_cancelled_question_raises_and_the_next_one_is_asked(qt_run: RunCoroutine) -> None:
    async def ask() -> None:
        questions = MfaQuestions()
        shown: list[MfaQuestion] = []
        questions.asked.connect(shown.append)
        first = asyncio.ensure_future(questions.ask(PHONE))
        second = asyncio.ensure_future(questions.ask(TOKEN))
        await turns()
        shown[0].cancel()
        with pytest.raises(SignInCancelled):
            await first
        await turns()
        shown[1].answer("12345678")
        assert await second == "12345678"

    qt_run(ask())


def test_a_call_that_goes_away_takes_its_question_with_it(qt_run: RunCoroutine) -> None:
    async def ask() -> None:
        questions = MfaQuestions()
        shown: list[MfaQuestion] = []
        ended: list[str] = []
        questions.asked.connect(shown.append)
        call = asyncio.ensure_future(questions.ask(PHONE))
        await turns()
        shown[0].ended.connect(lambda: ended.append("ended"))
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert ended == ["ended"]
        assert not shown[0].is_open

    qt_run(ask())


def test_the_end_of_the_program_cancels_what_is_asked_and_what_comes_later(qt_run: RunCoroutine) -> None:
    async def end() -> None:
        questions = MfaQuestions()
        calls = [asyncio.ensure_future(questions.ask(request)) for request in (PHONE, TOKEN)]
        await turns()
        questions.close()
        for call in calls:
            with pytest.raises(SignInCancelled):
                await call

    qt_run(end())


@pytest.mark.parametrize(
    ("typed", "while_typing", "at_the_end"),
    [
        ("", "", "Type the 6 digits that the device shows now."),
        ("12345", "", "Type the 6 digits that the device shows now."),
        ("123 456", "", ""),
        ("12345678", "", ""),
        ("123456789", "A code has at most 8 digits.", "A code has at most 8 digits."),
        ("12a", "A code has digits only.", "A code has digits only."),
        ("١٢٣٤٥٦", "A code has digits only.", "A code has digits only."),
    ],
)
def test_a_code_is_six_to_eight_digits(
    qt_run: RunCoroutine, typed: str, while_typing: str, at_the_end: str
) -> None:
    async def check() -> None:
        question = MfaQuestion(PHONE)
        assert question.problem_while_typing(typed) == while_typing
        assert question.problem_of(typed) == at_the_end
        question.answer(typed)
        assert question.is_open == bool(at_the_end)
        if question.is_open:
            question.answer("123456")
        assert await question.code()

    qt_run(check())


def test_it_says_who_asks_and_names_device_profile_and_role(qt_run: RunCoroutine) -> None:
    async def read() -> None:
        question = MfaQuestion(PHONE)
        assert question.sentence == "The role of profile prod asks for a code of your MFA device."
        assert question.facts == (("MFA device", PHONE.serial), ("Profile", "prod"), ("Role", PHONE.role_arn))
        question.answer("123456")
        await question.code()

    qt_run(read())
