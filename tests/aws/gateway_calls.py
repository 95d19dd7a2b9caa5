"""One call of every method of the two gateways, with what each asks of AWS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.services.ports import ConnectionGateway, SqsGateway

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
ARN = "arn:aws:sqs:eu-west-1:123456789012:orders-DLQ"


async def list_queue_urls(sqs: SqsGateway) -> object:
    """List all queues."""
    return [page async for page in sqs.list_queue_urls()]


SQS_CALLS: Mapping[str, Callable[[SqsGateway], Awaitable[object]]] = {
    "list_queue_urls": list_queue_urls,
    "queue_attributes": lambda sqs: sqs.queue_attributes(URL),
    "queue_tags": lambda sqs: sqs.queue_tags(URL),
    "queue_url": lambda sqs: sqs.queue_url("orders"),
    "dead_letter_source_urls": lambda sqs: sqs.dead_letter_source_urls(URL),
    "receive": lambda sqs: sqs.receive(URL, maximum=1, wait_seconds=0, visibility_seconds=None),
    "send": lambda sqs: sqs.send(URL, OutgoingMessage("x")),
    "send_batch": lambda sqs: sqs.send_batch(URL, [OutgoingMessage("x")]),
    "delete_batch": lambda sqs: sqs.delete_batch(URL, ["h"]),
    "change_visibility_batch": lambda sqs: sqs.change_visibility_batch(URL, ["h"], 1),
    "start_move_task": lambda sqs: sqs.start_move_task(ARN),
    "move_tasks": lambda sqs: sqs.move_tasks(ARN),
    "cancel_move_task": lambda sqs: sqs.cancel_move_task("t"),
    "purge_queue": lambda sqs: sqs.purge_queue(URL),
    "delete_queue": lambda sqs: sqs.delete_queue(URL),
    "has_queues": lambda sqs: sqs.has_queues(),
}
"""By the name of the method."""

CONNECTION_CALLS: Mapping[str, Callable[[ConnectionGateway], Awaitable[object]]] = {
    "identity": lambda connection: connection.identity(),
    "keys": lambda connection: connection.keys(),
    "sign_in_status": lambda connection: connection.sign_in_status(),
    "enabled_regions": lambda connection: connection.enabled_regions(),
}
"""By the name of the method; those that ask nobody are left out."""
