"""A proxy's page in the place of AWS's answer: the call failed, and AWS offers what it did before."""

from __future__ import annotations

import pytest
from botocore.parsers import ResponseParserError

from sqs_explorer.aws.error_translation import translate_error
from sqs_explorer.domain.errors import AwsError, OperationNotOffered, ServiceFailure, ServiceUnavailable
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.aws.test_error_translation import CALLS
from tests.fakes.raw_http_server import RawHttpServer, Reply, error_reply, page_reply
from tests.guards.event_loops import RunCoroutine

PAGES_BEFORE_AWS: list[tuple[str, Reply, type[AwsError]]] = [
    ("ListMessageMoveTasks", page_reply(500), ServiceUnavailable),
    ("ListMessageMoveTasks", page_reply(400), ServiceFailure),
    ("ListMessageMoveTasks", Reply(500, b""), ServiceUnavailable),
    ("StartMessageMoveTask", page_reply(500), ServiceUnavailable),
    ("ChangeMessageVisibilityBatch", page_reply(500), ServiceUnavailable),
    ("ListDeadLetterSourceQueues", page_reply(404), ServiceFailure),
    ("ListQueueTags", page_reply(501), ServiceUnavailable),
    ("ListQueues", Reply(415, b"<ErrorResponse/>", "text/xml"), ServiceFailure),
    ("ListMessageMoveTasks", error_reply("UnsupportedOperation"), OperationNotOffered),
]


@pytest.mark.parametrize("answer", PAGES_BEFORE_AWS, ids=lambda answer: f"{answer[0]}-{answer[2].__name__}")
def test_a_proxys_page_says_nothing_of_what_aws_offers(
    raw: RawHttpServer,
    files: AwsFilesInFolder,
    run: RunCoroutine,
    monkeypatch: pytest.MonkeyPatch,
    answer: tuple[str, Reply, type[AwsError]],
) -> None:
    """Told as not offered, Redrive all would be gone from the page, and holds go one by one."""
    operation, reply, expected = answer
    monkeypatch.setattr("sqs_explorer.aws.sessions.is_aws", lambda url: True)
    raw.reply(operation, reply)
    files.write_keys(raw.url)

    async def scenario() -> None:
        async with opened(dev()) as connection:
            await CALLS[operation](connection.sqs(REGION))

    with pytest.raises(AwsError) as caught:
        run(scenario())
    assert type(caught.value) is expected
    assert set(raw.operations()) == {operation}


def test_a_sign_in_page_in_place_of_sts_is_no_server_without_sts() -> None:
    error = ResponseParserError("<html>Sign in</html>")
    assert type(translate_error(error, "GetCallerIdentity")) is OperationNotOffered
    assert type(translate_error(error, "GetCallerIdentity", on_aws=True)) is ServiceFailure
