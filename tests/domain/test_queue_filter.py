"""The filter above the tree: each word, and that the quick way agrees with the plain one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_explorer.domain.queue_filter import QueueFacts, QueueFilter, parse_queue_filter

ORDERS = QueueFacts("OrderQueue", "dev-orders", "eu-west-1", has_messages=True)
DLQ = QueueFacts("OrderQueue-DLQ", "dev-orders", "us-east-1", is_dlq=True, has_messages=False)
FIFO = QueueFacts("Stock.fifo", "prod", "eu-west-1", is_fifo=True, is_favourite=True)


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("", [ORDERS, DLQ, FIFO]),
        ("order", [ORDERS, DLQ]),
        ("ORDER dlq", [DLQ]),
        ("is:dlq", [DLQ]),
        ("is:fifo", [FIFO]),
        ("is:standard", [ORDERS, DLQ]),
        ("is:favourite", [FIFO]),
        ("has:messages", [ORDERS]),
        ("profile:orders", [ORDERS, DLQ]),
        ("region:eu", [ORDERS, FIFO]),
        ("region:eu-west-1 profile:dev", [ORDERS]),
        ("region:eu region:us-east-1", [ORDERS, DLQ, FIFO]),
        ("is:dlq is:fifo", []),
        ("colour:red", []),
    ],
)
def test_a_filter_lets_exactly_what_it_says_through(text: str, passing: list[QueueFacts]) -> None:
    queue_filter = parse_queue_filter(text)
    assert [queue for queue in (ORDERS, DLQ, FIFO) if queue_filter.matches(queue)] == passing


@pytest.mark.parametrize("text", ["is:", "is:f", "is:favou", "has:", "has:mess", "profile:", "region:"])
def test_a_condition_that_is_still_being_typed_filters_nothing(text: str) -> None:
    assert parse_queue_filter(text).is_empty


@pytest.mark.parametrize("text", ["is:blue", "has:dlq", "colour:red", "is:fifoo"])
def test_a_condition_that_nobody_knows_is_reported(text: str) -> None:
    assert parse_queue_filter(f"order {text}").unknown == (text,)


@pytest.mark.parametrize(("text", "needs"), [("is:dlq", True), ("has:messages", True), ("is:fifo x", False)])
def test_a_filter_tells_whether_it_needs_attributes(text: str, needs: bool) -> None:
    assert parse_queue_filter(text).needs_attributes is needs


def test_a_queue_that_was_not_counted_does_not_count_as_one_with_messages() -> None:
    assert not parse_queue_filter("has:messages").matches(QueueFacts("a", "p", "r", has_messages=None))


names = st.text("abAB.-", max_size=5)
facts = st.builds(
    QueueFacts,
    names,
    st.sampled_from(["dev", "prod"]),
    st.sampled_from(["eu-west-1", "us-east-1"]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, True, False]),
)
filters = st.builds(
    QueueFilter,
    st.lists(st.text("ab", min_size=1, max_size=2), max_size=2).map(tuple),
    st.frozensets(st.sampled_from(["dlq", "fifo", "favourite", "standard"])),
    st.booleans(),
    st.sampled_from([(), ("de",)]),
    st.sampled_from([(), ("us",)]),
)


def _plainly(queue_filter: QueueFilter, queue: QueueFacts) -> bool:
    """Say it as in the list of conditions, one after the other."""
    kinds = {
        "dlq": queue.is_dlq,
        "fifo": queue.is_fifo,
        "favourite": queue.is_favourite,
        "standard": not queue.is_fifo,
    }
    return (
        all(word in queue.name.lower() for word in queue_filter.words)
        and all(kinds[kind] for kind in queue_filter.kinds)
        and (not queue_filter.needs_messages or queue.has_messages is True)
        and (not queue_filter.profiles or "de" in queue.profile)
        and (not queue_filter.regions or "us" in queue.region)
    )


@given(filters, st.lists(facts, max_size=6))
def test_the_quick_way_lets_the_same_queues_through(
    queue_filter: QueueFilter, queues: list[QueueFacts]
) -> None:
    positions = queue_filter.with_words([queue.name.lower() for queue in queues])
    quick = [
        queue
        for queue in queue_filter.allowed([queues[position] for position in positions])
        if queue_filter.allows_place(queue.profile, queue.region)
    ]
    assert quick == [queue for queue in queues if _plainly(queue_filter, queue)]
    assert quick == [queue for queue in queues if queue_filter.matches(queue)]
