"""Order, groups and deduplication on FIFO queues."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import MakeQueue
from tests.sandbox.queue_under_test import QueueUnderTest, bodies, refused


@pytest.fixture
def fifo(make_queue: MakeQueue) -> QueueUnderTest:
    return make_queue(fifo=True, ContentBasedDeduplication="true")


def test_a_group_comes_in_order_and_is_locked_while_in_flight(fifo: QueueUnderTest) -> None:
    for number in range(4):
        fifo.send(f"a{number}", MessageGroupId="a")
    fifo.send("b0", MessageGroupId="b")
    first, second = fifo.receive(2)
    assert bodies([first, second]) == ["a0", "a1"]
    assert bodies(fifo.receive()) == ["b0"]
    fifo.delete(first)
    assert fifo.receive() == []
    fifo.delete(second)
    assert bodies(fifo.receive()) == ["a2", "a3"]


def test_a_released_message_keeps_its_place_in_the_group(fifo: QueueUnderTest) -> None:
    for number in range(3):
        fifo.send(f"a{number}", MessageGroupId="a")
    for _ in range(4):
        message = fifo.receive(1)[0]
        assert message["Body"] == "a0"
        fifo.change_visibility(message, 0)
    assert bodies(fifo.receive()) == ["a0", "a1", "a2"]


def test_sequence_numbers_have_twenty_digits_and_grow(fifo: QueueUnderTest) -> None:
    sent = [fifo.send(f"m{i}", MessageGroupId="g")["SequenceNumber"] for i in range(5)]
    assert all(len(number) == 20 and number.isdigit() for number in sent)
    assert sorted(set(sent)) == sent
    assert [message["Attributes"]["SequenceNumber"] for message in fifo.receive()] == sent


def test_a_duplicate_succeeds_with_the_first_answer_and_is_not_delivered(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True)
    first = queue.send("one", MessageGroupId="g", MessageDeduplicationId="d")
    second = queue.send("two", MessageGroupId="g", MessageDeduplicationId="d")
    assert (second["MessageId"], second["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    assert bodies(queue.receive()) == ["one"]


def test_the_deduplication_memory_outlives_the_message(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True)
    queue.send("one", MessageGroupId="g", MessageDeduplicationId="d")
    queue.delete(queue.receive()[0])
    queue.send("two", MessageGroupId="g", MessageDeduplicationId="d")
    assert queue.counts() == (0, 0, 0)


def test_a_purge_clears_the_deduplication_memory(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True)
    queue.send("one", MessageGroupId="g", MessageDeduplicationId="d")
    queue.client.purge_queue(QueueUrl=queue.url)
    queue.send("two", MessageGroupId="g", MessageDeduplicationId="d")
    assert bodies(queue.receive()) == ["two"]


def test_content_based_deduplication_looks_at_the_body_only_and_an_id_overrides_it(
    fifo: QueueUnderTest,
) -> None:
    attribute = {"a": {"DataType": "String", "StringValue": "x"}}
    fifo.send("same", MessageGroupId="g")
    fifo.send("same", MessageGroupId="h", MessageAttributes=attribute)
    fifo.send("same", MessageGroupId="g", MessageDeduplicationId="other")
    assert fifo.counts() == (2, 0, 0)


def test_deduplication_can_count_by_group(make_queue: MakeQueue) -> None:
    queue = make_queue(
        fifo=True,
        ContentBasedDeduplication="true",
        DeduplicationScope="messageGroup",
        FifoThroughputLimit="perMessageGroupId",
    )
    for group_id in ("g", "h", "h"):
        queue.send("same", MessageGroupId=group_id)
    assert queue.counts() == (2, 0, 0)


def test_a_fifo_send_needs_a_group_and_a_deduplication_id(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True)
    assert refused(queue.send, "x", MessageDeduplicationId="d")[0] == "MissingParameter"
    assert refused(queue.send, "x", MessageGroupId="g")[0] == "InvalidParameterValue"


def test_a_delay_per_message_is_refused_and_the_queues_own_is_kept(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True, ContentBasedDeduplication="true", DelaySeconds="1")
    assert refused(queue.send, "x", MessageGroupId="g", DelaySeconds=1)[0] == "InvalidParameterValue"
    queue.send("later", MessageGroupId="g")
    assert queue.counts() == (0, 0, 1)
    assert bodies(queue.receive(WaitTimeSeconds=3)) == ["later"]


def test_a_delete_after_the_timeout_is_refused(fifo: QueueUnderTest) -> None:
    fifo.send("order", MessageGroupId="g")
    message = fifo.receive(VisibilityTimeout=0)[0]
    code, words = refused(fifo.delete, message)
    assert code == "InvalidParameterValue"
    assert "The receipt handle has expired" in words
    assert fifo.counts() == (1, 0, 0)


def test_a_delete_works_when_the_visibility_was_extended_in_time(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True, ContentBasedDeduplication="true", VisibilityTimeout="1")
    queue.send("order", MessageGroupId="g")
    message = queue.receive()[0]
    queue.change_visibility(message, 30)
    assert queue.receive(WaitTimeSeconds=2) == []
    queue.delete(message)
    assert queue.counts() == (0, 0, 0)


def test_an_expired_message_comes_back_and_unlocks_its_group(make_queue: MakeQueue) -> None:
    queue = make_queue(fifo=True, ContentBasedDeduplication="true", VisibilityTimeout="1")
    for body in ("one", "two"):
        queue.send(body, MessageGroupId="g")
    assert bodies(queue.receive(1)) == ["one"]
    assert bodies(queue.receive(WaitTimeSeconds=3)) == ["one", "two"]
