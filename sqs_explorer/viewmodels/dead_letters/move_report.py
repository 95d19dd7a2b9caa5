"""What came of a move, in words: counts, each reason once, and which messages stayed."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words

LISTED_IN_DETAILS = 50


@dataclass(frozen=True, slots=True)
class FailedMove:
    """One message that was not moved: its state in words, and why."""

    message_id: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveReport:
    """What came of a move: counts, and each message that stayed.

    `total` is None for a whole queue; `unlisted` is how many more failed than `failures` names, `no_result`
    of how many nobody knows what became of them. `source` is the queue they came from.
    """

    destination: str
    total: int | None
    done: int = 0
    kept_originals: bool = False
    failures: tuple[FailedMove, ...] = ()
    unlisted: int = 0
    no_result: int = 0
    stopped: bool = False
    source: str = ""

    @property
    def title(self) -> str:
        """Return the counts, as in `Moved 3 of 5 to OrderQueue.`."""
        verb = "Copied" if self.kept_originals else "Moved"
        if self.total is None or self.done == self.total:
            return f"{verb} {count_words(self.done, 'message')} to {self.destination}."
        return f"{verb} {self.done:,} of {self.total:,} to {self.destination}."

    @property
    def all_went_well(self) -> bool:
        """Whether nothing stayed that was to go."""
        if self.total is not None:
            return self.done == self.total
        return not (self.failures or self.unlisted or self.stopped)

    @property
    def text(self) -> str:
        """Return each reason once, with how many it holds for; "" if all went well."""
        groups: dict[tuple[str, str], int] = {}
        for failure in self.failures:
            key = (failure.state, failure.reason)
            groups[key] = groups.get(key, 0) + 1
        words = [f"{count:,} {state}: {reason}" for (state, reason), count in groups.items()]
        if self.unlisted:
            words.append(f"{self.unlisted:,} more were not moved.")
        if self.no_result:
            words.append(
                f"{self.no_result:,} without a result: Unfinished moves says whether they were sent."
            )
        if self.stopped and self.total is None:
            words.append(f"Stopped: the rest stays in {self.source}.")
        return " ".join(words)

    @property
    def details(self) -> str:
        """Return the messages of a whole queue that stayed, a line each: they have no row to say it in."""
        if self.total is not None or not self.failures:
            return ""
        lines = [f"{failure.message_id}  {failure.state}" for failure in self.failures[:LISTED_IN_DETAILS]]
        more = len(self.failures) - len(lines) + self.unlisted
        return "\n".join([*lines, f"and {more:,} more"] if more else lines)
