"""The order demo holds what its description promises, and its services work until they are paused."""

from __future__ import annotations

import base64
import collections
import gzip
import json
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import boto3
import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.sandbox.process import SandboxProcess
from tests.fakes.sandbox_fixture import start_sandbox
from tests.guards.event_loops import RunCoroutine
from tests.sandbox.queue_under_test import QueueUnderTest, wait_until

PLACES = (("demo", "eu-west-1"), ("demo", "us-east-1"), ("demo-warehouse", "eu-west-1"))
MOVING = {"OrderQueue", "PaymentQueue", "InventoryUpdates.fifo", "StockQueue", "VideoEncodeQueue"}
DEPTHS = {
    "InventoryUpdates-DLQ.fifo": 2,
    "InventoryUpdates.fifo": 42,
    "NotificationQueue": 17,
    "OrderQueue": 128,
    "OrderQueue-DLQ": 61,
    "PaymentQueue": 36,
    "PaymentQueue-DLQ": 3,
    "ShippingQueue": 9,
    "ShippingQueue-DLQ": 0,
    "AuditLogQueue": 1204,
    "DemoQueueLambda": 1,
    "VideoEncodeQueue": 8,
    "VideoEncodeQueue-DLQ": 0,
    "Returns-DLQ.fifo": 0,
    "Returns.fifo": 4,
    "StockQueue": 58,
}


