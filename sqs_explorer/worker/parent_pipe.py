"""The worker's end of the two pipes: a thread that reads and one that writes; the loop waits for neither."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import sys
import threading
import time

import msgspec

from sqs_explorer.services.ports import Clock
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.worker.asking import ParentQuestions
from sqs_explorer.worker.feeding import PipedFeed
from sqs_explorer.worker.frames import (
    FrameReader,
    FromWorker,
    KeysGiven,
    MoreWanted,
    Originals,
    SignInEnded,
    Start,
    ToWorker,
    encode_frame,
)

ORPHAN_LIMIT_SECONDS = 10.0
"""How long a worker whose parent is gone may take to finish what is in flight."""

ANSWER_LIMIT_SECONDS = 3.0
"""How long after a Stop an answer may still come: what is in flight ends then, with or without new keys."""


def claim_pipes() -> tuple[int, int]:
    """Return the descriptors to read and to write frames by.

    What anybody prints goes to standard error from then on, so that it is never taken for a frame.
    """
    writing = os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (0, writing):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return 0, writing


class ParentPipe:
    """What the parent says, and what is said to it. Made and used in a running loop."""

    def __init__(self, reading: int, writing: int, clock: Clock) -> None:
        self._loop = asyncio.get_running_loop()
        self._reading, self._writing = reading, writing
        self._to_write: queue.SimpleQueue[FromWorker | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="to-parent", daemon=True)
        self._reader = threading.Thread(target=self._read, name="from-parent", daemon=True)
        self._started: asyncio.Future[Start | None] = self._loop.create_future()
        self.feed = PipedFeed(lambda: self.send(MoreWanted()))
        self.questions = ParentQuestions(self.send, clock)
        self.stop = StopRequest()

    async def start(self) -> Start | None:
        """Begin to listen and return the first frame; None if the parent is gone before it."""
        self._writer.start()
        self._reader.start()
        return await self._started

    def send(self, frame: FromWorker) -> None:
        """Say something to the parent, soon; if it is gone nobody hears it."""
        self._to_write.put(frame)

    def close(self) -> None:
        """Return when all was said."""
        self._to_write.put(None)
        self._writer.join(ORPHAN_LIMIT_SECONDS)

    def _obey(self, frame: ToWorker) -> None:
        if isinstance(frame, Start):
            self.feed.waiting = frame.waiting
            self._started.set_result(frame)
        elif isinstance(frame, Originals):
            self.feed.put(frame.originals)
        elif isinstance(frame, KeysGiven | SignInEnded):
            self.questions.take(frame)
        else:
            self.stop.request()
            why = "The move was stopped before its sign-in was renewed."
            self._loop.call_later(ANSWER_LIMIT_SECONDS, self.questions.give_up, why)

    def _mourn(self) -> None:
        """The parent is gone, or wants no more: finish what is in flight."""
        self.stop.request()
        self.feed.end()
        self.questions.give_up("The program that began this move has ended.")
        if not self._started.done():
            self._started.set_result(None)

    def _read(self) -> None:
        frames = FrameReader(lambda size: os.read(self._reading, size), ToWorker)
        with contextlib.suppress(RuntimeError):  # the loop has ended: so will the process
            with contextlib.suppress(OSError, msgspec.MsgspecError):
                while (frame := frames.next()) is not None:
                    self._loop.call_soon_threadsafe(self._obey, frame)
            self._loop.call_soon_threadsafe(self._mourn)
        # The process ends by itself, and this thread with it, unless a server holds it up.
        time.sleep(ORPHAN_LIMIT_SECONDS)
        os._exit(1)

    def _write(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            while (frame := self._to_write.get()) is not None:
                _write_all(self._writing, encode_frame(frame))


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
