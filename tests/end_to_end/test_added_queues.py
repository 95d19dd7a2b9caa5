"""Whoever may not list queues works with those added by URL or ARN, today and at the next start."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.fakes.raw_http_server import RawHttpServer, error_reply, identity_reply, json_reply

FIELD = "Queue URL, ARN or name"
OTHER_ACCOUNT = "999988887777"


def deny_listing(raw: RawHttpServer) -> None:
    """Answer as AWS does to somebody who may use queues and not list them."""
    raw.reply("ListQueues", error_reply("AccessDeniedException", "You may not.", status=403))
    raw.reply("GetQueueAttributes", json_reply({"Attributes": {"ApproximateNumberOfMessages": "7"}}))
    raw.reply("GetCallerIdentity", identity_reply())


def test_a_queue_added_by_url_is_there_at_the_next_start_until_it_is_removed(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    deny_listing(raw)
    aws.profiles(raw.url, "orders")
    url = f"https://sqs.eu-west-1.amazonaws.com/{OTHER_ACCOUNT}/shared"

    async def first_day(person: Person) -> None:
        await person.reads("The queues can't be listed", "Add a queue by URL")
        await person.dialog("Add queue")
        person.type(FIELD, url)
        await person.answers("Add queue")
        await person.stands("access denied, 1 added", "orders", "eu-west-1")
        await person.until(lambda: person.count("shared") == "7", "the count of the added queue")

    async def second_day(person: Person) -> None:
        await person.until(lambda: person.queues() == ["shared"], "the added queue")
        await person.until(lambda: person.count("shared") == "7", "its count")
        await person.until(lambda: "123456789012" in person.state("orders"), "the account")
        await person.opens("shared")

    use_program(first_day, "--profile", "orders")
    use_program(second_day, "--profile", "orders")
    sent = [request.parameters["QueueUrl"] for request in raw.requests if "QueueUrl" in request.parameters]
    assert set(sent) == {url}, "the URL goes to the server as it was typed"


def test_a_queue_that_does_not_exist_is_not_added_and_the_text_stays(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    deny_listing(raw)
    missing = error_reply(
        "QueueDoesNotExist", "No such queue.", query_code="AWS.SimpleQueueService.NonExistentQueue"
    )
    raw.reply("GetQueueUrl", missing)
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        dialog = await person.dialog("Add queue")
        person.type(FIELD, f"arn:aws:sqs:eu-west-1:{OTHER_ACCOUNT}:typo")
        person.press("Add queue")
        await person.reads("The queue does not exist", "Check name, account ID and region.")
        assert QApplication.activeModalWidget() is dialog
        assert person.find(QLineEdit, FIELD).text().endswith(":typo")
        assert isinstance(dialog, QDialog)
        dialog.reject()

    use_program(steps, "--profile", "orders")
    asked = [request for request in raw.requests if request.operation == "GetQueueUrl"]
    assert asked[0].parameters == {"QueueName": "typo", "QueueOwnerAWSAccountId": OTHER_ACCOUNT}


def test_a_queue_named_on_the_command_line_opens_although_none_is_listed(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    deny_listing(raw)
    url = f"https://sqs.eu-west-1.amazonaws.com/{OTHER_ACCOUNT}/shared"
    raw.reply("GetQueueUrl", json_reply({"QueueUrl": url}))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.told("Queue name", "shared")

    use_program(steps, "--profile", "orders", "--queue", url)
    use_program(steps, "--profile", "orders", "--queue", f"arn:aws:sqs:eu-west-1:{OTHER_ACCOUNT}:shared")
