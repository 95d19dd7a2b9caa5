"""One process that makes a worker's calls, as the worker sees it: no thread, the loop itself talks to it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import tempfile
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Sequence
from typing import IO

import msgspec

from sqs_explorer.domain.errors import OutcomeUnknown, SqsExplorerError, Unreachable, WorkerFailed
from sqs_explorer.worker.answering import Answering
from sqs_explorer.worker.asking import ParentQuestions
from sqs_explorer.worker.call_frames import (
    Call,
    Called,
    CallWanted,
    Connections,
    FromCaller,
    Ready,
    Result,
    SendBatch,
)
from sqs_explorer.worker.frame_codec import HEAD, FrameDecoder, encode_frame
from sqs_explorer.worker.frames import Answer, Question, SignInEnded, SignInWanted
from sqs_explorer.worker.launching import CREATION_FLAGS, with_last_words

LEAVING_LIMIT_SECONDS = 4.0
"""How long a process that is still calling may take to be gone."""
_BUFFER_BYTES = 1 << 20
_NO_ANSWER = "The process that made this call has ended before its answer came."


class Caller:
    """Begins a process at once. Made and used in a running loop.

    What it asks is answered by `questions`, the worker's own to its parent.
    """

    def __init__(self, command: Sequence[str], questions: ParentQuestions) -> None:
        self._command = command
        self._answering = Answering(questions.keys, questions, self._answer)
        self._told_sign_ins: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self._pending: dict[int, tuple[Call, asyncio.Future[Result]]] = {}
        self._process: Process | None = None
        self._to_write: list[msgspec.Struct] = []
        self._is_leaving = False
        self.lost: WorkerFailed | None = None
        """Why it can make no call any more."""
        self.is_ready = False
        self.ready_or_lost = asyncio.Event()
        self._life = asyncio.get_running_loop().create_task(self._live())

    @property
    def load(self) -> int:
        """How many calls are under way."""
        return len(self._pending)

    def connect(self, connections: Connections) -> None:
        """Let it open connections; it tells when it is ready."""
        self._send(connections)

    async def ask(self, call: Call) -> Result:
        """Have a call made. If the process ends meanwhile: OutcomeUnknown for a send, else Unreachable."""
        number = next(self._numbers)
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._pending[number] = (call, future)
        try:
            self._send(CallWanted(number, call))
            return await future
        finally:
            self._pending.pop(number, None)

    def tell_of_sign_in(self, connection_id: str) -> None:
        """Let calls that wait go on, and the next ones ask for their keys anew."""
        self._told_sign_ins[connection_id] += 1
        self._send(SignInEnded(connection_id, is_signed_in=True))

    async def close(self) -> None:
        """End the process; with calls under way it may finish them."""
        self._is_leaving = True
        self._answering.end()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        if self._pending:
            await asyncio.wait([self._life], timeout=LEAVING_LIMIT_SECONDS)
        self._kill()
        await self._life

    async def _live(self) -> None:
        """Begin the process, listen to it, and see it end."""
        error = "The process for the calls to SQS could not be started"
        try:
            with tempfile.TemporaryFile() as complaints:
                await self._talk(complaints)
                status = self._process.returncode if self._process is not None else None
                text = f"The process that calls SQS has ended (status {status})."
                error = with_last_words(text, complaints)
        except OSError as problem:
            error = f"{error}: {problem}"
        finally:
            self._lose(WorkerFailed(error))

    async def _talk(self, complaints: IO[bytes]) -> None:
        process = self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=complaints,
            limit=_BUFFER_BYTES,
            creationflags=CREATION_FLAGS,
        )
        if self._is_leaving:
            self._kill()
        for frame in self._to_write:
            self._send(frame)
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            await self._listen(process.stdout)
        except (asyncio.IncompleteReadError, ConnectionError):
            # It is about to end: a kill now would take its status away from who waits for it.
            await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=LEAVING_LIMIT_SECONDS)
        except msgspec.MsgspecError:
            pass  # What it says is no frame.
        self._kill()
        await process.wait()

    async def _listen(self, stream: asyncio.StreamReader) -> None:
        decoder = FrameDecoder(FromCaller)
        while True:
            length, kind = HEAD.unpack(await stream.readexactly(HEAD.size))
            self._take(decoder.decode(kind, await stream.readexactly(length)))

    def _take(self, frame: FromCaller) -> None:
        if isinstance(frame, Called):
            _, future = self._pending.get(frame.number, (None, None))
            if future is not None and not future.done():
                future.set_result(frame.result)
        elif isinstance(frame, Ready):
            self.is_ready = True
            self.ready_or_lost.set()
        else:
            self._take_question(frame)

    def _take_question(self, question: Question) -> None:
        told = self._told_sign_ins[question.connection_id]
        if isinstance(question, SignInWanted) and question.sign_ins < told:
            return  # The keys that it failed with are the former ones: the answer is on its way.
        self._answering.take(question)

    def _answer(self, answer: Answer) -> None:
        if isinstance(answer, SignInEnded) and answer.is_signed_in:
            return  # `tell_of_sign_in` has told it to all.
        self._send(answer)

    def _send(self, frame: msgspec.Struct) -> None:
        if self._process is None:
            self._to_write.append(frame)
        elif self._process.stdin is not None:
            self._process.stdin.write(encode_frame(frame))

    def _lose(self, error: WorkerFailed) -> None:
        self.lost, self.is_ready = error, False
        self.ready_or_lost.set()
        self._answering.end()
        for call, future in self._pending.values():
            if not future.done():
                future.set_exception(_unanswered(call))

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


def _unanswered(call: Call) -> SqsExplorerError:
    if isinstance(call, SendBatch):
        return OutcomeUnknown(_NO_ANSWER, operation="SendMessageBatch")
    return Unreachable(_NO_ANSWER)
