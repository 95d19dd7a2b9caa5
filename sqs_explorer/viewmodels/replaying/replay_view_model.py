"""Replays a file of exported messages into the page's queue: a dry run first, then the verified send."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import MAXIMUM_MESSAGE_SIZE_BYTES
from sqs_explorer.domain.moves import HeldOriginal, MoveKind, MoveOrder, MoveProgress, MoveResult, MoveState
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.visible_text import visible_line
from sqs_explorer.services.message_files.dry_run import DryRun, dry_run, line_id, line_number
from sqs_explorer.services.message_files.reading import MessageFile, read_message_file
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.dead_letters.move_calls import move_calls
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.replaying.replay_line_model import ReplayLineModel
from sqs_explorer.viewmodels.replaying.replay_words import result_text, result_title
from sqs_explorer.viewmodels.task_scope import TaskScope

READ_ONLY_REASON = "Read-only connection: replaying is off. Unlock writing in the header."
_MAY_TRY_AGAIN = frozenset({MoveState.FAILED, MoveState.NOT_TRIED})


class ReplayStage(Enum):
    """How far a replay is."""

    NO_FILE = "no file"
    READING = "reading"
    EXAMINED = "examined"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(slots=True)
class _Run:
    """One start: what it sends and what came of it so far."""

    originals: tuple[HeldOriginal, ...]
    job: Job
    counts: dict[MoveState, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return len(self.originals)

    @property
    def tried(self) -> int:
        return sum(self.counts.values())

    @property
    def has_only_done_or_untried(self) -> bool:
        told = all(state.is_done or state is MoveState.NOT_TRIED for state in self.counts)
        return told and self.tried == self.total

    @property
    def words(self) -> str:
        return f"{self.tried:,} of {self.total:,}"


class ReplayViewModel(QObject):
    """One file at a time. It goes on while its dialog is closed; `changed` tells that anything is new.

    `started(MessageFile)` tells that the messages of a file are being sent.
    """

    changed = Signal()
    started = Signal(object)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._file: MessageFile | None = None
        self._stop = StopRequest()
        self._run: _Run | None = None
        self._results: dict[int, MoveResult] = {}
        self._read_fraction = 0.0
        self.scope = TaskScope(context.report_bug, self)
        self.dialogs = TaskScope(context.report_bug, self)
        """Questions that wait for a person: cancelled when the page closes, unlike what runs in `scope`."""
        self.lines = ReplayLineModel(self)
        self.stage = ReplayStage.NO_FILE
        self.file_name = ""
        self.keeps_deduplication_id = False
        self.dry_run: DryRun | None = None
        self.error: ErrorText | None = None
        context.catalogue.connections_changed.connect(self.changed)

    @property
    def queue_name(self) -> str:
        """The queue that messages are sent to."""
        return self._context.queue.name

    @property
    def is_fifo(self) -> bool:
        """Whether deduplication IDs and groups matter there."""
        return self._context.queue.is_fifo

    @property
    def where(self) -> str:
        """Connection, account and region of the queue."""
        return place_of(self._context).words

    @property
    def environment(self) -> str:
        """The environment's tone, for the dialog's colour."""
        return self._context.environment.tone

    @property
    def file_size_bytes(self) -> int:
        """The size of the file that was read."""
        return self._file.size_bytes if self._file else 0

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or messages are being sent."""
        return self.stage in {ReplayStage.READING, ReplayStage.RUNNING}

    @property
    def is_stopping(self) -> bool:
        """Whether Stop was asked for and what is in flight has yet to finish."""
        return self.is_busy and self._stop.is_requested

    @property
    def blocked_reason(self) -> str | None:
        """Why nothing can be replayed here, or None."""
        return READ_ONLY_REASON if self._context.is_read_only else None

    @property
    def to_send(self) -> tuple[HeldOriginal, ...]:
        """The messages that Start replay sends: those not sent yet, without those in doubt."""
        return (
            tuple(original for original in self.dry_run.originals if self._is_open(original))
            if (self.dry_run)
            else ()
        )

    @property
    def progress_words(self) -> str:
        """How far reading or sending is."""
        if self.stage is ReplayStage.READING:
            return f"Reading {self.file_name}: {self._read_fraction:.0%}"
        return f"Sending: {self._run.words}" if self._run and self.stage is ReplayStage.RUNNING else ""

    @property
    def progress_fraction(self) -> float | None:
        """The same from 0 to 1."""
        if self.stage is ReplayStage.READING:
            return self._read_fraction
        return self._run.tried / self._run.total if self._run and self._run.total else None

    @property
    def result_title(self) -> str:
        """What came of the last start; "" before."""
        if self._run is None or self.stage is not ReplayStage.ENDED:
            return ""
        return result_title(self._run.counts, self._run.total, self.file_name, self.queue_name)

    @property
    def result_text(self) -> str:
        """How many did not arrive, by what became of them."""
        if self._run is None or self.stage is not ReplayStage.ENDED:
            return ""
        return result_text(self._run.counts, self._run.total)

    def result_of(self, number: int) -> MoveResult | None:
        """Return what became of a line, None while nothing did."""
        return self._results.get(number)

    def open_file(self, path: str) -> None:
        """Read a file and examine it; nothing is sent."""
        if self.is_busy or not path:
            return
        self.forget()
        self._stop = StopRequest()
        self.file_name = path.replace("\\", "/").rpartition("/")[2]
        self._enter(ReplayStage.READING)
        self.scope.start(self._read(path), self._fail_reading)

    def offer(self, file: MessageFile) -> None:
        """Examine a file that was read already, unless a replay is under way or its results are unseen."""
        if self.stage in {ReplayStage.NO_FILE, ReplayStage.EXAMINED}:
            self.forget()
            self._stop = StopRequest()
            # The name of a file on Linux is bytes; what is no text can't be kept in Activity or the journal.
            self.file_name = visible_line(file.name)
            self._read_fraction = 1.0
            self._enter(ReplayStage.READING)
            self.scope.start(self._examine(file), self._fail_reading)

    def forget(self) -> None:
        """Let go of the file and of what came of it, unless something is under way."""
        if self.is_busy:
            return
        self._file = self.dry_run = self._run = self.error = None
        self._results = {}
        self._read_fraction = 0.0
        self.file_name = ""
        self.keeps_deduplication_id = False
        self._enter(ReplayStage.NO_FILE)

    def keep_deduplication_id(self, *, keep: bool) -> None:
        """Choose whether FIFO messages keep their deduplication ID, and examine the file again."""
        if keep == self.keeps_deduplication_id or self.is_busy:
            return
        self.keeps_deduplication_id = keep
        if self._file is not None:
            self._enter(ReplayStage.READING)
            self.scope.start(self._examine(self._file), self._fail_reading)

    def start(self, messages_per_second: int = 0) -> None:
        """Send what the dry run found fit, 0 as fast as it goes; lines already sent are not sent again."""
        originals = self.to_send
        if self.is_busy or self.blocked_reason is not None or not originals:
            return
        self._stop = StopRequest()
        what = f"Replay {count_words(len(originals), 'message')} from {self.file_name} to {self.queue_name}"
        order = self._order(messages_per_second)
        job = self._context.start_job(what, *move_calls(self._context, order), stop=self.stop)
        self._run = _Run(originals, job)
        self.error = None
        for original in originals:
            self._results.pop(line_number(original.message.message_id), None)
        self._enter(ReplayStage.RUNNING)
        self.started.emit(self._file)
        if self.scope.start(self._send(order, self._run), self._fail_sending) is None:
            self._end(self._run)

    def stop(self) -> None:
        """Finish what is in flight, then stop."""
        self._stop.request()
        self.changed.emit()

    async def close(self) -> None:
        """Stop; what is in flight gets its answer."""
        await self.dialogs.close()
        self.stop()
        await self.scope.close(finish=True)
        if self.stage is ReplayStage.RUNNING and self._run is not None:
            self._end(self._run)

    def _order(self, messages_per_second: int = 0) -> MoveOrder:
        queue = self._context.queue
        return MoveOrder(
            operation_id=uuid.uuid4().hex,
            kind=MoveKind.REPLAY,
            source=None,
            source_arn=f"file:{self.file_name}",
            destination=queue,
            maximum_sizes_bytes={queue.url: self._maximum_size_bytes},
            keep_deduplication_id=self.keeps_deduplication_id,
            keep_originals=True,
            messages_per_second=messages_per_second or None,
        )

    @property
    def _maximum_size_bytes(self) -> int:
        attributes = self._context.attributes
        return (attributes and attributes.maximum_message_size_bytes) or MAXIMUM_MESSAGE_SIZE_BYTES

    def _is_open(self, original: HeldOriginal) -> bool:
        result = self._results.get(line_number(original.message.message_id))
        return result is None or result.state in _MAY_TRY_AGAIN

    async def _read(self, path: str) -> None:
        def report(fraction: float) -> None:
            self._read_fraction = fraction
            self.changed.emit()

        file = await read_message_file(
            path,
            self._context.message_files,
            off_thread=self._context.off_thread,
            stop=self._stop,
            on_progress=report,
        )
        if file.stopped:
            self._enter(ReplayStage.NO_FILE)
            return
        await self._examine(file)

    async def _examine(self, file: MessageFile) -> None:
        attributes = self._context.attributes
        found = await self._context.off_thread.run(
            dry_run,
            file,
            self._order(),
            self._context.queue,
            content_based_deduplication=bool(attributes and attributes.content_based_deduplication),
            maximum_size_bytes=self._maximum_size_bytes,
        )
        self._file, self.dry_run = file, found
        self._results = {}
        self._enter(ReplayStage.EXAMINED)

    async def _send(self, order: MoveOrder, run: _Run) -> None:
        def take(progress: MoveProgress) -> None:
            run.counts = dict(progress.counts)
            for result in progress.results:
                self._results[line_number(result.message_id)] = result
            run.job.report(run.words, run.tried / run.total)
            self.lines.repaint()
            self.changed.emit()

        outcome = await self._context.moves.run(order, run.originals, stop=self._stop, on_progress=take)
        run.counts = dict(outcome.counts)
        self.error = error_text(outcome.error) if outcome.error else None
        self._doubt_missing(run)
        self._end(run)

    def _doubt_missing(self, run: _Run) -> None:
        """A line of which nothing was heard may have been sent: it is not offered again."""
        for original in run.originals:
            number = line_number(original.message.message_id)
            self._results.setdefault(number, MoveResult(line_id(number), MoveState.UNKNOWN))

    def _fail_reading(self, error: SqsExplorerError) -> None:
        self.error = error_text(error)
        self._enter(ReplayStage.NO_FILE)

    def _fail_sending(self, error: SqsExplorerError) -> None:
        """End a move that could not begin, or whose process has ended."""
        self.error = error_text(error)
        if self._run is not None:
            if self._run.tried:
                self._doubt_missing(self._run)
            else:
                self._run.counts = {MoveState.NOT_TRIED: self._run.total}
            self._end(self._run)

    def _end(self, run: _Run) -> None:
        self._enter(ReplayStage.ENDED)
        done = sum(count for state, count in run.counts.items() if state.is_done)
        words = f"{self.result_title}. {self.error.title if self.error else self.result_text}".strip()
        if done == run.total:
            run.job.finish(self.result_title)
        elif self._stop.is_requested and self.error is None and run.has_only_done_or_untried:
            run.job.halt(words)
        else:
            run.job.fail(words)
        self._context.catalogue.request_attributes([self._context.queue], again=True)

    def _enter(self, stage: ReplayStage) -> None:
        self.stage = stage
        self.lines.show_run(self.dry_run, self._results)
        self.changed.emit()
