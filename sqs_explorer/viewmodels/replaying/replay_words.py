"""What a replay would do and what came of it, in sentences with the numbers."""

from __future__ import annotations

from collections.abc import Mapping

from sqs_explorer.domain.moves import MoveResult, MoveState
from sqs_explorer.domain.quantities import count_words, cut_middle, size_words
from sqs_explorer.services.message_files.dry_run import DryRun
from sqs_explorer.viewmodels.error_text import error_text

NEW_ID_HINT = "Each message gets a new deduplication ID, so SQS can't take it for a duplicate."
KEEP_ID_DANGER = (
    "A deduplication ID that was used within the last 5 minutes is accepted but not delivered. "
    "Such a line is reported as suppressed; without an ID in the file it gets a new one."
)
WHAT_IT_IS = (
    "A replay sends copies: they get new message IDs, and whoever reads the queue handles them as any other."
)
_GROUPS_NAMED = 5
_NEXT = {
    MoveState.SUPPRESSED: "SQS has a message with this deduplication ID and delivers no other.",
    MoveState.UNKNOWN: "No answer came: it may or may not be in the queue.",
}


def dry_run_sentence(run: DryRun, queue_name: str) -> str:
    """Return what Start replay would do."""
    if not run.lines:
        return "The file holds no messages."
    if not run.sendable:
        return f"No line of this file can be sent to {queue_name}: see the reasons."
    size = size_words(run.size_bytes)
    if not run.refused:
        return f"{count_words(run.sendable, 'message')}, {size}, will be sent to {queue_name}."
    total = count_words(len(run.lines), "message")
    return f"{run.sendable:,} of {total}, {size}, will be sent to {queue_name}. {refused_sentence(run)}"


def refused_sentence(run: DryRun) -> str:
    """Return how many lines don't go; "" if all do."""
    if not run.refused:
        return ""
    verb = "is" if run.refused == 1 else "are"
    return f"{count_words(run.refused, 'line')} {verb} refused: see the reasons."


def dry_run_remarks(run: DryRun) -> str:
    """Return what a person should know before, besides the sums; "" if nothing is unusual."""
    words = []
    if run.own_groups:
        one = run.own_groups == 1
        words.append(
            "1 message has no group: it takes its message ID as group."
            if one
            else f"{run.own_groups:,} messages have no group: each takes its message ID as group."
        )
    if run.edited:
        verb = "was" if run.edited == 1 else "were"
        words.append(f"{count_words(run.edited, 'message')} {verb} changed since the export.")
    if run.repeated:
        one = run.repeated == 1
        verb = "repeats the message ID of a line before it and is" if one else "repeat message IDs and are"
        words.append(f"{count_words(run.repeated, 'line')} {verb} sent all the same.")
    return " ".join(words)


def group_words(run: DryRun) -> str:
    """Return how many messages go to which group: `Customer-7: 20, Customer-9: 10 and 3 more groups`."""
    named = [(group, count) for group, count in run.groups if group]
    if not named:
        return "none"
    words = [f"{cut_middle(group, 20, 8)}: {count:,}" for group, count in named[:_GROUPS_NAMED]]
    more = len(named) - len(words)
    tail = f" and {count_words(more, 'more group')}" if more else ""
    return ", ".join(words) + tail


def result_title(counts: Mapping[MoveState, int], total: int, file_name: str, queue_name: str) -> str:
    """Return what came of it: `Sent 33 of 35 messages from failed.jsonl to OrderQueue`."""
    done = sum(count for state, count in counts.items() if state.is_done)
    words = count_words(total, "message")
    how_many = words if done == total else f"{done:,} of {words}"
    return f"Sent {how_many} from {file_name} to {queue_name}"


def result_text(counts: Mapping[MoveState, int], total: int) -> str:
    """Return how many did not arrive, by what became of them; "" if all did."""
    words = [f"{count:,} {state.value}" for state, count in counts.items() if count and not state.is_done]
    without = total - sum(counts.values())
    if without > 0:
        words.append(f"{without:,} without a result")
    return f"{', '.join(words)}." if words else ""


def line_words(result: MoveResult) -> str:
    """Return what became of one line."""
    if result.state.is_done:
        return f"sent · ID {result.new_message_id}"
    reason = result.reason or (error_text(result.error).text if result.error else "")
    reason = reason or _NEXT.get(result.state, "")
    return f"{result.state.value}: {reason}" if reason else result.state.value
