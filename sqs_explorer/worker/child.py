"""The worker process: the engine, its own journal, and no Qt; its calls are made by processes of its own."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqs_explorer.domain.errors import SqsExplorerError, WorkerFailed
from sqs_explorer.domain.moves import MoveOrder, MoveOutcome
from sqs_explorer.services.fault_words import fault_line, fault_trace
from sqs_explorer.services.moving.engine import run_move
from sqs_explorer.services.moving.feeds import POLLS_AT_ONCE, feed_for
from sqs_explorer.services.ports import Clock, MoveFeed, MoveJournal
from sqs_explorer.storage.move_journal import SqliteJournal
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.worker.call_frames import Connections
from sqs_explorer.worker.callers import Callers, callers_for
from sqs_explorer.worker.child_pipes import claim_pipes, settle_in
from sqs_explorer.worker.frames import Ended, Progress, Start
from sqs_explorer.worker.parent_pipe import ParentPipe

PARALLEL_BATCHES = 12
"""Batches under way at once for each process that makes calls: a third of its time a batch waits here."""

OpenJournal = Callable[[Path], MoveJournal]


def main(open_journal: OpenJournal = SqliteJournal) -> int:
    """Do the one move that standard input asks for; ends with it, or soon after its parent is gone."""
    if hasattr(os, "nice"):
        os.nice(10)  # the window comes first: it must not wait for the processor
    settle_in()
    reading, writing = claim_pipes()
    asyncio.run(_serve(reading, writing, open_journal))
    return 0


async def _serve(reading: int, writing: int, open_journal: OpenJournal) -> None:
    clock = SystemClock()
    parent = ParentPipe(reading, writing, clock)
    callers = Callers(parent.questions)
    try:
        start = await parent.start()
        if start is not None:
            parent.send(await _ended(parent, start, callers, open_journal, clock))
    finally:
        await callers.close()
        parent.close()


async def _ended(
    parent: ParentPipe, start: Start, callers: Callers, open_journal: OpenJournal, clock: Clock
) -> Ended:
    """Return how the move ended; a fault of the program is told, too, and ends it."""
    try:
        return Ended(outcome=await _move(parent, start, callers, open_journal, clock))
    except SqsExplorerError as error:
        return Ended(error=error)
    except Exception as fault:
        sys.stderr.write(f"{fault_trace(fault)}\n")
        words = f"The move was ended by a fault of the program: {fault_line(fault)}"
        return Ended(error=WorkerFailed(words))


async def _move(
    parent: ParentPipe, start: Start, callers: Callers, open_journal: OpenJournal, clock: Clock
) -> MoveOutcome:
    order = start.order
    count = callers_for(order.maximum if order.whole_queue else start.expected)
    journal = open_journal(Path(start.journal_folder))
    try:
        await callers.connect(Connections(start.specs, start.agreed_endpoints), count)
        return await run_move(
            order,
            _feed(parent, order, callers, count) if order.whole_queue else parent.feed,
            callers.gateway,
            journal,
            clock=clock,
            stop=parent.stop,
            on_progress=lambda progress: parent.send(Progress(progress)),
            expected=start.expected,
            parallel=count * PARALLEL_BATCHES,
        )
    finally:
        await journal.close()


def _feed(parent: ParentPipe, order: MoveOrder, callers: Callers, count: int) -> MoveFeed:
    """Return the feed that receives from the source queue; each process has its own long polls."""
    return feed_for(order, (), callers.gateway, stop=parent.stop, polls_at_once=count * POLLS_AT_ONCE)
