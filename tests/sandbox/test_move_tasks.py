"""Message move tasks, as the service model and recordings describe them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import MakeQueue
from tests.sandbox.queue_under_test import QueueUnderTest, bodies, refused, wait_until

TRACE_HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793"


class Redrive:
    """A source and its DLQ, with messages that went there by themselves."""

    def __init__(self, make_queue: MakeQueue, *, fifo: bool = False) -> None:
        self.source = make_queue(fifo=fifo)
        self.dead_letters = make_queue(fifo=fifo)
        self.source.dead_letter_into(self.dead_letters)
        self.client = self.source.client

    def bury(self, count: int, **parameters: Any) -> list[dict[str, Any]]:
        """Send so many messages and let them become dead letters."""
        sent = []
        for number in range(count):
            own = {"MessageDeduplicationId": f"d{number}"} if "MessageGroupId" in parameters else {}
            sent.append(self.source.send(f"order {number}", **own, **parameters))
        while self.source.receive(VisibilityTimeout=0):
            pass
        assert self.dead_letters.counts() == (count, 0, 0)
        return sent

    def start(self, **parameters: Any) -> str:
        answer = self.client.start_message_move_task(SourceArn=self.dead_letters.arn, **parameters)
        return str(answer["TaskHandle"])

    def tasks(self, limit: int = 10) -> list[dict[str, Any]]:
        answer = self.client.list_message_move_tasks(SourceArn=self.dead_letters.arn, MaxResults=limit)
        found: list[dict[str, Any]] = answer["Results"]
        return found

    def ended(self) -> dict[str, Any]:
        """Wait until the newest task has ended and return it."""
        wait_until(lambda: self.tasks(1)[0]["Status"] not in {"RUNNING", "CANCELLING"})
        return self.tasks(1)[0]


@pytest.fixture
def redrive(make_queue: MakeQueue) -> Redrive:
    return Redrive(make_queue)


def test_without_a_destination_each_message_goes_back_to_its_own_source(make_queue: MakeQueue) -> None:
    redrive = Redrive(make_queue)
    other = make_queue()
    other.dead_letter_into(redrive.dead_letters)
    redrive.bury(3)
    other.send("other order")
    while other.receive(VisibilityTimeout=0):
        pass
    redrive.start()
    task = redrive.ended()
    assert task["Status"] == "COMPLETED"
    assert (redrive.source.counts(), other.counts()) == ((3, 0, 0), (1, 0, 0))
    assert redrive.dead_letters.counts() == (0, 0, 0)


def test_a_moved_message_is_new_and_keeps_attributes_trace_header_and_group(redrive: Redrive) -> None:
    attributes = {"total": {"DataType": "Number.int", "StringValue": "100"}}
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE_HEADER}}
    redrive.source.send(
        "order", MessageAttributes=attributes, MessageSystemAttributes=trace, MessageGroupId="U456"
    )
    old = redrive.source.receive(VisibilityTimeout=0)[0]
    assert redrive.source.receive() == []
    redrive.start()
    redrive.ended()
    new = redrive.source.receive()[0]
    assert new["MessageId"] != old["MessageId"]
    assert new["MessageAttributes"] == attributes
    system = new["Attributes"]
    assert (system["AWSTraceHeader"], system["MessageGroupId"]) == (TRACE_HEADER, "U456")
    assert system["ApproximateReceiveCount"] == "1"
    assert int(system["SentTimestamp"]) > int(old["Attributes"]["SentTimestamp"])
    assert "DeadLetterQueueSourceArn" not in system


def test_a_list_shows_what_was_given_and_the_handle_only_while_running(redrive: Redrive) -> None:
    redrive.bury(2)
    assert redrive.tasks() == []
    handle = redrive.start(DestinationArn=redrive.source.arn, MaxNumberOfMessagesPerSecond=1)
    running = redrive.tasks()[0]
    assert running["TaskHandle"] == handle
    assert (running["Status"], running["ApproximateNumberOfMessagesToMove"]) == ("RUNNING", 2)
    assert running["DestinationArn"] == redrive.source.arn
    assert running["MaxNumberOfMessagesPerSecond"] == 1
    assert running["StartedTimestamp"] > 1_700_000_000_000
    ended = redrive.ended()
    assert (ended["Status"], ended["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 2)
    assert "TaskHandle" not in ended
    assert "FailureReason" not in ended
    redrive.start()
    newest, oldest = redrive.tasks()
    assert "DestinationArn" not in newest
    assert "MaxNumberOfMessagesPerSecond" not in newest
    assert oldest["StartedTimestamp"] == running["StartedTimestamp"]
    redrive.ended()


def test_a_rate_slows_the_move_and_a_second_task_has_to_wait(redrive: Redrive) -> None:
    redrive.bury(5)
    handle = redrive.start(MaxNumberOfMessagesPerSecond=1)
    code, words = refused(redrive.start)
    assert (code, "already a task running" in words) == ("InvalidParameterValue", True)
    assert redrive.dead_letters.counts()[0] >= 3
    redrive.client.cancel_message_move_task(TaskHandle=handle)
    redrive.ended()


def test_a_cancelled_task_leaves_moved_what_it_moved(redrive: Redrive) -> None:
    redrive.bury(5)
    handle = redrive.start(MaxNumberOfMessagesPerSecond=2)
    wait_until(lambda: redrive.source.counts()[0] >= 1)
    redrive.client.cancel_message_move_task(TaskHandle=handle)
    task = redrive.ended()
    moved = redrive.source.counts()[0]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("CANCELLED", moved)
    assert redrive.dead_letters.counts()[0] == 5 - moved > 0
    assert "TaskHandle" not in task
    cancel = redrive.client.cancel_message_move_task
    assert refused(cancel, TaskHandle=handle)[0] == "ResourceNotFoundException"
    assert refused(cancel, TaskHandle="garbage")[0] == "InvalidParameterValue"


def test_a_destination_that_disappears_fails_the_task(make_queue: MakeQueue, redrive: Redrive) -> None:
    destination = make_queue()
    redrive.bury(5)
    redrive.start(DestinationArn=destination.arn, MaxNumberOfMessagesPerSecond=2)
    wait_until(lambda: destination.counts()[0] >= 1)
    redrive.client.delete_queue(QueueUrl=destination.url)
    task = redrive.ended()
    assert task["Status"] == "FAILED"
    assert task["FailureReason"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert redrive.dead_letters.counts()[0] > 0


def test_a_message_sent_straight_to_the_dlq_has_no_source_to_go_back_to(redrive: Redrive) -> None:
    redrive.dead_letters.send("by hand")
    redrive.start()
    task = redrive.ended()
    assert (task["Status"], task["FailureReason"]) == ("FAILED", "CouldNotDetermineMessageSource")
    redrive.start(DestinationArn=redrive.source.arn)
    assert redrive.ended()["Status"] == "COMPLETED"
    assert bodies(redrive.source.receive()) == ["by hand"]


def test_a_fifo_move_keeps_the_order_of_a_group(make_queue: MakeQueue) -> None:
    redrive = Redrive(make_queue, fifo=True)
    redrive.bury(4, MessageGroupId="g")
    redrive.start()
    assert redrive.ended()["Status"] == "COMPLETED"
    received = redrive.source.receive()
    assert bodies(received) == [f"order {number}" for number in range(4)]
    assert {message["Attributes"]["MessageGroupId"] for message in received} == {"g"}


def test_a_message_in_flight_stays_where_it_is(redrive: Redrive) -> None:
    redrive.bury(2)
    assert len(redrive.dead_letters.receive(1)) == 1
    redrive.start()
    redrive.ended()
    assert (redrive.source.counts(), redrive.dead_letters.counts()) == ((1, 0, 0), (0, 1, 0))


def test_only_a_dead_letter_queue_can_be_a_source(make_queue: MakeQueue, sqs: Any) -> None:
    queue = make_queue()
    code, words = refused(sqs.start_message_move_task, SourceArn=queue.arn)
    assert code == "InvalidParameterValue"
    assert words == "Source queue must be configured as a Dead Letter Queue."
    assert refused(sqs.start_message_move_task, SourceArn="garbage")[0] == "InvalidParameterValue"


def test_missing_queues_are_resources_not_found_with_status_404(redrive: Redrive, sqs: Any) -> None:
    gone = redrive.source.arn + "-gone"
    assert refused(sqs.start_message_move_task, SourceArn=gone)[0] == "ResourceNotFoundException"
    assert refused(sqs.list_message_move_tasks, SourceArn=gone)[0] == "ResourceNotFoundException"
    assert refused(redrive.start, DestinationArn=gone)[0] == "ResourceNotFoundException"
    with pytest.raises(sqs.exceptions.ResourceNotFoundException) as caught:
        redrive.start(DestinationArn=gone)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_destination_is_another_queue_of_the_same_kind(make_queue: MakeQueue, redrive: Redrive) -> None:
    wrong: list[QueueUnderTest] = [redrive.dead_letters, make_queue(fifo=True)]
    for queue in wrong:
        assert refused(redrive.start, DestinationArn=queue.arn)[0] == "InvalidParameterValue"


@pytest.mark.parametrize("rate", [0, 501])
def test_a_rate_is_one_to_five_hundred(redrive: Redrive, rate: int) -> None:
    assert refused(redrive.start, MaxNumberOfMessagesPerSecond=rate)[0] == "InvalidParameterValue"


def test_ten_tasks_are_listed_at_most(redrive: Redrive) -> None:
    for _ in range(11):
        redrive.start()
        redrive.ended()
    assert len(redrive.tasks()) == 10
    assert len(redrive.client.list_message_move_tasks(SourceArn=redrive.dead_letters.arn)["Results"]) == 1
    assert refused(redrive.tasks, 11)[0] == "InvalidParameterValue"
