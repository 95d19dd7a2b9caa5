"""SQS's own redrive of one dead-letter queue: starting, following from its list of tasks, cancelling."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.activity import ApiCall, Outcome
from sqs_explorer.domain.call_parameters import PlainValue
from sqs_explorer.domain.errors import (
    AccessDenied,
    AwsError,
    KmsRefused,
    OperationNotOffered,
    OutcomeUnknown,
    SqsExplorerError,
)
from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.services.redriving import cancel_redrive, list_redrives, start_redrive
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.dead_letters.redrive_question import RedriveChoice, permission_words
from sqs_explorer.viewmodels.dead_letters.task_words import destination_words, fraction_done, progress_words
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope

POLL_SECONDS = 1.5
TASKS_LISTED = 10
"""As many as SQS lists at most."""

LOOKS_FOR_A_NEW_TASK = 5
"""How often the list is read before a task that was just started must be in it."""

NOT_OFFERED = ErrorText(
    "This server has no message move tasks",
    "So Redrive all moves the messages by this program: it receives, sends, checks and deletes them.",
    "For some of them, use Move selected.",
)
OTHER_TYPE = ErrorText(
    "The destination is of another type",
    "SQS redrives from a standard queue to standard queues, and from a FIFO queue to FIFO queues only.",
    "Choose a queue of the same type, or use Move selected.",
)


class RedriveViewModel(QObject):
    """The tasks of one DLQ as SQS lists them: nothing is kept here, so a restart loses nothing."""

    changed = Signal()
    """Tasks, error or availability changed."""
    messages_moved = Signal()
    """The counts of this queue and of those it moves to are others now."""

    def __init__(
        self,
        context: PageContext,
        parent: QObject | None = None,
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._pause = pause
        self._job: Job | None = None
        self._is_following = False
        self._is_starting = False
        self.scope = TaskScope(context.report_bug, self)
        self.deeds = TaskScope(context.report_bug, self)
        """Starting and cancelling: a page that closes waits for their answers."""
        self.tasks: tuple[MoveTask, ...] = ()
        self.is_offered = True
        self._deed_error: ErrorText | None = None
        self._reading_error: ErrorText | None = None

    @property
    def error(self) -> ErrorText | None:
        """Why the last deed failed, else why the list can't be read now."""
        return self._deed_error or self._reading_error

    @property
    def active_task(self) -> MoveTask | None:
        """The task that moves messages now."""
        return next((task for task in self.tasks if task.status.is_active), None)

    @property
    def start_blocked_reason(self) -> str | None:
        """Why Redrive all is off, None if it may be asked for.

        Of SQS if `is_offered`, else of this program: a move of the whole queue.
        """
        if self._context.is_read_only:
            return "Read-only connection: redriving is off. Unlock writing in the header."
        if self.active_task is not None or self._is_starting:
            return "A redrive of this queue is running; SQS takes one at a time."
        return None

    @property
    def cancel_blocked_reason(self) -> str | None:
        """Why Cancel redrive is off, None if a task runs that can be cancelled."""
        task = self.active_task
        if task is None:
            return "No redrive of this queue is running."
        if task.status is MoveTaskStatus.CANCELLING:
            return "SQS is cancelling the redrive."
        if self._context.is_read_only:
            return "Read-only connection: cancelling is off. Unlock writing in the header."
        return None

    def refresh(self) -> None:
        """Read the list of tasks, and follow one that runs, whoever started it."""
        self.scope.start(self._follow(new_task=False), self._fail_reading)

    def start(self, choice: RedriveChoice) -> None:
        """Start a redrive as asked in the dialog, unless one runs or is being started.

        If the lock has closed meanwhile, the gateway refuses and that is said.
        """
        if self.active_task is not None or self._is_starting or not self.is_offered:
            return
        if choice.destination_arn and self._is_of_other_type(choice.destination_arn):
            self._deed_error = OTHER_TYPE
            self.changed.emit()
            return
        self._is_starting = True
        self._deed_error = None
        self.changed.emit()
        self.deeds.start(self._start(choice), lambda error: self._fail_starting(error, choice))

    def cancel(self) -> None:
        """Ask SQS to stop the running task; what has moved stays moved."""
        self._deed_error = None
        self.deeds.start(self._cancel(), self._fail_deed)

    async def idle(self) -> None:
        """Return once nothing is started, cancelled or followed any more."""
        await self.deeds.idle()
        await self.scope.idle()

    async def close(self) -> None:
        """Stop looking. A redrive goes on in SQS and is found again by its list."""
        await self.deeds.close(finish=True)
        await self.scope.close()
        if self._job is not None:
            self._end_job("Stopped watching; SQS goes on with the redrive", Outcome.STOPPED)

    @property
    def _arn(self) -> str:
        attributes = self._context.attributes
        return attributes.arn if attributes else ""

    async def _start(self, choice: RedriveChoice) -> None:
        newest = self.tasks[0].started_at if self.tasks else None
        try:
            await start_redrive(
                self._context.gateway, self._arn, choice.destination_arn, choice.messages_per_second
            )
            self._begin_job(choice.destination_name, self._start_call(choice))
        finally:
            self._is_starting = False
            self.changed.emit()
        self.scope.start(self._follow_new_task(newest), self._fail_following)

    async def _follow_new_task(self, newest: datetime | None) -> None:
        for _ in range(LOOKS_FOR_A_NEW_TASK):
            await self._list()
            if self.tasks and self.tasks[0].started_at != newest:
                break
            await self._pause(POLL_SECONDS)
        await self._follow(new_task=True)

    async def _follow(self, *, new_task: bool) -> None:
        """Read the list until no task runs; a moment without an answer is said and does not end it."""
        if self._is_following:
            return
        self._is_following = True
        try:
            if not new_task:
                await self._list()
            while (task := self.active_task) is not None:
                self._report(task)
                await self._pause(POLL_SECONDS)
                await self._list_patiently()
            self._end_as_listed()
        finally:
            self._is_following = False

    async def _list_patiently(self) -> None:
        try:
            await self._list()
        except AwsError as error:
            if not error.retry_may_help:
                raise
            self._reading_error = error_text(error)
            self.changed.emit()

    async def _list(self) -> None:
        if not self._arn:
            return
        before = [task.moved for task in self.tasks]
        self.tasks = await list_redrives(self._context.gateway, self._arn)
        self.is_offered = True
        self._reading_error = None
        self.changed.emit()
        if before != [task.moved for task in self.tasks]:
            self.messages_moved.emit()

    async def _cancel(self) -> None:
        if self._job is not None:
            self._job.add_calls(self._list_call(), self._context.call("CancelMessageMoveTask"))
        await cancel_redrive(self._context.gateway, self._arn)
        self.scope.start(self._follow_cancelling(), self._fail_deed)

    async def _follow_cancelling(self) -> None:
        await self._list()
        if not self._is_following:
            await self._follow(new_task=True)

    def _begin_job(self, destination: str, call: ApiCall) -> None:
        if self._job is None:
            words = "its source queues" if destination == "" else destination
            what = f"Redrive {self._context.queue.name} to {words}"
            self._job = self._context.start_job(what, call, stop=self.cancel)

    def _start_call(self, choice: RedriveChoice) -> ApiCall:
        given: dict[str, PlainValue] = {"SourceArn": self._arn}
        if choice.destination_arn:
            given["DestinationArn"] = choice.destination_arn
        if choice.messages_per_second:
            given["MaxNumberOfMessagesPerSecond"] = choice.messages_per_second
        return self._context.call("StartMessageMoveTask", given)

    def _list_call(self) -> ApiCall:
        return self._context.call(
            "ListMessageMoveTasks", {"SourceArn": self._arn, "MaxResults": TASKS_LISTED}
        )

    def _report(self, task: MoveTask) -> None:
        # One that somebody else started is only followed here.
        self._begin_job(destination_words(task) if task.destination_arn else "", self._list_call())
        if self._job is not None:
            self._job.report(progress_words(task), fraction_done(task))

    def _end_as_listed(self) -> None:
        if self._job is None or not self.tasks:
            return
        task, name = self.tasks[0], self._context.queue.name
        if task.status is MoveTaskStatus.FAILED:
            self._end_job(f"The redrive of {name} failed after {progress_words(task)}", Outcome.FAILED)
        elif task.status is MoveTaskStatus.CANCELLED:
            self._end_job(f"Cancelled the redrive of {name} after {progress_words(task)}", Outcome.STOPPED)
        else:
            self._end_job(f"Redrove {progress_words(task)} messages from {name}", Outcome.DONE)
        self.messages_moved.emit()

    def _end_job(self, result: str, outcome: Outcome) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.end(result, outcome)

    def _is_of_other_type(self, destination_arn: str) -> bool:
        return destination_arn.endswith(".fifo") != self._context.queue.is_fifo

    def _fail_starting(self, error: SqsExplorerError, choice: RedriveChoice) -> None:
        self._fail_deed(error)
        if isinstance(error, OutcomeUnknown):
            self.refresh()
        elif isinstance(error, AccessDenied | KmsRefused) and self._deed_error is not None:
            # One permission is named; the next try must not fail for want of another.
            to = choice.destination_name or "its source queues"
            attributes = self._context.attributes
            words = permission_words(
                self._context.queue.name,
                to,
                is_encrypted=bool(attributes and attributes.raw.get("KmsMasterKeyId")),
            )
            self._deed_error = replace(self._deed_error, next_step=f"{self._deed_error.next_step} {words}")
            self.changed.emit()

    def _fail_following(self, error: SqsExplorerError) -> None:
        self._fail_deed(error)
        self._end_job(f"The redrive of {self._context.queue.name} can't be followed", Outcome.FAILED)

    def _fail_deed(self, error: SqsExplorerError) -> None:
        self._deed_error = self._words(error)
        self.changed.emit()

    def _fail_reading(self, error: SqsExplorerError) -> None:
        self._reading_error = self._words(error)
        self._end_job(f"The redrive of {self._context.queue.name} can't be followed", Outcome.FAILED)
        self.changed.emit()

    def _words(self, error: SqsExplorerError) -> ErrorText:
        if isinstance(error, OperationNotOffered):
            self.is_offered = False
            return NOT_OFFERED
        return error_text(error)
