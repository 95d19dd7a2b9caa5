"""Writes received messages to a file, with progress and Stop in Activity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.fifo_order import in_order_of_sending
from sqs_explorer.domain.filed_messages import FiledMessage, MessageOrigin
from sqs_explorer.domain.quantities import count_words, size_words
from sqs_explorer.domain.queues import arn_account_id
from sqs_explorer.services.message_files.writing import ExportResult, export_messages
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.exporting.export_question import ExportChoice, ExportQuestion
from sqs_explorer.viewmodels.messages.message_store import MessageRow, MessageStore
from sqs_explorer.viewmodels.messages.notice import Notice, NoticeTone, error_notice
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.task_scope import TaskScope


class ExportViewModel(QObject):
    """One export at a time from one queue's page; a read-only connection may export too.

    `noticed(Notice)` says what came of it; `changed` that an export began or ended.
    """

    noticed = Signal(object)
    changed = Signal()

    def __init__(self, context: PageContext, store: MessageStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._stop: StopRequest | None = None
        self.scope = TaskScope(context.report_bug, self)

    @property
    def is_exporting(self) -> bool:
        """Whether a file is being written."""
        return self._stop is not None

    def question(self, message_ids: Sequence[str]) -> ExportQuestion:
        """Return what the dialog asks about these messages, or about all that were received if none."""
        rows = self._rows(message_ids)
        return ExportQuestion(
            message_ids=tuple(row.message.message_id for row in rows),
            size_bytes=sum(row.size_bytes for row in rows),
            of_all=not message_ids,
            queue_name=self._context.queue.name,
            where=place_of(self._context).words,
            environment=self._context.environment.tone,
            asked_at=self._context.clock.now(),
        )

    def start(self, message_ids: Sequence[str], choice: ExportChoice) -> None:
        """Write these messages as they are now; a second export waits until the first has ended."""
        rows = self._rows(message_ids)
        if self.is_exporting or not rows:
            return
        stop = StopRequest()
        name = PurePath(choice.path).name
        what = f"Export {count_words(len(rows), 'message')} from {self._context.queue.name} to {name}"
        job = self._context.start_job(what, stop=stop.request)
        self._stop = stop
        self.changed.emit()

        if self.scope.start(self._export(self._filed(rows), choice, job, stop)) is None:
            job.fail("The page is closed")
            self._end()

    def stop(self) -> None:
        """End the export after what is being written; no file is left."""
        if self._stop is not None:
            self._stop.request()

    async def close(self) -> None:
        """Stop, and wait until the unfinished file is removed."""
        self.stop()
        await self.scope.close(finish=True)

    def _rows(self, message_ids: Sequence[str]) -> list[MessageRow]:
        rows = self._store.rows_of(message_ids) if message_ids else list(self._store.rows)
        if not self._context.queue.is_fifo:
            return rows
        # However a table is sorted, a replay of the file keeps the order within FIFO's groups.
        return [rows[index] for index in in_order_of_sending([row.message for row in rows])]

    def _filed(self, rows: Iterable[MessageRow]) -> list[FiledMessage]:
        """Say where each message was received and when, by the time of day."""
        origin, clock = self._origin(), self._context.clock
        now, monotonic = clock.now(), clock.monotonic()
        began = now - timedelta(seconds=monotonic)
        return [
            FiledMessage(row.message, origin, began + timedelta(seconds=row.received_monotonic), now)
            for row in rows
        ]

    def _origin(self) -> MessageOrigin:
        queue, attributes, spec = self._context.queue, self._context.attributes, self._context.spec
        arn = attributes.arn if attributes else ""
        return MessageOrigin(
            connection=spec.title if spec else queue.connection_id,
            account_id=queue.account_id or arn_account_id(arn),
            region=queue.region,
            queue_name=queue.name,
            queue_arn=arn,
        )

    async def _export(
        self, messages: Sequence[FiledMessage], choice: ExportChoice, job: Job, stop: StopRequest
    ) -> None:
        total = len(messages)

        def report(done: int) -> None:
            job.report(f"{done:,} of {total:,}", done / total)

        try:
            result = await export_messages(
                messages,
                choice.path,
                choice.file_format,
                self._context.message_files,
                off_thread=self._context.off_thread,
                stop=stop,
                on_progress=report,
            )
        except SqsExplorerError as error:
            job.fail(str(error))
            self.noticed.emit(error_notice(error_text(error)))
        except BaseException:
            job.fail("Ended by a fault of the program")
            raise
        else:
            self._tell(result, PurePath(choice.path).name, job)
        finally:
            self._end()

    def _tell(self, result: ExportResult, name: str, job: Job) -> None:
        if result.stopped:
            job.halt(f"Stopped: {name} was not written")
            return
        words = f"Exported {count_words(result.count, 'message')} to {name} ({size_words(result.size_bytes)})"
        job.finish(words)
        self.noticed.emit(Notice(NoticeTone.INFO, f"{words}."))

    def _end(self) -> None:
        self._stop = None
        self.changed.emit()
