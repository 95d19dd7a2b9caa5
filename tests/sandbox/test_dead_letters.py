"""How a message gets into a DLQ, and what SQS allows in a redrive policy."""

from __future__ import annotations

import json

from tests.sandbox.conftest import MakeQueue
from tests.sandbox.queue_under_test import QueueUnderTest, bodies, refused

TRACE_HEADER = "Root=1-5759e988-bd862e3fe1be46a994272793"


def exhaust(queue: QueueUnderTest, receives: int = 1) -> None:
    """Receive what is there so often, then once more, which moves it to the DLQ."""
    for _ in range(receives):
        assert queue.receive(VisibilityTimeout=0)
    assert queue.receive(VisibilityTimeout=0) == []


def test_a_dead_letter_keeps_its_id_attributes_and_count_and_names_its_source(make_queue: MakeQueue) -> None:
    source, target = make_queue(), make_queue()
    source.dead_letter_into(target)
    attributes = {"total": {"DataType": "Number.int", "StringValue": "100"}}
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": TRACE_HEADER}}
    sent = source.send(
        "order", MessageAttributes=attributes, MessageSystemAttributes=trace, MessageGroupId="U456"
    )
    first = source.receive(VisibilityTimeout=0)[0]
    assert source.receive() == []
    dead = target.receive()[0]
    assert dead["MessageId"] == sent["MessageId"]
    assert dead["MessageAttributes"] == attributes
    kept = ("SentTimestamp", "AWSTraceHeader", "MessageGroupId", "SenderId")
    assert [dead["Attributes"][name] for name in kept] == [first["Attributes"][name] for name in kept]
    assert dead["Attributes"]["ApproximateReceiveCount"] == "2"
    assert dead["Attributes"]["DeadLetterQueueSourceArn"] == source.arn
    assert "DeadLetterQueueSourceArn" not in first["Attributes"]


def test_a_message_moves_only_when_the_count_exceeds_the_maximum(make_queue: MakeQueue) -> None:
    source, target = make_queue(), make_queue()
    source.dead_letter_into(target, maximum_receives=3)
    source.send("order")
    for count in ("1", "2", "3"):
        message = source.receive(VisibilityTimeout=0)[0]
        assert message["Attributes"]["ApproximateReceiveCount"] == count
    assert target.counts() == (0, 0, 0)
    assert source.receive() == []
    assert (source.counts(), target.counts()) == ((0, 0, 0), (1, 0, 0))


def test_a_deleted_dead_letter_queue_moves_nothing(make_queue: MakeQueue) -> None:
    source, target = make_queue(), make_queue()
    source.dead_letter_into(target)
    source.send("order")
    target.client.delete_queue(QueueUrl=target.url)
    for _ in range(3):
        assert bodies(source.receive(VisibilityTimeout=0)) == ["order"]


def test_a_fifo_dead_letter_queue_keeps_order_and_group_lock(make_queue: MakeQueue) -> None:
    source = make_queue(fifo=True, ContentBasedDeduplication="true")
    target = make_queue(fifo=True)
    source.dead_letter_into(target)
    sent = [source.send(f"a{number}", MessageGroupId="a")["MessageId"] for number in range(3)]
    exhaust(source)
    dead = target.receive(2)
    assert bodies(dead) == ["a0", "a1"]
    assert target.receive() == [], "the group is locked in the DLQ, too"
    for message, message_id in zip(dead, sent, strict=False):
        system = message["Attributes"]
        assert (message["MessageId"], system["MessageDeduplicationId"]) == (message_id, message_id)
        assert system["MessageGroupId"] == "a"
    assert dead[0]["Attributes"]["SequenceNumber"] < dead[1]["Attributes"]["SequenceNumber"]


def test_source_queues_are_listed_page_by_page(make_queue: MakeQueue) -> None:
    target = make_queue()
    sources = [make_queue() for _ in range(3)]
    for source in sources:
        source.dead_letter_into(target)
    listed = target.client.list_dead_letter_source_queues(QueueUrl=target.url)
    assert sorted(listed["queueUrls"]) == sorted(source.url for source in sources)
    assert "NextToken" not in listed
    first = target.client.list_dead_letter_source_queues(QueueUrl=target.url, MaxResults=2)
    rest = target.client.list_dead_letter_source_queues(
        QueueUrl=target.url, MaxResults=2, NextToken=first["NextToken"]
    )
    assert sorted(first["queueUrls"] + rest["queueUrls"]) == sorted(listed["queueUrls"])


def test_an_empty_redrive_policy_removes_it(make_queue: MakeQueue) -> None:
    source, target = make_queue(), make_queue()
    source.dead_letter_into(target)
    assert json.loads(source.attributes()["RedrivePolicy"])["maxReceiveCount"] == 1
    source.set_attributes(RedrivePolicy="")
    assert "RedrivePolicy" not in source.attributes()


def test_a_redrive_policy_needs_an_existing_queue_of_the_same_kind(make_queue: MakeQueue) -> None:
    source, fifo = make_queue(), make_queue(fifo=True)
    code, words = refused(source.dead_letter_into, fifo)
    assert (code, "same type" in words) == ("InvalidParameterValue", True)
    assert refused(fifo.dead_letter_into, source)[0] == "InvalidParameterValue"
    policy = json.dumps({"deadLetterTargetArn": source.arn + "-gone", "maxReceiveCount": 1})
    code, words = refused(source.set_attributes, RedrivePolicy=policy)
    assert (code, "does not exist" in words) == ("InvalidParameterValue", True)


def test_maximum_receives_are_one_to_a_thousand(make_queue: MakeQueue) -> None:
    source, target = make_queue(), make_queue()
    for maximum in (0, 1_001):
        assert refused(source.dead_letter_into, target, maximum)[0] == "InvalidParameterValue"
    source.dead_letter_into(target, 1_000)


def test_a_queue_that_denies_all_is_nobodys_dead_letter_queue(make_queue: MakeQueue) -> None:
    target = make_queue(RedriveAllowPolicy='{"redrivePermission": "denyAll"}')
    assert refused(make_queue().dead_letter_into, target)[0] == "InvalidParameterValue"
    policy = json.dumps({"deadLetterTargetArn": target.arn, "maxReceiveCount": 1})
    assert refused(make_queue, RedrivePolicy=policy)[0] == "InvalidParameterValue"
    target.set_attributes(RedriveAllowPolicy='{"redrivePermission": "allowAll"}')
    make_queue().dead_letter_into(target)


def test_a_queue_can_allow_some_sources_only(make_queue: MakeQueue) -> None:
    friend, stranger, target = make_queue(), make_queue(), make_queue()
    policy = json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [friend.arn]})
    target.set_attributes(RedriveAllowPolicy=policy)
    assert json.loads(target.attributes()["RedriveAllowPolicy"]) == json.loads(policy)
    friend.dead_letter_into(target)
    assert refused(stranger.dead_letter_into, target)[0] == "InvalidParameterValue"


def test_a_redrive_allow_policy_names_ten_sources_at_most(make_queue: MakeQueue) -> None:
    target = make_queue()
    for sources in ([], [target.arn] * 11):
        policy = json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": sources})
        assert refused(target.set_attributes, RedriveAllowPolicy=policy)[0].endswith("InvalidAttributeValue")
