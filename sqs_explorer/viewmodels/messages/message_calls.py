"""The calls to AWS of the Messages tab, as Activity notes them."""

from __future__ import annotations

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.receiving import LOOK_HOLD_SECONDS, SLICE_SECONDS, ReceiveOrder
from sqs_explorer.viewmodels.activity.calls_on_queues import receive_call
from sqs_explorer.viewmodels.page_context import PageContext


def receive_calls(context: PageContext, order: ReceiveOrder) -> tuple[ApiCall, ...]:
    """Return what a receive asks of AWS; more messages, and longer waits, take more than one call."""
    looks = order.mode is ReceiveMode.LOOK_AND_RELEASE
    is_repeated = order.maximum > MAXIMUM_BATCH_ENTRIES or order.wait_seconds > SLICE_SECONDS
    note = f"Repeated until {count_words(order.maximum, 'message')} or no more have come."
    receive = receive_call(
        context.catalogue,
        context.queue,
        maximum=min(MAXIMUM_BATCH_ENTRIES, order.maximum),
        wait_seconds=min(SLICE_SECONDS, order.wait_seconds),
        hold_seconds=LOOK_HOLD_SECONDS if looks else order.hold_seconds,
        note=note if is_repeated else "",
    )
    if not looks:
        return (receive,)
    return (
        receive,
        context.call(
            "ChangeMessageVisibilityBatch", {"VisibilityTimeout": 0}, note="Release what was shown."
        ),
    )


def visibility_call(context: PageContext, seconds: int, count: int) -> ApiCall:
    """Return what releases (0 seconds) or extends `count` messages."""
    return context.call("ChangeMessageVisibilityBatch", {"VisibilityTimeout": seconds}, note=_times(count))


def delete_call(context: PageContext, count: int) -> ApiCall:
    """Return what deletes `count` messages."""
    return context.call("DeleteMessageBatch", note=_times(count))


def _times(count: int) -> str:
    calls = -(-count // MAXIMUM_BATCH_ENTRIES)
    return f"{calls:,} calls for {count_words(count, 'message')}." if calls > 1 else ""
