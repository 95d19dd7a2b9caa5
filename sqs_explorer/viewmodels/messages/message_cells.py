"""What each cell of a table of messages shows, in words, tones and countdowns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqs_explorer.domain.messages import MessageAttribute
from sqs_explorer.domain.quantities import ago_words, exact_time_words, rough_duration_words, size_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.viewmodels.messages.message_columns import ColumnKind, MessageColumn, attribute_of
from sqs_explorer.viewmodels.messages.message_store import GONE_STATES, HoldState, MessageRow

_DAY_SECONDS = 86_400
_LONGEST_PLAIN_SECONDS = 999
_BINARY_CELL_BYTES = 16
_STATE_ICONS = {
    HoldState.VISIBLE: "release",
    HoldState.RELEASED: "release",
    HoldState.DELETED: "trash",
    HoldState.MOVED: "move",
}


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What the cells must know of the queue: None where it is not known or there is no such setting."""

    is_fifo: bool = False
    maximum_receives: int | None = None
    retention_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The time at which cells are drawn: of day, and monotonic in seconds."""

    now: datetime
    monotonic: float


def cell_of_row(row: MessageRow, column: MessageColumn, facts: QueueFacts, moment: Moment) -> Cell:
    """Return the cell of a row in a column; the whole row is muted once the message is not held."""
    state = row.state_at(moment.monotonic)
    quiet = state is not HoldState.HELD
    tone = "muted" if quiet else "text"
    message = row.message
    match column.kind:
        case ColumnKind.MESSAGE_ID:
            return Cell(
                message.message_id,
                tone=tone,
                mono=True,
                elide_middle=True,
                struck=state is HoldState.DELETED,
                icon=_mark(row),
                icon_tone="warning",
            )
        case ColumnKind.SENT:
            text = ago_words(message.sent_at, moment.now) if message.sent_at else "–"
            return Cell(text, tone="muted", right=True)
        case ColumnKind.RECEIVES:
            return _receives(message.receive_count, facts.maximum_receives, quiet=quiet)
        case ColumnKind.GROUP:
            return Cell(one_line(message.group_id), tone=tone, mono=True)
        case ColumnKind.SIZE:
            return Cell(size_words(row.size_bytes), tone=tone, mono=True, right=True)
        case ColumnKind.VISIBLE_AGAIN:
            return _visible_again(row, state, moment.monotonic)
        case ColumnKind.EXPIRES_IN:
            return _expires_in(row, facts, moment.now, quiet=state in (HoldState.DELETED, HoldState.MOVED))
        case ColumnKind.ATTRIBUTE:
            attribute = attribute_of(message, column.attribute_name)
            return Cell(attribute_line(attribute) if attribute else "", tone=tone)
    return Cell(one_line(message.body), tone="muted", mono=True)


def tooltip_of_row(row: MessageRow, column: MessageColumn, facts: QueueFacts, moment: Moment) -> str | None:
    """Return what a cell says when pointed at: whole IDs, exact times, reasons. None: as the cell."""
    message = row.message
    text: str | None = None
    match column.kind:
        case ColumnKind.MESSAGE_ID:
            text = message.message_id
        case ColumnKind.SENT if message.sent_at:
            text = exact_time_words(message.sent_at)
        case ColumnKind.RECEIVES:
            text = _receives_tooltip(row, facts)
        case ColumnKind.GROUP if message.group_id:
            text = message.group_id
        case ColumnKind.SIZE:
            text = f"{row.size_bytes:,} bytes: body and message attributes"
        case ColumnKind.VISIBLE_AGAIN:
            text = _visible_again_tooltip(row, moment)
        case ColumnKind.EXPIRES_IN:
            text = _expires_tooltip(row, facts)
    return "\n".join(part for part in (text, row.problem, _sent_before(row)) if part) or None


def countdown_words(seconds_left: float) -> str:
    """Return what a countdown shows: `27 s`, from 1,000 s on `16:40`, from an hour on `11:59:30`."""
    seconds = math.ceil(seconds_left)
    if seconds <= _LONGEST_PLAIN_SECONDS:
        return f"{seconds} s"
    hours, rest = divmod(seconds, 3_600)
    minutes, rest_seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{rest_seconds:02d}" if hours else f"{minutes}:{rest_seconds:02d}"


def attribute_line(attribute: MessageAttribute) -> str:
    """Return an attribute's value on one line; a Binary as its size and first bytes in hex."""
    if not attribute.is_binary:
        return one_line(attribute.string_value)
    value = attribute.binary_value
    more = "…" if len(value) > _BINARY_CELL_BYTES else ""
    unit = "byte" if len(value) == 1 else "bytes"
    return f"{len(value):,} {unit} · {value[:_BINARY_CELL_BYTES].hex()}{more}"


