"""Seen from the server: what a locked connection sends, whatever the screens may ask of it."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Iterable

import pytest

from sqs_explorer.domain.errors import ReadOnlyConnection, SqsExplorerError
from sqs_explorer.domain.messages import OutgoingMessage
from sqs_explorer.domain.operation_tiers import OPERATION_TIERS, Tier
from sqs_explorer.services.ports import ConnectionGateway, SqsGateway
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.aws.gateway_calls import CONNECTION_CALLS, SQS_CALLS, URL
from tests.fakes.fake_clock import FakeClock
from tests.fakes.raw_http_server import (
    RawHttpServer,
    Reply,
    aliases_reply,
    ec2_regions_reply,
    error_reply,
    identity_reply,
    json_reply,
)
from tests.guards.event_loops import RunCoroutine

HARMLESS = {Tier.READ, Tier.INSPECT}
QUIET_METHODS = {"spec", "region", "sqs", "write_lock", "custom_endpoint_url", "renew", "close"}


@pytest.fixture
def server(raw: RawHttpServer, files: AwsFilesInFolder) -> RawHttpServer:
    """Return a server that answers the calls that are not SQS's, too."""
    files.write_keys(raw.url)
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": URL}))
    raw.reply("GetCallerIdentity", identity_reply())
    raw.reply("ListAccountAliases", aliases_reply("acme"))
    raw.reply("ListRegions", error_reply("AccessDeniedException", status=403))
    raw.reply("DescribeRegions", ec2_regions_reply(REGION))
    return raw


async def try_everything(connection: ConnectionGateway) -> list[SqsExplorerError]:
    """Call every method once and return what was refused or went wrong."""
    errors: list[SqsExplorerError] = []
    for call in SQS_CALLS.values():
        try:
            await call(connection.sqs(REGION))
        except SqsExplorerError as error:
            errors.append(error)
    for ask in CONNECTION_CALLS.values():
        await ask(connection)
    return errors


def tiers(operations: Iterable[str]) -> set[Tier]:
    """Return the tiers of operations; KeyError for one without a tier."""
    return {OPERATION_TIERS[operation] for operation in operations}


@pytest.mark.parametrize(("port", "tried"), [(SqsGateway, SQS_CALLS), (ConnectionGateway, CONNECTION_CALLS)])
def test_no_method_of_the_gateways_is_left_out_here(port: type, tried: Iterable[str]) -> None:
    methods = {name for name, _ in inspect.getmembers(port) if not name.startswith("_")}
    assert methods - QUIET_METHODS == set(tried)


def test_no_write_of_a_read_only_connection_reaches_the_server(
    server: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    async def scenario() -> list[SqsExplorerError]:
        async with opened(dev(read_only=True)) as connection:
            return await try_everything(connection)

    errors = run(scenario())
    assert tiers(server.operations()) == HARMLESS
    writes = [operation for operation, tier in OPERATION_TIERS.items() if tier not in HARMLESS]
    refused = [error.operation for error in errors if isinstance(error, ReadOnlyConnection)]
    assert len(refused) == len(errors)
    assert sorted(refused) == sorted(writes)


def test_an_unlocked_connection_lets_out_every_operation_that_has_a_tier_of_sqs(
    server: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    async def scenario() -> None:
        async with opened(dev(read_only=True)) as connection:
            connection.write_lock.unlock(None)
            assert await try_everything(connection) == []

    run(scenario())
    assert tiers(server.operations()) == set(Tier)
    signing_in = {
        "AssumeRole",
        "AssumeRoleWithWebIdentity",
        "GetRoleCredentials",
        "RegisterClient",
        "StartDeviceAuthorization",
        "CreateToken",
        "CreateOAuth2Token",
    }
    elsewhere = {"ChangeMessageVisibility"}  # For servers without the batch of it.
    assert set(server.operations()) == set(OPERATION_TIERS) - signing_in - elsewhere


def test_once_its_time_is_over_an_unlocked_connection_sends_nothing_more(
    server: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    clock = FakeClock()

    async def scenario() -> None:
        async with opened(dev(read_only=True), clock=clock) as connection:
            sqs = connection.sqs(REGION)
            connection.write_lock.unlock(900)
            await sqs.send(URL, OutgoingMessage("in time"))
            clock.advance(900)
            with pytest.raises(ReadOnlyConnection, match="SendMessage"):
                await sqs.send(URL, OutgoingMessage("too late"))

    run(scenario())
    assert server.operations() == ["SendMessage"]


def test_what_began_before_the_lock_closed_may_finish_and_nothing_else_begins(
    server: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    async def scenario() -> None:
        async with opened(dev()) as connection:
            sqs, lock = connection.sqs(REGION), connection.write_lock
            with lock.work():
                await sqs.send(URL, OutgoingMessage("a copy"))
                lock.lock()
                await sqs.delete_batch(URL, ["its original"])
            for refused in (sqs.send(URL, OutgoingMessage("x")), sqs.delete_batch(URL, ["h"])):
                with pytest.raises(ReadOnlyConnection):
                    await refused
            with lock.work(), pytest.raises(ReadOnlyConnection):
                await sqs.purge_queue(URL)

    run(scenario())
    assert server.operations() == ["SendMessage", "DeleteMessageBatch"]


def test_a_call_under_way_when_the_lock_closes_is_answered(
    server: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    server.reply("SendMessage", Reply(body=b'{"MessageId": "m"}', delay_seconds=0.2))

    async def scenario() -> str:
        async with opened(dev()) as connection:
            send = asyncio.ensure_future(connection.sqs(REGION).send(URL, OutgoingMessage("x")))
            while not server.requests:  # noqa: ASYNC110 - no event tells it
                await asyncio.sleep(0.01)
            connection.write_lock.lock()
            return (await send).message_id

    assert run(scenario()) == "m"


def test_no_log_record_of_botocore_holds_a_body_or_a_token(
    server: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    session_token = "aws_session_token = marked-token\n"
    files.credentials.write_text(files.credentials.read_text() + session_token, encoding="utf-8")

    async def scenario() -> None:
        async with opened(dev()) as connection:
            await connection.sqs(REGION).send(URL, OutgoingMessage("marked-body"))
            with contextlib.suppress(SqsExplorerError):
                await try_everything(connection)

    run(scenario())
    assert [record for record in caplog.records if "marked" in record.getMessage()] == []
    assert "marked-body" in str(server.requests[0].parameters)
