"""Moves that a former run of the program began and did not end, and what can be done about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.connections import Identity
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.moves import JournalEntry, UnfinishedOperation
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.ports import Clock, MoveJournal
from sqs_explorer.services.recovering import (
    FinishingOutcome,
    FinishingProgress,
    finish_deleting,
    leave_as_it_is,
)
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.calls_on_queues import who_words
from sqs_explorer.viewmodels.activity.jobs import ActivityLog, Job
from sqs_explorer.viewmodels.cell_table_model import CellTableModel
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.messages.notice import Notice, error_notice
from sqs_explorer.viewmodels.page_context import unknown_identity
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.recovery import recovery_words as words
from sqs_explorer.viewmodels.recovery.finishing_calls import finishing_calls
from sqs_explorer.viewmodels.task_scope import TaskScope


class RecoveryViewModel(QObject):
    """Nothing is done without being asked; `changed()` tells that anything here is new.

    `operations_model` holds the unfinished operations, oldest first, `entries_model` the messages of the one
    in front that are not done with. `notice` is what the last deed came to, `load_error` why the
    journal could not be read.
    """

    changed = Signal()

    def __init__(
        self,
        journal: MoveJournal,
        connections: OpenConnections,
        catalogue: QueueCatalogue,
        activity: ActivityLog,
        *,
        clock: Clock,
        scope: TaskScope,
        identity_of: Callable[[str], Identity | None] = unknown_identity,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._connections = connections
        self._catalogue = catalogue
        self._activity = activity
        self._clock = clock
        self._identity_of = identity_of
        self.scope = scope
        self._stop: StopRequest | None = None
        self.current: UnfinishedOperation | None = None
        self.notice: Notice | None = None
        self.load_error: ErrorText | None = None
        self.operations_model = CellTableModel[UnfinishedOperation](words.operation_columns(), self)
        self.entries_model = CellTableModel[JournalEntry](words.entry_columns(), self)
        catalogue.connections_changed.connect(self.changed)
        activity.job_ended.connect(self.load)

    @property
    def operations(self) -> tuple[UnfinishedOperation, ...]:
        """The unfinished operations, oldest first."""
        return self.operations_model.things

    @property
    def summary(self) -> str:
        """One line about them all; empty if there are none."""
        return words.summary(self.operations)

    @property
    def is_finishing(self) -> bool:
        """Whether Finish deleting runs; Stop ends it."""
        return self._stop is not None

    def load(self) -> None:
        """Read what is unfinished: at the start of the program, after each job, and when one looks.

        Not while Finish deleting runs: the operation is this program's own then, and not in the list.
        """
        if not self.is_finishing:
            self.scope.start(self._load())

    def look_again(self) -> None:
        """Begin anew: forget what the last deed came to and read the list."""
        if not self.is_finishing:
            self.notice = None
        self.load()

    def show(self, row: int) -> None:
        """Bring an operation to the front and read its messages."""
        self.current = self.operations[row] if 0 <= row < len(self.operations) else None
        self.entries_model.show_things(())
        self.changed.emit()
        if self.current is not None:
            self.scope.start(self._load_entries(self.current), self._tell)

    @property
    def finish_words(self) -> str:
        """What Finish deleting will do with the operation in front, or why it can't."""
        return self.finish_blocked_reason or (words.finish_words(self.current) if self.current else "")

    @property
    def leave_words(self) -> str:
        """What Leave as it is will do."""
        return words.leave_words(self.current) if self.current else ""

    @property
    def finish_blocked_reason(self) -> str:
        """Why Finish deleting can't begin now; empty if it can, or if nothing is in front."""
        operation = self.current
        if operation is None:
            return ""
        if operation.source is None or not operation.not_deleted:
            return "Finish deleting has nothing to do: no original with a verified copy is left."
        connection_id = operation.source.connection_id
        spec = self._catalogue.spec(connection_id)
        if spec is None:
            return f"Open the connection {connection_id} first: it leads to {operation.source.name}."
        if self._catalogue.is_read_only(connection_id):
            return f"The connection {spec.title} is read-only: unlock writing in the header to delete."
        return ""

    def finish_deleting(self) -> None:
        """Delete the originals of the operation in front whose copies are verified."""
        operation = self.current
        if operation is None or operation.source is None or self.finish_blocked_reason or self.is_finishing:
            return
        stop = self._stop = StopRequest()
        self.notice = None
        source = operation.source
        job = self._activity.start(
            f"Finish deleting {operation.not_deleted:,} from {source.name}",
            f"{source.connection_id} · {source.region} · {source.name}",
            who=lambda: who_words(self._identity_of(source.connection_id)),
            stop=stop.request,
            calls=finishing_calls(self._catalogue, source),
        )
        if self.scope.start(self._finish(operation, stop, job)) is None:
            self._stop = None
            job.fail("The program ends")
        self.changed.emit()

    def stop(self) -> None:
        """Ask Finish deleting to end after the batch in flight."""
        if self._stop is not None:
            self._stop.request()

    def leave(self) -> None:
        """Take the operation in front off the list, touching no message."""
        if self.current is not None and not self.is_finishing:
            self.notice = None
            self.scope.start(self._leave(self.current), self._tell)

    async def _load(self) -> None:
        try:
            operations = await self._journal.unfinished()
        except SqsExplorerError as error:
            self.load_error = error_text(error)
            self.changed.emit()
            return
        if self.is_finishing:
            return
        self.load_error = None
        front = self.current.operation_id if self.current else ""
        self.operations_model.show_things(operations)
        ids = [operation.operation_id for operation in operations]
        self.show(ids.index(front) if front in ids else 0)

    async def _load_entries(self, operation: UnfinishedOperation) -> None:
        entries = await self._journal.entries(operation.operation_id)
        if operation is self.current:
            self.entries_model.show_things([entry for entry in entries if entry.state not in words.DONE])
            self.changed.emit()

    async def _finish(self, operation: UnfinishedOperation, stop: StopRequest, job: Job) -> None:
        try:
            outcome = await finish_deleting(
                operation,
                self._connections.sqs,
                self._journal,
                clock=self._clock,
                stop=stop,
                on_progress=_reporter(job),
                lock_of=self._connections.write_lock,
            )
        except SqsExplorerError as error:
            text = error_text(error)
            job.fail(text.title)
            self.notice = error_notice(text)
        except BaseException:
            job.fail("Ended without an answer")
            raise
        else:
            self._conclude(operation, outcome, job)
        finally:
            self._stop = None
            if operation.source is not None:
                self._catalogue.request_attributes([operation.source], again=True)
            self.changed.emit()
        await self._load()

    def _conclude(self, operation: UnfinishedOperation, outcome: FinishingOutcome, job: Job) -> None:
        self.notice = words.outcome_notice(operation, outcome)
        if outcome.error is not None:
            self.notice = error_notice(error_text(outcome.error), self.notice.text)
        count = f"{outcome.deleted:,} of {outcome.wanted:,}"
        sentence = f"Deleted {count} originals of {words.source_name(operation)}"
        if outcome.deleted == outcome.wanted and outcome.error is None:
            job.finish(sentence)
        elif outcome.stopped and outcome.error is None and not outcome.failures:
            job.halt(f"{sentence}, stopped")
        else:
            job.fail(sentence)

    async def _leave(self, operation: UnfinishedOperation) -> None:
        await leave_as_it_is(operation, self._journal, self._clock.now())
        await self._load()

    def _tell(self, error: SqsExplorerError) -> None:
        self.notice = error_notice(error_text(error))
        self.changed.emit()

    async def close(self) -> None:
        """Stop what is under way and wait until it has given back what it received."""
        self.stop()
        await self.scope.close(finish=True)


def _reporter(job: Job) -> Callable[[FinishingProgress], None]:
    def report(progress: FinishingProgress) -> None:
        text = f"{progress.deleted:,} of {progress.wanted:,} deleted, {progress.looked_at:,} looked at"
        job.report(text, progress.deleted / progress.wanted if progress.wanted else None)

    return report
