"""Stands in for the worker where only its pipes and its life matter: it moves nothing and does as it is told.

Run as `python -m tests.worker.scripted_child CONDUCT`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time

from sqs_explorer.domain.errors import JournalFailed, SignInExpired, SqsExplorerError
from sqs_explorer.domain.moves import MoveOutcome, MoveProgress, MoveResult, MoveState
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.worker import child_pipes, parent_pipe
from sqs_explorer.worker.child_pipes import claim_pipes
from sqs_explorer.worker.frames import Ended, Progress, Start
from sqs_explorer.worker.parent_pipe import ParentPipe


async def take_all(parent: ParentPipe, start: Start) -> Ended:
    """Call every original moved, and tell in `new_message_id` what its body was."""
    print("a library that prints what nobody asked for")  # noqa: T201 - it must not be taken for a frame
    counts = {MoveState.MOVED: 0}
    while taken := await parent.feed.take(7):
        counts[MoveState.MOVED] += len(taken)
        results = tuple(
            MoveResult(original.message.message_id, MoveState.MOVED, original.message.body)
            for original in taken
        )
        parent.send(Progress(MoveProgress(dict(counts), results)))
    assert start.expected in {None, counts[MoveState.MOVED]}
    return Ended(MoveOutcome(counts, stopped=parent.stop.is_requested))


async def wait_for_stop(parent: ParentPipe, _: Start) -> Ended:
    """Move nothing until asked to stop, then finish in order."""
    parent.send(Progress(MoveProgress({MoveState.NOT_TRIED: os.getpid()})))
    await parent.stop.wait()
    return Ended(MoveOutcome({}, stopped=True))


async def keep_telling(parent: ParentPipe, _: Start) -> Ended:
    """Tell how it comes on until asked to stop, as a long move does."""
    while not parent.stop.is_requested:
        parent.send(Progress(MoveProgress({MoveState.NOT_TRIED: os.getpid()})))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(parent.stop.wait(), 0.02)
    return Ended(MoveOutcome({}, stopped=True))


async def ask_for_keys(parent: ParentPipe, _: Start) -> Ended:
    """Ask for the keys of two connections at once, one of them twice, and tell what came."""

    async def told(connection_id: str) -> MoveResult:
        try:
            keys = await parent.questions.keys(connection_id)
        except SqsExplorerError as error:
            return MoveResult(connection_id, MoveState.FAILED, reason=f"{type(error).__name__}: {error}")
        fields = (keys.access_key_id, keys.secret_access_key, keys.session_token, str(keys.expires_at))
        return MoveResult(connection_id, MoveState.MOVED, reason=", ".join(fields))

    first, _again, second = await asyncio.gather(told("orders"), told("orders"), told("closed"))
    parent.send(Progress(MoveProgress({}, (first, second))))
    return Ended(MoveOutcome({}))


async def ask_to_sign_in(parent: ParentPipe, _: Start) -> Ended:
    """Say that the server refuses the keys, and tell the answer."""
    parent.questions.note_expired("orders", SignInExpired("The token has expired."))
    answer = await parent.questions.wait("orders")
    result = MoveResult("orders", MoveState.FAILED, reason=str(answer))
    parent.send(Progress(MoveProgress({}, (result,))))
    return Ended(MoveOutcome({}))


async def wait_for_keys(parent: ParentPipe, _: Start) -> Ended:
    """Ask for keys that never come."""
    parent.send(Progress(MoveProgress({MoveState.NOT_TRIED: os.getpid()})))
    try:
        await parent.questions.keys("orders")
    except SqsExplorerError as error:
        return Ended(error=error)
    raise AssertionError("not reached")


async def be_killed(parent: ParentPipe, _: Start) -> Ended:
    """Die in the middle."""
    parent.send(Progress(MoveProgress({MoveState.MOVED: 3})))
    parent.close()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not reached")


async def be_deaf(parent: ParentPipe, _: Start) -> Ended:
    """Hang, as in a call that never returns."""
    parent.send(Progress(MoveProgress({MoveState.NOT_TRIED: os.getpid()})))
    time.sleep(600)  # noqa: ASYNC251 - that is what is wrong with it
    raise AssertionError("not reached")


async def fail_to_begin(_: ParentPipe, __: Start) -> Ended:
    """Have no journal."""
    return Ended(error=JournalFailed("The disk is full."))


async def babble(parent: ParentPipe, _: Start) -> Ended:
    """Write what is no frame."""
    os.write(parent._pipe._writing, b"\0\0\0\x04\0what")
    await parent.stop.wait()
    return Ended()


async def leave_without_a_word(_: ParentPipe, __: Start) -> Ended:
    """End by an exception that nobody foresaw."""
    raise RuntimeError("nobody foresaw this")


CONDUCTS = {
    conduct.__name__: conduct
    for conduct in (
        take_all,
        wait_for_stop,
        keep_telling,
        ask_for_keys,
        ask_to_sign_in,
        wait_for_keys,
        be_killed,
        be_deaf,
        fail_to_begin,
        babble,
        leave_without_a_word,
    )
}


async def serve(reading: int, writing: int) -> None:
    """Talk to the parent as the worker does."""
    parent = ParentPipe(reading, writing, SystemClock())
    try:
        start = await parent.start()
        assert start is not None
        parent.send(await CONDUCTS[sys.argv[1]](parent, start))
    finally:
        parent.close()
    assert threading.current_thread() is threading.main_thread()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child_pipes.ORPHAN_LIMIT_SECONDS = 0.3
    parent_pipe.ANSWER_LIMIT_SECONDS = 0.1
    asyncio.run(serve(*claim_pipes()))
