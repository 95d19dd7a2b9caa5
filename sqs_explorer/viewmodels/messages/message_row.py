"""One received message and where it is now, as far as this program knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sqs_explorer.domain.messages import ReceivedMessage


class HoldState(Enum):
    """Where a received message is now, as far as this program knows; the value is the word on screen."""

    HELD = "held"
    VISIBLE = "visible"
    RELEASED = "released"
    DELETED = "deleted"
    MOVED = "moved"


GONE_STATES = (HoldState.DELETED, HoldState.MOVED)
"""The states of messages that are no longer in the queue."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message with its hold; `problem` is why the last action on it failed.

    `sent_before` says in words that an earlier move copied it and did not get to delete it. Monotonic times
    are in seconds. `received_monotonic` is when the receive was asked for: SQS's 12 hours count from there.
    """

    message: ReceivedMessage = field(repr=False)
    state: HoldState
    visible_again_monotonic: float
    hold_seconds: float
    received_monotonic: float
    size_bytes: int
    problem: str = ""
    sent_before: str = ""

    def state_at(self, monotonic: float) -> HoldState:
        """Return the state at a reading of the monotonic clock: a hold that has run out is VISIBLE."""
        if self.state is HoldState.HELD and self.visible_again_monotonic <= monotonic:
            return HoldState.VISIBLE
        return self.state

    def seconds_left(self, monotonic: float) -> float:
        """Return how long the message stays hidden, 0 if it is not held."""
        return max(0.0, self.visible_again_monotonic - monotonic) if self.state is HoldState.HELD else 0.0
