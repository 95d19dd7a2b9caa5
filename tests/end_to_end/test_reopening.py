"""What is open comes back at the next start when asked to, and only then."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

REOPEN = "Open these again at the next start"


async def choose_to_reopen(person: Person, wanted: bool) -> None:
    """Set the check box."""
    await person.until(lambda: person.can(REOPEN), REOPEN)
    box = person.find(QAbstractButton, REOPEN)
    if box.isChecked() != wanted:
        box.click()


def test_connections_and_pages_come_back_when_asked_to(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint, second: SecondClient
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")
    queue = second.queue("kept")

    async def first_day(person: Person) -> None:
        await choose_to_reopen(person, True)
        await person.connects(["orders", "billing"], ["eu-west-1", "eu-north-1"])
        await person.stands("1 queue", "orders", "eu-west-1")
        await person.opens(queue)

    async def second_day(person: Person) -> None:
        await person.told("Queue name", queue)
        await person.stands("1 queue", "billing", "eu-west-1")
        assert ("orders", "eu-north-1") in person.tree()

    use_program(first_day)
    use_program(second_day)


def test_nothing_comes_back_when_not_asked_to(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders")

    async def first_day(person: Person) -> None:
        await choose_to_reopen(person, False)
        await person.connects(["orders"], ["eu-west-1"])
        await person.stands("no queues", "orders", "eu-west-1")

    async def second_day(person: Person) -> None:
        await person.checks("Profiles", "orders")
        assert person.tree() == []
        await person.reads("No connection open")

    use_program(first_day)
    use_program(second_day)


def test_a_connection_named_on_the_command_line_comes_alone(
    use_program: UseProgram, aws: AwsSettings, server: SandboxEndpoint
) -> None:
    aws.profiles(server.endpoint_url, "orders", "billing")

    async def first_day(person: Person) -> None:
        await choose_to_reopen(person, True)
        await person.connects(["orders"], ["eu-west-1"])
        await person.stands("no queues", "orders", "eu-west-1")

    async def second_day(person: Person) -> None:
        await person.stands("no queues", "billing", "eu-west-1")
        assert ("orders",) not in person.tree()

    use_program(first_day)
    use_program(second_day, "--profile", "billing")
