"""What was typed arrives byte for byte; what SQS refuses is said beside its field and stays typed."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit

from sqs_explorer.tour.sending_steps import write_body
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.raw_http_server import RawHttpServer, identity_reply, json_reply

ORDER = '{\n  "orderId": "ORD900",\n  "total": 100.00,\n  "customerNumber": 12345678901234567890123\n}'
RESULT = "Send result"


def add_attribute(person: Person, *cells: str) -> None:
    """Add an attribute through the table's own cells."""
    person.press("Add attribute")
    model = person.table("Message attributes").model()
    for column, text in enumerate(cells):
        index = model.index(model.rowCount() - 1, column)
        assert model.setData(index, text, Qt.ItemDataRole.EditRole), text


async def sends(person: Person) -> None:
    """Press Send and wait for Sent."""
    person.press("Send")
    await person.told(RESULT, "Sent 1 message · ID ")


def test_a_message_with_everything_arrives_as_typed(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("everything")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, ORDER)
        add_attribute(person, "eventType", "String", "order.created")
        add_attribute(person, "label", "String.colour", "blue")
        add_attribute(person, "total", "Number", "0100.00")
        add_attribute(person, "priority", "Number.int", "2")
        add_attribute(person, "signature", "Binary", "3q2+7w==")
        person.type("Message group ID", "customer-7")
        person.type("Trace header", "Root=1-5e1b4151-5ac6c58dc39a6b6b3f0f6a2b;Sampled=1")
        await person.told("Body check", "Valid JSON")
        await sends(person)
        message_id = person.said(RESULT).rpartition("ID ")[2]
        (message,) = second.receive(queue)
        assert (message["MessageId"], message["Body"]) == (message_id, ORDER)
        held = message["MessageAttributes"]
        assert {name: value["DataType"] for name, value in held.items()} == {
            "eventType": "String",
            "label": "String.colour",
            "total": "Number",
            "priority": "Number.int",
            "signature": "Binary",
        }
        assert held["total"]["StringValue"] == "0100.00"
        assert held["signature"]["BinaryValue"] == b"\xde\xad\xbe\xef"
        assert message["Attributes"]["MessageGroupId"] == "customer-7"
        assert message["Attributes"]["AWSTraceHeader"].startswith("Root=1-5e1b4151-")
        assert person.text("Message body") == ORDER

    in_orders(steps)


def test_a_delay_keeps_the_message_away_from_consumers(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("delayed")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "later")
        person.set("Delay seconds", 900)
        await sends(person)
        attributes = second.attributes(queue)
        assert attributes["ApproximateNumberOfMessagesDelayed"] == "1"
        assert attributes["ApproximateNumberOfMessages"] == "0"

    in_orders(steps)


def test_a_fifo_queue_gets_group_and_deduplication_id(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("steps.fifo")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "first")
        person.type("Message group ID", "KB-204")
        person.type("Deduplication ID", "step-1")
        await sends(person)
        assert "Sequence number" in person.said(RESULT)
        (message,) = second.receive(queue)
        assert message["Attributes"]["MessageGroupId"] == "KB-204"
        assert message["Attributes"]["MessageDeduplicationId"] == "step-1"

    in_orders(steps)


def test_a_repeated_deduplication_id_is_said_to_be_suppressed_perhaps(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("twice.fifo")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "once")
        person.type("Message group ID", "g")
        person.type("Deduplication ID", "same")
        await sends(person)
        person.press("Send")
        await person.told(RESULT, "Accepted; may be suppressed as a duplicate")
        assert len(second.receive(queue)) == 1

    in_orders(steps)


def test_delay_is_for_standard_queues_and_deduplication_for_fifo(
    in_orders: UseProgram, second: SecondClient
) -> None:
    standard, fifo = second.queue("kind"), second.queue("kind.fifo")

    async def steps(person: Person) -> None:
        await person.opens(standard, "Send")
        labels = {label.text() for label in person.window.findChildren(QLabel) if label.isVisible()}
        assert "Delay seconds" in labels
        assert "Deduplication ID" not in labels
        await person.opens(fifo, "Send")
        labels = {label.text() for label in person.window.findChildren(QLabel) if label.isVisible()}
        assert "Delay seconds" not in labels
        assert "Deduplication ID" in labels

    in_orders(steps)


def test_the_byte_meter_counts_body_and_attributes_against_the_queues_limit(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("small", MaximumMessageSize=1_024)

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "é" * 100)
        await person.told("Message size", "200 B of 1 KiB")
        add_attribute(person, "n", "String", "v")
        await person.told("Message size", "208 B of 1 KiB")
        write_body(person.window, "x" * 1_100)
        await person.told("Message size", "1,108 of 1,024 B")
        person.press("Send")
        await person.told(RESULT, "Not sent")
        assert second.waiting(queue) == 0

    in_orders(steps)


def test_json_and_xml_are_checked_with_line_and_column(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("checked")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, '{"a": 1,\n "b": }')
        await person.told("Body check", "Line 2, column 7")
        write_body(person.window, "<order><item></order>")
        await person.told("Body check", "Line 1, column")
        write_body(person.window, "<order><item/></order>")
        await person.told("Body check", "Valid XML")
        person.choose("Body format", "Text")
        await person.told("Body check", "Text: any characters that SQS takes")

    in_orders(steps)


def test_format_body_keeps_every_literal_and_what_is_sent_is_what_is_seen(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("formatted")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, '{"total":100.00,"e":1E5,"twice":1,"twice":2}')
        person.press("Format body")
        shown = await person.until(
            lambda: text if "\n" in (text := person.text("Message body")) else "", "the body laid out"
        )
        assert '"total": 100.00' in shown
        assert "1E5" in shown
        assert shown.count('"twice"') == 2
        await sends(person)
        assert second.receive(queue)[0]["Body"] == shown

    in_orders(steps)


