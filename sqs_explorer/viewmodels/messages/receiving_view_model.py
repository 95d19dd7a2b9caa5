"""The receive bar: what to receive, what that will do to the queue, and the receive itself with Stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.forecast import Forecast, ReceiveMode, receive_forecast
from sqs_explorer.domain.limits import (
    DEFAULT_VISIBILITY_SECONDS,
    MAXIMUM_MESSAGES_TO_RECEIVE,
    MAXIMUM_VISIBILITY_SECONDS,
    MAXIMUM_WAIT_SECONDS,
)
from sqs_explorer.services.receiving import ReceivedHeld, ReceiveOrder, ReceiveOutcome, receive_messages
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.jobs import Job
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.messages.message_calls import receive_calls
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageStore
from sqs_explorer.viewmodels.messages.notice import Notice, error_notice
from sqs_explorer.viewmodels.messages.receive_words import receive_notice, result_sentence
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.task_scope import TaskScope


@dataclass(frozen=True, slots=True)
class ReceiveSettings:
    """What stands in the receive bar."""

    maximum: int = 10
    wait_seconds: int = 2
    mode: ReceiveMode = ReceiveMode.HOLD
    hold_seconds: int = DEFAULT_VISIBILITY_SECONDS


class ReceivingViewModel(QObject):
    """Receives into the store. Hold seconds follow the queue's visibility timeout until changed by hand.

    `noticed(Notice | None)` says what to show about the receive that begins (None) or ended.
    """

    settings_changed = Signal()
    receiving_changed = Signal()
    """A receive began, got on or ended."""
    forecast_changed = Signal()
    noticed = Signal(object)

    def __init__(
        self, context: PageContext, store: MessageStore, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._store = store
        self._scope = scope
        self._settings = ReceiveSettings()
        self._hold_is_by_hand = False
        self._stop: StopRequest | None = None
        self._progress = ""
        for signal in (store.rows_added, store.rows_changed, store.cleared):
            signal.connect(self._tell_forecast)
        self.settings_changed.connect(self._tell_forecast)
        self.take_attributes()

    @property
    def settings(self) -> ReceiveSettings:
        """What stands in the receive bar."""
        return self._settings

    def set_maximum(self, maximum: int) -> None:
        """Messages to receive, 1 to 10,000."""
        self._set(replace(self._settings, maximum=_within(maximum, 1, MAXIMUM_MESSAGES_TO_RECEIVE)))

    def set_wait_seconds(self, wait_seconds: int) -> None:
        """Wait seconds, 0 to 20."""
        self._set(replace(self._settings, wait_seconds=_within(wait_seconds, 0, MAXIMUM_WAIT_SECONDS)))

    def set_mode(self, mode: ReceiveMode) -> None:
        """Receive mode."""
        self._set(replace(self._settings, mode=mode))

    def set_hold_seconds(self, hold_seconds: int) -> None:
        """Hold seconds, 0 to 43,200; from now on they don't follow the queue's visibility timeout."""
        hold_seconds = _within(hold_seconds, 0, MAXIMUM_VISIBILITY_SECONDS)
        if hold_seconds != self._settings.hold_seconds:
            self._hold_is_by_hand = True
            self._set(replace(self._settings, hold_seconds=hold_seconds))

    def take_attributes(self) -> None:
        """The queue's attributes were read: they give the default hold and the forecast."""
        attributes = self._context.attributes
        timeout = attributes.visibility_timeout_seconds if attributes else None
        if timeout is not None and not self._hold_is_by_hand:
            self._set(replace(self._settings, hold_seconds=timeout))
        self.forecast_changed.emit()

    @property
    def forecast(self) -> Forecast:
        """What the next receive does to this queue."""
        context = self._context
        return receive_forecast(
            context.attributes,
            is_fifo=context.queue.is_fifo,
            is_dlq=context.catalogue.is_dlq(context.queue),
            mode=self._settings.mode,
            hold_seconds=self._settings.hold_seconds,
            known_receive_counts=self._store.tally.receive_counts,
        )

    @property
    def is_receiving(self) -> bool:
        """Whether a receive is under way."""
        return self._stop is not None

    @property
    def is_stopping(self) -> bool:
        """Whether Stop was asked for and what is in flight has yet to come."""
        return self._stop is not None and self._stop.is_requested

    @property
    def progress(self) -> str:
        """How far a receive under way is: `30 of 99`."""
        return self._progress

    def receive(self) -> None:
        """Receive as the bar says, unless a receive is under way."""
        if self._stop is not None:
            return
        stop = self._stop = StopRequest()
        settings = self._settings
        order = ReceiveOrder(settings.maximum, settings.wait_seconds, settings.mode, settings.hold_seconds)
        self._progress = ""
        what = f"Receive from {self._context.queue.name}"
        job = self._context.start_job(what, *receive_calls(self._context, order), stop=self.stop)
        self.noticed.emit(None)
        self.receiving_changed.emit()
        if self._scope.start(self._receive(order, stop, job)) is None:
            self._stop = None
            job.fail("The page is closed")

    def stop(self) -> None:
        """Ask the receive to end; what is in flight still comes."""
        if self._stop is not None:
            self._stop.request()
            self.receiving_changed.emit()

    async def _receive(self, order: ReceiveOrder, stop: StopRequest, job: Job) -> None:
        distinct: set[str] = set()

        def take(held: ReceivedHeld) -> None:
            distinct.update(message.message_id for message in held.messages)
            self._store.add(held)
            self._progress = f"{len(distinct):,} of {order.maximum:,}"
            job.report(self._progress, len(distinct) / order.maximum)
            self.receiving_changed.emit()

        try:
            queue_url = self._context.queue.url
            outcome = await receive_messages(
                self._context.gateway, queue_url, order, stop=stop, on_batch=take
            )
        except SqsExplorerError as error:
            text = error_text(error)
            job.fail(text.title, getattr(error, "request_id", ""))
            self._end(error_notice(text))
        except BaseException:
            job.fail("Ended without an answer")
            self._end(None)
            raise
        else:
            self._conclude(outcome, order, job)

    def _conclude(self, outcome: ReceiveOutcome, order: ReceiveOrder, job: Job) -> None:
        still = self._store.still(outcome.looked_at, outcome.released)
        self._store.mark(still, HoldState.RELEASED)
        self._store.note_problems(outcome.release_failures)
        sentence = result_sentence(outcome, order, self._context.queue.name)
        if outcome.error is not None or outcome.release_failures:
            job.fail(sentence, outcome.request_id)
        elif outcome.stopped and len(outcome.distinct) < order.maximum:
            job.halt(sentence, outcome.request_id)
        else:
            job.finish(sentence, outcome.request_id)
        self._end(receive_notice(outcome, order))

    def _end(self, notice: Notice | None) -> None:
        self._stop = None
        self._progress = ""
        self._context.catalogue.request_attributes([self._context.queue], again=True)
        self.noticed.emit(notice)
        self.receiving_changed.emit()

    def _set(self, settings: ReceiveSettings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.settings_changed.emit()

    def _tell_forecast(self) -> None:
        self.forecast_changed.emit()


def _within(value: int, lowest: int, highest: int) -> int:
    return max(lowest, min(value, highest))
