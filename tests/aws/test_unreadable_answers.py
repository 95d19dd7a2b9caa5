"""An answer with status 200 that is not AWS's is an error; it is never taken for "nothing there"."""

from __future__ import annotations

import traceback

import pytest

from sqs_explorer.domain.errors import OutcomeUnknown, ServiceFailure, SqsExplorerError
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.aws.test_error_translation import CALLS
from tests.fakes.raw_http_server import RawHttpServer, Reply, page_reply
from tests.guards.event_loops import RunCoroutine

CUT = Reply(body=b'{"Messages": [{"Body": "canary')
LIST = Reply(body=b'["canary"]')
EXPECTED = {"ListQueues": ServiceFailure, "ReceiveMessage": ServiceFailure, "SendMessage": OutcomeUnknown}


@pytest.mark.parametrize("reply", [page_reply(200), CUT, LIST], ids=["a proxy's page", "cut", "a list"])
@pytest.mark.parametrize("operation", EXPECTED)
def test_an_answer_that_is_no_json_object_is_an_error_that_does_not_repeat_it(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    reply: Reply,
    operation: str,
) -> None:
    files.write_keys(raw.url)
    raw.reply(operation, reply)

    async def scenario() -> SqsExplorerError:
        async with opened(dev()) as connection:
            with pytest.raises(SqsExplorerError) as caught:
                await CALLS[operation](connection.sqs(REGION))
            return caught.value

    error = run(scenario())
    assert type(error) is EXPECTED[operation]
    assert "canary" not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("body", [b"", b"{}", b' {"QueueUrls": ["http://x/1/\\ud800"]} '])
def test_empty_and_odd_answers_that_are_aws_s_are_read(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, body: bytes
) -> None:
    files.write_keys(raw.url)
    raw.reply("ListQueues", Reply(body=body))

    async def scenario() -> list[tuple[str, ...]]:
        async with opened(dev()) as connection:
            return [page async for page in connection.sqs(REGION).list_queue_urls()]

    (urls,) = run(scenario())
    assert len(urls) == body.count(b"http")
