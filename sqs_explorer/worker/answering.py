"""Answers a child's questions: the keys of a connection, and whether to sign in.

The window answers its worker, and a worker those who make its calls, by what it asks the window itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from sqs_explorer.domain.errors import SignInExpired, SqsExplorerError, WorkerFailed
from sqs_explorer.domain.keys import SessionKeys
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.worker.frames import Answer, KeysGiven, KeysWanted, Question, SignInEnded, SignInWanted

KeysOf = Callable[[str], Awaitable[SessionKeys]]
"""Returns what signs a connection's calls now; raises what a call raises, and may wait for the person."""


class Answering:
    """Answers several questions at once. Made and used in a running loop; `say` sends an answer."""

    def __init__(self, keys_of: KeysOf, desk: SignInDesk | None, say: Callable[[Answer], None]) -> None:
        self._keys_of = keys_of
        self._desk = desk
        self._say = say
        self._loop = asyncio.get_running_loop()
        self._under_way: set[asyncio.Task[None]] = set()

    def take(self, question: Question) -> None:
        """Begin to answer; returns at once."""
        work = self._give_keys(question) if isinstance(question, KeysWanted) else self._sign_in(question)
        task = self._loop.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    def end(self) -> None:
        """Nobody waits for an answer any more."""
        for task in tuple(self._under_way):
            task.cancel()

    async def _give_keys(self, question: KeysWanted) -> None:
        failed = WorkerFailed("The program could not find the keys of this connection.")
        answer = KeysGiven(question.connection_id, error=failed)
        try:
            answer = KeysGiven(question.connection_id, await self._keys_of(question.connection_id))
        except SqsExplorerError as error:
            answer = KeysGiven(question.connection_id, error=error)
        finally:
            self._say(answer)  # Also after a bug, which is told of elsewhere: the worker must not wait.

    async def _sign_in(self, question: SignInWanted) -> None:
        is_signed_in = False
        try:
            if self._desk is not None and isinstance(question.error, SignInExpired):
                self._desk.note_expired(question.connection_id, question.error)
                is_signed_in = await self._desk.wait(question.connection_id)
        finally:
            self._say(SignInEnded(question.connection_id, is_signed_in))
