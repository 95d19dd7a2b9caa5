"""The message that is edited: as it was received, and whether it is still held so that it can be deleted."""

from __future__ import annotations

import base64

from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal
from sqs_explorer.domain.quantities import duration_words
from sqs_explorer.services.ports import Clock
from sqs_explorer.viewmodels.composing.attribute_row import AttributeRow
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageRow, MessageStore

SHORT_SECONDS = 60
"""With less than this left, somebody who is typing may lose the hold before sending."""

_STAYS = "so it can't be deleted: it stays in the queue. Receive it again to replace it."
_WHY_NOT_HELD = {
    HoldState.VISIBLE: f"The original is no longer held, {_STAYS}",
    HoldState.RELEASED: f"The original was released, {_STAYS}",
    HoldState.DELETED: "The original is deleted already.",
    HoldState.MOVED: "The original was moved already: what you send is one more message.",
}


class Original:
    """One row of the message store, followed by its message ID; a newer delivery brings the newer handle."""

    def __init__(self, store: MessageStore, message_id: str, clock: Clock) -> None:
        row = store.row(message_id)
        if row is None:
            raise KeyError(message_id)
        self._store = store
        self._clock = clock
        self._row = row

    @property
    def row(self) -> MessageRow:
        """The row as it is now; as it was last if the store was emptied."""
        self._row = self._store.row(self._row.message.message_id) or self._row
        return self._row

    @property
    def message(self) -> ReceivedMessage:
        """The message by its newest delivery."""
        return self.row.message

    @property
    def state(self) -> HoldState:
        """Where it is now, as far as this program knows."""
        return self.row.state_at(self._clock.monotonic())

    @property
    def is_held(self) -> bool:
        """Whether it can be deleted."""
        return self.state is HoldState.HELD

    @property
    def is_short(self) -> bool:
        """Whether the hold ends soon."""
        return self.is_held and self.row.seconds_left(self._clock.monotonic()) < SHORT_SECONDS

    @property
    def words(self) -> str:
        """Until when it can be deleted, or why it can't be any more."""
        row = self.row
        if not self.is_held:
            return _WHY_NOT_HELD[self.state]
        left = duration_words(row.seconds_left(self._clock.monotonic()))
        return f"The original is held for {left} more; after that it can't be deleted."

    def to_replace(self, replacement: OutgoingMessage) -> HeldOriginal:
        """Return it as the engine takes it, with what is sent in its place."""
        row = self.row
        return HeldOriginal(row.message, row.visible_again_monotonic if self.is_held else 0.0, replacement)


def draft_of(message: ReceivedMessage, deduplication_id: str) -> Draft:
    """Return a draft that holds the message exactly, but for a deduplication ID of its own."""
    return Draft(
        body=message.body,
        attributes=tuple(_attribute_row(attribute) for attribute in message.attributes),
        group_id=message.group_id,
        deduplication_id=deduplication_id,
        trace_header=message.trace_header,
    )


def _attribute_row(attribute: MessageAttribute) -> AttributeRow:
    """A Binary is shown as base64, which stands for its bytes exactly."""
    value = attribute.string_value
    if attribute.is_binary:
        value = base64.b64encode(attribute.binary_value).decode("ascii")
    return AttributeRow(attribute.name, attribute.data_type, value)
