"""What the Move dialog asks, what it answers, and the report of what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination

KEEP_ID_DANGER = (
    "A deduplication ID that was used within the last 5 minutes is accepted but not delivered. "
    "Such a message stays here, and the result says so."
)
NEW_ID_HINT = "Each copy gets a new ID, so SQS can't take it for a duplicate."


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """What was chosen in the Move dialog."""

    destination: Destination
    keep_deduplication_id: bool = False
    keep_originals: bool = False


@dataclass(frozen=True, slots=True)
class MoveQuestion:
    """What the dialog shows: how many of the selected messages are held, and how many visible again."""

    queue_name: str
    held: int
    visible: int
    where: str
    environment: str
    destinations: tuple[Destination, ...]

    def movable(self, *, keep_originals: bool) -> int:
        """Return how many can be moved, or copied: what is no longer held can't be deleted safely."""
        return self.held + self.visible if keep_originals else self.held

    def sentence(self, destination: Destination | None, *, keep_originals: bool) -> str:
        """Return what will happen, with the numbers."""
        if destination is None:
            return "There is no other queue open that could take them. Open its connection first."
        to = destination.queue.name if destination.queue else "the queue each came from"
        count = self.movable(keep_originals=keep_originals)
        if not count:
            return "None of the selected messages is held any more. Receive them again, then move them."
        one = count == 1
        what = count_words(count, "message")
        if keep_originals:
            return f"{what} will be copied to {to}. The {'original stays' if one else 'originals stay'} here."
        each = (
            "The copy is checked, then its original is deleted"
            if one
            else ("Each copy is checked, then its original is deleted")
        )
        stay = ""
        if self.visible:
            stays = (
                "1 is no longer held and stays"
                if self.visible == 1
                else f"{self.visible} are no longer held and stay"
            )
            stay = f" {stays}: receive again to move."
        return f"{what} will be moved to {to}. {each} from {self.queue_name}.{stay}"


@dataclass(frozen=True, slots=True)
class FailedMove:
    """One message that was not moved: its state in words, and why."""

    message_id: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What came of a move: counts, and each message that stayed."""

    destination: str
    total: int
    done: int = 0
    kept_originals: bool = False
    failures: tuple[FailedMove, ...] = ()

    @property
    def title(self) -> str:
        """Return the counts, as in `Moved 3 of 5 to OrderQueue`."""
        verb = "Copied" if self.kept_originals else "Moved"
        if self.done == self.total:
            return f"{verb} {count_words(self.done, 'message')} to {self.destination}."
        return f"{verb} {self.done:,} of {self.total:,} to {self.destination}."

    @property
    def text(self) -> str:
        """Return each reason once, with how many it holds for; "" if all went well."""
        groups: dict[tuple[str, str], int] = {}
        for failure in self.failures:
            key = (failure.state, failure.reason)
            groups[key] = groups.get(key, 0) + 1
        return " ".join(f"{count:,} {state}: {reason}" for (state, reason), count in groups.items())
