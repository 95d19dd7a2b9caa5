"""AWS threads get their answers from the loop, and none is left waiting when a connection closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from sqs_explorer.aws.blocking_calls import BlockingCalls
from sqs_explorer.aws.loop_bridge import LoopBridge
from sqs_explorer.domain.errors import ConnectionClosed, SignInCancelled
from tests.guards.event_loops import RunCoroutine


@asynccontextmanager
async def bridged() -> AsyncIterator[tuple[LoopBridge, BlockingCalls]]:
    """Give a bridge to the running loop, and threads to ask from."""
    bridge, calls = LoopBridge(), BlockingCalls("aws", workers=2)
    bridge.attach()
    try:
        yield bridge, calls
    finally:
        bridge.close()
        await calls.close()


def test_a_thread_gets_the_answer_that_was_given_on_the_loop(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async def question() -> str:
            await asyncio.sleep(0)
            return "123456"

        async with bridged() as (bridge, calls):
            assert await calls.run(bridge.ask, question) == "123456"

    run(scenario())


def test_a_persons_no_comes_out_in_the_thread(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async def question() -> str:
            raise SignInCancelled("No code was given.")

        async with bridged() as (bridge, calls):
            with pytest.raises(SignInCancelled, match="No code"):
                await calls.run(bridge.ask, question)

    run(scenario())


def test_closing_withdraws_the_question_and_frees_its_thread(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked, withdrawn = asyncio.Event(), asyncio.Event()

        async def question() -> str:
            asked.set()
            try:
                await asyncio.Event().wait()
            finally:
                withdrawn.set()
            raise AssertionError

        async with bridged() as (bridge, calls):
            call = asyncio.ensure_future(calls.run(bridge.ask, question))
            await asked.wait()
            bridge.close()
            with pytest.raises(ConnectionClosed) as caught:
                await call
            assert not caught.value.was_under_way
            await withdrawn.wait()
            with pytest.raises(ConnectionClosed):
                await calls.run(bridge.ask, question)

    run(scenario())


def test_a_question_whose_window_goes_away_counts_as_cancelled(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async def question() -> str:
            raise asyncio.CancelledError

        async with bridged() as (bridge, calls):
            with pytest.raises(SignInCancelled):
                await calls.run(bridge.ask, question)

    run(scenario())
