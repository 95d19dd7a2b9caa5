"""What the Redrive dialog asks and what it answers, in words that name number, queues and consequences."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.dead_letters.task_words import ORIGINAL_SOURCES

_FIFO_ORDER = "Order is kept within a message group, not between groups."
FIFO_CAVEATS = (
    f"{_FIFO_ORDER} SQS gave each dead letter its old message ID as deduplication ID, so the original ones "
    "are gone."
)


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
    those in flight are held by this program and released before the redrive starts. `is_encrypted` says
    that the DLQ has a KMS key; `server` is the host that is called instead of AWS, "" for AWS.
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
    is_encrypted: bool = False
    server: str = ""

    @property
    def is_fifo(self) -> bool:
        """Whether order matters; a redrive goes to queues of the same type only."""
        return self.queue_name.endswith(".fifo")

    def sentence(self, destination: RedriveDestination) -> str:
        """Return what will happen, with the number."""
        to = f"to {destination.label}" if destination.arn else "back to the queue each came from"
        count = (self.available or 0) + self.held_here
        what = f"about {count_words(count, 'message')} from" if count else "all messages it finds in"
        return (
            f"SQS will move {what} {self.queue_name} {to}, and those that arrive while it runs. "
            "There is no filter and no edit: to choose some use Move selected, to mend one Edit and resend."
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
        if self.is_fifo:
            words.append(f" {_fifo_caveats(self.server)}")
        if self.held_here:
            verb = "is" if self.held_here == 1 else "are"
            words.append(f" {count_words(self.held_here, 'message')} held here {verb} released first.")
        others = (self.in_flight or 0) - self.held_here
        if others > 0:
            whom = "a consumer holds" if others == 1 else "consumers hold"
            words.append(f" {count_words(others, 'message')} that {whom} may stay here.")
        return "".join(words)

    def permissions(self, destination: RedriveDestination) -> str:
        """Return what the identity must be allowed to do.

        Source: "Configuring a dead-letter queue redrive" of the Developer Guide.
        """
        to = destination.label if destination.arn else " and ".join(self.sources) or "the source queues"
        return permission_words(self.queue_name, to, is_encrypted=self.is_encrypted)


def permission_words(queue_name: str, to: str, *, is_encrypted: bool) -> str:
    """Return the permissions of a redrive from a DLQ to what `to` names."""
    key = "it" if is_encrypted else "a queue with a KMS key"
    return (
        "It needs sqs:StartMessageMoveTask, sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes "
        f"on {queue_name}, and sqs:SendMessage on {to}; for {key} also kms:Decrypt and kms:GenerateDataKey."
    )


def _fifo_caveats(server: str) -> str:
    """Return what becomes of order and deduplication IDs; LocalStack 4 keeps these and drops the messages."""
    if not server:
        return FIFO_CAVEATS
    return (
        f"{_FIFO_ORDER} {server} is not AWS: it may keep the old deduplication IDs and lose, as duplicates, "
        "messages first sent within the last 5 minutes. Move selected gives new ones and checks each copy."
    )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")
