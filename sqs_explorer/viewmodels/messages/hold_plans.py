"""Which of the selected messages can be released, extended or deleted now, and why the others can't."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqs_explorer.domain.limits import MAXIMUM_VISIBILITY_SECONDS
from sqs_explorer.viewmodels.messages.message_store import HoldState, MessageRow

LIMIT_MARGIN_SECONDS = 5
"""43,200 s right after a receive tends to fail, 43,195 works: SQS counts from its own receive time."""

NOT_HELD_FIFO = "Its visibility ended; a FIFO queue then refuses the receipt handle. Receive it again first."
NOT_HELD = "It is not held any more. Receive it again first."
_GONE = {HoldState.DELETED: "It is deleted already.", HoldState.MOVED: "It was moved already."}


@dataclass(frozen=True, slots=True)
class HoldPlan:
    """What would be done: `doable` message IDs in order; `refused`, message ID to reason, is not tried.

    `visible_again` of the doable ones may be with another consumer by now.
    """

    doable: tuple[str, ...]
    refused: Mapping[str, str]
    visible_again: int = 0


def plan_release(rows: Iterable[MessageRow], monotonic: float, *, is_fifo: bool) -> HoldPlan:
    """Plan a release or an extension: both need the hold."""

    def reason(state: HoldState) -> str:
        return "" if state is HoldState.HELD else NOT_HELD_FIFO if is_fifo else NOT_HELD

    return _plan(rows, monotonic, reason)


def plan_deletion(rows: Iterable[MessageRow], monotonic: float, *, is_fifo: bool) -> HoldPlan:
    """Plan a deletion: a standard queue mostly takes a handle whose visibility ended, FIFO never does."""

    def reason(state: HoldState) -> str:
        return NOT_HELD_FIFO if is_fifo and state is not HoldState.HELD else ""

    return _plan(rows, monotonic, reason)


def longest_extension_seconds(rows: Iterable[MessageRow], monotonic: float) -> int:
    """Return how long all of these may be held from now: SQS allows 12 hours in all since the receive."""
    oldest = min((row.received_monotonic for row in rows), default=monotonic)
    left = MAXIMUM_VISIBILITY_SECONDS - LIMIT_MARGIN_SECONDS - math.ceil(monotonic - oldest)
    return max(0, left)


def _plan(rows: Iterable[MessageRow], monotonic: float, reason: Callable[[HoldState], str]) -> HoldPlan:
    doable: list[str] = []
    refused: dict[str, str] = {}
    visible_again = 0
    for row in rows:
        state = row.state_at(monotonic)
        why = _GONE.get(state) or reason(state)
        if why:
            refused[row.message.message_id] = why
            continue
        doable.append(row.message.message_id)
        visible_again += state is not HoldState.HELD
    return HoldPlan(tuple(doable), refused, visible_again)
