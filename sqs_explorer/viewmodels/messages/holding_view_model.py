"""What is done to the selected messages: release, extend, delete, each with its result in the rows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.destroying import asks_for_name
from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.limits import DEFAULT_VISIBILITY_SECONDS
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.holding import (
    AnsweredBatch,
    HoldResult,
    OnBatch,
    change_visibility,
    delete_messages,
)
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.messages.hold_plans import (
    HoldPlan,
    longest_extension_seconds,
    plan_deletion,
    plan_release,
)
from sqs_explorer.viewmodels.messages.hold_questions import DeleteQuestion, ExtendQuestion
from sqs_explorer.viewmodels.messages.hold_words import DELETING, EXTENDING, RELEASING, Deed
from sqs_explorer.viewmodels.messages.message_calls import delete_call, visibility_call
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.notice import Notice, NoticeTone, error_notice
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.task_scope import TaskScope

_RECEIVED_AGAIN = "It was received again meanwhile: this holds for the delivery before."
Call = Callable[[Sequence[ReceivedMessage], StopRequest, OnBatch], Awaitable[HoldResult]]


class HoldingViewModel(QObject):
    """Acts on messages by their IDs; `noticed(Notice | None)` says what to show about it."""

    noticed = Signal(object)

    def __init__(
        self, context: PageContext, store: MessageStore, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._scope = scope
        self._stops: set[StopRequest] = set()

    def release_plan(self, message_ids: Sequence[str]) -> HoldPlan:
        """Return what Release or Extend would do now."""
        rows = self._store.rows_of(message_ids)
        return plan_release(rows, self._now(), is_fifo=self._context.queue.is_fifo)

    def deletion_plan(self, message_ids: Sequence[str]) -> HoldPlan:
        """Return what Delete would do now."""
        rows = self._store.rows_of(message_ids)
        return plan_deletion(rows, self._now(), is_fifo=self._context.queue.is_fifo)

    def delete_question(self, message_ids: Sequence[str]) -> DeleteQuestion:
        """Return what is asked before a deletion."""
        plan = self.deletion_plan(message_ids)
        asks = asks_for_name(len(plan.doable), self._context.environment)
        return DeleteQuestion(place_of(self._context), plan, asks)

    def extend_question(self, message_ids: Sequence[str]) -> ExtendQuestion:
        """Return what is asked before holds are extended."""
        plan = self.release_plan(message_ids)
        attributes = self._context.attributes
        timeout = attributes.visibility_timeout_seconds if attributes else None
        longest = longest_extension_seconds(self._store.rows_of(plan.doable), self._now())
        default = min(timeout if timeout is not None else DEFAULT_VISIBILITY_SECONDS, longest)
        return ExtendQuestion(place_of(self._context), len(plan.doable), len(plan.refused), default, longest)

    def release(self, message_ids: Sequence[str]) -> None:
        """Make held messages visible to everybody at once."""
        self.extend(message_ids, 0)

    def extend(self, message_ids: Sequence[str], seconds: int) -> None:
        """Hold messages for `seconds` from now; 0 releases them."""
        deed = EXTENDING if seconds else RELEASING
        plan = self.release_plan(message_ids)
        noted = visibility_call(self._context, seconds, len(plan.doable))
        self._begin(deed, plan, self._change_visibility(seconds), noted)

    def delete(self, message_ids: Sequence[str]) -> None:
        """Delete messages; those that SQS would refuse by now are not tried and keep the reason."""

        async def call(messages: Sequence[ReceivedMessage], stop: StopRequest, tell: OnBatch) -> HoldResult:
            def take(batch: AnsweredBatch) -> None:
                self._mark(messages, batch.done, HoldState.DELETED)
                tell(batch)

            url = self._context.queue.url
            return await delete_messages(self._context.gateway, url, messages, stop=stop, on_batch=take)

        plan = self.deletion_plan(message_ids)
        self._begin(DELETING, plan, call, delete_call(self._context, len(plan.doable)))

    def stop(self) -> None:
        """Ask everything under way to end after the batch in flight."""
        for stop in self._stops:
            stop.request()

    def _change_visibility(self, seconds: int) -> Call:
        async def call(messages: Sequence[ReceivedMessage], stop: StopRequest, tell: OnBatch) -> HoldResult:
            asked = self._now()

            def take(batch: AnsweredBatch) -> None:
                nonlocal asked
                if seconds:
                    self._store.set_hold(self._store.still(messages, batch.done), asked + seconds, seconds)
                else:
                    self._mark(messages, batch.done, HoldState.RELEASED)
                tell(batch)
                asked = self._now()

            url = self._context.queue.url
            return await change_visibility(
                self._context.gateway, url, messages, seconds, stop=stop, on_batch=take
            )

        return call

    def _mark(
        self, messages: Sequence[ReceivedMessage], message_ids: tuple[str, ...], state: HoldState
    ) -> None:
        """Note what became of messages, but of none received again meanwhile: that is another delivery."""
        still = self._store.still(messages, message_ids)
        self._store.mark(still, state)
        again = set(message_ids).difference(still)
        self._store.note_problems(dict.fromkeys(again, _RECEIVED_AGAIN))

    def _begin(self, deed: Deed, plan: HoldPlan, call: Call, noted: ApiCall) -> None:
        self._store.note_problems(plan.refused)
        if not plan.doable:
            self.noticed.emit(_refusal_notice(deed, plan))
            return
        self.noticed.emit(None)
        stop = StopRequest()
        self._stops.add(stop)
        what = f"{deed.verb} {count_words(len(plan.doable), 'message')} of {self._context.queue.name}"
        job = self._context.start_job(what, noted, stop=stop.request)
        if self._scope.start(self._run(deed, plan, call, stop, job)) is None:
            self._stops.discard(stop)
            job.fail("The page is closed")

    async def _run(self, deed: Deed, plan: HoldPlan, call: Call, stop: StopRequest, job: Job) -> None:
        messages = [row.message for row in self._store.rows_of(plan.doable)]
        answered = 0

        def tell(batch: AnsweredBatch) -> None:
            nonlocal answered
            answered += len(batch.done) + len(batch.failures)
            self._store.note_problems(batch.failures)
            job.report(f"{answered:,} of {len(messages):,}", answered / len(messages))

        try:
            result = await call(messages, stop, tell)
        except SqsExplorerError as error:
            text = error_text(error)
            job.fail(text.title, getattr(error, "request_id", ""))
            self.noticed.emit(error_notice(text))
        except BaseException:
            job.fail("Ended without an answer")
            raise
        else:
            self._conclude(deed, plan, result, job)
        finally:
            self._stops.discard(stop)
            self._context.catalogue.request_attributes([self._context.queue], again=True)

    def _conclude(self, deed: Deed, plan: HoldPlan, result: HoldResult, job: Job) -> None:
        self._store.note_problems(result.failures)
        done, wanted, name = len(result.done), len(plan.doable), self._context.queue.name
        whole = done == wanted
        count = count_words(done, "message") if whole else f"{done:,} of {count_words(wanted, 'message')}"
        sentence = f"{deed.past} {count} of {name}"
        if whole:
            job.finish(sentence)
        elif result.failures or result.error is not None:
            job.fail(sentence)
        else:
            job.halt(f"{sentence}, stopped")
        self.noticed.emit(_result_notice(deed, plan, result))

    def _now(self) -> float:
        return self._context.clock.monotonic()


def _refusal_notice(deed: Deed, plan: HoldPlan) -> Notice:
    reasons = " ".join(dict.fromkeys(plan.refused.values()))
    return Notice(NoticeTone.WARNING, reasons, f"None of the selected messages can be {deed.participle}.")


def _result_notice(deed: Deed, plan: HoldPlan, result: HoldResult) -> Notice | None:
    failed, stopped, refused = len(result.failures), len(result.not_tried), len(plan.refused)
    wanted = len(plan.doable) + refused
    parts = []
    if failed:
        parts.append(f"{failed:,} of {count_words(wanted, 'message')} could not be {deed.participle}.")
    if refused:
        verb = "was" if refused == 1 else "were"
        parts.append(f"{count_words(refused, 'message')} {verb} not tried.")
    if failed or refused:
        parts.append("Point at a marked row to read why.")
    if stopped:
        parts.append(f"Stopped before {count_words(stopped, 'message')}.")
    details = "" if result.error is None else error_text(result.error).details
    if not parts:
        return None
    tone = NoticeTone.WARNING if failed or refused else NoticeTone.INFO
    return Notice(tone, " ".join(parts), details=details)
