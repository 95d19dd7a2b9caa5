"""Moves or copies messages to another queue, with progress, Stop and a result for each."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.moves import (
    HeldOriginal,
    MoveOrder,
    MoveOutcome,
    MoveProgress,
    MoveResult,
    MoveState,
)
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.holding import change_visibility
from sqs_explorer.viewmodels.dead_letters.move_calls import move_calls
from sqs_explorer.viewmodels.dead_letters.move_destinations import move_destinations, whole_queue_destinations
from sqs_explorer.viewmodels.dead_letters.move_orders import make_order
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice, MoveQuestion, WholeQueueQuestion
from sqs_explorer.viewmodels.dead_letters.move_report import MoveReport
from sqs_explorer.viewmodels.dead_letters.move_run import MoveRun, destination_words, reason_words
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.messages.message_store import GONE_STATES, HoldState, MessageRow, MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.task_scope import TaskScope

NO_RESULT = "No result came back: Unfinished moves says whether it was sent."


class MovingViewModel(QObject):
    """One move at a time; the rows of the store say `moved`, or keep the reason why not."""

    changed = Signal()
    """A move began, came further or ended."""

    def __init__(self, context: PageContext, store: MessageStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._run: MoveRun | None = None
        self.scope = TaskScope(context.report_bug, self)
        self.report: MoveReport | None = None
        self.error: ErrorText | None = None

    @property
    def is_moving(self) -> bool:
        """Whether a move is under way."""
        return self._run is not None

    @property
    def is_stopping(self) -> bool:
        """Whether Stop was asked for and what is in flight has yet to finish."""
        return self._run is not None and self._run.stop.is_requested

    @property
    def keeps_originals(self) -> bool:
        """Whether the move under way is a copy."""
        return self._run is not None and self._run.choice.keep_originals

    @property
    def progress(self) -> tuple[int, int]:
        """How many messages have had their turn, and of how many (0: not known)."""
        return (self._run.tried, self._run.total) if self._run else (0, 0)

    @property
    def progress_words(self) -> str:
        """The progress as `3 of 10`, for a whole queue `≈ 3 of 10`; "" if nothing moves."""
        return self._run.words if self._run else ""

    @property
    def leaving_words(self) -> str:
        """What closing the page does to the move under way; "" if nothing moves."""
        run = self._run
        if run is None:
            return ""
        return (
            f"{run.job.record.what} is under way: {run.words}. Closing the page stops it after what is in "
            f"flight; the rest stays in {run.source}."
        )

    @property
    def blocked_reason(self) -> str | None:
        """Why moving is off, None if it may be asked for."""
        if self._context.is_read_only:
            return "Read-only connection: moving is off. Unlock writing in the header."
        if self.is_moving:
            return "A move from this queue is under way."
        return None

    def question(self, message_ids: Iterable[str]) -> MoveQuestion:
        """Return what the Move dialog asks about these messages."""
        rows = self._there(message_ids)
        held = sum(self._is_held(row) for row in rows)
        catalogue, queue = self._context.catalogue, self._context.queue
        arns = [row.message.dead_letter_source_arn for row in rows]
        placed = {arn for arn in set(arns) if arn and catalogue.by_arn(queue, arn) is not None}
        return MoveQuestion(
            queue_name=queue.name,
            held=held,
            visible=len(rows) - held,
            where=place_of(self._context).words,
            environment=self._context.environment.tone,
            destinations=move_destinations(
                catalogue, queue, [row.message for row in rows], self._context.identity_of
            ),
            sizes_bytes=tuple(sorted(row.size_bytes for row in rows)),
            unplaced=sum(arn not in placed for arn in arns),
        )

    def whole_queue_question(self, feeding: Iterable[QueueRef] = (), lead: str = "") -> WholeQueueQuestion:
        """Return what the Move dialog asks about all messages of the queue.

        `feeding` are sources that SQS named, `lead` says why it isn't SQS that moves them.
        """
        catalogue, queue, attributes = self._context.catalogue, self._context.queue, self._context.attributes
        return WholeQueueQuestion(
            queue_name=queue.name,
            available=attributes.available if attributes else None,
            in_flight=attributes.in_flight if attributes else None,
            held_here=len(self._held_rows()),
            where=place_of(self._context).words,
            environment=self._context.environment.tone,
            destinations=whole_queue_destinations(catalogue, queue, feeding, self._context.identity_of),
            lead=lead,
        )

    def start(self, message_ids: Iterable[str], choice: MoveChoice) -> None:
        """Move messages as chosen. Those no longer held are not tried, unless the originals are kept."""
        if self.is_moving:
            return
        rows = self._there(message_ids)
        ids = tuple(row.message.message_id for row in rows)
        run = self._begin(choice, ids, len(ids), count_words(len(ids), "message"))
        self._go(run, self._move_chosen(run, rows))

    def start_whole_queue(self, choice: MoveChoice, maximum: int | None = None) -> None:
        """Move all messages of the queue, at most `maximum`; what is held here is released first."""
        if self.is_moving:
            return
        expected = self.whole_queue_question().expected
        if maximum is not None:
            expected = maximum if expected is None else min(expected, maximum)
        run = self._begin(choice, None, expected, "all messages")
        self._go(run, self._move_all(run, maximum))

    def stop(self) -> None:
        """Finish what is in flight, then stop."""
        if self._run is not None:
            self._run.stop.request()
            self.changed.emit()

    def dismiss(self) -> None:
        """Forget the last report."""
        self.report = self.error = None
        self.changed.emit()

    async def close(self) -> None:
        """Stop after what is in flight: a copy without its delete would be a duplicate."""
        self.stop()
        await self.scope.close(finish=True)
        if self._run is not None:
            self._finish(self._run, MoveOutcome({}, stopped=True))

    def _there(self, message_ids: Iterable[str]) -> list[MessageRow]:
        return [row for row in self._store.rows_of(message_ids) if row.state not in GONE_STATES]

    def _held_rows(self) -> list[MessageRow]:
        return [row for row in self._store.rows if self._is_held(row)]

    def _is_held(self, row: MessageRow) -> bool:
        return row.state_at(self._context.clock.monotonic()) is HoldState.HELD

    def _original(self, row: MessageRow) -> HeldOriginal:
        return HeldOriginal(row.message, row.visible_again_monotonic if self._is_held(row) else 0.0)

    def _begin(
        self, choice: MoveChoice, message_ids: tuple[str, ...] | None, expected: int | None, count: str
    ) -> MoveRun:
        verb, name = "Copy" if choice.keep_originals else "Move", self._context.queue.name
        what = f"{verb} {count} from {name} to {destination_words(choice)}"
        job = self._context.start_job(what, stop=self.stop)
        self._run = MoveRun(choice, name, job, message_ids, expected)
        self.report = self.error = None
        self.changed.emit()
        return self._run

    def _go(self, run: MoveRun, work: Coroutine[Any, Any, None]) -> None:
        if self.scope.start(work, self._fail) is None:
            run.note_nothing_sent()
            self._finish(run, MoveOutcome({}, stopped=True))

    async def _move_chosen(self, run: MoveRun, rows: list[MessageRow]) -> None:
        # Thousands of rows are gone through in turns of their own: first the dialog goes and all is drawn.
        await asyncio.sleep(0)
        originals = [self._original(row) for row in rows]
        await asyncio.sleep(0)
        order = await make_order(self._context, run.choice)
        await self._move(run, order, originals)

    async def _move_all(self, run: MoveRun, maximum: int | None) -> None:
        held = [row.message for row in self._held_rows()]
        if held:
            gateway, queue = self._context.gateway, self._context.queue
            released = await change_visibility(gateway, queue.url, held, 0)
            self._store.mark(released.done, HoldState.RELEASED)
            self._store.note_problems(released.failures)
        order = await make_order(self._context, run.choice, whole_queue=True, maximum=maximum)
        await self._move(run, order, [])

    async def _move(self, run: MoveRun, order: MoveOrder, originals: list[HeldOriginal]) -> None:
        run.job.add_calls(*move_calls(self._context, order))
        outcome = await self._context.moves.run(order, originals, stop=run.stop, on_progress=self._take)
        run.was_heard_out = True
        self._finish(run, outcome)

    def _take(self, progress: MoveProgress) -> None:
        run = self._run
        if run is None:
            return
        run.take(progress)
        done = [result.message_id for result in progress.results if result.state is MoveState.MOVED]
        if done:
            self._store.mark(done, HoldState.MOVED)
        self._keep([result for result in progress.results if not result.state.is_done])
        run.job.report(run.words, run.fraction)
        self.changed.emit()

    def _keep(self, results: list[MoveResult]) -> None:
        """Say in the rows why the originals are still there, and until when they are held now."""
        now = self._context.clock.monotonic()
        renewed: dict[float, list[str]] = {}
        for result in results:
            row = self._store.row(result.message_id)
            if row is not None and result.visible_again_monotonic > row.visible_again_monotonic:
                renewed.setdefault(result.visible_again_monotonic, []).append(result.message_id)
        for until, message_ids in renewed.items():
            self._store.set_hold(message_ids, until, until - now)
        self._store.note_problems({result.message_id: reason_words(result) for result in results})

    def _finish(self, run: MoveRun, outcome: MoveOutcome) -> None:
        self._run = None
        self.report = run.report(outcome)
        self.error = error_text(outcome.error) if outcome.error else None
        self._store.note_problems(dict.fromkeys(run.without_result, NO_RESULT))
        title = self.report.title.removesuffix(".")
        if self.report.all_went_well and outcome.error is None:
            run.job.finish(title)
        elif run.was_only_stopped(outcome):
            run.job.halt(f"{title}. Stopped")
        else:
            run.job.fail(f"{title}. {self._shortfall(run, outcome)}")
        destination = run.choice.destination.queue
        linked = [destination] if destination else self._context.catalogue.sources_of(self._context.queue)
        self._context.catalogue.request_attributes([self._context.queue, *linked], again=True)
        self.changed.emit()

    def _shortfall(self, run: MoveRun, outcome: MoveOutcome) -> str:
        if outcome.error is not None:
            return error_text(outcome.error).title
        tried = run.tried if run.message_ids is None else len(run.message_ids)
        stayed = tried - run.done
        return f"{count_words(stayed, 'message')} not done" if stayed else "Stopped"

    def _fail(self, error: SqsExplorerError) -> None:
        """End a move that could not begin."""
        run = self._run
        if run is not None:
            if not run.tried:
                run.note_nothing_sent()
            self._finish(run, MoveOutcome({}, error=error))
