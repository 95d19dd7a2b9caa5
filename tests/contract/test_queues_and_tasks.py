"""Queues, message move tasks, identity, and what a closed or read-only connection refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sqs_explorer.domain.errors import ConnectionClosed, MoveTaskRefused, ReadOnlyConnection
from sqs_explorer.domain.messages import MessageAttribute, OutgoingMessage
from sqs_explorer.domain.move_tasks import MoveTask, MoveTaskStatus
from sqs_explorer.services.ports import SqsGateway
from tests.contract.servers import REGION, Server, eventually, redrive_policy
from tests.guards.event_loops import RunCoroutine

Name = Callable[[str], str]


async def listed(sqs: SqsGateway) -> set[str]:
    """Return all queue names."""
    return {url.rsplit("/", 1)[-1] async for page in sqs.list_queue_urls() for url in page}


def test_queues_are_listed_and_found_by_name(server: Server, run: RunCoroutine, unique: Name) -> None:
    names = {unique("orders"), unique("stock.fifo")}
    urls = {name: server.create_queue(name) for name in names}

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        assert names <= await listed(sqs)
        for name, url in urls.items():
            assert await sqs.queue_url(name) == url
        assert connection.sqs(REGION) is sqs
        assert sqs.region == REGION
        await connection.close()

    run(scenario())


def test_attributes_are_read_with_their_types(server: Server, run: RunCoroutine, unique: Name) -> None:
    before = datetime.now(UTC) - timedelta(minutes=1)
    url = server.create_queue(unique("orders"), VisibilityTimeout=45, DelaySeconds=3, MaximumMessageSize=2048)

    async def scenario() -> None:
        connection = server.open()
        attributes = await connection.sqs(REGION).queue_attributes(url)
        await connection.close()
        assert attributes.arn.endswith(f":{unique('orders')}")
        assert attributes.arn.startswith(f"arn:aws:sqs:{REGION}:")
        assert attributes.visibility_timeout_seconds == 45
        assert attributes.delay_seconds == 3
        assert attributes.maximum_message_size_bytes == 2048
        assert attributes.retention_seconds == 345_600
        assert attributes.receive_wait_seconds == 0
        assert (attributes.available, attributes.in_flight, attributes.delayed) == (0, 0, 0)
        assert attributes.redrive_policy is None
        assert attributes.created_at is not None
        assert attributes.created_at.tzinfo is not None
        assert attributes.created_at.year in {before.year, 2026}
        assert attributes.raw["VisibilityTimeout"] == "45"

    run(scenario())


def test_tags_are_read(server: Server, run: RunCoroutine, unique: Name) -> None:
    url, bare_url = server.create_queue(unique("orders")), server.create_queue(unique("bare"))
    server.tag(url, {"team": "orders", "größe": "ß"})

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        assert await sqs.queue_tags(url) == {"team": "orders", "größe": "ß"}
        assert await sqs.queue_tags(bare_url) == {}
        await connection.close()

    run(scenario())


def test_the_identity_names_account_and_arn(server: Server, run: RunCoroutine) -> None:
    async def scenario() -> None:
        connection = server.open()
        identity = await connection.identity()
        assert await connection.identity() is identity
        await connection.close()
        assert len(identity.account_id) == 12
        assert identity.arn == f"arn:aws:iam::{identity.account_id}:user/demo"
        assert identity.short_name == "user/demo"

    run(scenario())


async def dead_letter_pair(server: Server, sqs: SqsGateway, unique: Name) -> tuple[str, str, str]:
    """Return the URL of a source queue, and URL and ARN of its DLQ."""
    dlq_url = server.create_queue(unique("orders-DLQ"))
    dlq_arn = (await sqs.queue_attributes(dlq_url)).arn
    url = server.create_queue(unique("orders"), RedrivePolicy=redrive_policy(dlq_arn, 1))
    return url, dlq_url, dlq_arn


async def bury(server: Server, sqs: SqsGateway, url: str, dlq_url: str, bodies: list[str]) -> None:
    """Let messages fail until they lie in the DLQ."""
    attributes = (MessageAttribute("eventType", "String", "created"),)
    await sqs.send_batch(url, [OutgoingMessage(body, attributes) for body in bodies])
    batch = await sqs.receive(url, maximum=10, wait_seconds=0, visibility_seconds=30)
    await sqs.change_visibility_batch(url, [message.receipt_handle for message in batch.messages], 0)
    await sqs.receive(url, maximum=10, wait_seconds=0, visibility_seconds=30)

    async def all_dead() -> bool:
        return (await sqs.queue_attributes(dlq_url)).available == len(bodies)

    await eventually(server, all_dead)


def test_a_move_task_puts_every_message_back_as_a_new_one(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        url, dlq_url, dlq_arn = await dead_letter_pair(server, sqs, unique)
        await bury(server, sqs, url, dlq_url, ["a", "b", "c"])
        assert await sqs.start_move_task(dlq_arn)

        async def completed() -> MoveTask | None:
            (task,) = await sqs.move_tasks(dlq_arn)
            return task if task.status is MoveTaskStatus.COMPLETED else None

        task = await eventually(server, completed)
        assert task is not None
        assert (task.source_arn, task.destination_arn, task.task_handle) == (dlq_arn, "", "")
        assert task.messages_per_second is None
        assert task.moved == 3
        assert task.started_at.tzinfo is not None
        batch = await sqs.receive(url, maximum=10, wait_seconds=1, visibility_seconds=30)
        assert {message.body for message in batch.messages} == {"a", "b", "c"}
        assert {message.receive_count for message in batch.messages} == {1}
        assert {message.attributes[0].string_value for message in batch.messages} == {"created"}
        assert (await sqs.queue_attributes(dlq_url)).available == 0
        await connection.close()

    run(scenario())


def test_a_slow_task_can_be_cancelled_and_what_it_moved_stays(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        url, dlq_url, dlq_arn = await dead_letter_pair(server, sqs, unique)
        other_url = server.create_queue(unique("elsewhere"))
        other_arn = (await sqs.queue_attributes(other_url)).arn
        await bury(server, sqs, url, dlq_url, [str(number) for number in range(10)])
        handle = await sqs.start_move_task(dlq_arn, other_arn, 1)
        with pytest.raises(MoveTaskRefused):
            await sqs.start_move_task(dlq_arn)
        (task,) = await sqs.move_tasks(dlq_arn)
        assert task.status is MoveTaskStatus.RUNNING
        assert task.task_handle == handle
        assert (task.destination_arn, task.messages_per_second) == (other_arn, 1)
        await sqs.cancel_move_task(handle)

        async def ended() -> MoveTask | None:
            (task,) = await sqs.move_tasks(dlq_arn)
            return None if task.status.is_active else task

        task_at_end = await eventually(server, ended)
        assert task_at_end is not None
        assert task_at_end.status is MoveTaskStatus.CANCELLED
        left = (await sqs.queue_attributes(dlq_url)).available
        moved = (await sqs.queue_attributes(other_url)).available
        assert left is not None
        assert moved is not None
        assert left > 0
        assert left + moved == 10
        with pytest.raises(MoveTaskRefused):
            await sqs.cancel_move_task(handle)
        await connection.close()

    run(scenario())


def test_a_task_needs_a_dead_letter_queue_and_a_destination_that_is_there(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        url, _, dlq_arn = await dead_letter_pair(server, sqs, unique)
        arn = (await sqs.queue_attributes(url)).arn
        with pytest.raises(MoveTaskRefused, match="Dead Letter Queue"):
            await sqs.start_move_task(arn)
        with pytest.raises(MoveTaskRefused):
            await sqs.start_move_task(dlq_arn, f"{arn}-missing")
        assert await sqs.move_tasks(dlq_arn) == ()
        await connection.close()

    run(scenario())


def test_a_read_only_connection_looks_but_does_not_touch(
    server: Server, run: RunCoroutine, unique: Name
) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        writer, reader = server.open(), server.open(read_only=True)
        await writer.sqs(REGION).send(url, OutgoingMessage("x"))
        sqs = reader.sqs(REGION)
        batch = await sqs.receive(url, maximum=1, wait_seconds=1, visibility_seconds=30)
        handles = [message.receipt_handle for message in batch.messages]
        assert await sqs.change_visibility_batch(url, handles, 0) == (None,)
        with pytest.raises(ReadOnlyConnection) as caught:
            await sqs.send(url, OutgoingMessage("y"))
        assert caught.value.operation == "SendMessage"
        with pytest.raises(ReadOnlyConnection):
            await sqs.send_batch(url, [OutgoingMessage("y")])
        with pytest.raises(ReadOnlyConnection):
            await sqs.delete_batch(url, handles)
        with pytest.raises(ReadOnlyConnection):
            await sqs.start_move_task("arn:aws:sqs:eu-west-1:000000000000:any")
        with pytest.raises(ReadOnlyConnection):
            await sqs.cancel_move_task("any")
        assert (await sqs.queue_attributes(url)).available == 1
        await writer.close()
        await reader.close()

    run(scenario())


def test_a_closed_connection_refuses_every_call(server: Server, run: RunCoroutine, unique: Name) -> None:
    url = server.create_queue(unique("orders"))

    async def scenario() -> None:
        connection = server.open()
        sqs = connection.sqs(REGION)
        await sqs.queue_attributes(url)
        await connection.close()
        with pytest.raises(ConnectionClosed):
            await sqs.queue_attributes(url)
        with pytest.raises(ConnectionClosed):
            await listed(sqs)
        with pytest.raises(ConnectionClosed):
            await connection.identity()

    run(scenario())
