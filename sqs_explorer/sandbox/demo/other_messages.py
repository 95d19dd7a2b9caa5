"""The demo's messages that are no orders: payments, stock, parcels, notifications, audit lines, videos."""

from __future__ import annotations

import base64
import gzip
import json
import random
from datetime import UTC, datetime
from typing import Any

from sqs_explorer.sandbox.demo.queue_table import TOPIC_ARN
from sqs_explorer.sandbox.demo.templates import filled, products
from sqs_explorer.sandbox.message_rules import SendRequest

CARRIERS = ("Postbus", "Fastlane", "Green Parcel")
ACTIONS = ("order.read", "order.updated", "price.changed", "login", "login.failed", "export.started")
REASONS = ("too small", "broken on arrival", "ordered twice", "changed my mind")


def _compact(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def _text(value: str) -> dict[str, Any]:
    return {"DataType": "String", "StringValue": value}


def _order_id(chance: random.Random) -> str:
    return f"ORD{chance.randint(100, 999)}"


class MessageWriter:
    """Writes the messages of every queue but OrderQueue; the same ones for the same seed."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._products = products()
        self._count = 0

    def payment(self) -> SendRequest:
        """Return a paid order for the Inventory Service."""
        content = {
            "paymentId": f"PAY{self._chance.randint(10_000, 99_999)}",
            "orderId": _order_id(self._chance),
            "amount": self._chance.randint(10, 400),
            "currency": "EUR",
            "status": "captured",
        }
        return SendRequest(_compact(content), {"eventType": _text("payment.captured")})

    def stock_change(self) -> SendRequest:
        """Return a stock movement; its group is the SKU, so movements of one product keep their order."""
        product = self._chance.choice(self._products)
        change = -self._chance.randint(1, 4)
        content = {"sku": product["sku"], "change": change, "orderId": _order_id(self._chance)}
        return SendRequest(
            _compact({**content, "movement": self._number()}),
            {"eventType": _text("stock.reserved")},
            group_id=product["sku"],
        )

    def parcel(self) -> SendRequest:
        """Return a parcel to send; the group ID is the customer, which makes the queue a fair one."""
        customer = f"U{self._chance.randint(400, 420)}"
        carrier = self._chance.choice(CARRIERS)
        content = {"orderId": _order_id(self._chance), "userId": customer, "carrier": carrier, "parcels": 1}
        return SendRequest(_compact(content), {"carrier": _text(carrier)}, group_id=customer)

    def notification(self) -> SendRequest:
        """Return an SNS envelope around an order event."""
        order_id = _order_id(self._chance)
        message = _compact(
            {"orderId": order_id, "status": self._chance.choice(("paid", "packed", "shipped"))}
        )
        body = filled(
            "sns-notification.json",
            message_id=self._identifier(),
            topic_arn=TOPIC_ARN,
            order_id=order_id,
            message=json.dumps(message),
            time=_now(),
        )
        return SendRequest(body)

    def event(self) -> SendRequest:
        """Return an EventBridge event."""
        return SendRequest(
            filled(
                "eventbridge-event.json",
                event_id=self._identifier(),
                order_id=_order_id(self._chance),
                time=_now(),
            )
        )

    def audit_line(self) -> SendRequest:
        """Return an audit line as gzip in base64."""
        user, action = f"U{self._chance.randint(400, 499)}", self._chance.choice(ACTIONS)
        line = _compact(
            {"line": self._number(), "user": user, "action": action, "order": _order_id(self._chance)}
        )
        packed = base64.b64encode(gzip.compress(line.encode(), mtime=0)).decode()
        return SendRequest(packed, {"contentEncoding": _text("gzip, base64")})

    def lambda_task(self) -> SendRequest:
        """Return the task of the Lambda tutorials."""
        return SendRequest('{"task": "process_order", "order_id": "12345"}')

    def video(self) -> SendRequest:
        """Return an uploaded video to encode."""
        name = f"unboxing-{self._number():04d}.mov"
        content = {"bucket": "shop-uploads", "key": name, "profiles": ["1080p", "720p"], "seconds": 95}
        return SendRequest(_compact(content), {"eventType": _text("video.uploaded")})

    def stock_count(self) -> SendRequest:
        """Return what the warehouse counted on a shelf."""
        product = self._chance.choice(self._products)
        shelf = f"{self._chance.choice('ABCDEF')}-{self._chance.randint(1, 40):02d}"
        content = {"sku": product["sku"], "shelf": shelf, "counted": self._chance.randint(0, 120)}
        return SendRequest(_compact(content), {"counter": _text(f"scanner-{self._chance.randint(1, 9)}")})

    def customer_return(self) -> SendRequest:
        """Return what a customer sent back; the group is the order."""
        order_id = _order_id(self._chance)
        content = {"orderId": order_id, "reason": self._chance.choice(REASONS), "number": self._number()}
        return SendRequest(_compact(content), group_id=order_id)

    def _number(self) -> int:
        self._count += 1
        return self._count

    def _identifier(self) -> str:
        text = f"{self._chance.getrandbits(128):032x}"
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
