"""Receiving, visibility and deleting on standard queues."""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.sandbox.conftest import MakeQueue
from tests.sandbox.queue_under_test import QueueUnderTest, bodies, refused


def test_a_received_message_carries_its_system_attributes(make_queue: MakeQueue) -> None:
    queue = make_queue()
    before_ms = int(time.time() * 1000) - 1
    queue.send("order")
    received = queue.receive(VisibilityTimeout=0)[0]
    again = queue.receive()[0]
    assert set(received["Attributes"]) == {
        "SenderId",
        "SentTimestamp",
        "ApproximateReceiveCount",
        "ApproximateFirstReceiveTimestamp",
    }
    assert before_ms <= int(received["Attributes"]["SentTimestamp"]) <= time.time() * 1000 + 1
    assert [m["Attributes"]["ApproximateReceiveCount"] for m in (received, again)] == ["1", "2"]
    first_received = "ApproximateFirstReceiveTimestamp"
    assert received["Attributes"][first_received] == again["Attributes"][first_received]


def test_attributes_come_only_when_asked_for(make_queue: MakeQueue) -> None:
    queue = make_queue()
    attributes = {name: {"DataType": "String", "StringValue": "v"} for name in ("order.id", "order.sum", "x")}
    queue.send("order", MessageAttributes=attributes)

    def names(*wanted: str) -> set[str]:
        found = queue.receive(VisibilityTimeout=0, MessageAttributeNames=list(wanted))[0]
        return set(found.get("MessageAttributes", {}))

    assert names() == set()
    assert names("x") == {"x"}
    assert names("order.*") == {"order.id", "order.sum"}
    assert names("All") == names(".*") == set(attributes)
    assert "Attributes" not in queue.receive(MessageSystemAttributeNames=[])[0]


def test_a_message_is_visible_again_when_its_timeout_ends_and_not_later(make_queue: MakeQueue) -> None:
    queue = make_queue(VisibilityTimeout="1")
    queue.send("order")
    asked_at = time.monotonic()
    assert len(queue.receive()) == 1
    held_from = time.monotonic()
    assert queue.receive() == []
    assert queue.counts() == (0, 1, 0)
    assert bodies(queue.receive(WaitTimeSeconds=5)) == ["order"]
    assert time.monotonic() - asked_at >= 1.0
    assert time.monotonic() - held_from < 1.3


def test_a_long_poll_returns_as_soon_as_a_message_comes(make_queue: MakeQueue) -> None:
    queue = make_queue()
    with ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        poll = pool.submit(queue.receive, WaitTimeSeconds=10)
        sender = threading.Timer(0.2, queue.send, ["order"])
        sender.start()
        assert bodies(poll.result()) == ["order"]
        sender.join()
    assert time.monotonic() - began < 2.0


def test_a_long_poll_on_an_empty_queue_ends_with_its_wait_time(make_queue: MakeQueue) -> None:
    queue = make_queue(ReceiveMessageWaitTimeSeconds="1")
    began = time.monotonic()
    assert queue.receive() == []
    assert 0.9 < time.monotonic() - began < 2.0


@pytest.mark.parametrize(
    "parameters",
    [
        {"WaitTimeSeconds": 21},
        {"MaxNumberOfMessages": 11},
        {"MaxNumberOfMessages": 0},
        {"VisibilityTimeout": 43_201},
    ],
)
def test_a_receive_outside_the_ranges_is_refused(make_queue: MakeQueue, parameters: dict[str, int]) -> None:
    queue = make_queue()
    code, _ = refused(queue.client.receive_message, QueueUrl=queue.url, **parameters)
    assert code == "InvalidParameterValue"


def test_deleting_twice_is_fine_and_garbage_is_no_handle(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    message = queue.receive()[0]
    queue.delete(message)
    queue.delete(message)
    assert queue.counts() == (0, 0, 0)
    assert refused(queue.delete, {"ReceiptHandle": "garbage"})[0] == "ReceiptHandleIsInvalid"
    foreign = make_queue()
    assert refused(foreign.delete, message)[0] == "ReceiptHandleIsInvalid"


def test_a_standard_queue_deletes_after_the_timeout_with_the_newest_handle(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    message = queue.receive(VisibilityTimeout=0)[0]
    queue.delete(message)
    assert queue.counts() == (0, 0, 0)


def test_an_old_handle_succeeds_and_deletes_nothing(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    old = queue.receive(VisibilityTimeout=0)[0]
    newest = queue.receive()[0]
    queue.delete(old)
    assert queue.counts() == (0, 1, 0)
    queue.delete(newest)
    assert queue.counts() == (0, 0, 0)


def test_a_batch_delete_tells_which_handle_was_wrong(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    good = {"Id": "good", "ReceiptHandle": queue.receive()[0]["ReceiptHandle"]}
    bad = {"Id": "bad", "ReceiptHandle": "garbage"}
    answer = queue.client.delete_message_batch(QueueUrl=queue.url, Entries=[good, bad])
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [("bad", "ReceiptHandleIsInvalid")]


def test_a_message_can_be_released_and_held_longer(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    message = queue.receive()[0]
    queue.change_visibility(message, 0)
    assert queue.counts() == (1, 0, 0)
    message = queue.receive(VisibilityTimeout=1)[0]
    queue.change_visibility(message, 60)
    assert queue.receive(WaitTimeSeconds=2) == []
    assert queue.counts() == (0, 1, 0)


def test_a_standard_queue_takes_a_visibility_change_after_the_timeout(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    queue.change_visibility(queue.receive(VisibilityTimeout=0)[0], 60)
    assert queue.counts() == (0, 1, 0)


def test_visibility_ends_twelve_hours_after_the_receive(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    message = queue.receive()[0]
    queue.change_visibility(message, 43_195)
    for seconds in (43_200, 43_201):
        assert refused(queue.change_visibility, message, seconds)[0] == "InvalidParameterValue"


def test_a_deleted_message_has_no_visibility_to_change(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("order")
    message = queue.receive()[0]
    queue.delete(message)
    code, words = refused(queue.change_visibility, message, 10)
    assert code == "InvalidParameterValue"
    assert "not available for visibility timeout change" in words


def test_a_message_received_thrice_goes_to_the_back(make_queue: MakeQueue) -> None:
    queue = make_queue()
    queue.send("tired")
    queue.send("fresh")
    for _ in range(3):
        message = queue.receive(1)[0]
        assert message["Body"] == "tired"
        queue.change_visibility(message, 0)
    assert bodies(queue.receive(1)) == ["fresh"]


def seconds_per_receive(queue: QueueUnderTest) -> float:
    times = []
    for _ in range(20):
        began = time.perf_counter()
        assert len(queue.receive(VisibilityTimeout=0)) == 10
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def test_a_deep_queue_answers_as_quickly_as_a_shallow_one(make_queue: MakeQueue) -> None:
    shallow, deep = make_queue(), make_queue()

    def fill(queue: QueueUnderTest) -> None:
        queue.send_batch(*({"Id": str(i), "MessageBody": "x"} for i in range(10)))

    fill(shallow)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(fill, [deep] * 200))
    assert deep.counts() == (2_000, 0, 0)
    assert seconds_per_receive(deep) < 5 * seconds_per_receive(shallow) + 0.005
