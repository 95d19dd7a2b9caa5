"""What the Move dialog asks and answers, in words that name number, queues and consequences."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words, size_words
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination

KEEP_ID_DANGER = (
    "A deduplication ID that was used within the last 5 minutes is accepted but not delivered. "
    "Such a message stays here, and the result says so."
)
NEW_ID_HINT = "Each copy gets a new ID, so SQS can't take it for a duplicate."
COPIES_ARE_NEW = (
    "Copies are new messages: new message IDs, retention counted from now, receive count from 0. "
    "Body, attributes, group ID and trace header stay as they are."
)
NOWHERE = "There is no other queue open that could take them. Open its connection first."
MAXIMUM_RATE = 1_000
"""Messages per second that the Move dialog offers at most; without a limit it is as fast as it goes."""


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """What was chosen in the Move dialog; a rate of 0 is as fast as it goes."""

    destination: Destination
    keep_deduplication_id: bool = False
    keep_originals: bool = False
    messages_per_second: int = 0


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """What the dialog shows: how many of the selected messages are held, and how many visible again.

    `sizes_bytes` are their sizes, ascending; `unplaced` of those held name no source queue that is listed.
    `where` is connection, account and region of the queue they are in.
    """

    queue_name: str
    held: int
    visible: int
    where: str
    environment: str
    destinations: tuple[Destination, ...]
    sizes_bytes: tuple[int, ...] = ()
    unplaced: int = 0

    title = "Move selected"
    offers_copy = True

    def movable(self, *, keep_originals: bool) -> int:
        """Return how many can be moved, or copied: what is no longer held can't be deleted safely."""
        return self.held + self.visible if keep_originals else self.held

    def sentence(self, destination: Destination | None, *, keep_originals: bool) -> str:
        """Return what will happen, with the numbers."""
        if destination is None:
            return NOWHERE
        to = destination.queue.name if destination.queue else "the queue each came from"
        count = self.movable(keep_originals=keep_originals)
        if not self.held + self.visible:
            return "The selected messages are no longer in the queue: they were moved or deleted."
        if not count:
            return "None of the selected messages is held any more. Receive them again, then move them."
        one = count == 1
        what = count_words(count, "message")
        if keep_originals:
            return f"{what} will be copied to {to}. The {'original stays' if one else 'originals stay'} here."
        each = (
            "The copy is checked, then its original is"
            if one
            else "Each copy is checked, then its original is"
        )
        stay = ""
        if self.visible:
            some, verb = ("1 is", "stays") if self.visible == 1 else (f"{self.visible:,} are", "stay")
            stay = f" {some} no longer held and {verb}: receive again to move."
        return f"{what} will be moved to {to}. {each} deleted from {self.queue_name}.{stay}"

    def cautions(self, destination: Destination) -> tuple[str, ...]:
        """Return what to think of before it starts: another type, what stays, whose queue it is."""
        words = [*destination.cautions]
        if destination.queue is None and self.unplaced:
            stays = "1 message does" if self.unplaced == 1 else f"{self.unplaced:,} messages do"
            words.append(f"{stays} not name a source queue that is listed, and will stay.")
        limit = destination.maximum_size_bytes
        too_large = len(self.sizes_bytes) - bisect_right(self.sizes_bytes, limit) if limit else 0
        if limit and too_large:
            name = destination.queue.name if destination.queue else "the destination"
            are = "1 message is" if too_large == 1 else f"{too_large:,} messages are"
            words.append(f"{are} larger than {name} takes ({size_words(limit)}), and will stay.")
        return tuple(words)


@dataclass(frozen=True, slots=True)
class WholeQueueQuestion:
    """What the dialog shows before the program itself empties a queue.

    `available` and `in_flight` are SQS's approximate counts, None if not known; `held_here` of those in
    flight are held by this program and released first. `lead` says why it isn't SQS that moves them.
    """

    queue_name: str
    available: int | None
    in_flight: int | None
    held_here: int
    where: str
    environment: str
    destinations: tuple[Destination, ...]
    lead: str = ""

    title = "Move all messages"
    offers_copy = False

    def movable(self, *, keep_originals: bool) -> int:
        """Return about how many there are; at least one, for the count lags behind and nothing is lost."""
        return max(1, self.expected or 0)

    @property
    def expected(self) -> int | None:
        """About how many will be moved; None if not known."""
        return None if self.available is None else self.available + self.held_here

    def sentence(self, destination: Destination | None, *, keep_originals: bool) -> str:
        """Return what will happen, with the numbers."""
        if destination is None:
            return NOWHERE
        to = destination.queue.name if destination.queue else "the queue each came from"
        what = f"About {count_words(self.expected, 'message')}" if self.expected else "All messages"
        sentences = [
            self.lead,
            f"{what} in {self.queue_name}, and those that arrive meanwhile, will be moved to {to}.",
            f"Each copy is checked, then its original is deleted from {self.queue_name}.",
        ]
        return " ".join(sentence for sentence in sentences if sentence)

    def cautions(self, destination: Destination) -> tuple[str, ...]:
        """Return what to think of before it starts: another type, what stays, what is released."""
        words = [*destination.cautions]
        if self.held_here:
            verb = "is" if self.held_here == 1 else "are"
            words.append(f"{count_words(self.held_here, 'message')} held here {verb} released first.")
        others = (self.in_flight or 0) - self.held_here
        if others > 0:
            whom = "a consumer holds" if others == 1 else "consumers hold"
            words.append(f"{count_words(others, 'message')} that {whom} may stay here.")
        if destination.queue is None:
            words.append("Messages that do not name a source queue that is listed stay here.")
        return tuple(words)


Question = MoveQuestion | WholeQueueQuestion
