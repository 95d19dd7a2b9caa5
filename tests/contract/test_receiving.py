"""Visibility, receive counts, dead letters, and what handles can do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sqs_explorer.domain.messages import OutgoingMessage, ReceivedMessage
from sqs_explorer.services.ports import SqsGateway
from tests.contract.servers import REGION, Server, eventually, redrive_policy
from tests.guards.event_loops import RunCoroutine

Name = Callable[[str], str]


async def receive(
    sqs: SqsGateway, url: str, *, hidden_seconds: int | None = 30, maximum: int = 10
) -> list[ReceivedMessage]:
    """Receive once without waiting."""
    batch = await sqs.receive(url, maximum=maximum, wait_seconds=0, visibility_seconds=hidden_seconds)
    return list(batch.messages)


async def receive_one(server: Server, sqs: SqsGateway, url: str, hidden_seconds: int = 30) -> ReceivedMessage:
    """Receive until one message came."""
    found = await eventually(server, lambda: receive(sqs, url, hidden_seconds=hidden_seconds, maximum=1))
    return found[0]


def test_a_received_message_is_in_flight_and_shows_again(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"), VisibilityTimeout=1)

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send(url, OutgoingMessage("x"))
        (first,) = await receive(sqs, url, hidden_seconds=None)
        assert await receive(sqs, url) == []
        attributes = await sqs.queue_attributes(url)
        assert (attributes.available, attributes.in_flight) == (0, 1)
        again = await receive_one(server, sqs, url)
        assert again.message_id == first.message_id
        assert again.receive_count == 2
        assert again.first_received_at == first.first_received_at
        await connection.close()

    run(scenario())


def test_the_request_time_lies_before_the_answer(server: Server, run: RunCoroutine, unique: Name) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        one = await sqs.receive(url, maximum=1, wait_seconds=0, visibility_seconds=None)
        two = await sqs.receive(url, maximum=1, wait_seconds=1, visibility_seconds=None)
        three = await sqs.receive(url, maximum=1, wait_seconds=0, visibility_seconds=None)
        assert one.requested_monotonic <= two.requested_monotonic
        assert three.requested_monotonic - two.requested_monotonic >= 0.9
        await connection.close()

    run(scenario())


def test_a_released_message_shows_at_once_and_an_extended_one_stays_hidden(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send_batch(url, [OutgoingMessage("released"), OutgoingMessage("extended")])
        held = {message.body: message for message in await receive(sqs, url, hidden_seconds=2)}
        assert await sqs.change_visibility_batch(url, [held["released"].receipt_handle], 0) == (None,)
        assert await sqs.change_visibility_batch(url, [held["extended"].receipt_handle], 600) == (None,)
        back = await receive_one(server, sqs, url, hidden_seconds=2)
        assert back.body == "released"
        back = await receive_one(server, sqs, url, hidden_seconds=30)
        assert back.body == "released"
        assert (await sqs.queue_attributes(url)).in_flight == 2
        await connection.close()

    run(scenario())


def test_a_deleted_message_is_gone_and_a_second_delete_does_no_harm(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send_batch(url, [OutgoingMessage("a"), OutgoingMessage("b")])
        handles = [message.receipt_handle for message in await receive(sqs, url)]
        assert await sqs.delete_batch(url, handles) == (None, None)
        assert await sqs.delete_batch(url, handles[:1]) == (None,)
        (gone,) = await sqs.change_visibility_batch(url, handles[:1], 60)
        assert gone is not None
        attributes = await sqs.queue_attributes(url)
        assert (attributes.available, attributes.in_flight) == (0, 0)
        await connection.close()

    run(scenario())


def test_a_wrong_handle_fails_only_its_own_entry(server: Server, run: RunCoroutine, unique: Name) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send(url, OutgoingMessage("a"))
        (message,) = await receive(sqs, url)
        wrong, right = await sqs.delete_batch(url, ["no-handle-at-all", message.receipt_handle])
        assert wrong is not None
        assert wrong.code == "ReceiptHandleIsInvalid"
        assert right is None
        (wrong,) = await sqs.change_visibility_batch(url, ["no-handle-at-all"], 10)
        assert wrong is not None
        assert wrong.code == "ReceiptHandleIsInvalid"
        await connection.close()

    run(scenario())


def test_a_standard_queue_deletes_after_the_visibility_timeout(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send(url, OutgoingMessage("a"))
        (message,) = await receive(sqs, url, hidden_seconds=1)

        async def visible() -> bool:
            return (await sqs.queue_attributes(url)).available == 1

        await eventually(server, visible)
        assert await sqs.delete_batch(url, [message.receipt_handle]) == (None,)
        assert (await sqs.queue_attributes(url)).available == 0
        await connection.close()

    run(scenario())


def test_a_fifo_queue_refuses_to_delete_after_the_visibility_timeout(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("stock.fifo"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send(url, OutgoingMessage("a", group_id="g", deduplication_id="1"))
        (message,) = await receive(sqs, url, hidden_seconds=1)

        async def visible() -> bool:
            return (await sqs.queue_attributes(url)).available == 1

        await eventually(server, visible)
        (failure,) = await sqs.delete_batch(url, [message.receipt_handle])
        assert failure is not None
        assert failure.code == "InvalidParameterValue"
        assert "expired" in failure.message
        assert (await sqs.queue_attributes(url)).available == 1
        await connection.close()

    run(scenario())


def test_a_message_received_too_often_lies_in_the_dead_letter_queue(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    dlq_url = server.create_queue(unique("orders-DLQ"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        dlq_arn = (await sqs.queue_attributes(dlq_url)).arn
        url = server.create_queue(unique("orders"), RedrivePolicy=redrive_policy(dlq_arn, 1))
        attributes = await sqs.queue_attributes(url)
        assert attributes.redrive_policy is not None
        assert attributes.redrive_policy.dead_letter_target_arn == dlq_arn
        assert attributes.redrive_policy.maximum_receives == 1
        assert [source.rsplit("/", 1)[-1] for source in await sqs.dead_letter_source_urls(dlq_url)] == [
            unique("orders")
        ]
        sent = await sqs.send(url, OutgoingMessage("x", group_id="customer"))
        (message,) = await receive(sqs, url)
        await sqs.change_visibility_batch(url, [message.receipt_handle], 0)
        assert await receive(sqs, url) == []
        dead = await receive_one(server, sqs, dlq_url)
        assert dead.message_id == sent.message_id
        assert dead.receive_count == 2
        assert dead.sent_at == message.sent_at
        assert dead.group_id == "customer"
        assert dead.dead_letter_source_arn == attributes.arn
        assert dead.dead_letter_source_name == unique("orders")
        await connection.close()

    run(scenario())


def test_a_delayed_message_is_counted_as_delayed_and_comes_later(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send(url, OutgoingMessage("later", delay_seconds=1))
        attributes = await sqs.queue_attributes(url)
        assert (attributes.available, attributes.delayed) == (0, 1)
        assert (await receive_one(server, sqs, url)).body == "later"
        await connection.close()

    run(scenario())


def test_a_fifo_group_keeps_its_order_and_is_locked_while_one_is_in_flight(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("stock.fifo"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        numbers = []
        for body in ("a1", "a2", "b1"):
            message = OutgoingMessage(body, group_id=body[0], deduplication_id=body)
            numbers.append(int((await sqs.send(url, message)).sequence_number))
        assert numbers == sorted(set(numbers))
        (head,) = await receive(sqs, url, maximum=1)
        assert head.body == "a1"
        assert (head.group_id, head.deduplication_id) == ("a", "a1")
        assert head.sequence_number == str(numbers[0])
        assert [message.body for message in await receive(sqs, url)] == ["b1"]
        await sqs.delete_batch(url, [head.receipt_handle])
        assert [message.body for message in await receive(sqs, url)] == ["a2"]
        await connection.close()

    run(scenario())


def test_a_fifo_duplicate_is_accepted_and_never_delivered_even_after_a_delete(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("stock.fifo"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        message = OutgoingMessage("x", group_id="g", deduplication_id="same")
        first = await sqs.send(url, message)
        (received,) = await receive(sqs, url)
        await sqs.delete_batch(url, [received.receipt_handle])
        second = await sqs.send(url, message)
        assert second.message_id == first.message_id
        assert await receive(sqs, url) == []
        await connection.close()

    run(scenario())


@pytest.mark.parametrize(("second", "delivered"), [("x", 1), ("y", 2)])
def test_content_based_deduplication_goes_by_the_body(
    server: Server, run: RunCoroutine, unique: Name, second: str, delivered: int
) -> None:
    url = server.create_queue(unique("stock.fifo"), ContentBasedDeduplication=True)

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send_batch(url, [OutgoingMessage("x", group_id="g"), OutgoingMessage(second, group_id="h")])
        attributes = await sqs.queue_attributes(url)
        assert attributes.content_based_deduplication is True
        assert attributes.available == delivered
        await connection.close()

    run(scenario())


def test_a_fifo_dead_letter_gets_its_message_id_for_deduplication_id(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    dlq_url = server.create_queue(unique("stock-DLQ.fifo"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        dlq_arn = (await sqs.queue_attributes(dlq_url)).arn
        url = server.create_queue(unique("stock.fifo"), RedrivePolicy=redrive_policy(dlq_arn, 1))
        for body in ("first", "second"):
            await sqs.send(url, OutgoingMessage(body, group_id="g", deduplication_id=body))
        held = await receive(sqs, url)
        assert [message.body for message in held] == ["first", "second"]
        await sqs.change_visibility_batch(url, [message.receipt_handle for message in held], 0)
        assert await receive(sqs, url) == []
        dead = await receive(sqs, dlq_url)
        assert [message.body for message in dead] == ["first", "second"]
        assert [message.deduplication_id for message in dead] == [message.message_id for message in held]
        assert {message.group_id for message in dead} == {"g"}
        await connection.close()

    run(scenario())
