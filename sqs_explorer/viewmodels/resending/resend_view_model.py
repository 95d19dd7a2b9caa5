"""Edit and resend: sends the edited message, has it verified, and only then has the original deleted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from typing_extensions import override

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.moves import MoveProgress, MoveResult, MoveState, SentBefore
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.composing.send_result import SendResult
from sqs_explorer.viewmodels.dead_letters.move_calls import move_calls
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.messages.holding_view_model import HoldingViewModel
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.notice import Notice
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.resending.resend_destinations import is_dead_letter
from sqs_explorer.viewmodels.resending.resend_draft_view_model import ResendDraftViewModel
from sqs_explorer.viewmodels.resending.resend_order import (
    hold_ended_result,
    resend_order,
    sent_before_result,
    sent_before_words,
    source_arn,
    untold,
)
from sqs_explorer.viewmodels.resending.resend_result import (
    SENT_STATES,
    failed_words,
    refused_field,
    resend_result,
)

READ_ONLY_REASON = "Read-only connection: resending is off. Unlock writing in the header."
HOLD_LONGER_SECONDS = 600
_TICK_MS = 1_000
_UNSURE_STATES = frozenset({MoveState.UNKNOWN, MoveState.SUPPRESSED})


class ResendViewModel(ResendDraftViewModel):
    """One message, one dialog.

    `hold_changed`: how long the original is held, or what was chosen about it; `resent`: all is done and the
    dialog may close.
    """

    hold_changed = Signal()
    resent = Signal()

    def __init__(
        self, context: PageContext, store: MessageStore, message_id: str, parent: QObject | None = None
    ) -> None:
        super().__init__(context, store, message_id, parent)
        self._store = store
        self._holding = HoldingViewModel(context, store, self.scope, self)
        self._wants_to_keep = not is_dead_letter(context.catalogue, context.queue, self.original.message)
        self._told_held = self.original.is_held
        self._is_sent = False
        self._field_problem: tuple[str, str] = ("", "")
        self._doubtful: tuple[QueueRef, Draft] | None = None
        self._stop = StopRequest()
        self.sent_before: SentBefore | None = None
        self.hold_notice: Notice | None = None
        self._holding.noticed.connect(self._take_hold_notice)
        store.rows_changed.connect(self._tell_hold)
        self._ticks = QTimer(self)
        self._ticks.setInterval(_TICK_MS)
        self._ticks.timeout.connect(self._tell_hold)
        self._ticks.start()
        self.scope.start(self._look_back(), self._ignore_journal)

    @property
    def source_name(self) -> str:
        """The queue that the original lies in."""
        return self._page.queue.name

    @property
    def where(self) -> str:
        """Connection, account and region of that queue."""
        return place_of(self._page).words

    @property
    def environment(self) -> str:
        """The palette token of the connection's environment."""
        return self._page.environment.tone

    @property
    def keeps_original(self) -> bool:
        """Whether the original stays: wished for, or not to be helped."""
        return self._wants_to_keep or not self.original.is_held

    @property
    def is_sent(self) -> bool:
        """Whether the new message is there: a second send would make another one."""
        return self._is_sent

    @property
    def original_words(self) -> str:
        """What becomes of the original, and until when that can be done."""
        original, name = self.original, self.source_name
        if not original.is_held:
            words = original.words
        elif self._wants_to_keep:
            words = f"It stays in {name}: there are two messages then."
        else:
            words = f"Deleted from {name} once the new message is verified. {original.words}"
        parts = [words]
        if self.sent_before is not None:
            parts.append(sent_before_words(self.sent_before, self._page.clock.now()))
        if self.hold_notice is not None:
            parts += [self.hold_notice.title, self.hold_notice.text]
        return " ".join(part for part in parts if part)

    @property
    def may_lose_hold(self) -> bool:
        """Whether the original is to be deleted and its hold ends soon."""
        return not self.keeps_original and self.original.is_short

    @property
    def original_is_worrying(self) -> bool:
        """Whether what is said of the original needs a second look."""
        noted = self.hold_notice is not None or self.sent_before is not None
        return self.may_lose_hold or noted or not self.original.is_held

    @property
    def blocked_reason(self) -> str | None:
        """Why nothing can be sent, or None."""
        if self._page.is_read_only:
            return READ_ONLY_REASON
        return None if self.destination else "Choose a destination first."

    @property
    def asks_before_closing(self) -> bool:
        """Whether something typed would be lost."""
        return self.has_changes and not self._is_sent

    def keep_original(self, keep: bool) -> None:
        """Choose whether the original stays."""
        self._wants_to_keep = keep
        self._tell_hold()

    def hold_longer(self) -> None:
        """Hold the original for another ten minutes from now, so that it can be deleted later."""
        self._holding.extend([self.original.message.message_id], HOLD_LONGER_SECONDS)

    @override
    def problem_of(self, field: str) -> str:
        """Return what SQS said about a field, else what our own checks say."""
        named, reason = self._field_problem
        return reason if field == named else super().problem_of(field)

    @override
    def _edited(self) -> None:
        self._field_problem = ("", "")
        super()._edited()

    @override
    def choose_destination(self, destination: Destination | None) -> None:
        """Send to another queue; what the queue before refused says nothing about this one."""
        self._field_problem = ("", "")
        super().choose_destination(destination)

    def resend(self) -> None:
        """Send once, unless that was done, is under way or is off."""
        if self._is_sending or self._is_sent or self.blocked_reason is not None:
            return
        self._stop = StopRequest()
        self._begin_sending()
        if self.scope.start(self._resend()) is None:
            self._set_sending(sending=False)

    def stop(self) -> None:
        """Let a send under way finish what is in flight and try nothing again."""
        self._stop.request()

    async def _resend(self) -> None:
        try:
            self._renew_doubtful_id()
            draft, keep = self.draft, self.keeps_original
            hindrance = await self._hindrance(draft, keep=keep)
            if hindrance is None:
                await self._deliver(draft, keep=keep)
            else:
                self._set_result(hindrance)
        except SqsExplorerError as error:
            self._set_result(failed_words(error, self._page.clock.now(), is_fifo=self.rules.is_fifo))
        finally:
            self._set_sending(sending=False)
        if self._is_sent and self._result is not None and self._result.tone == "success":
            self.resent.emit()

    def _renew_doubtful_id(self) -> None:
        """Another text under an ID that SQS may know would be taken for a repeat, and not be delivered."""
        if self._doubtful is None:
            return
        queue, tried = self._doubtful
        same_id = queue == self._context.queue and tried.deduplication_id == self.deduplication_id
        if same_id and tried != self.draft:
            self.make_deduplication_id()

    async def _hindrance(self, draft: Draft, *, keep: bool) -> SendResult | None:
        """Return why it is not sent now, None if nothing stands in the way."""
        refusal = await self._refusal(draft)
        if refusal is not None:
            return refusal
        now = self._page.clock.now()
        if keep and not self._wants_to_keep and self._told_held:
            # The hold ended a moment ago, and the dialog still promised to delete the original.
            self._tell_hold()
            return hold_ended_result(now)
        if not keep:
            await self._look_back()
            if self.sent_before is not None:
                return sent_before_result(self.sent_before, now)
        return None

    async def _look_back(self) -> None:
        """Ask the journal whether a verified copy of the original was sent before."""
        message_id = self.original.message.message_id
        found = await self._page.journal.sent_before(source_arn(self._page), [message_id])
        self.sent_before = found.get(message_id)
        self._tell_hold()

    async def _deliver(self, draft: Draft, *, keep: bool) -> None:
        page, destination = self._page, self._context
        original = self.original.to_replace(self._message(draft))
        message_id = original.message.message_id
        what = f"Edit and resend a message of {page.queue.name} to {destination.queue.name}"
        order = resend_order(page, destination, keep=keep)
        job = page.start_job(what, *move_calls(page, order), stop=self._stop.request)
        results: list[MoveResult] = []

        def take(progress: MoveProgress) -> None:
            results.extend(progress.results)

        try:
            outcome = await page.moves.run(order, [original], stop=self._stop, on_progress=take)
            result = results[-1] if results else untold(message_id, outcome.error)
        except SqsExplorerError as error:
            result = untold(message_id, error)
        except BaseException:
            job.fail("Ended by a fault of the program")
            raise
        self._conclude(draft, destination.queue, result, job)
        page.catalogue.request_attributes([page.queue, destination.queue], again=True)

    def _conclude(self, draft: Draft, queue: QueueRef, result: MoveResult, job: Job) -> None:
        """Note in the row and in the dialog what came of it."""
        now, is_fifo = self._page.clock.now(), self.rules.is_fifo
        self._is_sent = result.state in SENT_STATES
        self._doubtful = (queue, draft) if result.state in _UNSURE_STATES else None
        self._note_row(result)
        field = refused_field(result.error)
        words = resend_result(result, now, is_fifo=is_fifo)
        if field and result.error is not None:
            self._field_problem = (field, error_text(result.error).text)
            self.examined.emit()
        if result.state is MoveState.SUPPRESSED:
            self.make_deduplication_id()
        self._set_result(words)
        request_id = getattr(result.error, "request_id", "")
        if result.state.is_done:
            new_id = f" · new message ID {words.message_id}" if words.message_id else ""
            job.finish(f"{words.title}: {self.source_name} to {queue.name}{new_id}", request_id)
        else:
            job.fail(words.title, request_id)

    def _note_row(self, result: MoveResult) -> None:
        message, message_id = self.original.message, result.message_id
        if result.state is MoveState.MOVED:
            self._store.mark(self._store.still([message], [message_id]), HoldState.MOVED)
            return
        left = result.visible_again_monotonic - self._page.clock.monotonic()
        if left > 0 and result.visible_again_monotonic > self.original.row.visible_again_monotonic:
            self._store.set_hold([message_id], result.visible_again_monotonic, left)
        if result.state is MoveState.SENT_NOT_DELETED:
            self._store.note_problems({message_id: result.reason})

    def _ignore_journal(self, error: SqsExplorerError) -> None:
        """A journal that can't be read holds up the send, and says so then."""

    def _tell_hold(self) -> None:
        self._told_held = self.original.is_held
        self.hold_changed.emit()

    def _take_hold_notice(self, notice: object) -> None:
        self.hold_notice = notice if isinstance(notice, Notice) else None
        self.hold_changed.emit()

    @override
    async def close(self) -> None:
        """Finish what is under way; the hold is watched no longer."""
        self._ticks.stop()
        await super().close()
