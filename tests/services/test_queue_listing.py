"""Listing queues, reading attributes in parallel, finding one queue, and the connections behind them."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import (
    AccessDenied,
    ConnectionClosed,
    QueueNotFound,
    ServiceUnavailable,
    SqsExplorerError,
)
from sqs_explorer.domain.queues import QueueAttributes, QueueRef
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.services.queue_listing import find_queue, list_queues, read_attributes, source_queues
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_sqs import FakeSqs
from tests.guards.event_loops import RunCoroutine

SPEC = ConnectionSpec("dev", ("eu-west-1",))
Answer = QueueAttributes | SqsExplorerError


@pytest.fixture
def fake() -> FakeSqs:
    return FakeSqs(FakeClock())


def test_all_of_2500_queues_are_listed_in_pages(fake: FakeSqs, run: RunCoroutine) -> None:
    urls = [fake.create_queue(f"queue-{number:04d}") for number in range(2_500)]

    async def list_all() -> list[tuple[QueueRef, ...]]:
        return [page async for page in list_queues(FakeConnectionOpener(fake).open(SPEC), "eu-west-1")]

    pages = run(list_all())
    assert [len(page) for page in pages] == [1_000, 1_000, 500]
    assert {queue.url for page in pages for queue in page} == set(urls)


def test_an_error_of_one_queue_leaves_the_others_read(fake: FakeSqs, run: RunCoroutine) -> None:
    queues = [QueueRef("dev", "eu-west-1", fake.create_queue(name)) for name in ("a", "b", "c")]
    fake.faults.fail_next("GetQueueAttributes", ServiceUnavailable("no"), queue_name="b")
    answers: dict[str, Answer] = {}
    gateway = FakeConnectionOpener(fake).open(SPEC).sqs("eu-west-1")
    run(read_attributes(gateway, queues, lambda queue, answer: answers.update({queue.name: answer})))
    assert isinstance(answers["b"], ServiceUnavailable)
    assert [isinstance(answers[name], QueueAttributes) for name in "ac"] == [True, True]


def test_no_more_calls_run_at_once_than_allowed(fake: FakeSqs, run: RunCoroutine) -> None:
    queues = [QueueRef("dev", "eu-west-1", fake.create_queue(f"q{number}")) for number in range(9)]

    async def read() -> int:
        gate = fake.hold("GetQueueAttributes")
        gateway = FakeConnectionOpener(fake).open(SPEC).sqs("eu-west-1")
        reading = asyncio.ensure_future(read_attributes(gateway, queues, lambda *_: None, parallel_calls=4))
        await gate.reached()
        for _ in range(20):
            await asyncio.sleep(0)
        begun = fake.count("GetQueueAttributes")
        gate.release()
        await reading
        return begun

    assert run(read()) == 4
    assert fake.count("GetQueueAttributes") == 9


@pytest.mark.parametrize("named", ["orders", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"])
def test_a_queue_is_found_by_name_or_url_without_listing(
    named: str, fake: FakeSqs, run: RunCoroutine
) -> None:
    url = fake.create_queue("orders")
    gateway = FakeConnectionOpener(fake).open(SPEC).sqs("eu-west-1")
    assert run(find_queue(gateway, "dev", named)) == QueueRef("dev", "eu-west-1", url)
    assert fake.count("ListQueues") == 0


def test_a_queue_is_found_by_its_arn(fake: FakeSqs, run: RunCoroutine) -> None:
    url = fake.create_queue("orders")
    gateway = FakeConnectionOpener(fake).open(SPEC).sqs("eu-west-1")
    assert run(find_queue(gateway, "dev", fake.arn(url))).url == url


def test_an_arn_of_something_else_is_no_queue(fake: FakeSqs, run: RunCoroutine) -> None:
    gateway = FakeConnectionOpener(fake).open(SPEC).sqs("eu-west-1")
    with pytest.raises(QueueNotFound):
        run(find_queue(gateway, "dev", "arn:aws:sns:eu-west-1:123456789012:orders"))


def test_sources_come_from_known_policies_where_sqs_does_not_say(fake: FakeSqs, run: RunCoroutine) -> None:
    url, dlq_url = fake.create_queue_with_dlq("orders")
    gateway = FakeConnectionOpener(fake).open(SPEC).sqs("eu-west-1")
    source, dlq = QueueRef("dev", "eu-west-1", url), QueueRef("dev", "eu-west-1", dlq_url)

    async def look() -> tuple[QueueRef, ...]:
        known = {queue: await gateway.queue_attributes(queue.url) for queue in (source, dlq)}
        fake.faults.fail_next("ListDeadLetterSourceQueues", AccessDenied("no", action="x"))
        return await source_queues(gateway, dlq, known)

    assert run(look()) == (source,)


def test_opening_a_connection_again_closes_the_former_one(fake: FakeSqs, run: RunCoroutine) -> None:
    opener = FakeConnectionOpener(fake)
    connections = OpenConnections(opener)

    async def open_twice_at_once() -> None:
        await connections.open(SPEC)
        await asyncio.gather(connections.open(SPEC), connections.open(SPEC))

    run(open_twice_at_once())
    assert [gateway.closed for gateway in opener.opened] == [True, True, False]
    assert connections.gateway("dev") is opener.opened[-1]


def test_a_connection_that_was_closed_cannot_be_used(fake: FakeSqs, run: RunCoroutine) -> None:
    opener = FakeConnectionOpener(fake)
    connections = OpenConnections(opener)

    async def open_and_close() -> None:
        await connections.open(SPEC)
        await connections.close_all()

    run(open_and_close())
    assert opener.opened[0].closed
    with pytest.raises(ConnectionClosed):
        connections.gateway("dev")
