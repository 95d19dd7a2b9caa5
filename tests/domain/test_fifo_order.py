"""The order of sending within FIFO groups, also of servers whose sequence numbers do not tell it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from sqs_explorer.domain.fifo_order import in_order_of_sending
from sqs_explorer.domain.messages import ReceivedMessage

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def sent(body: str, number: str, milliseconds: int | None = None, group: str = "g") -> ReceivedMessage:
    """Return a message as received."""
    system = {"MessageGroupId": group} | ({"SequenceNumber": number} if number else {})
    at = None if milliseconds is None else BEGAN + timedelta(milliseconds=milliseconds)
    return ReceivedMessage(body, "handle", body, system_attributes=system, sent_at=at)


def ordered(*messages: ReceivedMessage) -> str:
    """Return the bodies in the order of sending."""
    return "".join(messages[index].body for index in in_order_of_sending(messages))


def test_sequence_numbers_tell_the_order() -> None:
    assert ordered(sent("c", "30"), sent("a", "9"), sent("b", "10")) == "abc"


def test_aws_s_numbers_win_over_clocks_that_differ() -> None:
    first = sent("a", "18849496460467696128", 7)
    assert ordered(sent("b", "18849496460467696384", 3), first) == "ab"


def test_random_numbers_of_moto_give_way_to_the_times() -> None:
    """As moto 5.2 answered for five messages sent one after the other."""
    numbers = ("30707038406030341438", "84790827286169297623", "40089901868189106339", "08719343613255522091")
    messages = [
        sent(body, number, time) for body, number, time in zip("abcd", numbers, (0, 18, 31, 46), strict=True)
    ]
    assert {ordered(*selected) for selected in itertools.permutations(messages)} == {"abcd"}


def test_what_was_sent_in_one_millisecond_without_believable_numbers_stays_as_given() -> None:
    a, b, c = sent("a", "84790827286169297623", 0), sent("b", "", 5), sent("c", "08719343613255522091", 5)
    assert ordered(c, b, a) == "acb"


def test_a_counter_that_agrees_with_the_times_is_believed() -> None:
    assert ordered(sent("b", "2", 5), sent("c", "300", 5), sent("a", "1", 5)) == "abc"


def test_groups_have_numbers_of_their_own() -> None:
    assert ordered(sent("b", "2", 5), sent("x", "900", 1, "h"), sent("a", "1", 3)) == "abx"


def test_without_numbers_and_times_all_stays_as_given() -> None:
    assert ordered(sent("b", ""), sent("a", "")) == "ba"


def test_what_only_looks_like_a_number_is_none() -> None:
    assert ordered(sent("b", "²", 5), sent("a", "1", 3)) == "ab"
