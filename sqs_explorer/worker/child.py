"""The worker process: its own clients, its own journal, the engine, and no Qt."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.domain.errors import SqsExplorerError, WorkerFailed
from sqs_explorer.domain.moves import MoveOutcome
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.fault_words import fault_line, fault_trace
from sqs_explorer.services.moving.engine import run_move
from sqs_explorer.services.moving.feeds import feed_for
from sqs_explorer.services.ports import Clock, MoveJournal
from sqs_explorer.storage.move_journal import SqliteJournal
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.worker.frames import Ended, Progress, Start
from sqs_explorer.worker.parent_pipe import ParentPipe, claim_pipes

THREADS = 8
"""Calls at once of a connection: more of them only wait for the interpreter's lock."""

PARALLEL_BATCHES = 12
"""Batches under way at once: more than threads, since a batch spends a third of its time at the journal."""

COLLECTOR_THRESHOLDS = (20_000, 20, 20)
"""A tenth of the work was the collector's, which walks over botocore's large, lasting objects."""

OpenJournal = Callable[[Path], MoveJournal]


def main(open_journal: OpenJournal = SqliteJournal) -> int:
    """Do the one move that standard input asks for; ends with it, or soon after its parent is gone."""
    if hasattr(os, "nice"):
        os.nice(5)  # the window comes first: it must not wait for the processor
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the parent's to answer.
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # Nobody reads it; saying nothing 25 times a call costs a twentieth.
    gc.set_threshold(*COLLECTOR_THRESHOLDS)
    reading, writing = claim_pipes()
    asyncio.run(_serve(reading, writing, open_journal))
    return 0


async def _serve(reading: int, writing: int, open_journal: OpenJournal) -> None:
    clock = SystemClock()
    parent = ParentPipe(reading, writing, clock)
    try:
        start = await parent.start()
        if start is not None:
            parent.send(await _ended(parent, start, open_journal, clock))
    finally:
        parent.close()


async def _ended(parent: ParentPipe, start: Start, open_journal: OpenJournal, clock: Clock) -> Ended:
    """Return how the move ended; a fault of the program is told, too, and ends it."""
    try:
        return Ended(outcome=await _move(parent, start, open_journal, clock))
    except SqsExplorerError as error:
        return Ended(error=error)
    except Exception as fault:
        sys.stderr.write(f"{fault_trace(fault)}\n")
        words = f"The move was ended by a fault of the program: {fault_line(fault)}"
        return Ended(error=WorkerFailed(words))


async def _move(parent: ParentPipe, start: Start, open_journal: OpenJournal, clock: Clock) -> MoveOutcome:
    journal = open_journal(Path(start.journal_folder))
    opener = BotocoreConnectionOpener(
        frozenset,  # It runs no command: keys come from its parent.
        clock,
        workers=THREADS,
        desk=parent.questions,
        given_keys=parent.questions.keys,
        agreed_endpoints=lambda: start.agreed_endpoints,
    )
    connections = OpenConnections(opener)
    parent.questions.on_signed_in = partial(_renew, connections)
    try:
        for spec in start.specs:
            await connections.open(spec)
        order = start.order
        whole = feed_for(order, (), connections.sqs, stop=parent.stop) if order.whole_queue else None
        return await run_move(
            order,
            whole or parent.feed,
            connections.sqs,
            journal,
            clock=clock,
            stop=parent.stop,
            on_progress=lambda progress: parent.send(Progress(progress)),
            expected=start.expected,
            parallel=PARALLEL_BATCHES,
        )
    finally:
        await connections.close_all()
        await journal.close()


def _renew(connections: OpenConnections, connection_id: str) -> None:
    """Let the next call of a connection ask for its keys anew."""
    if connections.spec(connection_id) is not None:
        connections.gateway(connection_id).renew()
