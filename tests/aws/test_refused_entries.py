"""A batch entry is refused for good or for now: what its code says counts for more than `SenderFault`."""

from __future__ import annotations

import pytest

from sqs_explorer.domain.messages import EntryFailure, OutgoingMessage
from tests.aws.aws_files import REGION, AwsFilesInFolder, dev, opened
from tests.fakes.raw_http_server import RawHttpServer, json_reply
from tests.guards.event_loops import RunCoroutine

URL = "http://sqs.eu-west-1.localhost.localstack.cloud:4566/000000000000/orders.fifo"
EXPIRED = "Value h for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."


def _refusal(code: str, message: str) -> dict[str, object]:
    """Return an answer as LocalStack gives it: nothing is the sender's fault there."""
    entry = {"Id": "0", "SenderFault": False, "Code": code, "Message": message}
    return {"Successful": [], "Failed": [entry]}


@pytest.mark.parametrize(
    "expected",
    [
        EntryFailure("InvalidParameterValueException", EXPIRED, sender_fault=True),
        EntryFailure("ReceiptHandleIsInvalid", "It is not a valid receipt handle.", sender_fault=True),
        EntryFailure("InternalError", "Try again.", sender_fault=False),
    ],
    ids=lambda expected: expected.code,
)
def test_a_delete_that_can_never_work_is_told_from_one_to_try_again(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine, expected: EntryFailure
) -> None:
    files.write_keys(raw.url)
    raw.reply("DeleteMessageBatch", json_reply(_refusal(expected.code, expected.message)))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            answers = await connection.sqs(REGION).delete_batch(URL, ["h"])
            assert answers == (expected,)

    run(scenario())


def test_a_message_with_a_forbidden_character_is_the_senders_fault_whatever_the_server_says(
    raw: RawHttpServer, files: AwsFilesInFolder, run: RunCoroutine
) -> None:
    files.write_keys(raw.url)
    raw.reply("SendMessageBatch", json_reply(_refusal("InvalidMessageContents", "Invalid characters found.")))

    async def scenario() -> None:
        async with opened(dev()) as connection:
            (answer,) = await connection.sqs(REGION).send_batch(URL, [OutgoingMessage("x", group_id="g")])
            assert isinstance(answer, EntryFailure)
            assert answer.sender_fault

    run(scenario())
