"""Where an edited message may be sent: back to where it came from first, never typed."""

from __future__ import annotations

from dataclasses import replace

from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.queues import QueueRef, arn_name
from sqs_explorer.viewmodels.dead_letters.move_destinations import (
    Destination,
    IdentityOf,
    move_destinations,
)
from sqs_explorer.viewmodels.page_context import unknown_identity
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue


def is_dead_letter(catalogue: QueueCatalogue, queue: QueueRef, message: ReceivedMessage) -> bool:
    """Whether the message lies in a dead-letter queue, by what it says itself or by redrive policies."""
    return bool(message.dead_letter_source_arn) or catalogue.is_dlq(queue)


def resend_destinations(
    catalogue: QueueCatalogue,
    queue: QueueRef,
    message: ReceivedMessage,
    identity_of: IdentityOf = unknown_identity,
) -> tuple[Destination, ...]:
    """Return the destinations, best first; there always is one.

    Where no source is known, the queue itself comes first: any other would be a guess that one key sends to.
    """
    arn = message.dead_letter_source_arn
    proven = catalogue.by_arn(queue, arn) if arn else None
    found = [
        replace(place, label=f"{place.queue.name} · its source") if place.queue == proven else place
        for place in move_destinations(catalogue, queue, [message], identity_of)
        if place.queue is not None
    ]
    if found and found[0].queue in {proven, *catalogue.sources_of(queue)}:
        return tuple(found)
    caution = f"Its source queue {arn_name(arn)} is not listed here." if arn else ""
    own = Destination(f"{queue.name} · this queue", queue, (caution,) if caution else (), queue.is_fifo)
    return (own, *found)
