"""One message on its way through the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from sqs_explorer.domain.fifo_order import in_order_of_sending
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

    @property
    def receipt_handle(self) -> str:
        """The newest receipt handle."""
        return self.message.receipt_handle


@dataclass(slots=True, eq=False)
class Waiting:
    """An original that is held and not handed over yet; its hold is renewed like an item's."""

    message_id: str
    receipt_handle: str
    until: float
    latest: float
    refusal: str = ""
    is_finished: bool = False


def latest_hold(now: float) -> float:
    """Return the end of the longest hold that SQS allows a message received about now (monotonic seconds)."""
    return now + MAXIMUM_VISIBILITY_SECONDS - _RECEIVE_MARGIN_SECONDS


def item_of(original: HeldOriginal, order: MoveOrder, now: float) -> Item:
    """Make the item of an original; `now` is the monotonic clock's reading."""
    message = original.message
    latest = latest_hold(now)
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


def in_sequence(originals: Sequence[HeldOriginal], order: MoveOrder) -> Sequence[HeldOriginal]:
    """Return FIFO messages in the order of sending, one of each group in turn.

    However rows were selected, a group's order is kept; and no long group holds up the others.
    """
    if not order.source_is_fifo:
        return originals
    groups: dict[str, list[HeldOriginal]] = {}
    for index in in_order_of_sending([original.message for original in originals]):
        groups.setdefault(originals[index].message.group_id, []).append(originals[index])
    return list(_in_turn(groups.values()))


def _in_turn(groups: Iterable[list[HeldOriginal]]) -> Iterator[HeldOriginal]:
    for row in zip_longest(*groups):
        yield from (original for original in row if original is not None)
