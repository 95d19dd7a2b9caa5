"""Where a selection of messages may be moved to: the source that each message names comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.dead_letters.task_words import ORIGINAL_SOURCES
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue


@dataclass(frozen=True, slots=True)
class Destination:
    """One row of the combo box Destination. No queue: each message goes to the source that it names."""

    label: str
    queue: QueueRef | None = None
    caution: str = ""
    takes_deduplication_id: bool = False


def move_destinations(
    catalogue: QueueCatalogue, source: QueueRef, messages: Iterable[ReceivedMessage]
) -> tuple[Destination, ...]:
    """Return the destinations, best first.

    First what DeadLetterQueueSourceArn proves, then what feeds this DLQ, then queues of the same type
    in the same connection and region, then those elsewhere that can be written to, last the other type.
    """
    arns = dict.fromkeys(message.dead_letter_source_arn for message in messages)
    proven = [queue for arn in arns if arn and (queue := catalogue.by_arn(source, arn)) is not None]
    rows: list[Destination] = []
    if len(proven) > 1:
        rows.append(Destination(ORIGINAL_SOURCES, takes_deduplication_id=source.is_fifo))
    ordered = [*proven, *sorted(catalogue.sources_of(source)), *catalogue.queues_of_same_kind(source)]
    ordered += sorted(_elsewhere(catalogue, source), key=lambda queue: _rank(queue, source))
    for queue in dict.fromkeys(ordered):
        why = "source of these messages" if queue in proven else ""
        rows.append(
            Destination(_label(catalogue, queue, source, why), queue, _caution(queue, source), queue.is_fifo)
        )
    return tuple(rows)


def source_of(catalogue: QueueCatalogue, near: QueueRef, message: ReceivedMessage) -> QueueRef | None:
    """Return the listed queue that a message was dead-lettered from, None if there is none."""
    arn = message.dead_letter_source_arn
    return catalogue.by_arn(near, arn) if arn else None


def _elsewhere(catalogue: QueueCatalogue, source: QueueRef) -> list[QueueRef]:
    writable = {spec.connection_id for spec in catalogue.specs if not spec.read_only}
    return [queue for queue in catalogue.queues if queue.connection_id in writable and queue != source]


def _rank(queue: QueueRef, source: QueueRef) -> tuple[bool, bool, str, str, str]:
    far = (queue.connection_id, queue.region) != (source.connection_id, source.region)
    return (queue.is_fifo != source.is_fifo, far, queue.name.lower(), queue.connection_id, queue.region)


def _label(catalogue: QueueCatalogue, queue: QueueRef, source: QueueRef, why: str) -> str:
    if (queue.connection_id, queue.region) != (source.connection_id, source.region):
        spec = catalogue.spec(queue.connection_id)
        return f"{queue.name} · {spec.title if spec else queue.connection_id} · {queue.region}"
    return f"{queue.name} · {why}" if why else queue.name


def _caution(queue: QueueRef, source: QueueRef) -> str:
    if queue.is_fifo and not source.is_fifo:
        return (
            f"{queue.name} is a FIFO queue: a message without a group ID gets its message ID as its group, "
            "so no order is promised between them."
        )
    if source.is_fifo and not queue.is_fifo:
        return f"{queue.name} is a standard queue: order and deduplication end there. The group ID is kept."
    return ""
