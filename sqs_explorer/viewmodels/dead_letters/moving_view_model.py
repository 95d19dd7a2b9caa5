"""Moves or copies chosen messages to another queue, with progress, Stop and a result for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving import HeldOriginal, MoveOrder, MoveResult, MoveState, move_messages
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.dead_letters.move_destinations import move_destinations, source_of
from sqs_explorer.viewmodels.dead_letters.move_question import (
    FailedMove,
    MoveChoice,
    MoveQuestion,
    MoveReport,
)
from sqs_explorer.viewmodels.dead_letters.place import place_words
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.messages.message_store import GONE_STATES, HoldState, MessageRow, MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope

_DONE = frozenset({MoveState.MOVED, MoveState.COPIED})


@dataclass(slots=True)
class _Run:
    """One move under way."""

    choice: MoveChoice
    rows: list[MessageRow]
    stop: StopRequest
    job: Job
    results: list[MoveResult]

    @property
    def done(self) -> int:
        return sum(result.state in _DONE for result in self.results)


class MovingViewModel(QObject):
    """One move at a time; the rows of the store say `moved`, or keep the reason why not."""

    changed = Signal()
    """A move began, came further or ended."""

    def __init__(self, context: PageContext, store: MessageStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._run: _Run | None = None
        self._copies: set[str] = set()
        self.scope = TaskScope(context.report_bug, self)
        self.report: MoveReport | None = None
        self.error: ErrorText | None = None

    @property
    def is_moving(self) -> bool:
        """Whether a move is under way."""
        return self._run is not None

    @property
    def is_stopping(self) -> bool:
        """Whether Stop was asked for and the message under way has yet to finish."""
        return self._run is not None and self._run.stop.is_requested

    @property
    def keeps_originals(self) -> bool:
        """Whether the move under way is a copy."""
        return self._run is not None and self._run.choice.keep_originals

    @property
    def progress(self) -> tuple[int, int]:
        """How many messages have had their turn, and of how many."""
        return (len(self._run.results), len(self._run.rows)) if self._run else (0, 0)

    @property
    def blocked_reason(self) -> str | None:
        """Why moving is off, None if it may be asked for."""
        if self._context.is_read_only:
            return "Read-only connection: moving is off. Open it without Read-only in Connections."
        if self.is_moving:
            return "A move from this queue is under way."
        return None

    def question(self, message_ids: Iterable[str]) -> MoveQuestion:
        """Return what the Move dialog asks about these messages."""
        rows = [row for row in self._store.rows_of(message_ids) if row.state not in GONE_STATES]
        held = sum(self._is_held(row) for row in rows)
        return MoveQuestion(
            queue_name=self._context.queue.name,
            held=held,
            visible=len(rows) - held,
            where=place_words(self._context),
            environment=self._context.environment.tone,
            destinations=move_destinations(
                self._context.catalogue, self._context.queue, [row.message for row in rows]
            ),
        )

    def start(self, message_ids: Iterable[str], choice: MoveChoice) -> None:
        """Move messages as chosen. Those no longer held are not tried, unless the originals are kept."""
        if self.is_moving:
            return
        rows = [row for row in self._store.rows_of(message_ids) if row.state not in GONE_STATES]
        stop = StopRequest()
        verb = "Copy" if choice.keep_originals else "Move"
        what = (
            f"{verb} {count_words(len(rows), 'message')} from {self._context.queue.name} to {_name(choice)}"
        )
        job = self._context.activity.start(what, self._context.where, stop=stop.request)
        self._run = _Run(choice, rows, stop, job, [])
        self.report = self.error = None
        self.changed.emit()
        if self.scope.start(self._move(self._run, rows), self._fail) is None:
            self._finish(self._run)

    def stop(self) -> None:
        """Finish the message under way, then stop."""
        if self._run is not None:
            self._run.stop.request()
            self.changed.emit()

    def dismiss(self) -> None:
        """Forget the last report."""
        self.report = self.error = None
        self.changed.emit()

    async def close(self) -> None:
        """Stop after the message under way: a copy without its delete would be a duplicate."""
        self.stop()
        await self.scope.close(finish=True)
        if self._run is not None:
            self._finish(self._run)

    def _is_held(self, row: MessageRow) -> bool:
        return row.state_at(self._context.clock.monotonic()) is HoldState.HELD

    def _original(self, row: MessageRow) -> HeldOriginal:
        return HeldOriginal(row.message, row.visible_again_monotonic if self._is_held(row) else 0.0)

    async def _move(self, run: _Run, rows: list[MessageRow]) -> None:
        for destination, leg in self._legs(run.choice, rows).items():
            await self._move_leg(run, destination, leg)
        self._finish(run)

    def _legs(self, choice: MoveChoice, rows: list[MessageRow]) -> dict[QueueRef, list[MessageRow]]:
        """Group messages by where they go; one whose source isn't listed goes nowhere and says so."""
        legs: dict[QueueRef, list[MessageRow]] = {}
        for row in rows:
            queue = choice.destination.queue or source_of(
                self._context.catalogue, self._context.queue, row.message
            )
            if queue is not None:
                legs.setdefault(queue, []).append(row)
                continue
            name = row.message.dead_letter_source_name
            reason = (
                f"Its source queue {name} is not listed."
                if name
                else "It does not say which queue it came from."
            )
            self._take(MoveResult(row.message.message_id, MoveState.NOT_TRIED, reason=reason))
        return legs

    async def _move_leg(self, run: _Run, destination: QueueRef, rows: list[MessageRow]) -> None:
        source, attributes = self._context.queue, self._context.attributes
        order = MoveOrder(
            source_arn=attributes.arn if attributes and attributes.arn else source.url,
            source_url=source.url,
            destination_url=destination.url,
            destination_is_fifo=destination.is_fifo,
            source_is_fifo=source.is_fifo,
            keep_deduplication_id=run.choice.keep_deduplication_id,
            keep_originals=run.choice.keep_originals,
        )
        await move_messages(
            self._context.gateway,
            self._context.connections.sqs(destination),
            [self._original(row) for row in rows],
            order,
            clock=self._context.clock,
            stop=run.stop,
            on_result=self._take,
            known_message_ids=self._copies | {row.message.message_id for row in self._store.rows},
        )
        self._context.catalogue.request_attributes([source, destination], again=True)

    def _take(self, result: MoveResult) -> None:
        run = self._run
        if run is None:
            return
        run.results.append(result)
        self._copies.update([result.new_message_id] if result.new_message_id else [])
        if result.state is MoveState.MOVED:
            self._store.mark([result.message_id], HoldState.MOVED)
        elif result.state is not MoveState.COPIED:
            self._keep(result)
        total = len(run.rows)
        run.job.report(f"{len(run.results):,} of {total:,}", len(run.results) / total if total else None)
        self.changed.emit()

    def _keep(self, result: MoveResult) -> None:
        """Say in the row why the original is still there, and until when it is held now."""
        row = self._store.row(result.message_id)
        if row is not None and result.visible_again_monotonic > row.visible_again_monotonic:
            left = result.visible_again_monotonic - self._context.clock.monotonic()
            self._store.set_hold([result.message_id], result.visible_again_monotonic, left)
        self._store.note_problems({result.message_id: _reason(result)})

    def _finish(self, run: _Run, error: SqsExplorerError | None = None) -> None:
        failures = tuple(
            FailedMove(result.message_id, result.state.value, _reason(result))
            for result in run.results
            if result.state not in _DONE
        )
        self.report = MoveReport(
            _name(run.choice), len(run.rows), run.done, run.choice.keep_originals, failures
        )
        self.error = error_text(error) if error else None
        self._run = None
        stayed = len(run.rows) - run.done
        if stayed:
            run.job.fail(f"{self.report.title} {count_words(stayed, 'message')} not done")
        else:
            run.job.finish(self.report.title.removesuffix("."))
        self.changed.emit()

    def _fail(self, error: SqsExplorerError) -> None:
        if self._run is not None:
            self._finish(self._run, error)


def _name(choice: MoveChoice) -> str:
    queue = choice.destination.queue
    return queue.name if queue else "the source queues"


def _reason(result: MoveResult) -> str:
    """Return why in a person's words; the error's next step where there is one."""
    if result.error is None or result.state is not MoveState.FAILED:
        return result.reason
    words = error_text(result.error)
    return result.reason if words.text in result.reason else words.text
