"""The account's alias and its enabled regions; neither holds up or breaks the identity."""

from __future__ import annotations

import asyncio

import pytest

from sqs_explorer.aws import account_facts
from sqs_explorer.domain.connections import Identity
from sqs_explorer.domain.errors import AccessDenied, CredentialsRejected, SignInExpired
from tests.aws.aws_files import AwsFilesInFolder, dev, opened
from tests.fakes.raw_http_server import (
    RawHttpServer,
    Reply,
    aliases_reply,
    ec2_regions_reply,
    error_reply,
    identity_reply,
    json_reply,
    page_reply,
    query_error_reply,
)
from tests.guards.event_loops import RunCoroutine

DENIED = error_reply("AccessDeniedException", status=403)


def regions_page(*regions: tuple[str, str], token: str = "") -> Reply:
    """Return the account service's answer to ListRegions."""
    shown = [{"RegionName": name, "RegionOptStatus": status} for name, status in regions]
    return json_reply({"Regions": shown, **({"NextToken": token} if token else {})})


def identity(run: RunCoroutine) -> Identity:
    async def scenario() -> Identity:
        async with opened(dev()) as connection:
            return await connection.identity()

    return run(scenario())


def enabled(run: RunCoroutine) -> frozenset[str]:
    async def scenario() -> frozenset[str]:
        async with opened(dev()) as connection:
            return await connection.enabled_regions()

    return run(scenario())


def test_the_identity_carries_the_accounts_alias(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", identity_reply())
    raw.reply("ListAccountAliases", aliases_reply("acme-prod"))
    found = identity(run)
    assert found.account_words == "123456789012 acme-prod"
    assert found.arn == "arn:aws:iam::123456789012:user/alice"


@pytest.mark.parametrize(
    "reply", [aliases_reply(), DENIED, error_reply("InvalidAction"), page_reply(404), Reply()]
)
def test_an_account_without_an_alias_or_a_right_to_ask_has_its_identity(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", identity_reply())
    raw.reply("ListAccountAliases", reply)
    assert identity(run) == Identity("123456789012", "arn:aws:iam::123456789012:user/alice", "AIDA1")


def test_an_alias_that_does_not_come_holds_up_nothing(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_facts, "ALIAS_PATIENCE_SECONDS", 0.05)
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", identity_reply())
    raw.reply("ListAccountAliases", Reply(hangs=True))

    async def scenario() -> Identity:
        async with opened(dev()) as connection:
            found = await connection.identity()
            raw.stopping.set()
            return found

    assert run(scenario()).alias == ""


def test_an_identity_that_is_refused_does_not_wait_for_the_alias(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", query_error_reply("InvalidClientTokenId"))
    raw.reply("ListAccountAliases", Reply(hangs=True))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            with pytest.raises(CredentialsRejected):
                await asyncio.wait_for(connection.identity(), 10)
            raw.stopping.set()

    run(scenario())


def test_the_identity_is_asked_anew_with_new_credentials(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("GetCallerIdentity", identity_reply("111111111111"), identity_reply("222222222222"))

    async def scenario() -> list[str]:
        async with opened(dev()) as connection:
            first, again = await connection.identity(), await connection.identity()
            connection.renew()
            anew = await connection.identity()
            return [found.account_id for found in (first, again, anew)]

    assert run(scenario()) == ["111111111111", "111111111111", "222222222222"]


def test_the_account_service_tells_the_enabled_regions_on_all_pages(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply(
        "ListRegions",
        regions_page(("eu-west-1", "ENABLED_BY_DEFAULT"), ("eu-south-1", "ENABLING"), token="2"),
        regions_page(("eu-central-2", "ENABLED"), ("ap-east-1", "DISABLED")),
    )
    assert enabled(run) == {"eu-west-1", "eu-central-2"}
    assert [request.parameters.get("NextToken") for request in raw.requests] == [None, "2"]
    assert raw.requests[0].parameters["RegionOptStatusContains"] == ["ENABLED", "ENABLED_BY_DEFAULT"]


def test_the_same_page_again_and_again_comes_to_an_end(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListRegions", regions_page(("eu-west-1", "ENABLED"), token="2"))
    assert enabled(run) == {"eu-west-1"}


@pytest.mark.parametrize("reply", [DENIED, page_reply(404), error_reply("InvalidAction")])
def test_ec2_tells_them_where_the_account_service_does_not(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, reply: Reply
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListRegions", reply)
    raw.reply("DescribeRegions", ec2_regions_reply("eu-west-1", "us-east-1"))
    assert enabled(run) == {"eu-west-1", "us-east-1"}
    assert raw.operations() == ["ListRegions", "DescribeRegions"]


def test_if_neither_may_be_asked_the_missing_action_is_named(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListRegions", DENIED)
    raw.reply("DescribeRegions", Reply(status=403, body=ec2_denial(), content_type="text/xml"))
    with pytest.raises(AccessDenied) as caught:
        enabled(run)
    assert caught.value.action == "ec2:DescribeRegions"


def test_an_expired_sign_in_is_not_asked_about_twice(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListRegions", error_reply("ExpiredTokenException", status=403))
    with pytest.raises(SignInExpired):
        enabled(run)
    assert raw.operations() == ["ListRegions"]


def ec2_denial() -> bytes:
    return (
        b"<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized."
        b"</Message></Error></Errors><RequestID>r</RequestID></Response>"
    )
