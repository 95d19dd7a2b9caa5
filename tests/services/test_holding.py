"""Release, extend and delete in batches of ten: each answer is read."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import Unreachable
from sqs_explorer.domain.messages import EntryFailure, ReceivedMessage
from sqs_explorer.services.holding import AnsweredBatch, change_visibility, delete_messages
from sqs_explorer.services.stopping import StopRequest
from tests.fakes.fake_clock import FakeClock
from tests.fakes.fake_connections import FakeConnectionOpener
from tests.fakes.fake_gateway import FakeSqsGateway
from tests.fakes.fake_sqs import FakeSqs

Run = Callable[[Coroutine[Any, Any, Any]], Any]


async def held(count: int) -> tuple[FakeSqs, FakeSqsGateway, str, list[ReceivedMessage]]:
    """Return a server with `count` messages, all received for 30 s."""
    fake = FakeSqs(FakeClock())
    url = fake.create_queue("OrderQueue")
    for number in range(count):
        fake.put(url, str(number))
    gateway = FakeConnectionOpener(fake).open(ConnectionSpec("dev", ("eu-west-1",))).sqs("eu-west-1")
    messages: list[ReceivedMessage] = []
    while len(messages) < count:
        messages += (await gateway.receive(url, maximum=10, wait_seconds=0, visibility_seconds=30)).messages
    return fake, gateway, url, messages


def test_every_batch_is_reported_as_soon_as_it_is_answered(run: Run) -> None:
    async def scenario() -> None:
        fake, gateway, url, messages = await held(23)
        batches: list[AnsweredBatch] = []
        result = await delete_messages(gateway, url, messages, on_batch=batches.append)
        assert [len(batch.done) for batch in batches] == [10, 10, 3]
        assert result.done == tuple(message.message_id for message in messages)
        assert fake.messages(url) == ()

    run(scenario())


def test_a_refused_entry_is_a_result_with_its_reason_without_the_handle(run: Run) -> None:
    async def scenario() -> None:
        fake, gateway, url, messages = await held(3)
        handle = messages[1].receipt_handle
        text = (
            f"Value {handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
        )
        fake.fail_entries("DeleteMessageBatch", [1], EntryFailure("InvalidParameterValue", text))
        result = await delete_messages(gateway, url, messages)
        assert result.done == (messages[0].message_id, messages[2].message_id)
        assert result.failures == {messages[1].message_id: "The receipt handle has expired."}
        bad = EntryFailure("ReceiptHandleIsInvalid", f'"{handle}" is bad')
        fake.fail_entries("DeleteMessageBatch", [0], bad)
        result = await delete_messages(gateway, url, messages[1:2])
        assert result.failures == {messages[1].message_id: "SQS does not know this receipt handle."}

    run(scenario())


def test_an_error_in_the_first_batch_is_raised_and_later_ones_are_results(run: Run) -> None:
    async def scenario() -> None:
        fake, gateway, url, messages = await held(15)
        fake.fail_next("ChangeMessageVisibilityBatch", Unreachable("No answer."))
        with pytest.raises(Unreachable):
            await change_visibility(gateway, url, messages, 0)
        assert not any(message.visible for message in fake.messages(url))

        def cut_the_line(batch: AnsweredBatch) -> None:
            fake.fail_next("ChangeMessageVisibilityBatch", Unreachable("No answer."))

        result = await change_visibility(gateway, url, messages, 0, on_batch=cut_the_line)
        assert len(result.done) == 10
        assert set(result.failures) == {message.message_id for message in messages[10:]}
        assert isinstance(result.error, Unreachable)

    run(scenario())


def test_stop_says_what_was_not_tried(run: Run) -> None:
    async def scenario() -> None:
        fake, gateway, url, messages = await held(25)
        stop = StopRequest()
        result = await delete_messages(
            gateway, url, messages, stop=stop, on_batch=lambda batch: stop.request()
        )
        assert len(result.done) == 10
        assert result.not_tried == tuple(message.message_id for message in messages[10:])
        assert len(fake.messages(url)) == 15

    run(scenario())
