"""What the worker asks its parent: keys are kept for a moment, and no question outlives who could answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from sqs_explorer.aws.renewals import Renewals
from sqs_explorer.aws.sign_in_waits import SignInWaits
from sqs_explorer.domain.errors import ConnectionClosed, SignInExpired
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.worker.asking import KEPT_SECONDS, ParentQuestions
from sqs_explorer.worker.frames import KeysGiven, KeysWanted, Question, SignInEnded, SignInWanted
from tests.fakes.fake_clock import FakeClock
from tests.guards.event_loops import RunCoroutine

KEYS = SessionKeys("AKIAKEY", "secret")
EXPIRED = SignInExpired("The token has expired.")


class Asked:
    """Questions, what was sent of them, and a clock."""

    def __init__(self) -> None:
        self.sent: list[Question] = []
        self.clock = FakeClock()
        self.questions = ParentQuestions(self.sent.append, self.clock)

    async def keys(self, answer: Callable[[], KeysGiven] | None = None) -> SessionKeys:
        """Ask for keys, and give the answer if a question was sent."""
        before = len(self.sent)
        asking = asyncio.ensure_future(self.questions.keys("orders"))
        await asyncio.sleep(0)
        if len(self.sent) > before and answer is not None:
            self.questions.take(answer())
        return await asking


def given() -> KeysGiven:
    return KeysGiven("orders", KEYS)


def test_one_question_serves_all_who_ask_meanwhile(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        first, second = (asyncio.ensure_future(asked.questions.keys("orders")) for _ in range(2))
        other = asyncio.ensure_future(asked.questions.keys("payments"))
        await asyncio.sleep(0)
        assert asked.sent == [KeysWanted("orders"), KeysWanted("payments")]
        first.cancel()
        await asyncio.sleep(0)
        asked.questions.take(given())
        assert await second == KEYS
        assert not other.done()
        asked.questions.take(KeysGiven("payments", KEYS))
        assert await other == KEYS

    run(scenario())


def test_keys_are_given_again_for_a_moment_and_then_asked_for_anew(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        for _ in range(3):
            assert await asked.keys(given) == KEYS
        assert len(asked.sent) == 1
        asked.clock.advance(KEPT_SECONDS)
        await asked.keys(given)
        assert len(asked.sent) == 2

    run(scenario())


def test_keys_that_have_expired_are_not_given_again(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        soon = SessionKeys("AKIAKEY", "secret", "token", asked.clock.now() + timedelta(seconds=2))
        await asked.keys(lambda: KeysGiven("orders", soon))
        asked.clock.advance(1)
        assert await asked.keys(given) == soon
        asked.clock.advance(1)
        assert await asked.keys(given) == KEYS

    run(scenario())


def test_a_sign_in_makes_keys_be_asked_for_anew(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        await asked.keys(given)
        asked.questions.note_expired("orders", EXPIRED)
        waits = [asyncio.ensure_future(asked.questions.wait("orders")) for _ in range(2)]
        await asyncio.sleep(0)
        assert asked.sent[1:] == [SignInWanted("orders", EXPIRED)]
        asked.questions.take(SignInEnded("orders", is_signed_in=True))
        assert await asyncio.gather(*waits) == [True, True]
        await asked.keys(given)
        assert asked.sent[2:] == [KeysWanted("orders")]

    run(scenario())


def test_who_has_just_refused_to_sign_in_is_not_asked_again(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        with pytest.raises(SignInExpired):
            await asked.keys(lambda: KeysGiven("orders", error=EXPIRED))
        asked.questions.note_expired("orders", EXPIRED)
        assert not await asked.questions.wait("orders")
        assert asked.sent == [KeysWanted("orders")]
        # Signed in after all, they may be asked when that has expired, too.
        await asked.keys(given)
        waiting = asyncio.ensure_future(asked.questions.wait("orders"))
        await asyncio.sleep(0)
        asked.questions.take(SignInEnded("orders", is_signed_in=False))
        assert not await waiting
        sent = len(asked.sent)
        assert not await asked.questions.wait("orders")
        assert len(asked.sent) == sent

    run(scenario())


def test_giving_up_ends_every_question_and_asks_no_more(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        asked.questions.note_expired("orders", EXPIRED)
        keys = asyncio.ensure_future(asked.questions.keys("orders"))
        sign_in = asyncio.ensure_future(asked.questions.wait("orders"))
        await asyncio.sleep(0)
        asked.questions.give_up("The program has ended.")
        with pytest.raises(ConnectionClosed, match="The program has ended"):
            await keys
        assert not await sign_in
        sent = len(asked.sent)
        with pytest.raises(ConnectionClosed, match="The program has ended"):
            await asked.questions.keys("orders")
        assert not await asked.questions.wait("orders")
        asked.questions.take(given())  # comes late
        assert len(asked.sent) == sent
        assert await asked.questions.keys("orders") == KEYS

    run(scenario())


def test_a_call_that_fails_while_the_sign_in_is_being_told_asks_for_no_second_one(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked, renewals = Asked(), Renewals(lambda: None)
        asked.questions.on_signed_in = lambda _: renewals.order()
        sign_ins = SignInWaits("orders", asked.questions, renewals)
        under_way: list[asyncio.Future[str]] = []

        def attempt() -> asyncio.Future[str]:
            under_way.append(asyncio.get_running_loop().create_future())
            return under_way[-1]

        calls = [asyncio.ensure_future(sign_ins.go_on(attempt, waits=True)) for _ in range(2)]
        await asyncio.sleep(0)
        first, second = under_way
        first.set_exception(EXPIRED)
        while not asked.sent:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0)
        asked.questions.take(SignInEnded("orders", is_signed_in=True))
        second.set_exception(EXPIRED)
        while len(under_way) < 4:  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0)
        for repeated in under_way[2:]:
            repeated.set_result("done")
        assert [await call for call in calls] == ["done"] * 2
        assert [type(question) for question in asked.sent] == [SignInWanted]
        assert renewals.ordered == 1

    run(scenario(), timeout_seconds=5)
