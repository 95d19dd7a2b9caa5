"""The worker process from its parent's side: what goes in, what comes out, and that nothing is left of it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ConnectionClosed, JournalFailed, SignInExpired, WorkerFailed
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.moves import (
    HeldOriginal,
    MoveKind,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
    MoveState,
)
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.worker import process
from sqs_explorer.worker.answering import KeysOf
from sqs_explorer.worker.launching import own_command
from sqs_explorer.worker.process import WorkerMoves
from tests.guards.event_loops import RunCoroutine
from tests.sandbox.queue_under_test import wait_until
from tests.sandbox.test_process import process_lives

SPEC = ConnectionSpec("orders", ("eu-west-1",))
SOURCE = QueueRef("orders", "eu-west-1", "http://localhost/1/orders-dlq")
ORDER = MoveOrder("0" * 32, MoveKind.MOVE, SOURCE, "arn", SOURCE)
PARENT = """
import asyncio, sys
from pathlib import Path
from tests.worker.test_process import ORDER, keys_that_never_come, moves
from sqs_explorer.services.stopping import StopRequest

def tell(progress):
    print(*progress.counts.values(), flush=True)

asyncio.run(moves(sys.argv[1], keys_that_never_come).run(ORDER, [], stop=StopRequest(), on_progress=tell))
"""


async def no_keys(connection_id: str) -> SessionKeys:
    raise ConnectionClosed(f"The connection {connection_id} is closed.")


async def keys_that_never_come(_: str) -> SessionKeys:
    await asyncio.Event().wait()
    raise AssertionError("not reached")


def moves(conduct: str, keys_of: KeysOf = no_keys, desk: SignInDesk | None = None) -> WorkerMoves:
    command = [sys.executable, "-m", "tests.worker.scripted_child", conduct]
    return WorkerMoves({"orders": SPEC}.get, keys_of, Path("journal"), desk=desk, command=command)


def originals(count: int, body: str = "body") -> list[HeldOriginal]:
    return [
        HeldOriginal(ReceivedMessage(f"id-{number}", "handle", f"{body} {number}"), 0.0)
        for number in range(count)
    ]


class Talk:
    """A move under way in the test's loop, and what was heard of it."""

    def __init__(self, runner: WorkerMoves, held: list[HeldOriginal] | None = None) -> None:
        self.stop = StopRequest()
        self.heard: list[MoveProgress] = []
        self._heard_one = asyncio.Event()
        self.threads: set[str] = set()
        self.task = asyncio.ensure_future(
            runner.run(ORDER, held or [], stop=self.stop, on_progress=self._hear)
        )

    def _hear(self, progress: MoveProgress) -> None:
        self.threads.add(threading.current_thread().name)
        self.heard.append(progress)
        self._heard_one.set()

    async def first(self) -> int:
        """Wait for the first progress and return its only count."""
        await self._heard_one.wait()
        return next(iter(self.heard[0].counts.values()))

    @property
    def results(self) -> list[MoveResult]:
        return [result for progress in self.heard for result in progress.results]


@pytest.mark.parametrize("loop", ["run", "qt_run"])
def test_all_originals_go_in_and_all_results_come_out_in_order(
    loop: str, request: pytest.FixtureRequest
) -> None:
    held = originals(45, "x" * 70_000) + originals(100, "small")

    async def scenario() -> None:
        talk = Talk(moves("take_all"), held)
        assert await talk.task == MoveOutcome({MoveState.MOVED: 145})
        assert [result.new_message_id for result in talk.results] == [h.message.body for h in held]
        assert talk.threads == {threading.main_thread().name}

    run: RunCoroutine = request.getfixturevalue(loop)
    run(scenario())


def test_no_originals_end_at_once(run: RunCoroutine) -> None:
    async def scenario() -> None:
        assert await Talk(moves("take_all")).task == MoveOutcome({MoveState.MOVED: 0})

    run(scenario())


def test_a_stop_reaches_the_worker_which_ends_in_order(run: RunCoroutine) -> None:
    async def scenario() -> None:
        talk = Talk(moves("wait_for_stop"))
        await talk.first()
        talk.stop.request()
        assert await talk.task == MoveOutcome({}, stopped=True)

    run(scenario())


