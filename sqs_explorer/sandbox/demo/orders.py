"""The demo's orders: mostly JSON, a tenth XML from an older shop, a tenth as Python's `str(dict)`.

`errorReason` is a message attribute that the order has from the start. SQS adds nothing to a message it moves
to a DLQ, so in the demo's story the checkout writes down what it could not settle (the card's answer, an
unknown SKU) and takes the order all the same; the Payment Service then refuses it, three times.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass
from typing import Any

from sqs_explorer.sandbox.demo.templates import filled, products
from sqs_explorer.sandbox.message_rules import SendRequest

CARD_DECLINED = "Card declined"
UNKNOWN_PRODUCT = "Unknown product"
WRONG_TOTAL = "Total does not match"
NOT_JSON = "Body is not JSON"
LARGE_ORDER_BYTES = 900 * 1024


@dataclass(frozen=True)
class Order:
    """One order and the message that carries it."""

    order_id: str
    total: int
    body: str
    error_reason: str | None = None
    event_type: str = "order.created"
    priority: int = 1

    def request(self, chance: random.Random, delay_seconds: int | None = None) -> SendRequest:
        """Return the order as a message with its attributes, its signature and a trace header."""
        attributes: dict[str, dict[str, Any]] = {
            "eventType": {"DataType": "String", "StringValue": self.event_type},
            "priority": {"DataType": "Number.int", "StringValue": str(self.priority)},
            "signature": {"DataType": "Binary", "BinaryValue": hashlib.sha256(self.body.encode()).digest()},
            "total": {"DataType": "Number", "StringValue": str(self.total)},
        }
        if self.error_reason is not None:
            attributes["errorReason"] = {"DataType": "String", "StringValue": self.error_reason}
        return SendRequest(
            body=self.body,
            attributes=attributes,
            delay_seconds=delay_seconds,
            system_attributes={"AWSTraceHeader": {"DataType": "String", "StringValue": trace_header(chance)}},
        )


def trace_header(chance: random.Random) -> str:
    """Return an X-Ray trace header."""
    trace, parent = f"{chance.getrandbits(96):024x}", f"{chance.getrandbits(64):016x}"
    return f"Root=1-{0x6900_0000 + chance.getrandbits(24):08x}-{trace};Parent={parent};Sampled=1"


class OrderBook:
    """Writes one order after the other, the same ones in every run that starts from the same seed."""

    def __init__(self, chance: random.Random, first_number: int) -> None:
        """`first_number` is the number in the first order's ID."""
        self._chance = chance
        self._next_number = first_number
        self._products = products()

    def next_order(self, error_reason: str | None = None) -> Order:
        """Write an order in one of the three forms; with a reason, one that Payment will refuse."""
        number = self._next_number
        self._next_number += 1
        if number == 123 and error_reason is None:
            return self._the_order_of_the_tutorials()
        content = self._content(number, error_reason)
        form = "text" if error_reason == NOT_JSON else self._form(number, error_reason)
        return Order(
            content["orderId"],
            content["total"],
            _written(content, form),
            error_reason,
            priority=self._chance.choice((1, 1, 1, 2, 3)),
        )

    def large_order(self) -> Order:
        """Write one order of 900 KiB: a school that sends its whole list of wishes."""
        content = self._content(self._next_number, None)
        self._next_number += 1
        content["items"] = [self._item() for _ in range(9_000)]
        content["total"] = _sum(content["items"])
        content["note"] = ""
        content["note"] = "x" * (LARGE_ORDER_BYTES - len(_written(content, "json").encode()))
        return Order(content["orderId"], content["total"], _written(content, "json"), priority=2)

    def file_order(self, template: str, **values: object) -> Order:
        """Write the order that stands in a template, under the next number."""
        order_id = f"ORD{self._next_number:03d}"
        self._next_number += 1
        return Order(order_id, 100, filled(template, order_id=order_id, **values))

    def _the_order_of_the_tutorials(self) -> Order:
        items = [{"sku": "KB-204", "quantity": 2, "price": 50}]
        content = {"orderId": "ORD123", "userId": "U456", "items": items, "total": 100}
        return Order("ORD123", 100, _written(content, "json"), priority=2)

    def _item(self) -> dict[str, Any]:
        product = self._chance.choice(self._products)
        return {"sku": product["sku"], "quantity": self._chance.randint(1, 4), "price": product["price"]}

    def _content(self, number: int, error_reason: str | None) -> dict[str, Any]:
        items = [self._item() for _ in range(self._chance.randint(1, 3))]
        if error_reason == UNKNOWN_PRODUCT:
            items[0]["sku"] = f"XX-{self._chance.randint(900, 999)}"
        total = _sum(items) + (self._chance.randint(1, 40) if error_reason == WRONG_TOTAL else 0)
        user_id = f"U{self._chance.randint(400, 499)}"
        return {"orderId": f"ORD{number:03d}", "userId": user_id, "items": items, "total": total}

    def _form(self, number: int, error_reason: str | None) -> str:
        if error_reason is not None:
            return "json"
        return {2: "xml", 8: "text"}.get(number % 10, "json")


def _sum(items: list[dict[str, Any]]) -> int:
    return sum(int(item["quantity"]) * int(item["price"]) for item in items)


def _written(content: dict[str, Any], form: str) -> str:
    if form == "text":
        return str(content)
    if form == "xml":
        line = '  <item sku="{sku}" quantity="{quantity}" price="{price}"/>'
        lines = "\n".join(line.format(**item) for item in content["items"])
        values = {"order_id": content["orderId"], "user_id": content["userId"], "total": content["total"]}
        return filled("order.xml", items=lines, **values)
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)
