"""The processes that make a worker's calls: botocore costs more processor time than one process can have."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence

from sqs_explorer.domain.errors import WorkerFailed
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.worker.asking import ParentQuestions
from sqs_explorer.worker.call_frames import Call, Connections, Result
from sqs_explorer.worker.caller import Caller
from sqs_explorer.worker.launching import own_command
from sqs_explorer.worker.remote_gateway import RemoteGateway

ONE_IS_ENOUGH = 1_000
"""So many messages are moved before a second process would have paid for its start."""

MOST_CALLERS = 3
"""With three the worker, which verifies and keeps the journal, has as much to do as each of them."""


class Callers:
    """Begins with one process at once, since a start takes half a second. Made and used in a running loop."""

    def __init__(self, questions: ParentQuestions, command: Sequence[str] = ()) -> None:
        self._questions = questions
        self._command = command or own_command("--move-calls")
        self._callers = [Caller(self._command, questions)]
        questions.on_signed_in = self._tell_of_sign_in

    async def connect(self, connections: Connections, count: int) -> None:
        """Have `count` processes; return when the first can make calls by these connections.

        Raises WorkerFailed if none will ever.
        """
        while len(self._callers) < count:
            self._callers.append(Caller(self._command, self._questions))
        for caller in self._callers:
            caller.connect(connections)
        await self._least_busy()

    def gateway(self, queue: QueueRef) -> RemoteGateway:
        """Return the gateway that a queue is bound to."""
        return RemoteGateway(queue.connection_id, queue.region, self.ask)

    async def ask(self, call: Call) -> Result:
        """Have a call made by the process with the least to do. Raises WorkerFailed if none is left."""
        return await (await self._least_busy()).ask(call)

    async def close(self) -> None:
        """Return when all processes are gone."""
        await asyncio.gather(*(caller.close() for caller in self._callers))

    async def _least_busy(self) -> Caller:
        while True:
            ready = [caller for caller in self._callers if caller.is_ready]
            if ready:
                return min(ready, key=lambda caller: caller.load)
            starting = [caller for caller in self._callers if caller.lost is None]
            if not starting:
                raise self._callers[-1].lost or WorkerFailed("No process for the calls to SQS was started.")
            waits = [asyncio.ensure_future(caller.ready_or_lost.wait()) for caller in starting]
            try:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for wait in waits:
                    wait.cancel()

    def _tell_of_sign_in(self, connection_id: str) -> None:
        for caller in self._callers:
            caller.tell_of_sign_in(connection_id)


def callers_for(messages: int | None) -> int:
    """Return how many processes a move of so many messages is worth; None if nobody knows how many."""
    if messages is not None and messages <= ONE_IS_ENOUGH:
        return 1
    return max(2, min(MOST_CALLERS, os.cpu_count() or 1))
