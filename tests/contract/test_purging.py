"""Purging and deleting a queue, and whether a region has one, on both servers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sqs_explorer.domain.errors import PurgeRefused, QueueNotFound, ReadOnlyConnection
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.services.ports import SqsGateway
from tests.contract.servers import REGION, Server, eventually
from tests.guards.event_loops import RunCoroutine

Unique = Callable[[str], str]


async def _message_ids(sqs: SqsGateway, url: str) -> list[str]:
    batch = await sqs.receive(url, maximum=10, wait_seconds=0, visibility_seconds=0)
    return [message.message_id for message in batch.messages]


def test_a_purge_takes_every_message_and_the_next_one_has_to_wait(
    server: Server, run: RunCoroutine, unique: Unique
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.send(url, OutgoingMessage("visible"))
        await sqs.send(url, OutgoingMessage("delayed", delay_seconds=60))
        await sqs.receive(url, maximum=1, wait_seconds=0, visibility_seconds=60)
        assert await sqs.purge_queue(url)
        attributes = await sqs.queue_attributes(url)
        assert (attributes.available, attributes.in_flight, attributes.delayed) == (0, 0, 0)
        with pytest.raises(PurgeRefused) as caught:
            await sqs.purge_queue(url)
        assert "PurgeQueueInProgress" in caught.value.code
        assert caught.value.operation == "PurgeQueue"
        await connection.close()

    run(scenario())


def test_a_purge_makes_a_fifo_queue_forget_what_was_sent(
    server: Server, run: RunCoroutine, unique: Unique
) -> None:
    url = server.create_queue(unique("orders.fifo"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        message = OutgoingMessage("x", group_id="g", deduplication_id="d")
        first = await sqs.send(url, message)
        await sqs.purge_queue(url)
        second = await sqs.send(url, message)
        assert second.message_id != first.message_id
        assert await _message_ids(sqs, url) == [second.message_id]
        await connection.close()

    run(scenario())


def test_a_deleted_queue_is_gone(server: Server, run: RunCoroutine, unique: Unique) -> None:
    name = unique("orders")
    url = server.create_queue(name)

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        assert await sqs.has_queues()
        assert await sqs.delete_queue(url)

        async def is_gone() -> bool:
            try:
                await sqs.queue_url(name)
            except QueueNotFound:
                return True
            return False

        assert await eventually(server, is_gone)
        with pytest.raises(QueueNotFound):
            await sqs.purge_queue(url)
        with pytest.raises(QueueNotFound):
            await sqs.delete_queue(url)
        await connection.close()

    run(scenario())


def test_a_region_without_queues_says_so(server: Server, run: RunCoroutine) -> None:
    async def scenario() -> None:
        connection = server.open()
        assert not await connection.sqs("ap-south-2").has_queues()
        await connection.close()

    run(scenario())


@pytest.mark.parametrize("operation", ["PurgeQueue", "DeleteQueue"])
def test_a_locked_connection_destroys_nothing(
    server: Server, run: RunCoroutine, unique: Unique, operation: str
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open(read_only=True)
        sqs = connection.sqs(REGION)
        with pytest.raises(ReadOnlyConnection, match=operation):
            await (sqs.purge_queue(url) if operation == "PurgeQueue" else sqs.delete_queue(url))
        connection.write_lock.unlock(None)
        await sqs.purge_queue(url)
        await connection.close()

    run(scenario())
