"""Unfinished moves in words: what happened, what the two buttons will do, what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqs_explorer.domain.moves import EntryState, JournalEntry, MoveKind, UnfinishedOperation
from sqs_explorer.domain.quantities import count_words, cut_middle, date_words, exact_time_words
from sqs_explorer.domain.queues import QueueRef, arn_name
from sqs_explorer.services.recovering import FinishingOutcome
from sqs_explorer.viewmodels.cell_table_model import Column
from sqs_explorer.viewmodels.cells import Cell
from sqs_explorer.viewmodels.messages.notice import Notice, NoticeTone

KINDS = {
    MoveKind.MOVE: "Move",
    MoveKind.COPY: "Copy",
    MoveKind.RESEND: "Edit and resend",
    MoveKind.REPLAY: "Replay",
}
STATES = {
    EntryState.SENDING: ("perhaps sent", "warning"),
    EntryState.UNKNOWN: ("perhaps sent", "warning"),
    EntryState.SENT: ("sent, perhaps not deleted", "warning"),
    EntryState.SUPPRESSED: ("suppressed as a duplicate", "text"),
    EntryState.FAILED: ("not sent", "text"),
    EntryState.DELETED: ("moved", "muted"),
    EntryState.KEPT: ("copied", "muted"),
}
DONE = {EntryState.DELETED, EntryState.KEPT}


def source_name(operation: UnfinishedOperation) -> str:
    """Return where the messages come from: a queue's name, or a file's."""
    return operation.source.name if operation.source else arn_name(operation.source_arn)


def destination_name(operation: UnfinishedOperation) -> str:
    """Return where they go."""
    return operation.destination.name if operation.destination else "their source queues"


def moved_count(operation: UnfinishedOperation) -> int:
    """Return how many messages are done with."""
    return sum(operation.counts.get(state, 0) for state in DONE)


def summary(operations: Sequence[UnfinishedOperation]) -> str:
    """Return the strip's line: `1 move was not finished: 12 sent and perhaps not deleted, 3 never sent.`."""
    if not operations:
        return ""
    kinds = {operation.kind for operation in operations}
    noun = KINDS[kinds.pop()].lower() if len(kinds) == 1 else "operation"
    plural = {"copy": "copies", "edit and resend": "edits and resends"}.get(noun, "")
    verb = "was" if len(operations) == 1 else "were"
    counts = (
        (sum(operation.not_deleted for operation in operations), "sent and perhaps not deleted"),
        (sum(operation.perhaps_sent for operation in operations), "perhaps sent"),
        (sum(operation.never_sent or 0 for operation in operations), "never sent"),
    )
    parts = ", ".join(f"{count:,} {words}" for count, words in counts if count)
    begin = f"{count_words(len(operations), noun, plural)} {verb} not finished"
    return f"{begin}: {parts}." if parts else f"{begin}."


def finish_words(operation: UnfinishedOperation) -> str:
    """Return what Finish deleting will do."""
    name = f"{source_name(operation)}{_in_words(operation.source)}"
    count = count_words(operation.not_deleted, "original")
    return (
        f"Finish deleting receives from {name} until it has found {count} with a verified copy, and deletes "
        "only these. All else it has to receive stays hidden until the search ends, 2 minutes at most; each "
        "receive counts toward maximum receives."
    )


def leave_words(operation: UnfinishedOperation) -> str:
    """Return what Leave as it is will do."""
    parts = ["Leave as it is touches no message and takes this line off the list."]
    if operation.not_deleted:
        parts.append(
            "Originals with a verified copy may stay in both queues; received again, they are marked."
        )
    if operation.perhaps_sent:
        parts.append(
            f"Look in {destination_name(operation)} before you move those perhaps sent: they may be there."
        )
    if operation.never_sent:
        parts.append(f"Those never sent are still in {source_name(operation)}.")
    return " ".join(parts)


