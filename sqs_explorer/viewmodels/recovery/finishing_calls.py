"""The calls to AWS of Finish deleting, as Activity notes them."""

from __future__ import annotations

from sqs_explorer.domain.activity import ApiCall
from sqs_explorer.domain.limits import MAXIMUM_BATCH_ENTRIES
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.receiving import SLICE_SECONDS
from sqs_explorer.services.recovering import HOLD_SECONDS
from sqs_explorer.viewmodels.activity.calls_on_queues import call_on, receive_call
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue


def finishing_calls(catalogue: QueueCatalogue, source: QueueRef) -> tuple[ApiCall, ...]:
    """Return what looks for the originals, deletes them, and releases all else that was received."""
    receive = receive_call(
        catalogue,
        source,
        maximum=MAXIMUM_BATCH_ENTRIES,
        wait_seconds=SLICE_SECONDS,
        hold_seconds=HOLD_SECONDS,
        note="Look for the originals.",
    )
    delete = call_on(catalogue, source, "DeleteMessageBatch", note="Delete those whose copies are verified.")
    release = call_on(
        catalogue,
        source,
        "ChangeMessageVisibilityBatch",
        {"VisibilityTimeout": 0},
        note="Release all others.",
    )
    return receive, delete, release
