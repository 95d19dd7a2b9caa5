"""The calls to AWS of a move, a copy, a replay or a resend, as Activity notes them."""

from __future__ import annotations

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.moves import MoveOrder
from sqs_explorer.services.moving.feeds import RECEIVE_HOLD_SECONDS, WAIT_SECONDS
from sqs_explorer.viewmodels.activity.calls_on_queues import call_on, receive_call
from sqs_explorer.viewmodels.page_context import PageContext

MOST_DESTINATIONS = 10
"""Of more source queues the others are left out: which of them were sent to, the messages tell."""


def move_calls(context: PageContext, order: MoveOrder) -> tuple[ApiCall, ...]:
    """Return what the move engine asks of AWS for an order, in that order."""
    catalogue, source = context.catalogue, order.source
    calls: list[ApiCall] = []
    if source is not None and order.whole_queue:
        receive = receive_call(
            catalogue,
            source,
            maximum=MAXIMUM_BATCH_ENTRIES,
            wait_seconds=WAIT_SECONDS,
            hold_seconds=RECEIVE_HOLD_SECONDS,
            note=f"Receive from {source.name}, until no more come.",
        )
        calls.append(receive)
    destinations = (
        [order.destination] if order.destination else sorted(set(order.destinations_by_arn.values()))
    )
    for queue in destinations[:MOST_DESTINATIONS]:
        note = f"Send to {queue.name} and compare the MD5 of each answer."
        calls.append(call_on(catalogue, queue, "SendMessageBatch", note=note))
    if source is not None and not order.keep_originals:
        note = f"Those that were sent and verified are deleted from {source.name}."
        calls.append(call_on(catalogue, source, "DeleteMessageBatch", note=note))
    return tuple(calls)
