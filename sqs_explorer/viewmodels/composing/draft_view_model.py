"""One message in the making: everything typed, looked over as it is typed, and never cleared."""

from __future__ import annotations

import uuid

from PySide6.QtCore import QObject, QTimer, Signal

from sqs_explorer.domain.errors import InvalidInput, SqsExplorerError
from sqs_explorer.domain.message_rules import Problem
from sqs_explorer.services.body_formatting import BodyFormat, FormatProblem, format_body, guess_format
from sqs_explorer.viewmodels.composing.attributes_model import MessageAttributesModel
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.composing.examination import (
    BodyVerdict,
    CheckKind,
    Examination,
    QueueRules,
    examine,
)
from sqs_explorer.viewmodels.composing.field_hints import deduplication_hint, delay_hint, group_hint
from sqs_explorer.viewmodels.composing.reading_files import read_bytes, read_text
from sqs_explorer.viewmodels.composing.typed_body import TypedBody
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope

LARGE_CHARACTERS = 64 * 1024
"""Bodies longer than this are looked over and formatted off the GUI thread."""

EXAMINE_AFTER_MS = 150
BODY_FIELD = "Message body"
ATTRIBUTES_FIELD = "Message attributes"


class DraftViewModel(QObject):
    """State of the composer.

    `body_replaced` carries a whole new body for the editor, `fields_replaced` says that the other fields are
    new, `examined` that check, size, problems or hints changed.
    """

    body_replaced = Signal(object)
    fields_replaced = Signal()
    examined = Signal()

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.scope = TaskScope(context.report_bug, self)
        self.attributes = MessageAttributesModel(self)
        self._typed = TypedBody()
        self._format_name = ""
        self._group_id = ""
        self._deduplication_id = ""
        self._delay_seconds: int | None = None
        self._trace_header = ""
        self._was_tried = False
        self._format_problem: BodyVerdict | None = None
        self._file_problems: dict[str, str] = {}
        self._is_examining = False
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EXAMINE_AFTER_MS)
        self._timer.timeout.connect(self.examine)
        self._examined = Draft()
        self._examination = examine(self._examined, self.rules)
        self.attributes.rows_changed.connect(self._edited)
        context.catalogue.attributes_changed.connect(self._take_attributes)

    @property
    def queue_name(self) -> str:
        """The queue that is sent to."""
        return self._context.queue.name

    @property
    def rules(self) -> QueueRules:
        """What the queue asks of a message, as far as it is known."""
        return QueueRules.of(self._context.attributes, is_fifo=self._context.queue.is_fifo)

    @property
    def body(self) -> str:
        """The body exactly as typed or loaded; this is what is sent."""
        return self._typed.text

    @property
    def format_names(self) -> tuple[str, ...]:
        """The formats to choose from."""
        return tuple(body_format.value for body_format in BodyFormat)

    @property
    def format_name(self) -> str:
        """The format chosen, or guessed until one is."""
        return self._format_name or guess_format(self.body).value

    @property
    def group_id(self) -> str:
        """The message group ID as typed."""
        return self._group_id

    @property
    def deduplication_id(self) -> str:
        """The deduplication ID as typed."""
        return self._deduplication_id

    @property
    def delay_seconds(self) -> int | None:
        """The delay chosen, None for the queue's own."""
        return self._delay_seconds

    @property
    def shown_delay_seconds(self) -> int:
        """What the delay will be, as far as it is known."""
        if self._delay_seconds is not None:
            return self._delay_seconds
        return self._queue_delay_seconds or 0

    @property
    def _queue_delay_seconds(self) -> int | None:
        attributes = self._context.attributes
        return attributes.delay_seconds if attributes is not None else None

    @property
    def trace_header(self) -> str:
        """The AWS X-Ray trace header as typed."""
        return self._trace_header

    @property
    def hints(self) -> dict[str, str]:
        """What each field does here, by its name on screen."""
        return {
            "Message group ID": group_hint(self.rules),
            "Deduplication ID": deduplication_hint(self.rules),
            "Delay seconds": delay_hint(self._delay_seconds, self._queue_delay_seconds),
        }

    @property
    def examination(self) -> Examination:
        """What was found when the draft was last looked over."""
        return self._examination

    @property
    def verdict(self) -> BodyVerdict:
        """What Body check says."""
        return self._format_problem or self._examination.verdict

    @property
    def draft(self) -> Draft:
        """Everything typed."""
        return Draft(
            self.body,
            self._format_name,
            self.attributes.rows,
            self._group_id,
            self._deduplication_id,
            self._delay_seconds,
            self._trace_header,
        )

    def restore(self, draft: Draft) -> None:
        """Put back everything typed, as it was."""
        self._format_name = draft.format_name
        self._group_id = draft.group_id
        self._deduplication_id = draft.deduplication_id
        self._delay_seconds = draft.delay_seconds
        self._trace_header = draft.trace_header
        self.attributes.set_rows(draft.attributes)
        self.fields_replaced.emit()
        self.load_body(draft.body)
        self.examine()

    def load_body(self, text: str) -> None:
        """Replace the body by a text from elsewhere; it is sent as it stands unless somebody edits it."""
        self._typed.load(text)
        self.body_replaced.emit(text)
        self._edited()

    def type_body(self, shown: str) -> None:
        """Take over what the editor shows after a person's edit."""
        if self._typed.edit(shown):
            self._file_problems.pop(BODY_FIELD, None)
            self._edited()

    def choose_format(self, name: str) -> None:
        """Check and format the body as JSON, XML or Text from now on, guessing no longer."""
        self._format_name = BodyFormat(name).value
        self._edited()

    def set_group_id(self, text: str) -> None:
        """Take over the message group ID."""
        self._group_id = text
        self._edited()

    def set_deduplication_id(self, text: str) -> None:
        """Take over the deduplication ID."""
        self._deduplication_id = text
        self._edited()

    def make_deduplication_id(self) -> None:
        """Fill in a deduplication ID that nobody has used."""
        self._deduplication_id = str(uuid.uuid4())
        self.fields_replaced.emit()
        self._edited()

    def set_delay_seconds(self, delay_seconds: int | None) -> None:
        """Take over the delay; None goes back to the queue's own."""
        self._delay_seconds = delay_seconds
        self._edited()

    def set_trace_header(self, text: str) -> None:
        """Take over the trace header."""
        self._trace_header = text
        self._edited()

    def problem_of(self, field: str) -> str:
        """Return what to say beside a field, or "". What is only missing is said once a send was tried."""
        if field in self._file_problems:
            return self._file_problems[field]
        return "\n".join(problem.reason for problem in self._shown_problems if problem.field == field)

    @property
    def _shown_problems(self) -> list[Problem]:
        return [
            problem
            for problem in self._examination.problems
            if self._was_tried or not self._is_missing(problem)
        ]

    def _is_missing(self, problem: Problem) -> bool:
        draft = self._examined
        if problem.row is not None:
            return draft.attributes[problem.row].is_unfinished
        values = {
            BODY_FIELD: draft.body,
            "Message group ID": draft.group_id,
            "Deduplication ID": draft.deduplication_id,
        }
        return not values.get(problem.field, "given")

    def _edited(self) -> None:
        self._format_problem = None
        self._timer.start()

    def examine(self) -> None:
        """Look the draft over now; a large one off the GUI thread."""
        self._timer.stop()
        if len(self.body) <= LARGE_CHARACTERS:
            draft = self.draft
            self._show(draft, examine(draft, self.rules))
        elif not self._is_examining:
            self._is_examining = True
            self.scope.start(self._examine_large())

    async def _examine_large(self) -> None:
        draft = self.draft
        try:
            found = await self._context.off_thread.run(examine, draft, self.rules)
        finally:
            self._is_examining = False
        self._show(draft, found)
        if self.draft != draft:
            self._timer.start()

    def _show(self, draft: Draft, found: Examination) -> None:
        self._examined, self._examination = draft, found
        shown = self._shown_problems
        self.attributes.set_problems(
            {problem.row: problem.reason for problem in shown if problem.row is not None}
        )
        self.examined.emit()

    def _take_attributes(self, queues: object) -> None:
        if not self._is_closed and isinstance(queues, tuple) and self._context.queue in queues:
            self.fields_replaced.emit()
            self._timer.start()

    def format_body(self) -> None:
        """Pretty-print the body in its format; what is wrong with it goes to Body check."""
        body, body_format = self.body, BodyFormat(self.format_name)
        if len(body) <= LARGE_CHARACTERS:
            try:
                self._take_formatted(format_body(body, body_format))
            except FormatProblem as problem:
                self._refuse_formatting(problem)
        else:
            self.scope.start(self._format_large(body, body_format))

    async def _format_large(self, body: str, body_format: BodyFormat) -> None:
        try:
            formatted = await self._context.off_thread.run(format_body, body, body_format)
        except FormatProblem as problem:
            self._refuse_formatting(problem)
            return
        # What was typed meanwhile wins.
        if self.body == body:
            self._take_formatted(formatted)

    def _take_formatted(self, formatted: str) -> None:
        if formatted != self.body:
            self.load_body(formatted)
        self.examine()

    def _refuse_formatting(self, problem: FormatProblem) -> None:
        sentence = f"Line {problem.line}, column {problem.column}: {problem.reason}"
        self._format_problem = BodyVerdict(CheckKind.INVALID, sentence, problem.line, problem.column)
        self.examined.emit()

    def load_body_file(self, path: str) -> None:
        """Replace the body by a text file's contents; what is wrong with it is said beside the editor."""
        self.scope.start(self._load_body_file(path), self._refuse_file)

    async def _load_body_file(self, path: str) -> None:
        self._file_problems.pop(BODY_FIELD, None)
        text = await self._context.off_thread.run(read_text, path, BODY_FIELD)
        self.load_body(text)
        self.examine()

    def load_attribute_file(self, row: int, path: str) -> None:
        """Make a file's bytes the value of an attribute."""
        self.scope.start(self._load_attribute_file(row, path), self._refuse_file)

    async def _load_attribute_file(self, row: int, path: str) -> None:
        self._file_problems.pop(ATTRIBUTES_FIELD, None)
        before = self.attributes.rows[row]
        contents = await self._context.off_thread.run(read_bytes, path, ATTRIBUTES_FIELD)
        rows = self.attributes.rows
        if row < len(rows) and rows[row] == before:
            self.attributes.take_file(row, path.replace("\\", "/").rsplit("/", 1)[-1], contents)
            self.examine()

    def _refuse_file(self, error: SqsExplorerError) -> None:
        if isinstance(error, InvalidInput):
            self._file_problems[error.field] = error.reason
            self.examined.emit()

    async def close(self) -> None:
        """Finish what is under way; look over nothing more."""
        self._is_closed = True
        self._timer.stop()
        await self.scope.close(finish=True)
        self._timer.stop()
