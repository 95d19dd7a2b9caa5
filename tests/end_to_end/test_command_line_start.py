"""What the command line names is open when the window comes."""

from __future__ import annotations

import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient


def test_every_profile_and_region_named_is_opened(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")
    names = ["--profile", "orders", "--profile", "billing", "--region", "eu-west-1", "--region", "us-east-1"]

    async def steps(person: Person) -> None:
        for profile in ("orders", "billing"):
            for region in ("eu-west-1", "us-east-1"):
                await person.stands("no queues", profile, region)

    use_program(steps, *names)


def test_endpoint_url_overrides_what_the_profile_says(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    queue = second.queue("overridden")
    aws.profiles("http://127.0.0.1:9", "orders")

    async def steps(person: Person) -> None:
        await person.stands("1 queue", "orders", "eu-west-1")
        assert person.queues() == [queue]

    use_program(steps, "--profile", "orders", "--endpoint-url", server.endpoint_url)


@pytest.mark.parametrize("spelling", ["name", "URL", "ARN"])
def test_a_queues_page_opens_by_name_url_or_arn(
    in_orders: UseProgram, second: SecondClient, spelling: str
) -> None:
    queue = second.queue("wanted")
    second.send(queue, "inside")
    named = {"name": queue, "URL": second.url(queue), "ARN": second.arn(queue)}[spelling]

    async def steps(person: Person) -> None:
        await person.told("Queue name", queue)
        person.set("Messages to receive", 1)
        person.press("Receive")
        await person.rows(1)

    in_orders(steps, "--queue", named)


def test_read_only_is_said_and_nothing_is_written(in_orders: UseProgram, second: SecondClient) -> None:
    source, dlq = second.dlq_pair("looked", maximum_receives=1)
    second.dead_letter(source, dlq, "stays")

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.reads("Read-only")
        await person.until(lambda: not person.can("Redrive all"), "the locked button")
        assert "Read-only connection" in person.tooltip("Redrive all")
        assert "read-only" in person.state("orders")

    in_orders(steps, "--read-only")
    assert second.waiting(dlq) == 1


def test_a_profile_that_does_not_exist_is_said_with_the_file_it_was_looked_for_in(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def steps(person: Person) -> None:
        await person.reads("There is no profile “nobody”", str(aws.config_path))
        await person.checks("Profiles", "orders")

    use_program(steps, "--profile", "nobody")


def test_a_region_alone_opens_the_default_profile(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")
    aws.variable("AWS_PROFILE", "billing")

    async def steps(person: Person) -> None:
        await person.stands("no queues", "billing", "eu-north-1")
        assert person.tree() == [("billing",), ("billing", "eu-north-1")]

    use_program(steps, "--region", "eu-north-1")
