"""One message on its way through the engine."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.limits import MAXIMUM_VISIBILITY_SECONDS
from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage
from sqs_explorer.domain.moves import HeldOriginal, MoveOrder
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.moving.copies import copy_of, sha256_of_body

Lane = tuple[QueueRef, str]
"""A destination and a message group there, whose order is kept."""

_RECEIVE_MARGIN_SECONDS = 5
"""A hold of twelve hours to the second is refused: SQS counts from the receive, not from its answer."""


@dataclass(slots=True, eq=False)
class Item:
    """An original, its copy, and until when the original is held (monotonic seconds).

    `destination` and `copy` are None if it names no queue that is known. `lane` is None where no order is to
    be kept. `sent_as` is the ID of its verified copy: only the delete is left then. `sent_by` is the earlier
    operation that sent it, and with `is_counted` its result was told before. `latest` is the end of the
    longest hold that SQS allows, as far as is known here; `refusal` is why SQS would not hold it longer.
    `sums` are the copy's MD5s of body and attributes where they are those that the original was checked by.
    """

    message: ReceivedMessage
    destination: QueueRef | None
    copy: OutgoingMessage | None
    until: float
    latest: float
    lane: Lane | None = None
    size_bytes: int = 0
    body_sha256: str = ""
    sent_as: str = ""
    sent_by: str = ""
    is_counted: bool = False
    refusal: str = ""
    sums: tuple[str, str] | None = None
    is_finished: bool = False

    @property
    def message_id(self) -> str:
        """The original's message ID."""
        return self.message.message_id


def item_of(original: HeldOriginal, order: MoveOrder, now: float) -> Item:
    """Make the item of an original; `now` is the monotonic clock's reading."""
    message = original.message
    latest = now + MAXIMUM_VISIBILITY_SECONDS - _RECEIVE_MARGIN_SECONDS
    destination = order.destination_of(message)
    if destination is None:
        return Item(message, None, None, original.visible_again_monotonic, latest)
    copy = copy_of(message, order, destination, original.replacement)
    return Item(
        message,
        destination,
        copy,
        original.visible_again_monotonic,
        latest,
        lane=(destination, copy.group_id) if destination.is_fifo else None,
        size_bytes=copy.size_bytes,
        body_sha256=sha256_of_body(copy.body),
    )


def in_sequence(originals: list[HeldOriginal], order: MoveOrder) -> list[HeldOriginal]:
    """Return FIFO messages by sequence number: however rows were selected, a group's order is kept."""
    numbers = [original.message.sequence_number for original in originals]
    if order.source_is_fifo and all(number.isdigit() for number in numbers):
        return sorted(originals, key=lambda original: int(original.message.sequence_number))
    return originals
