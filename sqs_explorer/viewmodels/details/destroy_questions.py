"""What is asked before a queue is purged or deleted, in words that name what goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.queues import QueueAttributes
from sqs_explorer.viewmodels.places import Place

UNKNOWN_IDENTITY = "AWS has not said who you are here."


@dataclass(frozen=True, slots=True)
class DestroyQuestion:
    """A dialog's words. The queue's name must be typed exactly before `verb` can be pressed."""

    title: str
    verb: str
    place: Place
    sentence: str
    messages: str
    warning: str = ""

    @property
    def name(self) -> str:
        """The queue's name."""
        return self.place.queue_name

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Where it is, and what lies in it."""
        return (*self.place.facts, ("Messages", self.messages))


def purge_question(place: Place, attributes: QueueAttributes | None) -> DestroyQuestion:
    """Return what is asked before a purge."""
    total = _total(attributes)
    return DestroyQuestion(
        title=f"Purge {place.queue_name}",
        verb="Purge queue" if not total else f"Purge about {count_words(total, 'message')}",
        place=place,
        sentence=(
            "All messages in this queue will be deleted, also those in flight and delayed; messages sent "
            "in the next minute may be deleted too. This cannot be undone. SQS allows one purge a minute."
        ),
        messages=messages_words(attributes),
        warning=_doubt(place),
    )


def delete_question(
    place: Place, attributes: QueueAttributes | None, sources: tuple[str, ...]
) -> DestroyQuestion:
    """Return what is asked before a queue is deleted; `sources` name the queues whose DLQ it is."""
    lost = ""
    if sources:
        more = f" and {len(sources) - 3:,} more" if len(sources) > 3 else ""
        whose = "its" if len(sources) == 1 else "their"
        lost = (
            f"It is the dead-letter queue of {', '.join(sources[:3])}{more}: {whose} failed messages will "
            "have nowhere to go."
        )
    return DestroyQuestion(
        title=f"Delete {place.queue_name}",
        verb="Delete queue",
        place=place,
        sentence=(
            "The queue and all its messages will be deleted. This cannot be undone. Programs that use it get "
            "errors; SQS takes up to a minute, and the name can't be used again before that."
        ),
        messages=messages_words(attributes),
        warning=" ".join(part for part in (lost, _doubt(place)) if part),
    )


def messages_words(attributes: QueueAttributes | None) -> str:
    """Return `≈ 15: 12 available, 3 in flight, 0 delayed`, as SQS counts."""
    if attributes is None or attributes.available is None:
        return "not known"
    parts = [f"{attributes.available:,} available"]
    for count, word in ((attributes.in_flight, "in flight"), (attributes.delayed, "delayed")):
        if count is not None:
            parts.append(f"{count:,} {word}")
    return f"≈ {_total(attributes):,}: {', '.join(parts)}"


def purged_words(name: str, attributes: QueueAttributes | None) -> str:
    """Return what Activity says of a purge."""
    if attributes is None or attributes.available is None:
        return f"Purged {name}"
    return f"Purged {name}: about {count_words(_total(attributes) or 0, 'message')}"


def _total(attributes: QueueAttributes | None) -> int | None:
    if attributes is None or attributes.available is None:
        return None
    return attributes.available + (attributes.in_flight or 0) + (attributes.delayed or 0)


def _doubt(place: Place) -> str:
    return "" if place.who else UNKNOWN_IDENTITY
