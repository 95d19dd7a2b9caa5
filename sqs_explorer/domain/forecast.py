"""What a receive will do to a queue, said before it is done: SQS has no peek."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from sqs_explorer.domain.quantities import count_words, duration_words
from sqs_explorer.domain.queues import QueueAttributes, RedrivePolicy


class ReceiveMode(Enum):
    """What becomes of the messages received."""

    HOLD = "Hold"
    LOOK_AND_RELEASE = "Look and release"


@dataclass(frozen=True, slots=True)
class Forecast:
    """One line under the receive bar: the fact, then the risk ("" if there is none)."""

    fact: str
    risk: str = ""


def receive_forecast(
    attributes: QueueAttributes | None,
    *,
    is_fifo: bool,
    is_dlq: bool,
    mode: ReceiveMode,
    hold_seconds: int,
    known_receive_counts: Mapping[int, int] = MappingProxyType({}),
) -> Forecast:
    """Say what a receive does: counts toward maximum receives, nearness of the DLQ, group lock on FIFO.

    `known_receive_counts` says how many messages seen here and still in the queue have which receive count.
    A message moves to the DLQ when its count exceeds maximum receives (API reference, SetQueueAttributes,
    RedrivePolicy).
    """
    look = mode is ReceiveMode.LOOK_AND_RELEASE
    policy = attributes.redrive_policy if attributes else None
    if attributes is None:
        fact = "Counts as a receive for each message, also when it is released."
    elif policy is None and is_dlq:
        fact = "Counts as a receive for each message; this DLQ has no redrive policy, so none moves on."
    elif policy is None:
        fact = "Counts as a receive for each message; no redrive policy here, so none moves to a DLQ."
    else:
        released = " Releasing does not undo it." if look else ""
        fact = f"Counts one receive of {policy.maximum_receives} for each message.{released}"
    risks = [_nearness(policy, known_receive_counts)] if policy else []
    if is_fifo and (look or hold_seconds > 0):
        until = "until they are released" if look else f"for {duration_words(hold_seconds)}"
        risks.append(f"FIFO: nobody else receives from these message groups {until}.")
    return Forecast(fact, " ".join(risk for risk in risks if risk))


def _nearness(policy: RedrivePolicy, known_receive_counts: Mapping[int, int]) -> str:
    """Say how near the DLQ the messages known here are; "" if none is at the limit."""
    maximum = policy.maximum_receives
    if maximum == 1:
        return f"The next receive after this one moves each message to {policy.target_name}."
    at_limit = sum(messages for count, messages in known_receive_counts.items() if count >= maximum)
    if not at_limit:
        return ""
    are, their, moves = ("is", "its", "moves it") if at_limit == 1 else ("are", "their", "moves them")
    where = f"{count_words(at_limit, 'message')} here {are} at {maximum} of {maximum}"
    return f"{where}: {their} next receive {moves} to {policy.target_name}."
