"""Gathers what the Redrive dialog asks from what is known of the queue and its sources."""

from __future__ import annotations

from collections.abc import Sequence

from sqs_explorer.viewmodels.dead_letters.dead_letter_links import SourceLink
from sqs_explorer.viewmodels.dead_letters.redrive_question import RedriveDestination, RedriveQuestion
from sqs_explorer.viewmodels.dead_letters.task_words import ORIGINAL_SOURCES
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.places import place_of
from sqs_explorer.viewmodels.queues.region_words import endpoint_host


def redrive_question(context: PageContext, sources: Sequence[SourceLink], held_here: int) -> RedriveQuestion:
    """Return the question; `held_here` messages are held by this program."""
    attributes, queue = context.attributes, context.queue
    prefix = (attributes.arn if attributes else "").rpartition(":")[0]
    others = [
        RedriveDestination(other.name, f"{prefix}:{other.name}")
        for other in context.catalogue.queues_of_same_kind(queue)
    ]
    return RedriveQuestion(
        queue_name=queue.name,
        available=attributes.available if attributes else None,
        in_flight=attributes.in_flight if attributes else None,
        sources=tuple(link.queue.name for link in sources),
        maximum_receives=sources[0].maximum_receives if len(sources) == 1 else None,
        where=place_of(context).words,
        held_here=held_here,
        environment=context.environment.tone,
        destinations=(RedriveDestination(ORIGINAL_SOURCES), *others),
        is_encrypted=bool(attributes and attributes.raw.get("KmsMasterKeyId")),
        server=endpoint_host(context.catalogue.endpoint_url(queue.connection_id)),
    )