def outcome_notice(operation: UnfinishedOperation, outcome: FinishingOutcome) -> Notice:
    """Return what came of Finish deleting."""
    name = source_name(operation)
    whole = outcome.deleted == outcome.wanted
    count = count_words(outcome.wanted, "original")
    parts = [f"Deleted {count if whole else f'{outcome.deleted:,} of {count}'} of {name}."]
    if outcome.stopped:
        parts.append("Stopped.")
    if outcome.not_found and not outcome.stopped and outcome.error is None:
        parts.append(
            f"{outcome.not_found:,} did not turn up: deleted already, expired, or still hidden from before "
            "the move broke off or by another receiver. Try again once their visibility timeout is over."
        )
    if outcome.altered:
        verb = "has" if outcome.altered == 1 else "have"
        parts.append(f"{outcome.altered:,} {verb} another body than the one copied: left where it was.")
    for reason in dict.fromkeys(outcome.failures.values()):
        parts.append(f"Not deleted: {reason}")
    if outcome.released:
        parts.append(f"{count_words(outcome.released, 'other message')} received and made visible again.")
    if outcome.not_released:
        parts.append(f"{outcome.not_released:,} could not be released and show again within 2 minutes.")
    return Notice(NoticeTone.INFO if whole else NoticeTone.WARNING, " ".join(parts))


def operation_columns() -> tuple[Column[UnfinishedOperation], ...]:
    """Return the columns of the table Unfinished moves."""
    return (
        Column(
            "Started",
            lambda one: Cell(date_words(one.started_at)),
            lambda one: exact_time_words(one.started_at),
        ),
        Column("What", lambda one: Cell(KINDS[one.kind])),
        Column("From", lambda one: Cell(source_name(one), elide_middle=True), lambda one: _where(one.source)),
        Column(
            "To",
            lambda one: Cell(destination_name(one), elide_middle=True),
            lambda one: _where(one.destination),
        ),
        Column("Moved", lambda one: _count(moved_count(one)), is_right_aligned=True),
        Column("Sent not deleted", lambda one: _count(one.not_deleted, "warning"), is_right_aligned=True),
        Column("Perhaps sent", lambda one: _count(one.perhaps_sent, "warning"), is_right_aligned=True),
        Column("Never sent", lambda one: _count(one.never_sent), is_right_aligned=True),
    )


def entry_columns() -> tuple[Column[JournalEntry], ...]:
    """Return the columns of the messages concerned."""
    return (
        Column("Message ID", lambda one: Cell(one.source_message_id, mono=True, elide_middle=True)),
        Column("State", lambda one: Cell(STATES[one.state][0], tone=STATES[one.state][1])),
        Column("Copy", lambda one: Cell(_copy(one), mono=True), lambda one: one.new_message_id),
        Column(
            "When",
            lambda one: Cell(date_words(one.at) if one.at else "–", tone="muted"),
            lambda one: exact_time_words(one.at) if one.at else "",
        ),
        Column("Reason", lambda one: Cell(one.reason, tone="muted"), lambda one: one.reason),
    )


def _count(count: int | None, tone: str = "text") -> Cell:
    if count is None:
        return Cell("–", tone="muted", mono=True, right=True)
    return Cell(f"{count:,}", tone=tone if count else "muted", mono=True, right=True)


def _where(queue: QueueRef | None) -> str:
    return f"{_place(queue)} · {queue.name}" if queue else ""


def _in_words(queue: QueueRef | None) -> str:
    return f" ({_place(queue)})" if queue else ""


def _place(queue: QueueRef) -> str:
    return " · ".join(part for part in (queue.connection_id, queue.account_id, queue.region) if part)


def _copy(entry: JournalEntry) -> str:
    name = QueueRef("", "", entry.destination_url).name
    if not entry.new_message_id:
        return "–"
    return f"{cut_middle(entry.new_message_id)} in {name}" if name else cut_middle(entry.new_message_id)
