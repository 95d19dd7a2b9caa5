"""A queue added by ARN, and one of another account by its name, where ListQueues is denied."""

from __future__ import annotations

import pytest

from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.test_added_queues import FIELD, OTHER_ACCOUNT, deny_listing
from tests.fakes.raw_http_server import RawHttpServer, json_reply

URL = f"https://sqs.eu-west-1.amazonaws.com/{OTHER_ACCOUNT}/shared"


@pytest.mark.parametrize(
    ("typed", "account"), [(f"arn:aws:sqs:eu-west-1:{OTHER_ACCOUNT}:shared", ""), ("shared", OTHER_ACCOUNT)]
)
def test_it_is_asked_for_in_its_account_and_there_at_the_next_start(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer, typed: str, account: str
) -> None:
    deny_listing(raw)
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": URL}))
    aws.profiles(raw.url, "orders")

    async def first_day(person: Person) -> None:
        await person.dialog("Add queue")
        person.type(FIELD, typed)
        if account:
            person.type("Account ID", account)
        await person.answers("Add queue")
        await person.until(lambda: person.queues() == ["shared"], "the queue in the tree")

    async def second_day(person: Person) -> None:
        await person.opens("shared")
        await person.until(lambda: person.count("shared") == "7", "its count")

    use_program(first_day, "--profile", "orders")
    asked = [request.parameters for request in raw.requests if request.operation == "GetQueueUrl"]
    assert asked[0] == {"QueueName": "shared", "QueueOwnerAWSAccountId": OTHER_ACCOUNT}
    use_program(second_day, "--profile", "orders")
