"""What each cell of the tree shows, for the one delegate that paints it."""

from __future__ import annotations

from sqs_explorer.viewmodels.cells import Cell, CellKind
from sqs_explorer.viewmodels.error_text import error_text
from sqs_explorer.viewmodels.queues.region_words import (
    ConnectionFacts,
    connection_icon,
    connection_state,
    region_state,
)
from sqs_explorer.viewmodels.queues.tree_rows import ConnectionNode, QueueRow, RegionNode

QUEUE, AVAILABLE, IN_FLIGHT, DELAYED = range(4)
HEADINGS = ("Queue", "Available", "In flight", "Delayed")
LARGEST_IN_BADGE = 9_999
_NOT_READ = "–"


def count_text(row: QueueRow, column: int) -> str:
    """Return a count in words for its cell: blank until known, a dash if it could not be read."""
    count = row.count(column)
    if count is not None:
        return f"{count:,}"
    return _NOT_READ if row.error is not None and row.attributes is None and column == AVAILABLE else ""


def queue_cell(row: QueueRow, column: int, *, is_stale: bool, other_account: str = "") -> Cell:
    """Return the cell of a queue's row; names from an earlier list that could not be renewed are muted.

    `other_account` is the ID of the queue's account where that is not the connection's own; there is room
    for its last digits.
    """
    if column == QUEUE:
        icon, tone = "fifo" if row.is_fifo else "queue", "muted"
        if row.is_dlq:
            icon, tone = "dlq", "danger" if row.count(AVAILABLE) else "muted"
        return Cell(
            row.name,
            icon=icon,
            icon_tone=tone,
            tone="muted" if is_stale else "text",
            elide_middle=True,
            trailing=f"{_account_end(other_account)} {'★' if row.is_favourite else ''}".strip(),
            trailing_tone="warning",
            keeps_trailing=True,
        )
    count = row.count(column)
    if column == AVAILABLE and row.is_dlq and count is not None:
        text = f"{count:,}" if count <= LARGEST_IN_BADGE else f"{LARGEST_IN_BADGE:,}+"
        return Cell(text, CellKind.BADGE, tone="danger" if count else "muted", right=True)
    is_quiet = not count or is_stale
    return Cell(
        count_text(row, column),
        mono=True,
        right=True,
        medium=not is_quiet,
        tone="muted" if is_quiet else "text",
    )


def queue_description(row: QueueRow, *, other_account: str = "") -> str:
    """Return what a reader says of a queue's row besides its name: what the marks beside it mean."""
    account = f"account {other_account}" if other_account else ""
    return ", ".join(part for part in (account, "favourite" if row.is_favourite else "") if part)


def _account_end(account_id: str) -> str:
    return f"…{account_id[-4:]}" if account_id else ""


def queue_tooltip(row: QueueRow, *, is_added: bool, other_account: str = "") -> str:
    """Say which queue it is, in full, and why it is in the list if SQS did not list it."""
    kind = "FIFO queue" if row.is_fifo else "Standard queue"
    if row.source is not None:
        kind += f", dead-letter queue of {row.source.name}"
    elif row.is_dlq:
        kind += ", a dead-letter queue"
    lines = [row.name, kind, row.queue.url]
    if other_account:
        lines.append(f"Of another account: {other_account}")
    if is_added:
        lines.append("Added by URL, ARN or name; its context menu removes it from the list.")
    if row.error is not None:
        text = error_text(row.error)
        lines += [f"Its counts could not be read. {text.title}: {text.text}", text.next_step]
    return "\n".join(line for line in lines if line)


def region_cell(node: RegionNode, *, is_filtered: bool) -> Cell:
    """Return the cell of a region's row."""
    state = region_state(node.listing, len(node.shown), is_filtered=is_filtered)
    is_warning = state.tone == "warning"
    return Cell(
        node.listing.region,
        icon="warn" if is_warning else "globe",
        icon_tone="warning" if is_warning else "muted",
        trailing=state.words,
        trailing_tone=state.tone,
        keeps_trailing=True,
    )


def connection_cell(node: ConnectionNode, facts: ConnectionFacts) -> Cell:
    """Return the cell of a connection's row."""
    state = connection_state(facts, [region.listing for region in node.regions])
    return Cell(
        node.spec.title,
        icon=connection_icon(facts),
        icon_tone=node.spec.environment.tone,
        bold=True,
        elide_middle=True,
        trailing=state.words,
        trailing_tone=state.tone,
        keeps_trailing=True,
    )