def _mark(row: MessageRow) -> str | None:
    """Return the icon before the message ID: something to read in the tooltip."""
    if row.problem:
        return "warn"
    return "copy" if _sent_before(row) else None


def _sent_before(row: MessageRow) -> str:
    return "" if row.state in GONE_STATES else row.sent_before


def _receives(count: int | None, maximum: int | None, *, quiet: bool) -> Cell:
    if count is None:
        return Cell("–", tone="muted", mono=True, right=True)
    if maximum is None:
        return Cell(f"{count:,}", tone="muted" if quiet else "text", mono=True, right=True)
    tone = "text" if count < maximum - 1 else "warning" if count == maximum - 1 else "danger"
    icon = "warn" if count >= maximum else None
    shown = "muted" if quiet else tone
    return Cell(f"{count} of {maximum}", tone=shown, icon=icon, icon_tone=shown, mono=True, right=True)


def _receives_tooltip(row: MessageRow, facts: QueueFacts) -> str | None:
    first = row.message.first_received_at
    parts = [f"First received {exact_time_words(first)}"] if first else []
    count, maximum = row.message.receive_count, facts.maximum_receives
    if count is not None and maximum is not None and count >= maximum:
        parts.append("The next receive moves it to the DLQ.")
    return "\n".join(parts) or None


def _visible_again(row: MessageRow, state: HoldState, monotonic: float) -> Cell:
    if state is not HoldState.HELD:
        return Cell(state.value, tone="muted", icon=_STATE_ICONS[state])
    left = row.seconds_left(monotonic)
    fraction = min(1.0, left / row.hold_seconds) if row.hold_seconds > 0 else 0.0
    return Cell(countdown_words(left), CellKind.COUNTDOWN, fraction=fraction, seconds_left=math.ceil(left))


def _visible_again_tooltip(row: MessageRow, moment: Moment) -> str:
    state = row.state_at(moment.monotonic)
    if state is HoldState.HELD:
        until = moment.now + timedelta(seconds=row.seconds_left(moment.monotonic))
        return f"Hidden from other receivers until {exact_time_words(until)}"
    if state is HoldState.VISIBLE:
        return "Its visibility timeout has ended: any consumer can receive it."
    words = {
        HoldState.RELEASED: "Released here: any consumer can receive it.",
        HoldState.DELETED: "Deleted here.",
        HoldState.MOVED: "Moved to another queue from here.",
    }
    return words[state]


def _expiry(row: MessageRow, facts: QueueFacts) -> datetime | None:
    """On a FIFO queue the DLQ restarts the retention (developer guide), so the sent time says nothing."""
    sent_at = row.message.sent_at
    if sent_at is None or facts.retention_seconds is None or facts.is_fifo:
        return None
    return sent_at + timedelta(seconds=facts.retention_seconds)


def _expires_in(row: MessageRow, facts: QueueFacts, now: datetime, *, quiet: bool) -> Cell:
    expiry = _expiry(row, facts)
    if expiry is None:
        return Cell("unknown" if facts.is_fifo else "–", tone="muted", mono=not facts.is_fifo, right=True)
    left = (expiry - now).total_seconds()
    urgent = "danger" if left < _DAY_SECONDS else "warning" if left < 2 * _DAY_SECONDS else None
    text = rough_duration_words(left) if left > 0 else "expired"
    tone = "muted" if quiet else urgent or "text"
    icon = "clock" if urgent and not quiet else None
    return Cell(text, tone=tone, icon=icon, icon_tone=tone, mono=True, right=True)


def _expires_tooltip(row: MessageRow, facts: QueueFacts) -> str | None:
    expiry = _expiry(row, facts)
    if expiry is not None:
        return f"SQS deletes it about {exact_time_words(expiry)}: the sent time plus the queue's retention."
    return (
        "Unknown: a FIFO DLQ restarts the retention at the move, and SQS does not tell when that was."
        if facts.is_fifo
        else None
    )
