"""The worker and the processes that make its calls: who answers, and what one that ends leaves."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import OutcomeUnknown, Unreachable, WorkerFailed
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.worker.asking import ParentQuestions
from sqs_explorer.worker.call_frames import Connections
from sqs_explorer.worker.callers import Callers, callers_for
from sqs_explorer.worker.frames import KeysGiven, KeysWanted, Question, SignInEnded, SignInWanted
from sqs_explorer.worker.remote_gateway import RemoteGateway
from tests.fakes.fake_clock import FakeClock
from tests.guards.event_loops import RunCoroutine

QUEUE = QueueRef("orders", "eu-west-1", "http://localhost/1/orders")
CONNECTIONS = Connections((ConnectionSpec("orders", ("eu-west-1",)),), frozenset())


class Asked:
    """The worker's questions to its parent, and what was sent of them."""

    def __init__(self) -> None:
        self.sent: list[Question] = []
        self.came = asyncio.Event()
        self.questions = ParentQuestions(self._send, FakeClock())

    def _send(self, question: Question) -> None:
        self.sent.append(question)
        self.came.set()


def scripted(conduct: str) -> list[str]:
    return [sys.executable, "-m", "tests.worker.scripted_calls", conduct]


@asynccontextmanager
async def calling(
    command: Sequence[str], count: int = 1, asked: Asked | None = None
) -> AsyncIterator[RemoteGateway]:
    """Have `count` processes for calls; none is left afterwards."""
    callers = Callers((asked or Asked()).questions, command)
    try:
        await callers.connect(CONNECTIONS, count)
        yield callers.gateway(QUEUE)
    finally:
        await callers.close()


def test_a_process_that_dies_leaves_its_send_in_doubt_and_other_calls_to_be_tried_again(
    run: RunCoroutine,
) -> None:
    async def scenario() -> None:
        async with calling(scripted("die_when_called")) as gateway:
            send = gateway.send_batch(QUEUE.url, [OutgoingMessage("body")])
            delete = gateway.delete_batch(QUEUE.url, ["handle"])
            sent, deleted = await asyncio.gather(send, delete, return_exceptions=True)
            assert isinstance(sent, OutcomeUnknown)
            assert isinstance(deleted, Unreachable)
            with pytest.raises(WorkerFailed, match="status -9"):
                await gateway.delete_batch(QUEUE.url, ["handle"])

    run(scenario())


@pytest.mark.parametrize(
    ("command", "why"),
    [(scripted("refuse_to_start"), "RuntimeError: no library"), (["./nothing"], "could not be started")],
)
def test_processes_that_cannot_start_say_why(command: list[str], why: str, run: RunCoroutine) -> None:
    async def scenario() -> None:
        with pytest.raises(WorkerFailed, match=why):
            async with calling(command, 2):
                pass

    run(scenario())


def test_a_process_that_says_what_nobody_understands_is_ended(run: RunCoroutine) -> None:
    async def scenario() -> None:
        async with calling(scripted("babble")) as gateway:
            with pytest.raises((Unreachable, WorkerFailed)):
                await gateway.receive(QUEUE.url, maximum=1, wait_seconds=0, visibility_seconds=None)

    run(scenario())


def test_a_bug_in_the_other_process_is_no_refusal_by_sqs(run: RunCoroutine) -> None:
    """The engine takes an error of the domain for an answer; after a bug the message may have been sent."""

    async def scenario() -> None:
        async with calling(scripted("meet_a_fault")) as gateway:
            for _ in range(2):
                with pytest.raises(RuntimeError, match="KeyError"):
                    await gateway.send_batch(QUEUE.url, [OutgoingMessage("body")])

    run(scenario())


def test_a_question_that_crosses_with_its_answer_is_not_put_to_the_person_again(run: RunCoroutine) -> None:
    async def scenario() -> None:
        asked = Asked()
        async with calling(scripted("ask_late"), 1, asked) as gateway:
            call = asyncio.ensure_future(gateway.delete_batch(QUEUE.url, ["handle"]))
            await asked.came.wait()
            asked.came.clear()
            for _ in range(2):  # the second one was asked for by another process
                asked.questions.take(SignInEnded("orders", is_signed_in=True))
            await asked.came.wait()
            asked.questions.take(KeysGiven("orders", SessionKeys("AKIANEW", "made up")))
            assert await call == (EntryFailure("AKIANEW", ""),)
        assert [type(question) for question in asked.sent] == [SignInWanted, KeysWanted]

    run(scenario())


def test_giving_up_reaches_who_waits_for_keys_in_the_other_process(run: RunCoroutine, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile orders]\nregion = eu-west-1\n")
    spec = ConnectionSpec("orders", ("eu-west-1",), config_file=str(config), credentials_file=str(config))

    async def scenario() -> None:
        asked = Asked()
        callers = Callers(asked.questions)
        try:
            await callers.connect(Connections((spec,), frozenset()), 1)
            call = asyncio.ensure_future(callers.gateway(QUEUE).delete_batch(QUEUE.url, ["handle"]))
            await asked.came.wait()
            asked.questions.give_up("The move was stopped.")
            with pytest.raises(Exception, match="The move was stopped"):
                await call
        finally:
            await callers.close()

    run(scenario())


def test_a_larger_move_is_worth_more_processes_but_no_more_than_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for cores, count in ((1, 2), (2, 2), (3, 3), (16, 3), (None, 2)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert [callers_for(messages) for messages in (100, 1_000, 1_001, None)] == [1, 1, count, count]