def test_a_worker_that_dies_is_told_with_what_it_had_done(run: RunCoroutine) -> None:
    async def scenario() -> None:
        outcome = await Talk(moves("be_killed")).task
        assert outcome.counts == {MoveState.MOVED: 3}
        assert isinstance(outcome.error, WorkerFailed)
        assert "status -9" in str(outcome.error)

    run(scenario())


def test_a_worker_that_cannot_go_on_tells_why(run: RunCoroutine) -> None:
    async def scenario() -> None:
        outcome = await Talk(moves("leave_without_a_word")).task
        assert "RuntimeError: nobody foresaw this" in str(outcome.error)

    run(scenario())


def test_a_worker_that_says_what_nobody_understands_is_ended(run: RunCoroutine) -> None:
    async def scenario() -> None:
        assert isinstance((await Talk(moves("babble")).task).error, WorkerFailed)

    run(scenario())


def test_keys_reach_the_worker_for_several_connections_at_once(run: RunCoroutine) -> None:
    both_asked = asyncio.Barrier(2)

    async def keys_of(connection_id: str) -> SessionKeys:
        await both_asked.wait()
        if connection_id == "closed":
            raise ConnectionClosed("It is closed.")
        return SessionKeys(f"key of {connection_id}", "made up", "token", datetime(2031, 2, 3, tzinfo=UTC))

    async def scenario() -> None:
        talk = Talk(moves("ask_for_keys", keys_of))
        await talk.task
        assert [(result.message_id, result.reason) for result in talk.results] == [
            ("orders", "key of orders, made up, token, 2031-02-03 00:00:00+00:00"),
            ("closed", "ConnectionClosed: It is closed."),
        ]

    run(scenario())


def test_a_fault_of_the_program_is_an_answer_to_the_worker_too(run: RunCoroutine) -> None:
    async def keys_of(_: str) -> SessionKeys:
        raise RuntimeError("a bug")

    async def scenario() -> None:
        told: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
        talk = Talk(moves("ask_for_keys", keys_of))
        await talk.task
        assert {result.reason for result in talk.results} == {
            "WorkerFailed: The program could not find the keys of this connection."
        }
        gc.collect()
        assert [str(error) for error in told] == ["a bug", "a bug"]

    run(scenario())


class Desk:
    """A SignInDesk that answers at once."""

    def __init__(self, answer: bool) -> None:
        self._answer = answer
        self.expired: list[tuple[str, str]] = []

    def note_expired(self, connection_id: str, error: SignInExpired) -> None:
        self.expired.append((connection_id, str(error)))

    async def wait(self, _: str) -> bool:
        return self._answer


@pytest.mark.parametrize("answer", [True, False])
def test_a_sign_in_that_the_server_refuses_is_asked_of_the_person(run: RunCoroutine, answer: bool) -> None:
    async def scenario() -> None:
        desk = Desk(answer)
        talk = Talk(moves("ask_to_sign_in", desk=desk))
        await talk.task
        assert [result.reason for result in talk.results] == [str(answer)]
        assert desk.expired == [("orders", "The token has expired.")]

    run(scenario())


def test_without_a_desk_nobody_signs_in(run: RunCoroutine) -> None:
    async def scenario() -> None:
        talk = Talk(moves("ask_to_sign_in"))
        await talk.task
        assert [result.reason for result in talk.results] == ["False"]

    run(scenario())


def test_a_stop_ends_a_question_that_nobody_answers(run: RunCoroutine) -> None:
    asked, over = asyncio.Event(), asyncio.Event()

    async def keys_of(connection_id: str) -> SessionKeys:
        asked.set()
        try:
            return await keys_that_never_come(connection_id)
        finally:
            over.set()

    async def scenario() -> None:
        talk = Talk(moves("wait_for_keys", keys_of))
        await talk.first()
        await asked.wait()
        talk.stop.request()
        with pytest.raises(ConnectionClosed, match="stopped before its sign-in was renewed"):
            await talk.task
        await over.wait()

    run(scenario())


