"""What the worker hears from the window's process, and says to it."""

from __future__ import annotations

import asyncio

from sqs_explorer.services.ports import Clock
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.worker.asking import ParentQuestions
from sqs_explorer.worker.child_pipes import FramePipe
from sqs_explorer.worker.feeding import PipedFeed
from sqs_explorer.worker.frames import (
    FromWorker,
    KeysGiven,
    MoreWanted,
    Originals,
    SignInEnded,
    Start,
    ToWorker,
)

ANSWER_LIMIT_SECONDS = 3.0
"""How long after a Stop an answer may still come: what is in flight ends then, with or without new keys."""


class ParentPipe:
    """What the parent says, and what is said to it. Made and used in a running loop."""

    def __init__(self, reading: int, writing: int, clock: Clock) -> None:
        self._loop = asyncio.get_running_loop()
        self._pipe = FramePipe(reading, writing, ToWorker, self._obey, self._mourn)
        self._started: asyncio.Future[Start | None] = self._loop.create_future()
        self.feed = PipedFeed(lambda: self.send(MoreWanted()))
        self.questions = ParentQuestions(self.send, clock)
        self.stop = StopRequest()

    async def start(self) -> Start | None:
        """Begin to listen and return the first frame; None if the parent is gone before it."""
        self._pipe.begin()
        return await self._started

    def send(self, frame: FromWorker) -> None:
        """Say something to the parent, soon; if it is gone nobody hears it."""
        self._pipe.send(frame)

    def close(self) -> None:
        """Return when all was said."""
        self._pipe.close()

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
