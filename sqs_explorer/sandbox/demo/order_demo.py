"""The order demo as a whole: creates the queues, fills them, and puts the services to work."""

from __future__ import annotations

import json
import logging
import random

from sqs_explorer.sandbox.backends import Backends
from sqs_explorer.sandbox.demo.dead_letters import (
    seed_failed_orders,
    seed_other_dead_letters,
    seed_past_moves,
)
from sqs_explorer.sandbox.demo.orders import CARD_DECLINED, UNKNOWN_PRODUCT, OrderBook
from sqs_explorer.sandbox.demo.other_messages import MessageWriter
from sqs_explorer.sandbox.demo.pace import Pace
from sqs_explorer.sandbox.demo.queue_table import DemoQueues
from sqs_explorer.sandbox.demo.seeding import Seeder, seed_order_queue, seed_other_queues
from sqs_explorer.sandbox.demo.services import Receiver, Sender, run_forever, send
from sqs_explorer.sandbox.message_rules import SendRequest
from sqs_explorer.sandbox.stored_message import StoredMessage

LOG = logging.getLogger("demo")
SEED = "order-demo"
FIRST_NEW_ORDER = 136
MOST_DEAD_LETTERS = 80
FAILING_SHARE = 0.05


def start_demo(backends: Backends, *, paused: bool, speed: float = 1.0) -> Pace:
    """Fill the embedded SQS and start the services; returns what pauses and resumes them."""
    chance = random.Random(SEED)  # noqa: S311 - the same demo every time is the point
    writer = MessageWriter(chance)
    queues = DemoQueues(backends)
    queues.create()
    seeder = Seeder(queues, chance)
    seed_order_queue(seeder, chance)
    seed_failed_orders(seeder, chance)
    seed_other_queues(seeder, writer)
    seed_other_dead_letters(seeder, writer)
    seed_past_moves(queues)
    pace = Pace(paused=paused, speed=speed)
    for worker in (*_order_services(queues, chance, writer), *_other_services(queues, writer)):
        run_forever(worker, queues, pace)
    return pace


def _order_services(
    queues: DemoQueues, chance: random.Random, writer: MessageWriter
) -> tuple[Sender | Receiver, ...]:
    book = OrderBook(chance, FIRST_NEW_ORDER)

    def new_order() -> SendRequest:
        reason = None
        if chance.random() < FAILING_SHARE and len(queues.queue("OrderQueue-DLQ").store) < MOST_DEAD_LETTERS:
            reason = chance.choice((CARD_DECLINED, UNKNOWN_PRODUCT))
        return book.next_order(reason).request(chance)

    def pay(message: StoredMessage) -> bool:
        reason = refusal_of(message)
        if reason is not None:
            LOG.info(
                "Payment Service refuses %s, receive %d of 3: %s. It is not deleted, so it comes back after "
                "30 s; after the third receive SQS moves it to OrderQueue-DLQ, with the errorReason that the "
                "checkout gave it.",
                message.message_id,
                message.receive_count,
                reason,
            )
            return False
        send(queues, "payment-service", "PaymentQueue", writer.payment())
        return True

    return (
        Sender("Order Service", "OrderQueue", 6.0, 136, new_order),
        Receiver(
            "Payment Service", "OrderQueue", 14.0, 118, pay, batch=5, wait_seconds=10.0, work_seconds=2.0
        ),
    )


def refusal_of(message: StoredMessage) -> str | None:
    """Return why Payment does not settle this order, or None: the checkout's note, or an unreadable body."""
    noted = message.attributes.get("errorReason")
    if noted is not None:
        return str(noted.get("StringValue"))
    if message.body.lstrip().startswith(("<", "{'")):
        return None
    try:
        json.loads(message.body)
    except ValueError:
        return "the body is neither JSON nor an order of the older shop"
    return None


def _other_services(queues: DemoQueues, writer: MessageWriter) -> tuple[Sender | Receiver, ...]:
    def take_stock(message: StoredMessage) -> bool:
        send(queues, "inventory-service", "InventoryUpdates.fifo", writer.stock_change())
        send(queues, "inventory-service", "ShippingQueue", writer.parcel())
        return True

    def done(message: StoredMessage) -> bool:
        return True

    return (
        Receiver("Inventory Service", "PaymentQueue", 9.0, 33, take_stock, batch=5, work_seconds=1.5),
        Receiver("Stock keeper", "InventoryUpdates.fifo", 6.0, 38, done, batch=3, work_seconds=1.0),
        Receiver("Shipping Service", "ShippingQueue", 6.0, 7, done, batch=3, work_seconds=1.5),
        Sender("Topic order-events", "NotificationQueue", 12.0, 20, writer.notification),
        Receiver("Notification Service", "NotificationQueue", 15.0, 14, done, batch=2, work_seconds=1.0),
        Sender("Lambda tutorial", "DemoQueueLambda", 60.0, 1, writer.lambda_task),
        Receiver("Lambda function", "DemoQueueLambda", 180.0, 0, done, work_seconds=8.0),
        Sender("Uploads", "VideoEncodeQueue", 40.0, 8, writer.video),
        Receiver(
            "Encoder", "VideoEncodeQueue", 5.0, 5, done, batch=2, work_seconds=25.0, visibility_seconds=900
        ),
        Sender("Audit", "AuditLogQueue", 20.0, 1_210, writer.audit_line),
        Receiver("Audit archive", "AuditLogQueue", 60.0, 1_200, done, batch=10, work_seconds=0.2),
        Sender("Scanners", "StockQueue", 15.0, 62, writer.stock_count),
        Receiver("Warehouse", "StockQueue", 10.0, 54, done, batch=3, work_seconds=6.0, visibility_seconds=60),
    )
