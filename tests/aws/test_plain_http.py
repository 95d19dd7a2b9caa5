"""Signed calls go out in plain http to this machine only, or to a server that the person agreed to."""

from __future__ import annotations

import os
import traceback

import pytest

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.errors import InvalidInput
from tests.aws.aws_files import KEYS, REGION, AwsFilesInFolder, dev, opened
from tests.fakes.raw_http_server import RawHttpServer, assumed_role_reply, json_reply
from tests.guards.event_loops import RunCoroutine

SERVER = "http://sqs.test.invalid"
"""Not this machine by its name; the proxy of these tests answers for it."""


@pytest.fixture(autouse=True)
def proxy(raw: RawHttpServer) -> None:
    """Let the server of the test answer for every host in plain http."""
    os.environ["HTTP_PROXY"] = os.environ["http_proxy"] = raw.url
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": "http://q/1/orders"}))


def ask(run: RunCoroutine, spec: ConnectionSpec, *agreed: str) -> None:
    async def scenario() -> None:
        async with opened(spec, agreed_endpoints=lambda: frozenset(agreed)) as connection:
            await connection.sqs(REGION).queue_url("orders")

    run(scenario())


@pytest.mark.parametrize("where", ["profile", "services", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "spec"])
def test_a_server_that_nobody_agreed_to_is_never_called(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, where: str
) -> None:
    config = "[profile dev]\n"
    if where == "profile":
        config += f"endpoint_url = {SERVER}\n"
    elif where == "services":
        config += f"services = s\n[services s]\nsqs =\n  endpoint_url = {SERVER}\n"
    elif where != "spec":
        os.environ[where] = SERVER
    files.write(config, f"[dev]\n{KEYS}")
    spec = dev(endpoint_url=SERVER) if where == "spec" else dev()
    with pytest.raises(InvalidInput, match=SERVER) as caught:
        ask(run, spec, "http://another.test.invalid", f"{SERVER}:4566")
    assert caught.value.field == "Endpoint URL"
    assert raw.requests == []
    ask(run, spec, f"{SERVER}:80/")
    assert raw.operations() == ["GetQueueUrl"]


def test_a_role_is_not_assumed_in_plain_http_either(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    role = "role_arn = arn:aws:iam::1:role/r\nsource_profile = base\nservices = s\n"
    services = f"[services s]\nsts =\n  endpoint_url = {SERVER}\nsqs =\n  endpoint_url = {raw.url}\n"
    files.write(f"[profile dev]\n{role}{services}", f"[base]\n{KEYS}")
    raw.reply("AssumeRole", assumed_role_reply())
    with pytest.raises(InvalidInput, match=SERVER):
        ask(run, dev())
    assert raw.requests == []
    ask(run, dev(), SERVER)
    assert raw.operations() == ["AssumeRole", "GetQueueUrl"]


def test_this_machine_is_called_without_a_question(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    ask(run, dev())
    assert raw.operations() == ["GetQueueUrl"]


@pytest.mark.parametrize("where", ["profile", "AWS_ENDPOINT_URL", "spec"])
def test_a_password_in_an_endpoint_is_refused_and_not_repeated(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, where: str
) -> None:
    url = raw.url.replace("http://", "http://me:MARKED@")
    if where == "AWS_ENDPOINT_URL":
        os.environ[where] = url
    files.write(f"[profile dev]\nendpoint_url = {url if where == 'profile' else raw.url}\n", f"[dev]\n{KEYS}")
    with pytest.raises(InvalidInput, match="Leave out user and password") as caught:
        ask(run, dev(endpoint_url=url) if where == "spec" else dev())
    assert "MARKED" not in "".join(traceback.format_exception(caught.value))
    assert raw.requests == []
