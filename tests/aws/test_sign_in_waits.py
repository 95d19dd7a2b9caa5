"""An expired sign-in is told once to the window; what a person began waits for it and then goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from sqs_explorer.domain.errors import (
    ConnectionClosed,
    ReadOnlyConnection,
    SignInExpired,
    SqsExplorerError,
)
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.services.ports import ConnectionGateway, SqsGateway
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened
from tests.fakes.fake_sign_in_desk import FakeSignInDesk
from tests.fakes.raw_http_server import RawHttpServer, assumed_role_reply, error_reply, json_reply
from tests.guards.event_loops import RunCoroutine

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
EXPIRED = error_reply("ExpiredTokenException", "The security token has expired.", status=403)
SENT = json_reply({"MessageId": "m"})


def send(sqs: SqsGateway) -> Awaitable[object]:
    return sqs.send(URL, OutgoingMessage("x"))


def receive(sqs: SqsGateway) -> Awaitable[object]:
    return sqs.receive(URL, maximum=1, wait_seconds=5, visibility_seconds=None)


def delete(sqs: SqsGateway) -> Awaitable[object]:
    return sqs.delete_batch(URL, ["h"])


def signed_keys(raw: RawHttpServer) -> list[str]:
    return [
        request.headers["Authorization"].split("Credential=")[1].split("/")[0] for request in raw.requests
    ]


@pytest.mark.parametrize(
    ("operation", "call"),
    [("SendMessage", send), ("ReceiveMessage", receive), ("DeleteMessageBatch", delete)],
)
def test_what_was_begun_waits_for_the_sign_in_and_goes_on_with_the_new_credentials(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    operation: str,
    call: Callable[[SqsGateway], Awaitable[object]],
) -> None:
    files.write_keys(raw.url)
    raw.reply(operation, EXPIRED, json_reply({"MessageId": "m"}))

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            under_way = asyncio.ensure_future(call(connection.sqs(REGION)))
            await desk.until_waiting()
            assert [told for told, _ in desk.expired] == ["dev"]
            files.credentials.write_text(f"[dev]\n{KEYS.replace('AKIATEST', 'AKIARENEWED')}")
            desk.answer(signed_in=True)
            await under_way

    run(scenario())
    assert signed_keys(raw) == ["AKIATEST", "AKIARENEWED"]


def test_a_read_fails_at_once_and_the_window_is_told(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetQueueUrl", EXPIRED)

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            with pytest.raises(SignInExpired):
                await connection.sqs(REGION).queue_url("orders")
            assert [told for told, _ in desk.expired] == ["dev"]

    run(scenario())


async def declined(connection: ConnectionGateway, desk: FakeSignInDesk) -> None:
    desk.answer(signed_in=False)


async def closed(connection: ConnectionGateway, desk: FakeSignInDesk) -> None:
    await connection.close()


async def locked_meanwhile(connection: ConnectionGateway, desk: FakeSignInDesk) -> None:
    connection.write_lock.lock()
    desk.answer(signed_in=True)


@pytest.mark.parametrize(
    ("ending", "error"),
    [(declined, SignInExpired), (closed, ConnectionClosed), (locked_meanwhile, ReadOnlyConnection)],
)
def test_a_call_that_waits_ends_without_being_sent_again(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    ending: Callable[[ConnectionGateway, FakeSignInDesk], Awaitable[None]],
    error: type[SqsExplorerError],
) -> None:
    files.write_keys(raw.url)
    raw.reply("SendMessage", EXPIRED)

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            under_way = asyncio.ensure_future(send(connection.sqs(REGION)))
            await desk.until_waiting()
            await ending(connection, desk)
            with pytest.raises(error):
                await under_way
            assert desk.waiting == 0

    run(scenario())
    assert raw.operations() == ["SendMessage"]


def test_a_sign_in_that_is_expired_again_is_told_again_and_not_waited_for_twice(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("SendMessage", EXPIRED)

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            under_way = asyncio.ensure_future(send(connection.sqs(REGION)))
            await desk.until_waiting()
            desk.answer(signed_in=True)
            with pytest.raises(SignInExpired):
                await under_way
            assert len(desk.expired) == 2

    run(scenario())
    assert raw.operations() == ["SendMessage"] * 2


def test_without_a_window_an_expired_sign_in_fails_the_call(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("SendMessage", EXPIRED)

    async def scenario() -> None:
        async with opened(dev()) as connection:
            with pytest.raises(SignInExpired):
                await send(connection.sqs(REGION))

    run(scenario())
    assert raw.operations() == ["SendMessage"]


def test_a_call_that_is_given_up_stops_waiting_for_the_sign_in(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("SendMessage", EXPIRED)

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            under_way = asyncio.ensure_future(send(connection.sqs(REGION)))
            await desk.until_waiting()
            under_way.cancel()
            with pytest.raises(asyncio.CancelledError):
                await under_way
            assert desk.waiting == 0

    run(scenario())


def test_calls_that_wait_together_read_the_credentials_anew_once(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    role = "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n"
    files.write(f"{role}endpoint_url = {raw.url}\n", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply("ASIAFIRST"), assumed_role_reply("ASIASECOND"))
    raw.reply("SendMessage", *[EXPIRED] * 4, SENT)

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            sends = [asyncio.ensure_future(send(connection.sqs(REGION))) for _ in range(4)]
            await desk.until_waiting(4)
            left = sends
            for waiting in (3, 2, 1, 0):
                desk.answer(signed_in=True, calls=1)
                await desk.until_waiting(waiting)
                await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                left = [send for send in left if not send.done()]
            await asyncio.gather(*sends)

    run(scenario())
    assert raw.operations().count("AssumeRole") == 2


def test_a_call_that_failed_with_credentials_renewed_meanwhile_is_repeated_without_a_word(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    late = replace(EXPIRED, delay_seconds=0.2)
    raw.reply("GetQueueUrl", late, json_reply({"QueueUrl": URL}))

    async def scenario() -> None:
        desk = FakeSignInDesk()
        async with opened(dev(), desk=desk) as connection:
            call = asyncio.ensure_future(connection.sqs(REGION).queue_url("orders"))
            while not raw.requests:  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0.01)
            connection.renew()
            assert await call == URL
            assert desk.expired == []

    run(scenario())
