"""The demo's queues as one table, and their creation in two accounts and two regions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqs_explorer.sandbox.aws_files import DEMO_ACCOUNT, DEMO_REGION, WAREHOUSE_ACCOUNT
from sqs_explorer.sandbox.backend import SandboxBackend
from sqs_explorer.sandbox.backends import Backends
from sqs_explorer.sandbox.queues import SandboxQueue

IRELAND = (DEMO_ACCOUNT, DEMO_REGION)
VIRGINIA = (DEMO_ACCOUNT, "us-east-1")
WAREHOUSE = (WAREHOUSE_ACCOUNT, DEMO_REGION)
TWO_WEEKS_SECONDS = 14 * 24 * 3600
TOPIC_ARN = f"arn:aws:sns:{DEMO_REGION}:{DEMO_ACCOUNT}:order-events"


@dataclass(frozen=True)
class DemoQueue:
    """One line of the table. `place` is account and region; a DLQ comes before its source."""

    name: str
    place: tuple[str, str]
    team: str
    dead_letters: str | None = None
    maximum_receives: int = 0
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """The queue's ARN."""
        return f"arn:aws:sqs:{self.place[1]}:{self.place[0]}:{self.name}"


def _dead_letters(name: str, place: tuple[str, str], team: str, source: str) -> DemoQueue:
    allowed = f"arn:aws:sqs:{place[1]}:{place[0]}:{source}"
    allow_policy = json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [allowed]})
    attributes = {"MessageRetentionPeriod": str(TWO_WEEKS_SECONDS), "RedriveAllowPolicy": allow_policy}
    return DemoQueue(name, place, team, attributes=attributes)


CONTENT_BASED = {"ContentBasedDeduplication": "true"}
QUEUES = (
    _dead_letters("OrderQueue-DLQ", IRELAND, "orders", "OrderQueue"),
    DemoQueue("OrderQueue", IRELAND, "orders", "OrderQueue-DLQ", 3, {"VisibilityTimeout": "30"}),
    _dead_letters("PaymentQueue-DLQ", IRELAND, "payments", "PaymentQueue"),
    DemoQueue("PaymentQueue", IRELAND, "payments", "PaymentQueue-DLQ", 5, {"VisibilityTimeout": "60"}),
    _dead_letters("InventoryUpdates-DLQ.fifo", IRELAND, "stock", "InventoryUpdates.fifo"),
    DemoQueue("InventoryUpdates.fifo", IRELAND, "stock", "InventoryUpdates-DLQ.fifo", 3, CONTENT_BASED),
    _dead_letters("ShippingQueue-DLQ", IRELAND, "shipping", "ShippingQueue"),
    DemoQueue("ShippingQueue", IRELAND, "shipping", "ShippingQueue-DLQ", 5, {"VisibilityTimeout": "120"}),
    DemoQueue(
        "NotificationQueue", IRELAND, "customer-care", attributes={"ReceiveMessageWaitTimeSeconds": "5"}
    ),
    DemoQueue("DemoQueueLambda", VIRGINIA, "orders", attributes={"VisibilityTimeout": "180"}),
    _dead_letters("VideoEncodeQueue-DLQ", VIRGINIA, "media", "VideoEncodeQueue"),
    DemoQueue("VideoEncodeQueue", VIRGINIA, "media", "VideoEncodeQueue-DLQ", 2, {"VisibilityTimeout": "900"}),
    DemoQueue(
        "AuditLogQueue", VIRGINIA, "audit", attributes={"MessageRetentionPeriod": str(TWO_WEEKS_SECONDS)}
    ),
    DemoQueue("StockQueue", WAREHOUSE, "warehouse", attributes={"VisibilityTimeout": "60"}),
    _dead_letters("Returns-DLQ.fifo", WAREHOUSE, "warehouse", "Returns.fifo"),
    DemoQueue("Returns.fifo", WAREHOUSE, "warehouse", "Returns-DLQ.fifo", 3, CONTENT_BASED),
)


class DemoQueues:
    """The demo's queues on one server, by name: names are unique in the demo."""

    def __init__(self, backends: Backends) -> None:
        self._backends = backends

    def backend(self, name: str) -> SandboxBackend:
        """Return the backend of the account and region that the queue is in."""
        return self._backends.of(*next(queue.place for queue in QUEUES if queue.name == name))

    def queue(self, name: str) -> SandboxQueue:
        """Return the queue; raises QueueDoesNotExist when someone deleted it."""
        return self.backend(name).get_queue(name)

    def create(self) -> None:
        """Create all queues of the table, with tags and, on two of them, an access policy."""
        for line in QUEUES:
            tags = {"team": line.team, "project": "order-demo", "cost-centre": "4711"}
            self.backend(line.name).create_queue(line.name, tags, **_attributes(line))


def _attributes(line: DemoQueue) -> dict[str, str]:
    attributes = dict(line.attributes)
    if line.name.endswith(".fifo"):
        attributes["FifoQueue"] = "true"
    if line.dead_letters is not None:
        target = next(queue.arn for queue in QUEUES if queue.name == line.dead_letters)
        policy = {"deadLetterTargetArn": target, "maxReceiveCount": line.maximum_receives}
        attributes["RedrivePolicy"] = json.dumps(policy)
    if statements := _statements(line):
        attributes["Policy"] = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    return attributes


def _statements(line: DemoQueue) -> Iterable[dict[str, Any]]:
    """Return who else may send: the warehouse to OrderQueue, the topic to NotificationQueue."""
    allow = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": line.arn}
    if line.name == "OrderQueue":
        return [
            {
                "Sid": "WarehouseMayOrder",
                "Principal": {"AWS": f"arn:aws:iam::{WAREHOUSE_ACCOUNT}:root"},
                **allow,
            }
        ]
    if line.name == "NotificationQueue":
        condition = {"ArnEquals": {"aws:SourceArn": TOPIC_ARN}}
        principal = {"Service": "sns.amazonaws.com"}
        return [{"Sid": "TopicMaySend", "Principal": principal, "Condition": condition, **allow}]
    return []
