"""What SQS answers to a send, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sqs_explorer.domain.checksums import md5_of_attributes, md5_of_body
from sqs_explorer.domain.errors import MessageRefused, QueueNotFound
from sqs_explorer.domain.messages import EntryFailure, MessageAttribute, OutgoingMessage, SentMessage
from tests.contract.servers import REGION, Server
from tests.guards.event_loops import RunCoroutine

Name = Callable[[str], str]
ATTRIBUTES = (
    MessageAttribute("eventType", "String", "größer 🛒"),
    MessageAttribute("total", "Number", "0100.50"),
    MessageAttribute("priority", "Number.int", "12345678901234567890123"),
    MessageAttribute("signature", "Binary.gif", binary_value=b"\x00\xff\x10"),
)
TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"


def test_a_sent_message_answers_its_id_and_both_checksums(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> SentMessage:
        connection = server.open()
        message = OutgoingMessage('{"orderId": "ÄÖ-1"}', ATTRIBUTES, trace_header=TRACE)
        sent = await connection.sqs(REGION).send(url, message)
        await connection.close()
        return sent

    sent = run(scenario())
    assert sent.message_id
    assert sent.md5_of_body == md5_of_body('{"orderId": "ÄÖ-1"}')
    assert sent.md5_of_attributes == md5_of_attributes(ATTRIBUTES)
    assert sent.sequence_number == ""
    assert sent.request_id


def test_a_message_comes_back_with_everything_that_was_sent(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))
    body = "line one\r\nline two\ttab \u2028 \u00a0 🛒"

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        message = OutgoingMessage(body, ATTRIBUTES, group_id="customer-7", trace_header=TRACE)
        sent = await sqs.send(url, message)
        batch = await sqs.receive(url, maximum=10, wait_seconds=1, visibility_seconds=30)
        await connection.close()
        (received,) = batch.messages
        assert received.message_id == sent.message_id
        assert received.body == body
        assert sorted(received.attributes, key=lambda a: a.name) == sorted(ATTRIBUTES, key=lambda a: a.name)
        assert received.md5_of_body == md5_of_body(body)
        assert received.md5_of_attributes == md5_of_attributes(ATTRIBUTES)
        assert received.group_id == "customer-7"
        assert received.trace_header == TRACE
        assert received.receive_count == 1
        assert received.sent_at is not None
        assert received.sent_at.tzinfo is not None
        assert received.first_received_at is not None
        assert received.sent_at <= received.first_received_at

    run(scenario())


REFUSED = {
    "an empty body": OutgoingMessage(""),
    "a control character": OutgoingMessage("a\x01b"),
    "a NUL": OutgoingMessage("a\x00b"),
    "U+FFFF": OutgoingMessage("a\uffffb"),
    "a lone surrogate": OutgoingMessage("a\ud800b"),
    "a byte too many": OutgoingMessage("x" * 1_048_577),
    "a Number that is none": OutgoingMessage("x", (MessageAttribute("n", "Number", "12 pieces"),)),
    "an empty String": OutgoingMessage("x", (MessageAttribute("s", "String", ""),)),
    "an unknown type": OutgoingMessage("x", (MessageAttribute("s", "Text", "y"),)),
    "a reserved name": OutgoingMessage("x", (MessageAttribute("aws.thing", "String", "y"),)),
    "a name with a space": OutgoingMessage("x", (MessageAttribute("a b", "String", "y"),)),
    "a name twice": OutgoingMessage(
        "x", (MessageAttribute("a", "String", "y"), MessageAttribute("a", "String", "z"))
    ),
    "eleven attributes": OutgoingMessage(
        "x", tuple(MessageAttribute(f"a{n}", "String", "y") for n in range(11))
    ),
    "a delay of 901 seconds": OutgoingMessage("x", delay_seconds=901),
    "a group ID with a space": OutgoingMessage("x", group_id="a b"),
}


@pytest.mark.parametrize("message", REFUSED.values(), ids=REFUSED)
def test_a_message_against_the_rules_is_refused(
    server: Server, run: RunCoroutine, unique: Name, message: OutgoingMessage
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        try:
            with pytest.raises(MessageRefused) as caught:
                await connection.sqs(REGION).send(url, message)
            assert caught.value.operation == "SendMessage"
            assert caught.value.code
            attributes = await connection.sqs(REGION).queue_attributes(url)
            assert attributes.available == 0
        finally:
            await connection.close()

    run(scenario(), 30)


FIFO_REFUSED = {
    "no group ID": OutgoingMessage("x", deduplication_id="d"),
    "no deduplication ID": OutgoingMessage("x", group_id="g"),
    "a delay": OutgoingMessage("x", group_id="g", deduplication_id="d", delay_seconds=5),
    "a deduplication ID with a space": OutgoingMessage("x", group_id="g", deduplication_id="d d"),
}


@pytest.mark.parametrize("message", FIFO_REFUSED.values(), ids=FIFO_REFUSED)
def test_a_fifo_queue_refuses_what_breaks_its_order(
    server: Server, run: RunCoroutine, unique: Name, message: OutgoingMessage
) -> None:
    url = server.create_queue(unique("stock.fifo"))

    async def scenario() -> None:
        connection = server.open()
        try:
            with pytest.raises(MessageRefused):
                await connection.sqs(REGION).send(url, message)
        finally:
            await connection.close()

    run(scenario())


def test_a_queue_with_a_smaller_limit_refuses_longer_messages(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("small"), MaximumMessageSize=1024)

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        attribute = (MessageAttribute("a", "String", "y"),)
        assert (await sqs.send(url, OutgoingMessage("x" * (1024 - 8), attribute))).message_id
        try:
            with pytest.raises(MessageRefused):
                await sqs.send(url, OutgoingMessage("x" * (1024 - 7), attribute))
        finally:
            await connection.close()

    run(scenario())


def test_a_batch_is_done_in_part_and_answers_in_order(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))
    messages = [OutgoingMessage("first"), OutgoingMessage("bad \x02"), OutgoingMessage("third")]

    async def scenario() -> None:
        connection = server.open()
        first, second, third = await connection.sqs(REGION).send_batch(url, messages)
        await connection.close()
        assert isinstance(first, SentMessage)
        assert first.md5_of_body == md5_of_body("first")
        assert isinstance(second, EntryFailure)
        assert second.code == "InvalidMessageContents"
        assert second.sender_fault
        assert isinstance(third, SentMessage)
        assert third.md5_of_body == md5_of_body("third")

    run(scenario())


def test_a_batch_of_more_than_a_mebibyte_is_refused_as_a_whole(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        with pytest.raises(MessageRefused):
            await sqs.send_batch(url, [OutgoingMessage("x" * 600_000), OutgoingMessage("y" * 600_000)])
        assert (await sqs.queue_attributes(url)).available == 0
        await connection.close()

    run(scenario())


def test_a_queue_that_was_deleted_is_not_found(server: Server, run: RunCoroutine, unique: Name) -> None:
    url = server.create_queue(unique("orders"))
    server.delete_queue(url)

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        with pytest.raises(QueueNotFound):
            await sqs.send(url, OutgoingMessage("x"))
        with pytest.raises(QueueNotFound):
            await sqs.receive(url, maximum=1, wait_seconds=0, visibility_seconds=None)
        with pytest.raises(QueueNotFound):
            await sqs.queue_attributes(url)
        with pytest.raises(QueueNotFound):
            await sqs.queue_url(unique("orders"))
        await connection.close()

    run(scenario())
