"""What a receive will do, said before it is done."""

from __future__ import annotations

from collections import Counter

import pytest

from sqs_explorer.domain.forecast import Forecast, ReceiveMode, receive_forecast
from sqs_explorer.domain.queues import QueueAttributes, RedrivePolicy

DLQ_ARN = "arn:aws:sqs:eu-west-1:123456789012:OrderQueue-DLQ"


def forecast(
    maximum: int | None = 3,
    *,
    counts: tuple[int, ...] = (),
    fifo: bool = False,
    dlq: bool = False,
    mode: ReceiveMode = ReceiveMode.HOLD,
    hold_seconds: int = 30,
) -> Forecast:
    policy = RedrivePolicy(DLQ_ARN, maximum) if maximum else None
    return receive_forecast(
        QueueAttributes(redrive_policy=policy),
        is_fifo=fifo,
        is_dlq=dlq,
        mode=mode,
        hold_seconds=hold_seconds,
        known_receive_counts=Counter(counts),
    )


def test_it_names_the_maximum_receives() -> None:
    assert forecast() == Forecast("Counts one receive of 3 for each message.")


def test_a_look_counts_as_well() -> None:
    fact = "Counts one receive of 3 for each message. Releasing does not undo it."
    assert forecast(mode=ReceiveMode.LOOK_AND_RELEASE).fact == fact


@pytest.mark.parametrize(
    ("counts", "risk"),
    [
        ((1, 2), ""),
        ((3,), "1 message here is at 3 of 3: its next receive moves it to OrderQueue-DLQ."),
        ((3, 4, 1), "2 messages here are at 3 of 3: their next receive moves them to OrderQueue-DLQ."),
    ],
)
def test_it_counts_the_messages_at_their_last_receive(counts: tuple[int, ...], risk: str) -> None:
    assert forecast(counts=counts).risk == risk


def test_with_one_receive_allowed_the_next_one_moves_everything() -> None:
    assert forecast(1).risk == "The next receive after this one moves each message to OrderQueue-DLQ."


def test_without_a_redrive_policy_nothing_moves() -> None:
    assert "none moves to a DLQ" in forecast(None).fact
    assert "this DLQ has no redrive policy, so none moves on" in forecast(None, dlq=True).fact


def test_before_the_attributes_are_known_it_says_what_is_always_true() -> None:
    unknown = receive_forecast(None, is_fifo=False, is_dlq=False, mode=ReceiveMode.HOLD, hold_seconds=30)
    assert unknown == Forecast("Counts as a receive for each message, also when it is released.")


def test_fifo_groups_are_locked_while_held() -> None:
    locked = "FIFO: nobody else receives from these message groups"
    assert forecast(fifo=True, hold_seconds=5_400).risk == f"{locked} for 1 h 30 min."
    assert forecast(fifo=True, mode=ReceiveMode.LOOK_AND_RELEASE).risk == f"{locked} until they are released."
    assert forecast(fifo=True, hold_seconds=0).risk == ""
