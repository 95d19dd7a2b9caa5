"""The order that the move engine gets for one edited message, and the words for what stands in its way."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.moves import MoveKind, MoveOrder, MoveResult, MoveState, SentBefore
from sqs_explorer.domain.quantities import ago_words
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.composing.send_result import SendResult
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.page_context import PageContext


def source_arn(page: PageContext) -> str:
    """Return the ARN of the page's queue, its URL where the server did not say one."""
    attributes = page.attributes
    return attributes.arn if attributes and attributes.arn else page.queue.url


def resend_order(page: PageContext, destination: PageContext, *, keep: bool) -> MoveOrder:
    """Return a new order from the page's queue to the destination's."""
    queue, known = destination.queue, destination.attributes
    limit = known.maximum_message_size_bytes if known else None
    return MoveOrder(
        operation_id=uuid.uuid4().hex,
        kind=MoveKind.RESEND,
        source=page.queue,
        source_arn=source_arn(page),
        destination=queue,
        maximum_sizes_bytes={queue.url: limit} if limit else {},
        keep_originals=keep,
    )


def untold(message_id: str, error: SqsExplorerError | None) -> MoveResult:
    """Return the result of a message that the engine gave none for: it ended before its turn."""
    reason = "" if error is None else error_text(error).text
    return MoveResult(message_id, MoveState.NOT_TRIED, reason=reason, error=error)


def sent_before_words(before: SentBefore, now: datetime) -> str:
    """Return what the journal knows of an earlier copy."""
    name = QueueRef("", "", before.destination_url).name
    return (
        f"A verified copy was sent to {name} {ago_words(before.at, now)}, as {before.new_message_id}: "
        "the original only waits to be deleted."
    )


def sent_before_result(before: SentBefore, now: datetime) -> SendResult:
    """Return why an original with a verified copy is not replaced: the journal owes it a delete, no send."""
    return SendResult(
        "Not sent: a copy of this message was sent before",
        "warning",
        "warn",
        now,
        text=sent_before_words(before, now),
        next_step="Delete the original in the table. To send the changed message as one more, "
        "check Keep the original.",
    )


def hold_ended_result(now: datetime) -> SendResult:
    """Return why a send is held back whose original could no longer be deleted as promised."""
    return SendResult(
        "Not sent yet: the original is no longer held",
        "warning",
        "warn",
        now,
        text="Its hold ended, so it can't be deleted any more.",
        next_step="Resend sends the message and keeps the original.",
    )
