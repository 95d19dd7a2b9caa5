"""Listing, creating, describing, purging and deleting queues, and how errors look on the wire."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3
import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.sandbox.conftest import MakeQueue, sqs_client
from tests.sandbox.queue_under_test import refused

MANY = 1_050


def test_more_than_a_thousand_queues_come_only_with_max_results(server: SandboxEndpoint) -> None:
    client = sqs_client(server, "ap-south-1")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: client.create_queue(QueueName=f"many-{i:04d}"), range(MANY)))
    plain = client.list_queues()
    assert (len(plain["QueueUrls"]), "NextToken" in plain) == (1_000, False)
    pages = list(client.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 1_000}))
    assert [len(page["QueueUrls"]) for page in pages] == [1_000, MANY - 1_000]
    urls = {url for page in pages for url in page["QueueUrls"]}
    assert len(urls) == MANY
    few = client.list_queues(QueueNamePrefix="many-10", MaxResults=30)
    assert (len(few["QueueUrls"]), "NextToken" in few) == (30, True)
    for limit in (0, 1_001):
        assert refused(client.list_queues, MaxResults=limit)[0] == "InvalidParameterValue"
    client.close()


def test_a_prefix_is_case_sensitive_and_an_empty_region_lists_nothing(server: SandboxEndpoint) -> None:
    client = sqs_client(server, "eu-north-1")
    assert client.list_queues().get("QueueUrls", []) == []
    url = client.create_queue(QueueName="OrderQueue")["QueueUrl"]
    assert client.list_queues(QueueNamePrefix="Order")["QueueUrls"] == [url]
    assert client.list_queues(QueueNamePrefix="order").get("QueueUrls", []) == []
    client.close()


def test_two_regions_do_not_share_a_queue(server: SandboxEndpoint, make_queue: MakeQueue) -> None:
    queue = make_queue()
    client = sqs_client(server, "eu-central-1")
    assert refused(client.get_queue_url, QueueName=queue.name)[0].endswith("NonExistentQueue")
    client.close()


def test_a_new_queue_has_sqs_defaults_and_times_in_seconds(make_queue: MakeQueue) -> None:
    queue = make_queue()
    found = queue.attributes()
    assert queue.arn == f"arn:aws:sqs:eu-west-1:000000000000:{queue.name}"
    defaults = {
        "DelaySeconds": "0",
        "MaximumMessageSize": "1048576",
        "MessageRetentionPeriod": "345600",
        "ReceiveMessageWaitTimeSeconds": "0",
        "SqsManagedSseEnabled": "true",
        "VisibilityTimeout": "30",
    }
    assert {name: found[name] for name in defaults} == defaults
    assert found["CreatedTimestamp"].isdigit()
    assert found["LastModifiedTimestamp"].isdigit()
    assert not {"RedrivePolicy", "Policy", "RedriveAllowPolicy", "FifoQueue"} & set(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DelaySeconds", "901"),
        ("MaximumMessageSize", "1023"),
        ("MaximumMessageSize", "1048577"),
        ("MessageRetentionPeriod", "59"),
        ("MessageRetentionPeriod", "1209601"),
        ("ReceiveMessageWaitTimeSeconds", "21"),
        ("VisibilityTimeout", "43201"),
        ("VisibilityTimeout", "soon"),
        ("Policy", "no JSON"),
    ],
)
def test_an_attribute_outside_its_range_is_refused(make_queue: MakeQueue, name: str, value: str) -> None:
    queue = make_queue()
    assert refused(queue.set_attributes, **{name: value})[0].endswith("InvalidAttributeValue")


def test_setting_one_attribute_leaves_the_policy_alone(make_queue: MakeQueue) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    queue = make_queue(Policy=policy)
    queue.set_attributes(VisibilityTimeout="5")
    found = queue.attributes()
    assert json.loads(found["Policy"]) == json.loads(policy)
    assert found["VisibilityTimeout"] == "5"
    queue.set_attributes(Policy="")
    assert "Policy" not in queue.attributes()


def test_creating_again_returns_the_queue_unless_an_attribute_differs(
    make_queue: MakeQueue, sqs: Any
) -> None:
    queue = make_queue(VisibilityTimeout="7")
    same = sqs.create_queue(QueueName=queue.name, Attributes={"VisibilityTimeout": "7"})
    assert same["QueueUrl"] == queue.url
    with pytest.raises(sqs.exceptions.QueueNameExists):
        sqs.create_queue(QueueName=queue.name, Attributes={"VisibilityTimeout": "8"})


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("with space", {}),
        ("x" * 81, {}),
        ("name.fifo", {}),
        ("name", {"FifoQueue": "true"}),
    ],
)
def test_a_wrong_queue_name_is_refused(sqs: Any, name: str, attributes: dict[str, str]) -> None:
    assert refused(sqs.create_queue, QueueName=name, Attributes=attributes)[0] == "InvalidParameterValue"


def test_a_deleted_queue_is_gone_and_its_name_rests_for_a_minute(make_queue: MakeQueue, sqs: Any) -> None:
    queue = make_queue()
    sqs.delete_queue(QueueUrl=queue.url)
    assert refused(queue.send, "x")[0] == "AWS.SimpleQueueService.NonExistentQueue"
    with pytest.raises(sqs.exceptions.QueueDeletedRecently):
        sqs.create_queue(QueueName=queue.name)


def test_a_poll_on_a_queue_that_is_deleted_meanwhile_ends(make_queue: MakeQueue) -> None:
    queue = make_queue()
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(refused, queue.receive, WaitTimeSeconds=20)
        queue.counts()
        queue.client.delete_queue(QueueUrl=queue.url)
        assert poll.result(timeout=5)[0] == "AWS.SimpleQueueService.NonExistentQueue"


def test_a_purge_takes_everything_and_the_next_one_has_to_wait(make_queue: MakeQueue, sqs: Any) -> None:
    queue = make_queue()
    queue.send("in flight")
    queue.receive()
    queue.send("visible")
    queue.send("delayed", DelaySeconds=900)
    assert queue.counts() == (1, 1, 1)
    sqs.purge_queue(QueueUrl=queue.url)
    assert queue.counts() == (0, 0, 0)
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress) as caught:
        sqs.purge_queue(QueueUrl=queue.url)
    response = caught.value.response
    assert response["Error"]["Code"] == "AWS.SimpleQueueService.PurgeQueueInProgress"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_error_carries_both_of_its_codes_and_every_answer_a_request_id(
    make_queue: MakeQueue, sqs: Any
) -> None:
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as caught:
        sqs.get_queue_url(QueueName="no-such-queue")
    error = caught.value.response["Error"]
    assert error["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert error["QueryErrorCode"] == "QueueDoesNotExist"
    assert caught.value.response["ResponseMetadata"]["RequestId"]
    assert make_queue().send("x")["ResponseMetadata"]["RequestId"]


def test_tags_are_kept(make_queue: MakeQueue, sqs: Any) -> None:
    queue = make_queue()
    sqs.tag_queue(QueueUrl=queue.url, Tags={"team": "orders", "stage": "test"})
    sqs.untag_queue(QueueUrl=queue.url, TagKeys=["stage"])
    assert sqs.list_queue_tags(QueueUrl=queue.url)["Tags"] == {"team": "orders"}


def test_the_role_profile_is_another_account_with_queues_of_its_own(
    server: SandboxEndpoint, make_queue: MakeQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = make_queue()
    monkeypatch.setenv("AWS_CONFIG_FILE", str(server.config_file))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(server.credentials_file))
    identities = {}
    for profile in ("demo", "demo-warehouse"):
        session = boto3.Session(profile_name=profile)
        assert session.region_name == "eu-west-1"
        identity = session.client("sts").get_caller_identity()
        identities[profile] = (identity["Account"], identity["Arn"])
        assert session.client("iam").list_account_aliases()["AccountAliases"] == []
    assert identities == {
        "demo": ("000000000000", "arn:aws:iam::000000000000:user/demo"),
        "demo-warehouse": ("111111111111", "arn:aws:sts::111111111111:assumed-role/warehouse/order-demo"),
    }
    warehouse = boto3.Session(profile_name="demo-warehouse").client("sqs")
    assert refused(warehouse.get_queue_url, QueueName=queue.name)[0].endswith("NonExistentQueue")
    url = warehouse.create_queue(QueueName=queue.name)["QueueUrl"]
    assert "/111111111111/" in url
    warehouse.send_message(QueueUrl=url, MessageBody="x")
    answer = warehouse.receive_message(QueueUrl=url, MessageSystemAttributeNames=["SenderId"])
    sender = answer["Messages"][0]["Attributes"]["SenderId"]
    assert sender.startswith("AROA")
    assert sender.endswith(":order-demo")
    assert queue.counts() == (0, 0, 0)


def test_cloudwatch_answers(server: SandboxEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(server.config_file))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(server.credentials_file))
    metrics = boto3.Session(profile_name="demo").client("cloudwatch").list_metrics(Namespace="AWS/SQS")
    assert metrics["Metrics"] == []
