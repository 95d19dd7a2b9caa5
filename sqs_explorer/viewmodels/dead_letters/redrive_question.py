"""What the Redrive dialog asks and what it answers, in words that name number, queues and consequences."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.dead_letters.task_words import ORIGINAL_SOURCES


@dataclass(frozen=True, slots=True)
class RedriveDestination:
    """One row of the combo box Destination; no ARN means each message's original source."""

    label: str
    arn: str = ""


@dataclass(frozen=True, slots=True)
class RedriveChoice:
    """What was chosen: destination ("" for the original sources) and rate (0: as AWS sees fit)."""

    destination_arn: str = ""
    destination_name: str = ""
    messages_per_second: int = 0


@dataclass(frozen=True, slots=True)
class RedriveQuestion:
    """What the dialog shows. `available` and `in_flight` are SQS's approximate counts, None if not known.

    `sources` are the source queues' names, `environment` the palette's word such as "prod"; `held_here` of
    those in flight are held by this program and released before the redrive starts.
    """

    queue_name: str
    available: int | None
    in_flight: int | None
    sources: tuple[str, ...]
    maximum_receives: int | None
    where: str
    environment: str
    held_here: int = 0
    destinations: tuple[RedriveDestination, ...] = (RedriveDestination(ORIGINAL_SOURCES),)

    def sentence(self, destination: RedriveDestination) -> str:
        """Return what will happen, with the number."""
        to = f"to {destination.label}" if destination.arn else "back to the queue each came from"
        count = (self.available or 0) + self.held_here
        if count == 1:
            what = f"the 1 message now in {self.queue_name}"
        elif count:
            what = f"all {count_words(count, 'message')} now in {self.queue_name}"
        else:
            what = f"all messages it finds in {self.queue_name}"
        return (
            f"SQS will move {what}, and those that arrive while it runs, {to}. "
            "There is no filter: to move some of them, use Move selected."
        )

    def to_words(self, destination: RedriveDestination) -> str:
        """Return the fact To."""
        if destination.arn:
            return destination.label
        if len(self.sources) == 1:
            return f"{self.sources[0]}, the only source queue"
        return f"{', '.join(self.sources)}: each to its own" if self.sources else ORIGINAL_SOURCES

    def caution(self, destination: RedriveDestination) -> str:
        """Return what can't be undone and what follows."""
        reader = destination.label if destination.arn else " and ".join(self.sources) or "the source queues"
        words = [
            "This can be stopped but not undone. Moved messages are new ones, with a new message ID and "
            f"retention counted from now. Whoever reads {reader} will try them again"
        ]
        if not destination.arn and self.maximum_receives is not None:
            words.append(f"; what fails {_times(self.maximum_receives)} comes back here")
        words.append(".")
        if self.held_here:
            verb = "is" if self.held_here == 1 else "are"
            words.append(f" {count_words(self.held_here, 'message')} held here {verb} released first.")
        others = (self.in_flight or 0) - self.held_here
        if others > 0:
            whom = "a consumer holds" if others == 1 else "consumers hold"
            words.append(f" {count_words(others, 'message')} that {whom} may stay here.")
        return "".join(words)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
