"""Where messages may be moved to: the source that each message names comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqs_explorer.domain.connections import Environment, Identity
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.dead_letters.task_words import ORIGINAL_SOURCES
from sqs_explorer.viewmodels.page_context import unknown_identity
from sqs_explorer.viewmodels.places import far_place_words
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue

IdentityOf = Callable[[str], Identity | None]
"""Who AWS says one is in a connection, by its ID."""


@dataclass(frozen=True, slots=True)
class Destination:
    """One row of the combo box Destination. No queue: each message goes to the source that it names.

    `place` is connection, account, who one is, region and environment where it is elsewhere than the source,
    else "".
    """

    label: str
    queue: QueueRef | None = None
    cautions: tuple[str, ...] = ()
    takes_deduplication_id: bool = False
    place: str = ""
    maximum_size_bytes: int | None = None


def move_destinations(
    catalogue: QueueCatalogue,
    source: QueueRef,
    messages: Iterable[ReceivedMessage],
    identity_of: IdentityOf = unknown_identity,
) -> tuple[Destination, ...]:
    """Return the destinations of a selection, best first.

    First what DeadLetterQueueSourceArn proves, then what feeds this DLQ, then queues of the same type
    in the same connection and region, then those elsewhere that can be written to, last the other type.
    """
    arns = dict.fromkeys(message.dead_letter_source_arn for message in messages)
    proven = [queue for arn in arns if arn and (queue := catalogue.by_arn(source, arn)) is not None]
    why = dict.fromkeys(proven, "source of these messages")
    rows = [_original(source)] if len(proven) > 1 else []
    first = [*proven, *sorted(catalogue.sources_of(source))]
    return (*rows, *_queues(catalogue, source, first, why, identity_of))


def whole_queue_destinations(
    catalogue: QueueCatalogue,
    source: QueueRef,
    feeding: Iterable[QueueRef] = (),
    identity_of: IdentityOf = unknown_identity,
) -> tuple[Destination, ...]:
    """Return the destinations of all messages of a queue, best first.

    Its only source, or each message's own; then as for a selection. `feeding` are sources that SQS named.
    """
    sources = sorted({*catalogue.sources_of(source), *feeding})
    queues = _queues(catalogue, source, sources, dict.fromkeys(sources, "source queue"), identity_of)
    if not sources:
        return queues
    place = 1 if len(sources) == 1 else 0
    return (*queues[:place], _original(source), *queues[place:])


def destinations_by_arn(catalogue: QueueCatalogue, source: QueueRef, own_arn: str) -> dict[str, QueueRef]:
    """Return every listed queue that may have fed `source`, by its ARN.

    SQS lets a DLQ take from queues of its own account, Region and type only, so a queue whose ARN isn't read
    yet has that of `source` with its own name.
    """
    prefix = own_arn.rpartition(":")[0]
    found: dict[str, QueueRef] = {}
    for queue in catalogue.queues_of_same_kind(source):
        known = catalogue.attributes.get(queue)
        arn = known.arn if known and known.arn else (f"{prefix}:{queue.name}" if prefix else "")
        if arn:
            found.setdefault(arn, queue)
    return found


def _original(source: QueueRef) -> Destination:
    return Destination(ORIGINAL_SOURCES, takes_deduplication_id=source.is_fifo)


def _queues(
    catalogue: QueueCatalogue,
    source: QueueRef,
    first: list[QueueRef],
    why: dict[QueueRef, str],
    identity_of: IdentityOf,
) -> tuple[Destination, ...]:
    rows = _Rows(catalogue, source, identity_of)
    ordered = [*first, *catalogue.queues_of_same_kind(source), *rows.elsewhere()]
    return tuple(rows.row(queue, why.get(queue, "")) for queue in dict.fromkeys(ordered))


class _Rows:
    """Makes rows, tens of thousands of them: what a connection says is asked once, a URL is read once."""

    def __init__(self, catalogue: QueueCatalogue, source: QueueRef, identity_of: IdentityOf) -> None:
        self._attributes = catalogue.attributes
        self._listings = catalogue.listings
        self._source = source
        self._specs = {spec.connection_id: spec for spec in catalogue.specs}
        self._identities = {one: identity_of(one) for one in self._specs}
        self._locked = {one for one in self._specs if catalogue.is_read_only(one)}
        here = self._specs.get(source.connection_id)
        self._warns_of_production = here is None or here.environment is not Environment.PRODUCTION

    def elsewhere(self) -> Iterator[QueueRef]:
        """Yield the other queues that can be written to: of the same type first, near ones first, by name."""
        ranked = []
        for listing in self._listings:
            spec = self._specs.get(listing.connection_id)
            if spec is None or listing.connection_id in self._locked:
                continue
            far = (listing.connection_id, listing.region) != (self._source.connection_id, self._source.region)
            for queue in listing.queues:
                name = queue.name
                other_type = name.endswith(".fifo") != self._source.is_fifo
                ranked.append((other_type, far, name.lower(), queue.connection_id, queue.region, queue))
        return (row[-1] for row in sorted(ranked) if row[-1] != self._source)

    def row(self, queue: QueueRef, why: str) -> Destination:
        """Return a queue's row; `why` says what it has to do with the messages."""
        source, name, known = self._source, queue.name, self._attributes.get(queue)
        is_far = (queue.connection_id, queue.region) != (source.connection_id, source.region)
        spec = self._specs.get(queue.connection_id)
        title = spec.title if spec else queue.connection_id
        place, label = "", f"{name} · {why}" if why else name
        if is_far:
            identity = self._identities.get(queue.connection_id)
            place = far_place_words(queue, spec, known.arn if known else "", identity)
            label = f"{name} · {title} · {queue.region}"
        is_fifo = name.endswith(".fifo")
        cautions = _type_cautions(name, is_fifo=is_fifo, source_is_fifo=source.is_fifo)
        if self._warns_of_production and spec is not None and spec.environment is Environment.PRODUCTION:
            cautions = (*cautions, f"{title} is a production connection.")
        limit_bytes = known.maximum_message_size_bytes if known else None
        return Destination(label, queue, cautions, is_fifo, place, limit_bytes)


def _type_cautions(name: str, *, is_fifo: bool, source_is_fifo: bool) -> tuple[str, ...]:
    if is_fifo and not source_is_fifo:
        return (
            f"{name} is a FIFO queue: a message without a group ID gets its message ID as its group, "
            "so no order is promised between them.",
        )
    if source_is_fifo and not is_fifo:
        return (f"{name} is a standard queue: order and deduplication end there. The group ID is kept.",)
    return ()
