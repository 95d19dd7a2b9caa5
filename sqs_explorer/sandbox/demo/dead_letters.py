"""Two weeks of dead letters: 61 failed orders of four causes, some near expiry, and a few of other queues."""

from __future__ import annotations

import random
import time

from sqs_explorer.sandbox.demo.orders import (
    CARD_DECLINED,
    NOT_JSON,
    UNKNOWN_PRODUCT,
    WRONG_TOTAL,
    OrderBook,
)
from sqs_explorer.sandbox.demo.other_messages import MessageWriter
from sqs_explorer.sandbox.demo.queue_table import DemoQueues
from sqs_explorer.sandbox.demo.seeding import Seeder
from sqs_explorer.sandbox.move_tasks import NONEXISTENT_QUEUE, MoveTask

HOUR_SECONDS = 3_600.0
DAY_SECONDS = 24 * HOUR_SECONDS
CAUSES = {CARD_DECLINED: 31, UNKNOWN_PRODUCT: 17, WRONG_TOTAL: 8, NOT_JSON: 5}
FIRST_FAILED_ORDER = 800
HOURS_LEFT = (3.0, 9.0, 15.0, 21.0)
RETENTION_DAYS = 14
OLDEST_OTHER_DAYS = 12.8


def seed_failed_orders(seeder: Seeder, chance: random.Random) -> None:
    """Put 61 orders into OrderQueue-DLQ, refused three times each; four expire within a day."""
    book = OrderBook(chance, FIRST_FAILED_ORDER)
    reasons = [reason for reason, count in CAUSES.items() for _ in range(count)]
    chance.shuffle(reasons)
    source_arn = seeder.queues.queue("OrderQueue").queue_arn
    for age_seconds, reason in zip(_ages(len(reasons)), reasons, strict=True):
        seeder.put(
            "OrderQueue-DLQ",
            book.next_order(reason).request(chance),
            age_seconds=age_seconds,
            receive_count=3,
            dead_letter_source_arn=source_arn,
        )


def _ages(count: int) -> list[float]:
    """Return ages in seconds, oldest first: four near the end of their 14 days, the rest evenly since."""
    expiring = [RETENTION_DAYS * DAY_SECONDS - hours * HOUR_SECONDS for hours in HOURS_LEFT]
    others = count - len(expiring)
    step = OLDEST_OTHER_DAYS * DAY_SECONDS / others
    return expiring + [step * (others - place) for place in range(others)]


def seed_other_dead_letters(seeder: Seeder, writer: MessageWriter) -> None:
    """Put three payments and two stock movements into their DLQs."""
    for days in (5.2, 3.1, 1.4):
        seeder.put(
            "PaymentQueue-DLQ",
            writer.payment(),
            age_seconds=days * DAY_SECONDS,
            sender="payment-service",
            receive_count=5,
            dead_letter_source_arn=seeder.queues.queue("PaymentQueue").queue_arn,
        )
    for days in (2.3, 0.6):
        seeder.put(
            "InventoryUpdates-DLQ.fifo",
            writer.stock_change(),
            age_seconds=days * DAY_SECONDS,
            sender="inventory-service",
            receive_count=3,
            dead_letter_source_arn=seeder.queues.queue("InventoryUpdates.fifo").queue_arn,
        )


def seed_past_moves(queues: DemoQueues) -> None:
    """Give OrderQueue-DLQ three message move tasks of the last days: completed, cancelled, failed."""
    source_arn = queues.queue("OrderQueue-DLQ").queue_arn
    order_queue_arn = queues.queue("OrderQueue").queue_arn
    deleted_arn = order_queue_arn.replace("OrderQueue", "OrderQueue-replay")
    now = time.time()
    tasks = (
        MoveTask(source_arn, deleted_arn, None, 22, now - 9 * DAY_SECONDS, "FAILED", 4, 4, NONEXISTENT_QUEUE),
        MoveTask(source_arn, order_queue_arn, 5, 40, now - 5 * DAY_SECONDS, "CANCELLED", 18, 18),
        MoveTask(source_arn, None, 10, 12, now - DAY_SECONDS, "COMPLETED", 12, 12),
    )
    for task in tasks:
        queues.backend("OrderQueue-DLQ").move_tasks.remember(task)
