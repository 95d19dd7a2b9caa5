"""Details: everything that SQS says about a queue, in words."""

from __future__ import annotations

import json

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient


def test_details_say_every_attribute_as_the_server_does(in_orders: UseProgram, second: SecondClient) -> None:
    queue = second.queue(
        "described.fifo",
        VisibilityTimeout=75,
        MessageRetentionPeriod=172_800,
        MaximumMessageSize=2_048,
        ReceiveMessageWaitTimeSeconds=5,
        ContentBasedDeduplication="true",
    )

    async def steps(person: Person) -> None:
        await person.opens(queue, "Details")
        await person.until(lambda: "ARN" in person.column("Queue attributes", "Name"), "the attributes")
        shown = person.pairs("Queue attributes")
        assert shown["Type"] == "FIFO"
        assert shown["Visibility timeout"] == "1 min 15 s"
        assert shown["Message retention"] == "2 d"
        assert shown["Receive wait"] == "5 s"
        assert shown["Maximum message size"] == "2 KiB"
        assert shown["Content-based deduplication"] == "On: SHA-256 of the body"
        assert shown["ARN"] == second.arn(queue)
        known = set(second.attributes(queue))
        assert known
        assert len(shown) >= len(known - {"Policy", "RedrivePolicy", "FifoQueue"})

    in_orders(steps)


def test_details_show_policy_tags_and_the_redrive_policy_as_a_link(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("described", maximum_receives=4)
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "sqs:SendMessage",
        "Resource": second.arn(source),
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    second.sqs.set_queue_attributes(QueueUrl=second.url(source), Attributes={"Policy": policy})
    second.sqs.tag_queue(QueueUrl=second.url(source), Tags={"team": "orders", "cost": "7"})

    async def steps(person: Person) -> None:
        await person.opens(source, "Details")
        await person.until(lambda: person.pairs("Tags", "Key") == {"cost": "7", "team": "orders"}, "the tags")
        await person.reads("1 statement", "After 4 receives to")
        shown = person.text("Access policy")
        assert json.loads(shown)["Statement"][0]["Action"] == "sqs:SendMessage"
        assert shown.count("\n") > 5
        await person.press_soon(f"Open {dlq}")
        await person.told("Queue name", dlq)
        person.tab("Details")
        await person.reads("Dead-letter queue of", "No access policy")

    in_orders(steps)


def test_refresh_reads_the_details_again(
    in_orders: UseProgram, second: SecondClient, server: SandboxEndpoint
) -> None:
    queue = second.queue("changing", VisibilityTimeout=30)

    async def steps(person: Person) -> None:
        await person.opens(queue, "Details")
        await person.until(
            lambda: person.pairs("Queue attributes").get("Visibility timeout") == "30 s", "30 s"
        )
        second.sqs.set_queue_attributes(QueueUrl=second.url(queue), Attributes={"VisibilityTimeout": "90"})
        person.press("Refresh queue")
        await person.until(
            lambda: person.pairs("Queue attributes").get("Visibility timeout") == "1 min 30 s", "the new one"
        )

    in_orders(steps)
