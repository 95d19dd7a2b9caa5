"""The tour sends: a JSON order with attributes, an XML order to another account, two to a FIFO queue."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QWidget

from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import TourProblem, find, press, until
from sqs_explorer.tour.scene import Scene, expect

ORDER = """{
  "orderId": "ORD900",
  "userId": "U456",
  "items": [{"sku": "KB-204", "quantity": 2, "price": 50}],
  "total": 100.00,
  "customerNumber": 12345678901234567890123
}"""
XML_ORDER = (
    '<order id="ORD901"><user>U318</user><item sku="KB-204" quantity="1"/><note>S &amp; M</note></order>'
)
ATTRIBUTES = (
    ("eventType", "String", "order.created"),
    ("total", "Number", "100.00"),
    ("priority", "Number.int", "2"),
    ("signature", "Binary", "0x9f86d081884c7d65"),
)
GROUP = "KB-999"


async def send_a_json_order(scene: Scene) -> str:
    """Send JSON with four attributes; the server holds the same bytes."""
    page = await scene.open_page("demo", "eu-west-1", "OrderQueue", "Send")
    write_body(page, ORDER)
    add_attributes(page)
    await until(lambda: "Valid JSON" in said(page, "Body check"), "the body's check")
    message_id = await send(scene, page)
    await scene.pictures.take("send")
    message = await arrived(scene, "demo", "eu-west-1", "OrderQueue", message_id)
    expect(message["Body"] == ORDER, f"the server holds {message['Body']!r}")
    held = message["MessageAttributes"]
    types = {name: held[name]["DataType"] for name in held}
    expect(
        types == {name: data_type for name, data_type, _ in ATTRIBUTES}, f"the attributes' types are {types}"
    )
    expect(held["total"]["StringValue"] == "100.00", f"total is {held['total']}")
    expect(
        held["signature"]["BinaryValue"] == bytes.fromhex(ATTRIBUTES[3][2][2:]),
        "the signature's bytes differ",
    )
    return f"{len(ORDER.encode())} bytes and {len(held)} attributes, the same on the server"


async def send_an_xml_order(scene: Scene) -> str:
    """Send XML to a queue of the other account."""
    page = await scene.open_page("demo-warehouse", "eu-west-1", "StockQueue", "Send")
    write_body(page, XML_ORDER)
    await until(lambda: "Valid XML" in said(page, "Body check"), "the body's check")
    message_id = await send(scene, page)
    await scene.pictures.take("send-xml")
    message = await arrived(scene, "demo-warehouse", "eu-west-1", "StockQueue", message_id)
    expect(message["Body"] == XML_ORDER, f"the server holds {message['Body']!r}")
    return "StockQueue of the other account holds it as typed"


async def send_two_to_the_fifo_queue(scene: Scene) -> str:
    """Send two messages of one group; they are there in order."""
    page = await scene.open_page("demo", "eu-west-1", "InventoryUpdates.fifo", "Send")
    sent: list[str] = []
    for change in (-2, 5):
        write_body(page, json.dumps({"sku": GROUP, "change": change}))
        find(QLineEdit, "Message group ID", page).setText(GROUP)
        find(QLineEdit, "Deduplication ID", page).setText(f"tour-{len(sent)}-{id(scene)}")
        sent.append(await send(scene, page, already=tuple(sent)))
    await scene.pictures.take("send-fifo")
    server = scene.server()
    found = await server.messages("InventoryUpdates.fifo", frozenset(sent))
    expect(set(found) == set(sent), f"the server gave {len(found)} of the two messages")
    numbers = [int(found[message_id]["Attributes"]["SequenceNumber"]) for message_id in sent]
    groups = {found[message_id]["Attributes"]["MessageGroupId"] for message_id in sent}
    expect(numbers == sorted(numbers) and groups == {GROUP}, f"sequence numbers {numbers}, groups {groups}")
    return f"both in group {GROUP}, sequence numbers growing"


def write_body(page: QWidget, text: str) -> None:
    """Type a body in place of what is there."""
    find(QPlainTextEdit, "Message body", page).setPlainText(text)


def add_attributes(page: QWidget) -> None:
    """Add the attributes, a row each, through the table's own cells."""
    table = find(QAbstractItemView, "Message attributes", page)
    for cells in ATTRIBUTES:
        press("Add attribute", page)
        row = table.model().rowCount() - 1
        for number, text in enumerate(cells):
            index = table.model().index(row, number)
            if not table.model().setData(index, text, int(Qt.ItemDataRole.EditRole)):
                raise TourProblem(f"the table Message attributes refused “{text}”")


def said(page: QWidget, name: str) -> str:
    """Return what a label says."""
    return hands.text_of(name, page)


async def send(scene: Scene, page: QWidget, already: tuple[str, ...] = ()) -> str:
    """Press Send and return the message ID of the answer."""
    model = scene.models.workspace.current
    press("Send", page)
    if model is None:
        raise TourProblem("no page is in front")

    def new_id() -> str:
        result = model.send.result
        return result.message_id if result is not None and result.message_id not in already else ""

    message_id = await until(new_id, "the answer to the send")
    expect(
        message_id in said(page, "Send result") or "Sent 1 message" in said(page, "Send result"),
        "Send result",
    )
    return message_id


async def arrived(scene: Scene, profile: str, region: str, queue: str, message_id: str) -> dict[str, Any]:
    """Return the message as another client receives it. Raises TourProblem."""
    found = await scene.server(profile, region).messages(queue, frozenset({message_id}))
    if message_id not in found:
        raise TourProblem(f"another client does not find message {message_id} in {queue}")
    return found[message_id]
