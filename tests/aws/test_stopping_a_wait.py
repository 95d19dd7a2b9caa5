"""Stop ends what waits for a sign-in: it must not go on once the person has signed in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.forecast import ReceiveMode
from sqs_explorer.domain.messages import ReceivedMessage
from sqs_explorer.services.holding import delete_messages
from sqs_explorer.services.ports import SqsGateway
from sqs_explorer.services.receiving import ReceiveOrder, receive_messages
from sqs_explorer.services.stopping import StopRequest, stop_of_waits
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.fakes.fake_sign_in_desk import FakeSignInDesk
from tests.fakes.raw_http_server import RawHttpServer, error_reply, json_reply
from tests.guards.event_loops import RunCoroutine

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
EXPIRED = error_reply("ExpiredTokenException", "The security token has expired.", status=403)


def receive(sqs: SqsGateway, stop: StopRequest) -> Awaitable[object]:
    order = ReceiveOrder(10, 0, ReceiveMode.HOLD, 30)
    return receive_messages(sqs, URL, order, stop=stop, on_batch=lambda _: None)


def delete(sqs: SqsGateway, stop: StopRequest) -> Awaitable[object]:
    return delete_messages(sqs, URL, [ReceivedMessage("m-1", "handle", "body")], stop=stop)


@pytest.mark.parametrize(("operation", "work"), [("ReceiveMessage", receive), ("DeleteMessageBatch", delete)])
def test_work_that_is_stopped_while_it_waits_is_not_done_after_the_sign_in(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    operation: str,
    work: Callable[[SqsGateway, StopRequest], Awaitable[object]],
) -> None:
    files.write_keys(raw.url)
    raw.reply(operation, EXPIRED, json_reply({}))
    desk = FakeSignInDesk()

    async def stop_and_sign_in() -> None:
        stop = StopRequest()
        async with opened(dev(), desk=desk) as connection:
            working = asyncio.ensure_future(work(connection.sqs(REGION), stop))
            await desk.until_waiting()
            stop.request()
            with pytest.raises(SignInExpired):
                await working
            assert desk.waiting == 0
            assert stop_of_waits() is None

    run(stop_and_sign_in())
    assert raw.operations() == [operation]
