"""Moves in a worker process: the MoveRunner for many messages, whose work would make the window stutter."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ConnectionClosed, WorkerFailed
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder, MoveOutcome, MoveProgress, MoveState
from sqs_explorer.services.moving.feeds import waiting_originals
from sqs_explorer.services.moving.items import in_sequence
from sqs_explorer.services.sign_in_ports import SignInDesk
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.worker.answering import KeysOf
from sqs_explorer.worker.conversation import Conversation
from sqs_explorer.worker.frames import Ended, Start
from sqs_explorer.worker.launching import own_command

PATIENCE_SECONDS = 8.0
"""How long a worker may take to finish what is in flight when it has to end."""


class WorkerMoves:
    """Fulfils the port MoveRunner: each move has a process of its own.

    `spec_of` returns an open connection by its ID, read-only if it may not write now, or None. The worker
    never looks for keys: `keys_of` gives them. `desk` waits for a sign-in when the server says that they have
    expired, None for nobody who could. `agreed_endpoints` may be called in plain http; `command` is what to
    run instead of this program (tests).
    """

    def __init__(
        self,
        spec_of: Callable[[str], ConnectionSpec | None],
        keys_of: KeysOf,
        journal_folder: Path,
        *,
        desk: SignInDesk | None = None,
        agreed_endpoints: Callable[[], frozenset[str]] = frozenset,
        command: Sequence[str] = (),
    ) -> None:
        self._spec_of = spec_of
        self._keys_of = keys_of
        self._journal_folder = journal_folder
        self._desk = desk
        self._agreed_endpoints = agreed_endpoints
        self._command = command or own_command("--move-worker")
        self._running: set[Conversation] = set()

    async def run(
        self,
        order: MoveOrder,
        originals: Sequence[HeldOriginal],
        *,
        stop: StopRequest,
        on_progress: Callable[[MoveProgress], None],
    ) -> MoveOutcome:
        """Move messages in a new process; if that dies, the outcome says WorkerFailed.

        Cancelled, it lets the process finish what is in flight first. Raises JournalFailed if nothing could
        begin, ConnectionClosed if a connection of the order isn't open.
        """
        counts: Mapping[MoveState, int] = {}

        def progressed(progress: MoveProgress) -> None:
            nonlocal counts
            counts = progress.counts
            on_progress(progress)

        ordered = in_sequence(originals, order)
        worker = Conversation(
            self._command,
            self._start(order, ordered),
            ordered,
            progressed,
            keys_of=self._keys_of,
            desk=self._desk,
        )
        ended = await self._ended(worker, stop)
        if ended.outcome is not None:
            return ended.outcome
        if isinstance(ended.error, WorkerFailed):
            return MoveOutcome(counts, error=ended.error)
        raise ended.error or WorkerFailed("The process for the move said nothing.")

    async def _ended(self, worker: Conversation, stop: StopRequest) -> Ended:
        """Let a worker do its work, and return its last word."""
        self._running.add(worker)
        worker.begin()
        forwarding = asyncio.ensure_future(_forward(stop, worker))
        try:
            return await asyncio.shield(worker.ended)
        except asyncio.CancelledError:
            worker.ask_to_stop()
            await worker.wait_for_end(PATIENCE_SECONDS)
            raise
        finally:
            self._running.discard(worker)
            worker.kill()
            with contextlib.suppress(RuntimeError):  # the loop was closed over this very coroutine
                forwarding.cancel()

    async def close(self) -> None:
        """Let every worker finish what is in flight, and return when all are gone."""
        running = tuple(self._running)
        for worker in running:
            worker.ask_to_stop()
        await asyncio.gather(*(worker.wait_for_end(PATIENCE_SECONDS) for worker in running))

    def kill(self) -> None:
        """End every worker at once, as a crash would: the journal tells how far each came."""
        for worker in tuple(self._running):
            worker.kill()

    def _start(self, order: MoveOrder, originals: Sequence[HeldOriginal]) -> Start:
        return Start(
            order=order,
            specs=tuple(self._spec(connection_id) for connection_id in order.connection_ids),
            agreed_endpoints=self._agreed_endpoints(),
            journal_folder=str(self._journal_folder),
            expected=None if order.whole_queue else len(originals),
            waiting=tuple(waiting_originals(originals)),
        )

    def _spec(self, connection_id: str) -> ConnectionSpec:
        spec = self._spec_of(connection_id)
        if spec is None:
            raise ConnectionClosed(f"The connection {connection_id} is closed. Open it again.")
        return spec


async def _forward(stop: StopRequest, worker: Conversation) -> None:
    await stop.wait()
    worker.ask_to_stop()
