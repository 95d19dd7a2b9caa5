"""Makes the one order of a move from what was chosen in the dialog."""

from __future__ import annotations

import uuid

from sqs_explorer.domain.errors import AwsError
from sqs_explorer.domain.moves import MoveKind, MoveOrder
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.viewmodels.dead_letters.move_destinations import destinations_by_arn
from sqs_explorer.viewmodels.dead_letters.move_question import MoveChoice
from sqs_explorer.viewmodels.page_context import PageContext


async def make_order(
    context: PageContext, choice: MoveChoice, *, whole_queue: bool = False, maximum: int | None = None
) -> MoveOrder:
    """Return the order; with "Original source queues" it knows every queue a message may have come from.

    Raises ConnectionClosed.
    """
    source, to = context.queue, choice.destination.queue
    attributes = await _attributes(context)
    # The journal knows messages by the ARN of their source; without the permission to read it, by its URL.
    source_arn = attributes.arn if attributes and attributes.arn else source.url
    by_arn = (
        {} if to else destinations_by_arn(context.catalogue, source, attributes.arn if attributes else "")
    )
    return MoveOrder(
        operation_id=uuid.uuid4().hex,
        kind=MoveKind.COPY if choice.keep_originals else MoveKind.MOVE,
        source=source,
        source_arn=source_arn,
        destination=to,
        destinations_by_arn=by_arn,
        maximum_sizes_bytes=_limits(context, [to] if to else list(by_arn.values())),
        keep_deduplication_id=choice.keep_deduplication_id,
        keep_originals=choice.keep_originals,
        messages_per_second=choice.messages_per_second or None,
        whole_queue=whole_queue,
        maximum=maximum,
    )


async def _attributes(context: PageContext) -> QueueAttributes | None:
    if context.attributes is not None and context.attributes.arn:
        return context.attributes
    try:
        attributes = await context.gateway.queue_attributes(context.queue.url)
    except AwsError:
        return context.attributes
    context.catalogue.note_attributes(context.queue, attributes)
    return attributes


def _limits(context: PageContext, queues: list[QueueRef]) -> dict[str, int]:
    known = ((queue.url, context.catalogue.attributes.get(queue)) for queue in queues)
    return {
        url: attributes.maximum_message_size_bytes
        for url, attributes in known
        if attributes is not None and attributes.maximum_message_size_bytes is not None
    }
