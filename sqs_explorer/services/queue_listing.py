"""Lists queues: names first, page by page, then attributes in parallel for whichever queues are asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

from sqs_explorer.domain.errors import AccessDenied, OperationNotOffered, QueueNotFound, SqsExplorerError
from sqs_explorer.domain.queues import QueueAttributes, QueueRef, is_same_queue
from sqs_explorer.services.ports import ConnectionGateway, SqsGateway

PARALLEL_ATTRIBUTE_CALLS = 16
"""Enough to keep a connection's pool busy; the pool itself bounds what runs at once."""
BACKGROUND_ATTRIBUTE_CALLS = 4
"""For queues that nobody looks at: few, so that a click finds a free thread and the window is not held up."""


async def list_queues(connection: ConnectionGateway, region: str) -> AsyncIterator[tuple[QueueRef, ...]]:
    """Yield pages of queues of a region, as SQS lists them, until all are there.

    Raises AwsError's children.
    """
    connection_id = connection.spec.connection_id
    async for urls in connection.sqs(region).list_queue_urls():
        yield tuple(QueueRef(connection_id, region, url) for url in urls)


async def read_attributes(
    gateway: SqsGateway,
    queues: Iterable[QueueRef],
    on_attributes: Callable[[QueueRef, QueueAttributes | SqsExplorerError], None],
    parallel_calls: int = PARALLEL_ATTRIBUTE_CALLS,
) -> None:
    """Read the attributes of queues, several at a time; `on_attributes` gets each as it comes, or its error.

    `queues` is asked for the next one when a call is free, so it may shrink or grow meanwhile. Cancelling
    it ends it: reads change nothing.
    """
    waiting = iter(queues)

    async def work() -> None:
        for queue in waiting:
            try:
                on_attributes(queue, await gateway.queue_attributes(queue.url))
            except SqsExplorerError as error:
                on_attributes(queue, error)

    async with asyncio.TaskGroup() as group:
        for _ in range(parallel_calls):
            group.create_task(work())


async def find_queue(gateway: SqsGateway, connection_id: str, named: str) -> QueueRef:
    """Find a queue by name, URL or ARN without ListQueues, which many identities lack.

    Raises QueueNotFound, AccessDenied.
    """
    if named.startswith(("http://", "https://")):
        return QueueRef(connection_id, gateway.region, named)
    if named.startswith("arn:"):
        parts = named.split(":")
        if len(parts) != 6 or parts[2] != "sqs":
            raise QueueNotFound(f"{named} is not the ARN of a queue.")
        return QueueRef(connection_id, gateway.region, await gateway.queue_url(parts[5], parts[4]))
    return QueueRef(connection_id, gateway.region, await gateway.queue_url(named))


async def source_queues(
    gateway: SqsGateway, dlq: QueueRef, known: dict[QueueRef, QueueAttributes]
) -> tuple[QueueRef, ...]:
    """Return the queues whose DLQ this is.

    From SQS, and from the redrive policies already known where it can't say.
    """
    found: dict[str, QueueRef] = {}
    own = known.get(dlq)
    for queue, attributes in known.items():
        policy = attributes.redrive_policy
        is_near = (queue.connection_id, queue.region) == (dlq.connection_id, dlq.region)
        if policy and is_near and is_same_queue(dlq, policy.dead_letter_target_arn, own):
            found[queue.url] = queue
    try:
        for url in await gateway.dead_letter_source_urls(dlq.url):
            found.setdefault(url, QueueRef(dlq.connection_id, dlq.region, url))
    except (OperationNotOffered, AccessDenied):
        if not found:
            return ()
    return tuple(sorted(found.values(), key=lambda queue: queue.name.lower()))
