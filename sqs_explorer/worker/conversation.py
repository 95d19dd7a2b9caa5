"""One worker process as its parent sees it, and the two threads that talk to it: the window never waits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import IO

import msgspec

from sqs_explorer.domain.errors import WorkerFailed
from sqs_explorer.domain.moves import HeldOriginal, MoveProgress
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.worker.answering import Answering, KeysOf
from sqs_explorer.worker.feeding import batches
from sqs_explorer.worker.frame_codec import FrameReader, encode_frame
from sqs_explorer.worker.frames import (
    Ended,
    FromWorker,
    KeysWanted,
    MoreWanted,
    Originals,
    Progress,
    SignInWanted,
    Start,
    Stop,
    ToWorker,
)
from sqs_explorer.worker.launching import CREATION_FLAGS, child_environment, with_last_words

LEAVING_LIMIT_SECONDS = 15.0
"""How long a worker that has said its last word may take to be gone."""


class Conversation:
    """One move in a process of its own. Made in the loop that hears of it; on_progress is called there.

    What the worker asks is answered there, too, by `keys_of` and `desk`.
    """

    def __init__(
        self,
        command: Sequence[str],
        start: Start,
        originals: Sequence[HeldOriginal],
        on_progress: Callable[[MoveProgress], None],
        *,
        keys_of: KeysOf,
        desk: SignInDesk | None,
    ) -> None:
        self._command = command
        self._batches = batches(originals)
        self._on_progress = on_progress
        self._loop = asyncio.get_running_loop()
        self._to_write: queue.SimpleQueue[ToWorker | MoreWanted | None] = queue.SimpleQueue()
        self._to_write.put(start)
        self._answering = Answering(keys_of, desk, self._to_write.put)
        self._child: subprocess.Popen[bytes] | None = None
        self._is_killed = False
        self.ended: asyncio.Future[Ended] = self._loop.create_future()

    def begin(self) -> None:
        """Start the process and the threads; returns at once."""
        threading.Thread(target=self._converse, name="from-worker", daemon=True).start()

    def ask_to_stop(self) -> None:
        """Let the worker finish what is in flight."""
        self._to_write.put(Stop())

    def kill(self) -> None:
        """End the process at once, which the journal survives; returns at once."""
        self._is_killed = True
        if self._child is not None:
            self._child.kill()

    async def wait_for_end(self, limit_seconds: float) -> None:
        """Return when process and threads are gone, killing the process after the limit."""
        await asyncio.wait([self.ended], timeout=limit_seconds)
        self.kill()
        await asyncio.wait([self.ended])

    # On the reading thread

    def _converse(self) -> None:
        try:
            with tempfile.TemporaryFile() as complaints:
                ended = self._hear_out(self._launch(complaints), complaints)
        except OSError as error:
            ended = Ended(error=WorkerFailed(f"The process for the move could not be started: {error}"))
        self._tell(self._end, ended)

    def _launch(self, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
        child = self._child = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=child_environment(),
            creationflags=CREATION_FLAGS,
        )
        if self._is_killed:
            child.kill()
        return child

    def _hear_out(self, child: subprocess.Popen[bytes], complaints: IO[bytes]) -> Ended:
        """Listen to the worker's last word, or to its end without one; leave no process and no thread."""
        writer = threading.Thread(target=self._write, args=(child,), name="to-worker", daemon=True)
        writer.start()
        with child:
            try:
                ended = self._listen(child)
            except msgspec.MsgspecError:
                ended = None
                child.kill()
            self._to_write.put(None)
            try:
                child.wait(LEAVING_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
            writer.join()
        return ended or Ended(error=_lost(child.returncode, complaints))

    def _listen(self, child: subprocess.Popen[bytes]) -> Ended | None:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        descriptor = child.stdout.fileno()
        frames = FrameReader(lambda size: os.read(descriptor, size), FromWorker)
        while (frame := frames.next()) is not None:
            if isinstance(frame, Ended):
                return frame
            if isinstance(frame, MoreWanted):
                self._to_write.put(frame)
            elif isinstance(frame, KeysWanted | SignInWanted):
                self._tell(self._answering.take, frame)
            else:
                self._tell(self._progress, frame)
        return None

    def _tell(self, function: Callable[..., None], frame: FromWorker) -> None:
        try:
            self._loop.call_soon_threadsafe(function, frame)
        except RuntimeError:
            # The loop has ended, nobody listens any more: the pipe's end lets the worker finish and go.
            self._to_write.put(None)

    # On the writing thread

    def _write(self, child: subprocess.Popen[bytes]) -> None:
        assert child.stdin is not None  # noqa: S101 - it was asked for
        try:
            with contextlib.suppress(OSError):
                while (frame := self._to_write.get()) is not None:
                    if isinstance(frame, MoreWanted):
                        frame = Originals(next(self._batches, ()))
                    child.stdin.write(encode_frame(frame))
                    child.stdin.flush()
        finally:
            # Whatever happened here, the worker must not wait for ever: the pipe's end lets it finish and go.
            with contextlib.suppress(OSError):
                child.stdin.close()

    # On the loop's thread

    def _progress(self, frame: Progress) -> None:
        self._on_progress(frame.progress)

    def _end(self, ended: Ended) -> None:
        self._answering.end()
        if not self.ended.done():
            self.ended.set_result(ended)


def _lost(status: int | None, complaints: IO[bytes]) -> WorkerFailed:
    text = f"The process that moved the messages has ended before its work (status {status})."
    return WorkerFailed(with_last_words(text, complaints))
