"""The edited message: its destination with that queue's rules, and what differs from the original."""

from __future__ import annotations

import uuid
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.services.line_differences import DifferenceLine, LineKind
from sqs_explorer.services.message_differences import SENT_AS_IT_WAS, MessageDifference, message_difference
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.composing.sending_view_model import SendingViewModel
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.viewmodels.messages.message_store import MessageStore
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.resending.original import Original, draft_of
from sqs_explorer.viewmodels.resending.resend_destinations import resend_destinations

__all__ = ["SENT_AS_IT_WAS", "DifferenceLine", "LineKind", "ResendDraftViewModel"]

NEW_ID_HINT = "A new ID, so SQS can't take it for a duplicate. Left empty, one is made."
KEPT_ID_DANGER = (
    "The original's own ID: if it was used within the last 5 minutes, SQS accepts the message and does not "
    "deliver it. The original then stays, and the result says so."
)


class ResendDraftViewModel(SendingViewModel):
    """The composer filled with a received message, exactly; `difference_changed` tells what was edited."""

    difference_changed = Signal()
    destination_changed = Signal()

    def __init__(
        self, context: PageContext, store: MessageStore, message_id: str, parent: QObject | None = None
    ) -> None:
        original = Original(store, message_id, context.clock)
        destinations = resend_destinations(
            context.catalogue, context.queue, original.message, context.identity_of
        )
        super().__init__(replace(context, queue=destinations[0].queue or context.queue), parent)
        self._page = context
        self.original = original
        self._destinations = destinations
        self._destination: Destination | None = destinations[0]
        self._difference = MessageDifference()
        self._compared: tuple[OutgoingMessage, bool] | None = None
        self._is_comparing = False
        self._start = draft_of(original.message, str(uuid.uuid4()))
        self._filled_group = ""
        self.restore(self._start)
        self._fill_group()
        self.examined.connect(self._compare_soon)
        self.examine()
        self._read_rules()

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """Where it may go, best first."""
        return self._destinations

    @property
    def destination(self) -> Destination | None:
        """Where it goes; None while nothing is chosen."""
        return self._destination

    @property
    def caution(self) -> str:
        """What is special about sending there."""
        return " ".join(self._destination.cautions) if self._destination else ""

    @property
    def difference(self) -> MessageDifference:
        """What differs from the original."""
        return self._difference

    @property
    def has_changes(self) -> bool:
        """Whether something typed would be lost."""
        typed = _typed(self.draft)
        if self._filled_group and typed.group_id == self._filled_group:
            typed = replace(typed, group_id=self._start.group_id)
        return typed != _typed(self._start)

    @property
    @override
    def hints(self) -> dict[str, str]:
        """What each field does, and what the deduplication ID does to this message."""
        old = self.original.message.deduplication_id
        keeps = bool(old) and self.deduplication_id == old
        return {**super().hints, "Deduplication ID": KEPT_ID_DANGER if keeps else NEW_ID_HINT}

    def choose_destination(self, destination: Destination | None) -> None:
        """Send to another queue; what is typed stays and is looked over by that queue's rules."""
        self._destination = destination
        if destination is None or destination.queue is None:
            self.destination_changed.emit()
            return
        self._context = replace(self._page, queue=destination.queue)
        self._fill_group()
        self._read_rules()
        self.fields_replaced.emit()
        self.destination_changed.emit()
        self.examine()

    def _read_rules(self) -> None:
        if self._context.attributes is None:
            self._context.catalogue.request_attributes([self._context.queue])

    def _fill_group(self) -> None:
        """A FIFO queue needs a group: a message without one gets its own, as in every move."""
        if self.rules.is_fifo and not self.group_id:
            self._filled_group = self._group_id = self.original.message.message_id
            self.fields_replaced.emit()
        elif not self.rules.is_fifo and self._filled_group and self.group_id == self._filled_group:
            self._group_id = self._start.group_id
            self.fields_replaced.emit()

    def _message(self, draft: Draft) -> OutgoingMessage:
        return draft.message(is_fifo=self.rules.is_fifo)

    def _compare_soon(self) -> None:
        if not self._is_comparing and self._compared_key() != self._compared:
            self._is_comparing = True
            if self.scope.start(self._compare()) is None:
                self._is_comparing = False

    def _compared_key(self) -> tuple[OutgoingMessage, bool]:
        return self._message(self.draft), self.rules.is_fifo

    async def _compare(self) -> None:
        """Compare until what was compared is what is typed."""
        try:
            while (key := self._compared_key()) != self._compared and not self._is_closed:
                off_thread = self._context.off_thread
                found = await off_thread.run(message_difference, self.original.message, key[0])
                self._compared, self._difference = key, found
                self.difference_changed.emit()
        finally:
            self._is_comparing = False


def _typed(draft: Draft) -> Draft:
    rows = tuple(row for row in draft.attributes if not row.is_untouched)
    return replace(draft, format_name="", deduplication_id="", attributes=rows)
