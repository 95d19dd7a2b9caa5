"""A call that waited for a person does what it then may: not after the lock closed, not after the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable

import pytest

from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import ReadOnlyConnection, SqsExplorerError
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.sign_in import MfaRequest
from sqs_explorer.services.ports import SqsGateway
from sqs_explorer.storage.system_clock import SystemClock
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened
from tests.fakes.fake_sign_in_desk import FakeSignInDesk
from tests.fakes.raw_http_server import RawHttpServer, assumed_role_reply, error_reply, json_reply
from tests.guards.event_loops import RunCoroutine

URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"
ROLE = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/late\n"
EXPIRED = error_reply("ExpiredTokenException", "The security token has expired.", status=403)


class SlowPerson:
    """Implements SignInQuestions: gives a code once let."""

    def __init__(self) -> None:
        self.is_asked = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def mfa_code(self, request: MfaRequest) -> str:
        """Answer on the loop."""
        self.is_asked.set()
        await self.may_answer.wait()
        return "123456"


def send(sqs: SqsGateway) -> Awaitable[object]:
    return sqs.send(URL, OutgoingMessage("x"))


def delete(sqs: SqsGateway) -> Awaitable[object]:
    return sqs.delete_batch(URL, ["h"])


@pytest.fixture
def server(raw: RawHttpServer, files: AwsFilesInFolder) -> RawHttpServer:
    """Return a server for `dev` and `again`, two profiles whose roles ask for a code of one device."""
    profile = f"{ROLE}endpoint_url = {raw.url}\n"
    files.write(f"[profile dev]\n{profile}[profile again]\n{profile}", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply("ASIAROLE"))
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": URL}))
    raw.reply("SendMessage", json_reply({"MessageId": "m"}))
    return raw


@pytest.mark.parametrize("call", [send, delete])
def test_a_write_that_waited_for_a_code_is_refused_if_the_lock_closed_meanwhile(
    server: RawHttpServer, run: RunCoroutine, call: Callable[[SqsGateway], Awaitable[object]]
) -> None:
    async def scenario() -> None:
        person = SlowPerson()
        async with opened(dev(), questions=person) as connection:
            under_way = asyncio.ensure_future(call(connection.sqs(REGION)))
            await person.is_asked.wait()
            connection.write_lock.lock()
            person.may_answer.set()
            with pytest.raises(ReadOnlyConnection):
                await under_way

    run(scenario())
    assert server.operations() == ["AssumeRole"]


def test_a_write_that_waited_for_a_sign_in_and_then_for_a_code_is_refused_as_well(
    server: RawHttpServer, run: RunCoroutine
) -> None:
    server.reply("SendMessage", EXPIRED, json_reply({"MessageId": "m"}))

    async def scenario() -> None:
        person, desk = SlowPerson(), FakeSignInDesk()
        person.may_answer.set()
        async with opened(dev(), questions=person, desk=desk) as connection:
            under_way = asyncio.ensure_future(send(connection.sqs(REGION)))
            await desk.until_waiting()
            person.is_asked.clear()
            person.may_answer.clear()
            desk.answer(signed_in=True)
            await person.is_asked.wait()
            connection.write_lock.lock()
            person.may_answer.set()
            with pytest.raises(ReadOnlyConnection):
                await under_way

    run(scenario())
    assert server.operations() == ["AssumeRole", "SendMessage", "AssumeRole"]


def test_work_that_began_before_the_lock_closed_still_finishes_after_a_code(
    server: RawHttpServer, run: RunCoroutine
) -> None:
    async def scenario() -> None:
        person = SlowPerson()
        async with opened(dev(), questions=person) as connection:
            with connection.write_lock.work():
                under_way = asyncio.ensure_future(delete(connection.sqs(REGION)))
                await person.is_asked.wait()
                connection.write_lock.lock()
                person.may_answer.set()
                await under_way

    run(scenario())
    assert server.operations() == ["AssumeRole", "DeleteMessageBatch"]


def test_the_leave_to_finish_is_that_work_s_alone(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)

    async def scenario() -> None:
        async with opened(dev()) as connection:
            sqs, lock = connection.sqs(REGION), connection.write_lock
            is_moving, may_end = asyncio.Event(), asyncio.Event()

            async def move() -> None:
                with lock.work():
                    is_moving.set()
                    await may_end.wait()
                    await asyncio.gather(send(sqs), delete(sqs))

            moving = asyncio.create_task(move())
            await is_moving.wait()
            lock.lock()
            for call in (send, delete):
                with pytest.raises(ReadOnlyConnection):
                    await call(sqs)
            may_end.set()
            await moving

    run(scenario())
    assert sorted(raw.operations()) == ["DeleteMessageBatch", "SendMessage"]


@pytest.mark.parametrize("call", [send, delete])
def test_nothing_leaves_a_connection_that_was_closed_while_it_waited_for_another_s_code(
    server: RawHttpServer, run: RunCoroutine, call: Callable[[SqsGateway], Awaitable[object]]
) -> None:
    async def scenario() -> None:
        person = SlowPerson()
        opener = BotocoreConnectionOpener(frozenset, SystemClock(), questions=person)
        asking, waiting = opener.open(dev()), opener.open(ConnectionSpec("again", (REGION,)))
        asked = asyncio.ensure_future(asking.sqs(REGION).queue_url("orders"))
        await person.is_asked.wait()
        under_way = asyncio.ensure_future(call(waiting.sqs(REGION)))
        await asyncio.sleep(0)
        await waiting.close()
        with pytest.raises(SqsExplorerError, match="closed"):
            await under_way
        person.may_answer.set()
        await asked
        for thread in [one for one in threading.enumerate() if one.name.startswith("aws-again")]:
            await asyncio.to_thread(thread.join)
        await asking.close()

    run(scenario())
    assert server.operations() == ["AssumeRole", "GetQueueUrl"]