def test_json_is_highlighted(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue("coloured")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, ORDER)
        editor = person.find(QPlainTextEdit, "Message body")

        def colours() -> set[str]:
            layout = editor.document().findBlockByNumber(1).layout()
            return {span.format.foreground().color().name() for span in layout.formats()}

        await person.until(lambda: len(colours()) >= 2, "two colours in one line")

    in_orders(steps)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("a\x01b", "SQS refuses the character U+0001 at line 1, column 2."),
        ("one\ntwo \uffff", "SQS refuses the character U+FFFF at line 2, column 5."),
    ],
    ids=["control", "non-character"],
)
def test_a_body_sqs_refuses_is_named_with_its_place_and_stays(
    in_orders: UseProgram, second: SecondClient, body: str, sentence: str
) -> None:
    queue = second.queue("refused")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, body)
        await person.told("Body check", sentence)
        person.press("Send")
        await person.told(RESULT, "Not sent")
        assert person.text("Message body") == body
        assert second.waiting(queue) == 0

    in_orders(steps)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("AWS.trace", "String", "x"), "names that start with AWS. or Amazon. are reserved"),
        (("has space", "String", "x"), "takes letters, digits, _, - and . only"),
        (("total", "Number", "12 euros"), "is not a number"),
        (("total", "Number", "1" * 39), "at most 38 digits"),
        (("raw", "Binary", "%%%"), "the value is not base64"),
    ],
    ids=["reserved name", "name with a space", "no number", "39 digits", "no base64"],
)
def test_an_attribute_sqs_refuses_is_said_beside_the_table_and_stays(
    in_orders: UseProgram, second: SecondClient, cells: tuple[str, str, str], reason: str
) -> None:
    queue = second.queue("attributes")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "kept body")
        add_attribute(person, *cells)
        person.press("Send")
        await person.told(RESULT, "Not sent", reason)
        row = person.table("Message attributes").model()
        assert row.index(0, 0).data() == cells[0]
        assert person.text("Message body") == "kept body"
        assert second.waiting(queue) == 0

    in_orders(steps)


def test_a_message_of_one_mebibyte_goes_and_one_byte_more_does_not(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("large", MaximumMessageSize=1_048_576)

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        await person.reads("1,048,576 B")
        write_body(person.window, "x" * 1_048_577)
        await person.told("Message size", "1,048,577 of 1,048,576 B")
        person.press("Send")
        await person.told(RESULT, "Not sent")
        assert len(person.text("Message body")) == 1_048_577
        assert second.waiting(queue) == 0
        write_body(person.window, "x" * 1_048_576)
        await person.told("Message size", "1 MiB of 1 MiB")
        await sends(person)
        assert second.waiting(queue) == 1

    in_orders(steps)


def test_a_group_id_with_a_space_is_refused_beside_its_field(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("grouped.fifo")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "body")
        person.type("Message group ID", "customer 7")
        person.type("Deduplication ID", "d1")
        await person.reads("Message group ID must not contain a space.")
        person.press("Send")
        await person.told(RESULT, "Not sent: Message group ID must not contain a space.")
        assert second.waiting(queue) == 0
        person.type("Message group ID", "customer-7")
        await sends(person)

    in_orders(steps)


def test_an_empty_body_is_refused_before_anything_is_sent(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("nothing")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        person.press("Send")
        await person.told(RESULT, "Not sent: SQS refuses an empty body.")
        assert second.waiting(queue) == 0

    in_orders(steps)


def test_what_was_typed_is_kept_when_its_page_is_closed_and_opened_again(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue = second.queue("draft")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Send")
        write_body(person.window, "half an order")
        person.window._parts.pages.close_current()
        await person.opens(queue, "Send")
        assert person.text("Message body") == "half an order"

    in_orders(steps)


def serve_one_queue(raw: RawHttpServer, name: str) -> None:
    """Make the raw server list one queue."""
    url = f"{raw.url}/123456789012/{name}"
    arn = f"arn:aws:sqs:eu-west-1:123456789012:{name}"
    raw.reply("ListQueues", json_reply({"QueueUrls": [url]}))
    raw.reply("GetQueueAttributes", json_reply({"Attributes": {"QueueArn": arn}}))
    raw.reply("GetCallerIdentity", identity_reply())


def test_a_wrong_md5_in_the_answer_is_said(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    serve_one_queue(raw, "checksums")
    raw.reply("SendMessage", json_reply({"MessageId": "m-1", "MD5OfMessageBody": "0" * 32}))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.opens("checksums", "Send")
        write_body(person.window, "body")
        person.press("Send")
        await person.told(RESULT, "Sent, but the checksums differ")
        await person.reads("the server answered 00000000000000000000000000000000")
        assert person.text("Message body") == "body"
        assert raw.operations().count("SendMessage") == 1

    use_program(steps, "--profile", "orders")


def test_a_send_without_an_answer_is_not_repeated_and_called_unknown(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    from tests.fakes.raw_http_server import Reply

    serve_one_queue(raw, "silent")
    raw.reply("SendMessage", Reply(drops=True))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.opens("silent", "Send")
        write_body(person.window, json.dumps({"orderId": 1}))
        person.press("Send")
        await person.told(RESULT, "Outcome unknown")
        await person.reads("Look into the queue before you send it again")
        assert person.text("Message body") == '{"orderId": 1}'
        assert raw.operations().count("SendMessage") == 1

    use_program(steps, "--profile", "orders")
