"""What the dialogs of the Messages tab ask, in frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from sqs_explorer.domain.quantities import count_words, duration_words
from sqs_explorer.viewmodels.messages.hold_plans import HoldPlan
from sqs_explorer.viewmodels.places import Place


@dataclass(frozen=True, slots=True)
class DeleteQuestion:
    """Asked before messages are deleted; with `asks_for_name` the queue's name must be typed first."""

    place: Place
    plan: HoldPlan
    asks_for_name: bool = False

    @property
    def title(self) -> str:
        """The dialog's title, also its verb."""
        return f"Delete {count_words(len(self.plan.doable), 'message')}"

    @property
    def sentence(self) -> str:
        """What will happen."""
        count = len(self.plan.doable)
        verb = "is" if count == 1 else "are"
        count_text = count_words(count, "message")
        return f"{count_text} {verb} deleted from {self.place.queue_name}. This can't be undone."

    @property
    def refusal(self) -> str:
        """How many can't be deleted and why; "" if all can."""
        count = len(self.plan.refused)
        if not count:
            return ""
        reasons = " ".join(dict.fromkeys(self.plan.refused.values()))
        verbs = "is not tried and stays" if count == 1 else "are not tried and stay"
        return f"{count:,} of those selected {verbs} listed. {reasons}"

    @property
    def warning(self) -> str:
        """What is said about messages that are visible again; "" if there are none."""
        count = self.plan.visible_again
        if not count:
            return ""
        verb = "is" if count == 1 else "are"
        return (
            f"{count_words(count, 'message')} {verb} visible again: another consumer may have received "
            f"{'it' if count == 1 else 'them'}, and SQS may answer that it deleted without deleting."
        )


@dataclass(frozen=True, slots=True)
class ExtendQuestion:
    """Asked before holds are extended; times in seconds from now."""

    place: Place
    count: int
    refused: int
    default_seconds: int
    longest_seconds: int

    @property
    def title(self) -> str:
        """The dialog's title, also its verb."""
        return f"Extend {count_words(self.count, 'message')}"

    @property
    def hint(self) -> str:
        """The rule of SQS, with what is left of it."""
        return (
            "Counts from now; 0 releases. SQS holds a message for 12 hours at most since it was received: "
            f"{duration_words(self.longest_seconds)} are left here."
        )

    def problem_of(self, seconds: int) -> str:
        """Return why a value can't be taken, "" if it can."""
        if seconds <= self.longest_seconds:
            return ""
        return (
            f"At most {self.longest_seconds:,} s: SQS allows 12 hours in all since the message was received."
        )
