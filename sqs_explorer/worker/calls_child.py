"""A process that makes the calls of a worker: its own clients, the keys it is given, and nothing else."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine

from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.messages import EntryFailure, SentMessage
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.fault_words import fault_line, fault_trace
from sqs_explorer.services.ports import Clock, MessageGateway
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.worker.asking import ParentQuestions
from sqs_explorer.worker.call_frames import (
    Call,
    Called,
    CallWanted,
    Connections,
    DeleteBatch,
    Done,
    Failed,
    Ready,
    Receive,
    Received,
    Result,
    SendBatch,
    Sent,
    ToCaller,
)
from sqs_explorer.worker.child_pipes import FramePipe, claim_pipes, settle_in

THREADS = 12
"""Calls at once of a connection: more of them only wait for the interpreter's lock."""


def main() -> int:
    """Make the calls that standard input asks for; ends soon after its parent is gone."""
    # Signing is a tenth of a call; botocore does it in half the time where the CRT doesn't do it for it.
    os.environ["BOTO_DISABLE_CRT"] = "true"
    settle_in()
    asyncio.run(_serve(*claim_pipes()))
    return 0


async def _serve(reading: int, writing: int) -> None:
    await CallMaking(reading, writing, SystemClock()).serve()


class CallMaking:
    """Makes the calls that the parent asks for, many at once. Made and used in a running loop."""

    def __init__(self, reading: int, writing: int, clock: Clock) -> None:
        self._pipe = FramePipe(reading, writing, ToCaller, self._obey, self._mourn)
        self._questions = ParentQuestions(self._pipe.send, clock)
        self._questions.on_signed_in = self._renew
        self._agreed_endpoints: frozenset[str] = frozenset()
        opener = BotocoreConnectionOpener(
            frozenset,  # It runs no command: keys come from its parent.
            clock,
            workers=THREADS,
            desk=self._questions,
            given_keys=self._questions.keys,
            agreed_endpoints=lambda: self._agreed_endpoints,
        )
        self._connections = OpenConnections(opener)
        self._under_way: set[asyncio.Task[None]] = set()
        self._is_over = asyncio.Event()

    async def serve(self) -> None:
        """Return when the parent is gone, and what was in flight has ended."""
        self._pipe.begin()
        await self._is_over.wait()
        await self._connections.close_all()
        self._pipe.close()

    def _obey(self, frame: ToCaller) -> None:
        if isinstance(frame, CallWanted):
            self._begin(self._make(frame))
        elif isinstance(frame, Connections):
            self._begin(self._open(frame))
        else:
            self._questions.take(frame)

    def _mourn(self) -> None:
        self._questions.give_up("The program that began this move has ended.")
        self._is_over.set()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _open(self, connections: Connections) -> None:
        self._agreed_endpoints = connections.agreed_endpoints
        for spec in connections.specs:
            await self._connections.open(spec)
        self._pipe.send(Ready())

    def _renew(self, connection_id: str) -> None:
        """Let the next call of a connection ask for its keys anew."""
        if self._connections.spec(connection_id) is not None:
            self._connections.gateway(connection_id).renew()

    async def _make(self, wanted: CallWanted) -> None:
        """Make a call and tell what came of it, be it an error or a fault of the program."""
        try:
            result = await _result(self._connections.sqs(wanted.call.queue), wanted.call)
        except SqsExplorerError as error:
            result = Failed(error)
        except Exception as fault:
            sys.stderr.write(f"{fault_trace(fault)}\n")
            result = Failed(fault=fault_line(fault))
        self._pipe.send(Called(wanted.number, result))


async def _result(gateway: MessageGateway, call: Call) -> Result:
    url = call.queue.url
    if isinstance(call, Receive):
        batch = await gateway.receive(
            url,
            maximum=call.maximum,
            wait_seconds=call.wait_seconds,
            visibility_seconds=call.visibility_seconds,
        )
        return Received(batch)
    if isinstance(call, SendBatch):
        return Sent(tuple(_either(answer) for answer in await gateway.send_batch(url, call.messages)))
    if isinstance(call, DeleteBatch):
        return Done(await gateway.delete_batch(url, call.receipt_handles))
    handles, seconds = call.receipt_handles, call.visibility_seconds
    return Done(await gateway.change_visibility_batch(url, handles, seconds))


def _either(answer: SentMessage | EntryFailure) -> tuple[SentMessage | None, EntryFailure | None]:
    return (answer, None) if isinstance(answer, SentMessage) else (None, answer)