def queues_of(endpoint: SandboxEndpoint, monkeypatch: pytest.MonkeyPatch) -> dict[str, QueueUnderTest]:
    """Open both profiles as a person would and return all queues by name."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(endpoint.config_file))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(endpoint.credentials_file))
    found = {}
    for profile, region in PLACES:
        client = boto3.Session(profile_name=profile, region_name=region).client("sqs")
        for url in client.list_queues()["QueueUrls"]:
            name = url.rsplit("/", 1)[-1]
            found[name] = QueueUnderTest(client, name, url)
    return found


@pytest.fixture(scope="module")
def demo(quiet_demo: SandboxEndpoint) -> dict[str, QueueUnderTest]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        return queues_of(quiet_demo, monkeypatch)


@pytest.fixture(scope="module")
def failed_orders(demo: dict[str, QueueUnderTest]) -> list[dict[str, Any]]:
    return every_message(demo["OrderQueue-DLQ"])


@pytest.fixture(scope="module")
def waiting_orders(demo: dict[str, QueueUnderTest]) -> list[dict[str, Any]]:
    """Receive them once for all tests: the third receive would make dead letters of some."""
    return every_message(demo["OrderQueue"])


def every_message(queue: QueueUnderTest) -> list[dict[str, Any]]:
    """Receive all visible messages and put them back."""
    found: list[dict[str, Any]] = []
    while batch := queue.receive(VisibilityTimeout=60, WaitTimeSeconds=0):
        found += batch
    for message in found:
        queue.change_visibility(message, 0)
    return found


def test_every_queue_is_where_it_belongs_with_its_messages(demo: dict[str, QueueUnderTest]) -> None:
    assert {name: queue.counts()[0] for name, queue in demo.items()} == DEPTHS
    accounts = {name: queue.arn.split(":")[3:5] for name, queue in demo.items()}
    assert accounts["OrderQueue"] == ["eu-west-1", "000000000000"]
    assert accounts["AuditLogQueue"] == ["us-east-1", "000000000000"]
    assert accounts["StockQueue"] == ["eu-west-1", "111111111111"]
    assert demo["OrderQueue"].counts() == (128, 0, 4)


def test_every_source_has_its_dlq_and_maximum(demo: dict[str, QueueUnderTest]) -> None:
    policies = {name: queue.attributes().get("RedrivePolicy") for name, queue in demo.items()}
    maxima = {}
    for name, policy in policies.items():
        if policy is not None:
            target = json.loads(policy)["deadLetterTargetArn"].rsplit(":", 1)[-1]
            maxima[name] = (target, json.loads(policy)["maxReceiveCount"])
    assert maxima == {
        "OrderQueue": ("OrderQueue-DLQ", 3),
        "PaymentQueue": ("PaymentQueue-DLQ", 5),
        "InventoryUpdates.fifo": ("InventoryUpdates-DLQ.fifo", 3),
        "ShippingQueue": ("ShippingQueue-DLQ", 5),
        "VideoEncodeQueue": ("VideoEncodeQueue-DLQ", 2),
        "Returns.fifo": ("Returns-DLQ.fifo", 3),
    }
    assert demo["OrderQueue"].attributes()["VisibilityTimeout"] == "30"


def test_two_weeks_of_failed_orders_have_four_causes_and_four_expire_soon(
    demo: dict[str, QueueUnderTest], failed_orders: list[dict[str, Any]]
) -> None:
    queue, failed = demo["OrderQueue-DLQ"], failed_orders
    reasons = collections.Counter(m["MessageAttributes"]["errorReason"]["StringValue"] for m in failed)
    assert reasons == {
        "Card declined": 31,
        "Unknown product": 17,
        "Total does not match": 8,
        "Body is not JSON": 5,
    }
    assert {m["Attributes"]["DeadLetterQueueSourceArn"] for m in failed} == {demo["OrderQueue"].arn}
    assert all(int(m["Attributes"]["ApproximateReceiveCount"]) >= 4 for m in failed)
    retention = int(queue.attributes()["MessageRetentionPeriod"])
    assert retention == 14 * 24 * 3600
    left = [int(m["Attributes"]["SentTimestamp"]) / 1000 + retention - time.time() for m in failed]
    assert sum(0 < seconds < 24 * 3600 for seconds in left) == 4
    assert sum(seconds < 48 * 3600 for seconds in left) < 12
    assert queue.counts()[0] == 61


def test_failed_orders_fail_for_the_reason_they_name(failed_orders: list[dict[str, Any]]) -> None:
    for message in failed_orders:
        reason = message["MessageAttributes"]["errorReason"]["StringValue"]
        if reason == "Body is not JSON":
            assert message["Body"].startswith("{'")
            continue
        order = json.loads(message["Body"])
        total = sum(item["quantity"] * item["price"] for item in order["items"])
        assert (total != order["total"]) == (reason == "Total does not match")
        unknown = any(item["sku"].startswith("XX-") for item in order["items"])
        assert unknown == (reason == "Unknown product")


def test_orders_come_in_all_the_forms_of_the_tutorials(waiting_orders: list[dict[str, Any]]) -> None:
    texts = [message["Body"] for message in waiting_orders]
    tutorial = (
        '{"orderId":"ORD123","userId":"U456","items":[{"sku":"KB-204","quantity":2,"price":50}],"total":100}'
    )
    assert tutorial in texts
    xml = [text for text in texts if text.startswith("<?xml")]
    assert 10 <= len(xml) <= 14
    assert all(ElementTree.fromstring(text).tag == "order" for text in xml)  # noqa: S314 - our own file
    assert 10 <= sum(text.startswith("{'orderId'") for text in texts) <= 14
    assert 900 * 1024 in {len(text.encode()) for text in texts}
    assert any('<img src=\\"' in text and "\N{RIGHT-TO-LEFT OVERRIDE}" in text for text in texts)
    assert any('"ledgerEntry":12345678901234567890123' in text for text in texts)
    kinds = {"eventType": "String", "total": "Number", "priority": "Number.int", "signature": "Binary"}
    for message in waiting_orders:
        attributes = message["MessageAttributes"]
        assert {name: attributes[name]["DataType"] for name in kinds} == kinds
        assert message["Attributes"]["AWSTraceHeader"].startswith("Root=1-")


def test_the_odd_orders_are_the_first_ones_received(waiting_orders: list[dict[str, Any]]) -> None:
    first = [message["Body"] for message in waiting_orders[:10]]
    assert max(len(body) for body in first) == 900 * 1024
    assert any("ledgerEntry" in body for body in first)
    assert any("<img" in body for body in first)
    assert any(body.startswith("<?xml") for body in first)
    assert any(body.startswith("{'") for body in first)


def test_the_other_queues_hold_their_own_kinds_of_message(demo: dict[str, QueueUnderTest]) -> None:
    envelopes = [json.loads(message["Body"]) for message in every_message(demo["NotificationQueue"])]
    assert sum(envelope.get("Type") == "Notification" for envelope in envelopes) == 16
    assert sum(envelope.get("detail-type") == "Order shipped" for envelope in envelopes) == 1
    assert json.loads(envelopes[0]["Message"])["orderId"].startswith("ORD")
    line = demo["AuditLogQueue"].receive(1, VisibilityTimeout=0)[0]["Body"]
    assert "action" in json.loads(gzip.decompress(base64.b64decode(line)))
    task = demo["DemoQueueLambda"].receive(VisibilityTimeout=0)[0]["Body"]
    assert task == '{"task": "process_order", "order_id": "12345"}'
    parcels = every_message(demo["ShippingQueue"])
    assert all(json.loads(m["Body"])["userId"] == m["Attributes"]["MessageGroupId"] for m in parcels)
    movement = demo["InventoryUpdates.fifo"].receive(1, VisibilityTimeout=0)[0]
    assert json.loads(movement["Body"])["sku"] == movement["Attributes"]["MessageGroupId"]


def test_some_queues_have_tags_and_a_policy_and_the_dlq_has_a_history(
    demo: dict[str, QueueUnderTest],
) -> None:
    queue = demo["OrderQueue"]
    tags = queue.client.list_queue_tags(QueueUrl=queue.url)["Tags"]
    assert tags["team"] == "orders"
    assert json.loads(queue.attributes()["Policy"])["Statement"][0]["Sid"] == "WarehouseMayOrder"
    dead_letters = demo["OrderQueue-DLQ"]
    tasks = queue.client.list_message_move_tasks(SourceArn=dead_letters.arn, MaxResults=10)["Results"]
    assert [task["Status"] for task in tasks] == ["COMPLETED", "CANCELLED", "FAILED"]
    assert tasks[2]["FailureReason"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_a_shorter_retention_deletes_the_dead_letters_that_are_now_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start_sandbox(tmp_path, demo=True, quiet_services=True) as endpoint:
        queues = queues_of(endpoint, monkeypatch)
        standard, fifo = queues["PaymentQueue-DLQ"], queues["InventoryUpdates-DLQ.fifo"]
        for queue in (standard, fifo):
            queue.set_attributes(MessageRetentionPeriod=str(2 * 24 * 3600))
        assert (standard.counts()[0], fifo.counts()[0]) == (1, 1)


def test_the_services_work_and_stop_when_they_are_paused(
    tmp_path: Path, run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = SandboxProcess(tmp_path, quiet_services=True, services_speed=100)
    queues = queues_of(run(process.start()), monkeypatch)

    def picture() -> dict[str, tuple[int, int, int]]:
        return {name: queue.counts() for name, queue in queues.items()}

    try:
        assert not process.services_running
        before = picture()
        assert picture() == before
        process.resume_services()
        assert process.services_running
        wait_until(lambda: {name for name, counts in picture().items() if counts != before[name]} > MOVING)
        process.pause_services()
        assert not process.services_running
        wait_until(lambda: "are paused" in process.log_file.read_text(encoding="utf-8"))
        paused = picture()
        assert [picture() for _ in range(10)] == [paused] * 10
    finally:
        run(process.stop())