def test_a_program_that_is_not_there_is_told(run: RunCoroutine, tmp_path: Path) -> None:
    async def scenario() -> None:
        command = [str(tmp_path / "nothing")]
        runner = WorkerMoves({"orders": SPEC}.get, no_keys, tmp_path, command=command)
        outcome = await Talk(runner).task
        assert isinstance(outcome.error, WorkerFailed)
        assert "could not be started" in str(outcome.error)

    run(scenario())


def test_a_journal_that_fails_at_the_beginning_is_raised(run: RunCoroutine) -> None:
    async def scenario() -> None:
        with pytest.raises(JournalFailed, match=r"The disk is full\."):
            await Talk(moves("fail_to_begin")).task

    run(scenario())


def test_a_closed_connection_begins_nothing(run: RunCoroutine) -> None:
    async def scenario() -> None:
        runner = WorkerMoves({}.get, no_keys, Path("journal"))  # type: ignore[arg-type]
        with pytest.raises(ConnectionClosed, match="orders"):
            await Talk(runner).task

    run(scenario())


async def _cancelled(_: WorkerMoves, talk: Talk) -> None:
    talk.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await talk.task


async def _closed(runner: WorkerMoves, talk: Talk) -> None:
    await runner.close()
    with contextlib.suppress(ConnectionClosed):  # what a worker that waited for keys ends with
        await talk.task


@pytest.mark.parametrize("end", [_cancelled, _closed])
@pytest.mark.parametrize("conduct", ["wait_for_stop", "wait_for_keys", "be_deaf"])
@pytest.mark.parametrize("loop", ["run", "qt_run"])
def test_an_end_from_outside_leaves_no_process(
    loop: str,
    conduct: str,
    end: Callable[[WorkerMoves, Talk], Awaitable[None]],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if conduct == "be_deaf":
        monkeypatch.setattr(process, "PATIENCE_SECONDS", 0.1)

    async def scenario() -> None:
        runner = moves(conduct, keys_that_never_come)
        talk = Talk(runner)
        worker = await talk.first()
        assert process_lives(worker)
        await end(runner, talk)
        assert not process_lives(worker)

    run: RunCoroutine = request.getfixturevalue(loop)
    run(scenario())


def test_a_cancel_before_the_process_runs_leaves_none(run: RunCoroutine) -> None:
    async def scenario() -> None:
        talk = Talk(moves("wait_for_stop"))
        await asyncio.sleep(0)
        talk.task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await talk.task
        assert talk.heard == [] or talk.heard[0].counts

    run(scenario())


def test_a_loop_that_is_closed_over_a_move_leaves_no_process_and_no_thread() -> None:
    loop = asyncio.new_event_loop()

    async def begin() -> tuple[int, Talk]:
        talk = Talk(moves("keep_telling"))
        return await talk.first(), talk

    worker, talk = loop.run_until_complete(begin())
    # Closed without anybody cancelling: nobody is left who could ask the worker to stop.
    for task in asyncio.all_tasks(loop):
        task._log_destroy_pending = False  # type: ignore[attr-defined]
    loop.close()
    wait_until(lambda: not process_lives(worker))
    assert not talk.task.done()


@pytest.mark.parametrize("conduct", ["wait_for_stop", "wait_for_keys", "be_deaf"])
def test_a_parent_killed_with_9_takes_its_worker_along_even_one_that_hangs(conduct: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-c", PARENT, conduct]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert process_lives(worker)
        parent.kill()
        parent.wait()
        wait_until(lambda: not process_lives(worker))


def test_control_c_in_the_terminal_does_not_tear_the_worker(run: RunCoroutine) -> None:
    async def scenario() -> None:
        talk = Talk(moves("wait_for_stop"))
        os.kill(await talk.first(), signal.SIGINT)
        talk.stop.request()
        assert (await talk.task).stopped

    run(scenario())


@pytest.mark.parametrize("argument", ["--move-worker", "--move-calls"])
def test_a_checkout_and_a_frozen_program_start_themselves(
    argument: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert own_command(argument) == [sys.executable, "-m", "sqs_explorer", argument]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_command(argument) == [sys.executable, argument]
