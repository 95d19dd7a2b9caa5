"""Which queues a DLQ belongs to, and which DLQ a source queue has: the links of the tab Dead letters."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A queue that feeds this DLQ; its maximum receives, None until they are known."""

    queue: QueueRef
    maximum_receives: int | None = None


@dataclass(frozen=True, slots=True)
class TargetLink:
    """This queue's DLQ; no queue if it is not listed (deleted, or of another account)."""

    name: str
    maximum_receives: int
    queue: QueueRef | None = None
    available: int | None = None


def source_links(
    catalogue: QueueCatalogue, dlq: QueueRef, answered: tuple[QueueRef, ...]
) -> tuple[SourceLink, ...]:
    """Return the sources that SQS answered and those by their redrive policies, sorted by name.

    A server that is not AWS may answer URLs with another host: account and name tell queues apart.
    """
    listing = catalogue.listing(dlq.connection_id, dlq.region)
    listed = {(queue.account_id, queue.name): queue for queue in (listing.queues if listing else ())}
    found = {(queue.account_id, queue.name): queue for queue in (*answered, *catalogue.sources_of(dlq))}
    queues = sorted(
        (listed.get(key, queue) for key, queue in found.items()), key=lambda queue: queue.name.lower()
    )
    return tuple(SourceLink(queue, _maximum_receives(catalogue.attributes.get(queue))) for queue in queues)


def target_link(catalogue: QueueCatalogue, queue: QueueRef) -> TargetLink | None:
    """Return the queue's DLQ by its redrive policy, None if it has none or its attributes are not known."""
    attributes = catalogue.attributes.get(queue)
    if attributes is None or attributes.redrive_policy is None:
        return None
    policy, target = attributes.redrive_policy, catalogue.dlq_of(queue)
    known = catalogue.attributes.get(target) if target else None
    return TargetLink(policy.target_name, policy.maximum_receives, target, known.available if known else None)


def _maximum_receives(attributes: QueueAttributes | None) -> int | None:
    policy = attributes.redrive_policy if attributes else None
    return policy.maximum_receives if policy else None
