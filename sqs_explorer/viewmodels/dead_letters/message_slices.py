"""Pieces of the messages received, small enough that another thread is soon free for the next thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.viewmodels.messages.message_store import MessageRow

SLICE_MESSAGES = 250
SLICE_CHARACTERS = 2 * 1024 * 1024


def slice_from(rows: Sequence[MessageRow], first: int) -> list[ReceivedMessage]:
    """Return the messages from a position on: 250, or fewer if their bodies are long; one at least."""
    taken: list[ReceivedMessage] = []
    characters = 0
    for position in range(first, min(first + SLICE_MESSAGES, len(rows))):
        message = rows[position].message
        characters += len(message.body)
        if taken and characters > SLICE_CHARACTERS:
            break
        taken.append(message)
    return taken


def slices(rows: Sequence[MessageRow]) -> Iterator[list[ReceivedMessage]]:
    """Return all messages, slice by slice, those too that come meanwhile."""
    first = 0
    while part := slice_from(rows, first):
        first += len(part)
        yield part
