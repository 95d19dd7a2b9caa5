"""Fills the demo's queues with what lies there when it opens, sent at times in the past."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable

from sqs_explorer.sandbox.deduplication import content_deduplication_id
from sqs_explorer.sandbox.demo.orders import Order, OrderBook
from sqs_explorer.sandbox.demo.other_messages import MessageWriter
from sqs_explorer.sandbox.demo.queue_table import DemoQueues
from sqs_explorer.sandbox.message_rules import SendRequest
from sqs_explorer.sandbox.stored_message import StoredMessage

WAITING_ORDERS = 128
FIRST_WAITING_ORDER = 4
DELAYED_ORDERS = 4
ORDER_SPACING_SECONDS = 19.0
DELAY_SECONDS = 900
RECEIVED_BEFORE = {1: 1, 4: 2, 6: 1, 9: 2}
"""Place in OrderQueue and how often Payment has had the order already: below the three that would move it."""


class Seeder:
    """Puts messages into queues as if they had been sent and received in the past."""

    def __init__(self, queues: DemoQueues, chance: random.Random) -> None:
        self.queues = queues
        self._chance = chance
        self.now = time.time()

    def put(
        self,
        queue_name: str,
        request: SendRequest,
        *,
        age_seconds: float,
        sender: str = "order-service",
        receive_count: int = 0,
        dead_letter_source_arn: str | None = None,
        delay_seconds: float = 0.0,
    ) -> None:
        """Store one message; a dead letter names its source and has been received before."""
        queue = self.queues.queue(queue_name)
        sent_at = self.now - age_seconds
        message = StoredMessage(
            message_id=str(uuid.UUID(int=self._chance.getrandbits(128), version=4)),
            body=request.body,
            attributes=request.attributes,
            sender_id=sender_id(sender),
            sent_at=sent_at,
            enqueued_at=sent_at,
            trace_header=request.trace_header,
            group_id=request.group_id,
            receive_count=receive_count,
            first_received_at=sent_at + 20.0 if receive_count else None,
            dead_letter_source_arn=dead_letter_source_arn,
        )
        if queue.fifo_queue:
            buried = dead_letter_source_arn is not None
            message.deduplication_id = (
                message.message_id if buried else content_deduplication_id(request.body)
            )
        delayed_until = self.now + delay_seconds if delay_seconds else None
        self.queues.backend(queue_name).store(queue, message, delayed_until)


def sender_id(service: str) -> str:
    """Return the SenderId of a demo service: a role and its session."""
    return f"AROADEMOSERVICE000000:{service}"


def seed_order_queue(seeder: Seeder, chance: random.Random) -> None:
    """Put 128 orders into OrderQueue, the odd ones in front, and four that are still delayed."""
    book = OrderBook(chance, FIRST_WAITING_ORDER)
    for place in range(WAITING_ORDERS):
        seeder.put(
            "OrderQueue",
            _order_at(place, book).request(chance),
            age_seconds=(WAITING_ORDERS - place) * ORDER_SPACING_SECONDS,
            receive_count=RECEIVED_BEFORE.get(place, 0),
        )
    for place in range(DELAYED_ORDERS):
        order = book.next_order().request(chance)
        seeder.put("OrderQueue", order, age_seconds=place * 2.0, delay_seconds=DELAY_SECONDS - place * 2.0)


def _order_at(place: int, book: OrderBook) -> Order:
    if place == 2:
        return book.file_order("order-with-long-number.json")
    if place == 5:
        return book.file_order(
            "order-with-markup.json",
            right_to_left="\N{RIGHT-TO-LEFT OVERRIDE}",
            end_of_direction="\N{POP DIRECTIONAL FORMATTING}",
            zero_width="\N{ZERO WIDTH SPACE}",
            emoji="\N{DOG FACE}",
        )
    return book.large_order() if place == 7 else book.next_order()


def seed_other_queues(seeder: Seeder, writer: MessageWriter) -> None:
    """Put the usual number of messages into every other queue; the DLQs are filled elsewhere."""
    kinds: list[tuple[str, int, float, str, Callable[[], SendRequest]]] = [
        ("PaymentQueue", 36, 25.0, "payment-service", writer.payment),
        ("InventoryUpdates.fifo", 42, 31.0, "inventory-service", writer.stock_change),
        ("ShippingQueue", 9, 70.0, "inventory-service", writer.parcel),
        ("NotificationQueue", 16, 45.0, "order-events", writer.notification),
        ("NotificationQueue", 1, 5.0, "order-events", writer.event),
        ("DemoQueueLambda", 1, 300.0, "order-service", writer.lambda_task),
        ("VideoEncodeQueue", 8, 240.0, "uploads", writer.video),
        ("AuditLogQueue", 1_204, 600.0, "audit", writer.audit_line),
        ("StockQueue", 58, 40.0, "warehouse", writer.stock_count),
        ("Returns.fifo", 4, 2_000.0, "warehouse", writer.customer_return),
    ]
    for queue_name, count, spacing_seconds, sender, write in kinds:
        for place in range(count, 0, -1):
            seeder.put(queue_name, write(), age_seconds=place * spacing_seconds, sender=sender)
