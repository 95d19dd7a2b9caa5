"""What a receive came to, in sentences: for Activity, and for the panel if there is more to explain."""

from __future__ import annotations

from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.receiving import ReceiveOrder, ReceiveOutcome
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.messages.notice import Notice, NoticeTone, error_notice


def result_sentence(outcome: ReceiveOutcome, order: ReceiveOrder, queue_name: str) -> str:
    """Return what Activity says, without a full stop."""
    count = count_words(len(outcome.distinct), "message")
    if not outcome.distinct:
        return f"No messages came from {queue_name}" + (", stopped" if outcome.stopped else "")
    verb = "Looked at" if order.mode is ReceiveMode.LOOK_AND_RELEASE else "Received"
    sentence = f"{verb} {count} from {queue_name}"
    if outcome.stopped and len(outcome.distinct) < order.maximum:
        sentence = f"Stopped: {verb.lower()} {len(outcome.distinct):,} of {order.maximum:,} from {queue_name}"
    if order.mode is ReceiveMode.LOOK_AND_RELEASE:
        sentence += f", released {len(outcome.released):,}"
    return sentence


def receive_notice(outcome: ReceiveOutcome, order: ReceiveOrder) -> Notice | None:
    """Return what the panel says, None if the table says it all."""
    if outcome.release_failures:
        failed = count_words(len(outcome.release_failures), "message")
        text = f"{failed} could not be released and stay hidden until the countdown ends."
        details = "; ".join(sorted(set(outcome.release_failures.values())))
        return Notice(NoticeTone.WARNING, text, details=details)
    if outcome.error is not None:
        so_far = count_words(len(outcome.distinct), "message")
        return error_notice(error_text(outcome.error), f"{so_far} came before it.")
    if outcome.distinct:
        return _repeat_notice(outcome, order)
    if outcome.stopped:
        return Notice(NoticeTone.INFO, "Stopped before a message came.")
    return Notice(NoticeTone.INFO, nothing_came(order.wait_seconds))


def _repeat_notice(outcome: ReceiveOutcome, order: ReceiveOrder) -> Notice | None:
    if outcome.received == len(outcome.distinct) or len(outcome.distinct) >= order.maximum or outcome.stopped:
        return None
    text = (
        "Ended early: only messages came that are listed already. "
        "Their hold is too short to collect more; each delivery counts as a receive."
    )
    return Notice(NoticeTone.WARNING, text)


def nothing_came(wait_seconds: int) -> str:
    """Return the sentence for an empty answer, which proves nothing on a standard queue."""
    waited = f"within {wait_seconds} s" if wait_seconds else "at once"
    return (
        f"No messages came {waited}. Short waits can miss messages that are there; "
        "that is not proof the queue is empty."
    )
