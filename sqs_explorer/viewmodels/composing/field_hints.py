"""What the fields beside the editor do on this kind of queue, in words."""

from __future__ import annotations

from sqs_explorer.domain.quantities import duration_words
from sqs_explorer.viewmodels.composing.examination import QueueRules

_USED_BEFORE = "An ID used in the last 5 minutes is accepted but not delivered."


def group_hint(rules: QueueRules) -> str:
    """Return what a message group ID means here."""
    if rules.is_fifo:
        return "Required. Delivered in order within the group."
    return "Optional. Keeps one busy group from delaying the others (fair queues)."


def deduplication_hint(rules: QueueRules) -> str:
    """Return whether a deduplication ID is needed, and what a used one does."""
    match rules.content_based_deduplication:
        case True:
            return f"May be left empty: SQS takes the SHA-256 of the body. {_USED_BEFORE}"
        case False:
            return f"Required: content-based deduplication is off. {_USED_BEFORE}"
        case _:
            return f"Required unless the queue has content-based deduplication. {_USED_BEFORE}"


def delay_hint(delay_seconds: int | None, queue_delay_seconds: int | None) -> str:
    """Return when the message can be received; `delay_seconds` None takes the queue's own delay."""
    if delay_seconds is None:
        own = "" if queue_delay_seconds is None else f": {duration_words(queue_delay_seconds)}"
        return f"The queue's own delay{own}."
    return f"For this message, whatever the queue's own delay: {duration_words(delay_seconds)}."
