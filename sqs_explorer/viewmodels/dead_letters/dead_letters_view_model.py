"""The tab Dead letters of one queue: whose DLQ it is, what is in it, what expires, and the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_MESSAGES_TO_RECEIVE
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.holding import change_visibility
from sqs_explorer.viewmodels.dead_letters.dead_letter_links import SourceLink, TargetLink
from sqs_explorer.viewmodels.dead_letters.expiring import ExpiringCount, expires_soon
from sqs_explorer.viewmodels.dead_letters.failure_groups_view_model import FailureGroupsViewModel
from sqs_explorer.viewmodels.dead_letters.letter_filtering import LetterFiltering
from sqs_explorer.viewmodels.dead_letters.move_task_model import MoveTaskModel
from sqs_explorer.viewmodels.dead_letters.moving_view_model import MovingViewModel
from sqs_explorer.viewmodels.dead_letters.queue_links_view_model import QueueLinksViewModel
from sqs_explorer.viewmodels.dead_letters.redrive_asking import redrive_question
from sqs_explorer.viewmodels.dead_letters.redrive_question import RedriveChoice, RedriveQuestion
from sqs_explorer.viewmodels.dead_letters.redrive_view_model import RedriveViewModel
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.messages.inspector_view_model import InspectorViewModel
from sqs_explorer.viewmodels.messages.message_columns import DEAD_LETTER_COLUMNS, ColumnKind
from sqs_explorer.viewmodels.messages.message_store import AddedRows, ChangedRows, HoldState, MessageRow
from sqs_explorer.viewmodels.messages.message_table_model import MessageTableModel
from sqs_explorer.viewmodels.messages.messages_view_model import MessagesViewModel
from sqs_explorer.viewmodels.messages.notice import Notice, NoticeTone, error_notice
from sqs_explorer.viewmodels.messages.receiving_view_model import ReceivingViewModel
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope

HOLD_SECONDS = 300
"""Five minutes: time to read dead letters and choose; who reads a DLQ keeps no consumer waiting."""

FEWEST_TO_RECEIVE = 10


class DeadLettersViewModel(QObject):
    """Works on the messages of `messages`, so that both tabs of a page show the same ones.

    `receiving` receives into the same store by its own bar: all that are there, held for five minutes.
    """

    changed = Signal()
    """Links, errors, the warning or what a button may do changed; not how far a move is: `moving` says it."""
    dead_letter_count_changed = Signal()
    queue_open_requested = Signal(object)
    """A link was followed; the QueueRef."""

    def __init__(
        self,
        context: PageContext,
        messages: MessagesViewModel,
        parent: QObject | None = None,
        *,
        moving: MovingViewModel | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.messages = messages
        self.scope = TaskScope(context.report_bug, self)
        self._receive_scope = TaskScope(context.report_bug, self)
        self.receiving = ReceivingViewModel(context, messages.store, self._receive_scope, self)
        self.receiving.set_hold_seconds(HOLD_SECONDS)
        self.inspector = InspectorViewModel(context, messages.store, self.scope, self)
        self.redrive = RedriveViewModel(context, self, pause=pause)
        self.moving = moving or MovingViewModel(context, messages.store, self)
        self.task_model = MoveTaskModel(context.clock.now, self)
        self.table = MessageTableModel(
            messages.store,
            context.clock,
            columns=DEAD_LETTER_COLUMNS,
            is_fifo=context.queue.is_fifo,
            parent=self,
        )
        self.links = QueueLinksViewModel(context, self)
        self.filtering = LetterFiltering(messages.store, self.table, context.off_thread, self.scope, self)
        self.groups = FailureGroupsViewModel(context, messages.store, self.scope, self, pause=pause)
        self.notice: Notice | None = None
        self.shows_expiring_only = False
        self._expiring = ExpiringCount(messages.store)
        self._maximum_is_by_hand = False
        self._was_moving = self.moving.is_moving
        self._connect()
        self.links.relink()

    @property
    def context(self) -> PageContext:
        """The queue and the services of its page."""
        return self._context

    @property
    def sources(self) -> tuple[SourceLink, ...]:
        """The queues whose DLQ this is."""
        return self.links.sources

    @property
    def target(self) -> TargetLink | None:
        """This queue's DLQ, None if it has none."""
        return self.links.target

    @property
    def sources_error(self) -> ErrorText | None:
        """Why the links could not be read, None if they could."""
        return self.links.error

    @property
    def is_loaded(self) -> bool:
        """Whether the links were looked at once."""
        return self.links.is_loaded

    @property
    def is_dlq(self) -> bool:
        """Whether some queue's redrive policy names this one."""
        return self.links.is_dlq

    @property
    def dead_letter_count(self) -> int | None:
        """About how many wait in this DLQ, or in this queue's DLQ; None if not known or neither."""
        return self.links.count

    @property
    def retention_seconds(self) -> int | None:
        """The queue's retention where "Expires in" can be told: a FIFO DLQ restarts it, so there it can't."""
        attributes = self._context.attributes
        return attributes.retention_seconds if attributes and not self._context.queue.is_fifo else None

    @property
    def expiring_count(self) -> int:
        """How many of the messages received expire within 24 hours."""
        return self._expiring.count(self.retention_seconds, self._context.clock.now())

    @property
    def redrive_blocked_reason(self) -> str | None:
        """Why Redrive all is off, None if it may be asked for."""
        if not self.is_dlq:
            return "Only a dead-letter queue can be redriven: no redrive policy names this queue."
        if self.moving.is_moving:
            return "A move from this queue is under way: a redrive as well would make duplicates."
        return self.redrive.start_blocked_reason

    def show(self) -> None:
        """The tab came to the front: read sources and tasks again."""
        self.scope.start(self._load(), self.links.fail)

    def set_maximum(self, maximum: int) -> None:
        """Messages to receive; from now on it doesn't follow the queue's count."""
        self._maximum_is_by_hand = self._maximum_is_by_hand or maximum != self.receiving.settings.maximum
        self.receiving.set_maximum(maximum)

    def receive(self) -> None:
        """Receive as many as the bar says, or stop the receive under way."""
        if self.receiving.is_receiving:
            self.receiving.stop()
        else:
            self.receiving.receive()

    def dismiss_notice(self) -> None:
        """Take the notice away."""
        self._take_notice(None)

    def open_queue(self, queue: QueueRef) -> None:
        """Ask for a queue's page."""
        self.queue_open_requested.emit(queue)

    def show_expiring(self, *, only: bool) -> None:
        """Show only the messages that expire within 24 hours, soonest first, or all again."""
        self.shows_expiring_only = only
        retention_seconds, clock = self.retention_seconds, self._context.clock

        def test(row: MessageRow) -> bool:
            return expires_soon(row, retention_seconds, clock.now())

        self.filtering.set_expiring(test if only else None)
        self.table.sort(self.table.column_of(ColumnKind.EXPIRES_IN))
        self.changed.emit()

    def redrive_question(self) -> RedriveQuestion:
        """Return what the Redrive dialog asks."""
        return redrive_question(self._context, self.sources, len(self._held_rows()))

    def start_redrive(self, choice: RedriveChoice) -> None:
        """Start a redrive; what is held here is released first, because SQS moves only what is visible."""
        reason = self.redrive_blocked_reason
        if reason is not None:  # since the dialog opened
            self._take_notice(Notice(NoticeTone.WARNING, reason, "No redrive was started."))
            return
        self.scope.start(self._start_redrive(choice), self._fail_release)

    async def close(self) -> None:
        """Stop; a receive and a move under way finish what is in flight, a redrive goes on in SQS."""
        self.stop_work()
        self.table.stop_ticking()
        await self.scope.close()
        await asyncio.gather(
            self.redrive.close(), self.moving.close(), self._receive_scope.close(finish=True)
        )
        self.table.stop_ticking()

    def stop_work(self) -> None:
        """Ask a receive and a move under way to end after what is in flight."""
        self.receiving.stop()
        self.moving.stop()

    @property
    def working_scopes(self) -> tuple[TaskScope, ...]:
        """Where work runs that must not be torn."""
        return (self._receive_scope, self.moving.scope, self.redrive.deeds)

    def _connect(self) -> None:
        store = self.messages.store
        self.links.changed.connect(self._take_links)
        self.links.count_changed.connect(self.dead_letter_count_changed)
        self.links.became_dlq.connect(self.redrive.refresh)
        self.groups.chosen_changed.connect(self._take_group)
        self.redrive.changed.connect(self._take_tasks)
        self.redrive.messages_moved.connect(self._count_again)
        self.moving.changed.connect(self._take_moving)
        self.receiving.receiving_changed.connect(self.changed)
        self.receiving.settings_changed.connect(self.changed)
        self.receiving.noticed.connect(self._take_notice)
        store.rows_added.connect(self._take_added)
        store.rows_changed.connect(self._take_changed)
        store.cleared.connect(self._take_cleared)
        # Writing may be unlocked, or locked again.
        self.messages.context.catalogue.connections_changed.connect(self.changed)

    async def _load(self) -> None:
        await self.links.load()
        if self.is_dlq:
            self.redrive.refresh()

    def _held_rows(self) -> list[MessageRow]:
        now = self._context.clock.monotonic()
        return [row for row in self.messages.store.rows if row.state_at(now) is HoldState.HELD]

    async def _start_redrive(self, choice: RedriveChoice) -> None:
        held = [row.message for row in self._held_rows()]
        if held:
            gateway, queue = self._context.gateway, self._context.queue
            result = await change_visibility(gateway, queue.url, held, 0)
            self.messages.store.mark(result.done, HoldState.RELEASED)
            self.messages.store.note_problems(result.failures)
        self.redrive.start(choice)

    def _fail_release(self, error: SqsExplorerError) -> None:
        before = "The messages held here could not be released, so no redrive was started."
        self._take_notice(error_notice(error_text(error), before))

    def _take_links(self) -> None:
        attributes = self._context.attributes
        self.table.set_attributes(attributes)
        self.receiving.take_attributes()
        if not self._maximum_is_by_hand and attributes is not None:
            available = min(attributes.available or 0, MAXIMUM_MESSAGES_TO_RECEIVE)
            self.receiving.set_maximum(max(available, FEWEST_TO_RECEIVE))
        self.changed.emit()

    def _take_group(self) -> None:
        group = self.groups.chosen
        self.filtering.set_group(group.message_ids if group else None)

    def _take_tasks(self) -> None:
        self.task_model.show_tasks(self.redrive.tasks)
        self.changed.emit()

    def _take_notice(self, notice: Notice | None) -> None:
        self.notice = notice
        self.changed.emit()

    def _take_added(self, added: AddedRows) -> None:
        self._expiring.take_added(added)
        self.changed.emit()

    def _take_changed(self, changed: ChangedRows) -> None:
        """Of rows that change only the warning speaks here; the table and the groups listen to the store."""
        if self._expiring.take_changed(changed):
            self.changed.emit()

    def _take_cleared(self) -> None:
        self._expiring.forget()
        self.changed.emit()

    def _take_moving(self) -> None:
        """How far a move is, is said by `moving` alone: five times a second, for thousands of messages."""
        if self.moving.is_moving is not self._was_moving:
            self._was_moving = self.moving.is_moving
            self.changed.emit()

    def _count_again(self) -> None:
        linked = [link.queue for link in self.sources]
        task = self.redrive.tasks[0] if self.redrive.tasks else None
        if task is not None and task.destination_arn:
            destination = self._context.catalogue.by_arn(self._context.queue, task.destination_arn)
            linked += [destination] if destination else []
        self._context.catalogue.request_attributes([self._context.queue, *linked], again=True)
