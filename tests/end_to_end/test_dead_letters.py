"""Dead letters: links both ways, SQS's own redrive, and the verified move of chosen messages."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QComboBox

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient

TASKS = "Move tasks"


def test_a_dlq_links_to_its_sources_and_a_source_to_its_dlq(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("linked")

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.follow_soon("Source queues", source)
        await person.told("Queue name", source)
        person.tab("Dead letters")
        await person.follow_soon("Source queues", dlq)
        await person.told("Queue name", dlq)

    in_orders(steps)


def test_redrive_all_moves_every_message_back_and_says_so(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("redriven", maximum_receives=1)
    second.dead_letter(source, dlq, "a", "b", "c")

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.dialog("Redrive all")
        destinations = person.find(QComboBox, "Destination")
        assert destinations.itemText(0) == "Original source queues"
        await person.reads(source)
        await person.answers("Start redrive")
        await person.until(lambda: person.column(TASKS, "Status")[:1] == ["Completed"], "the end", 20)
        assert person.column(TASKS, "Moved") == ["3"]
        assert person.column(TASKS, "Destination") == ["Original source queues"]
        assert person.column(TASKS, "Rate") == ["as AWS sees fit"]
        assert (second.waiting(dlq), second.waiting(source)) == (0, 3)

    in_orders(steps)


def test_a_redrive_can_be_slowed_down_watched_and_cancelled(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("slow", maximum_receives=1)
    other = second.queue("slow-destination")
    second.dead_letter(source, dlq, *(f"body {number}" for number in range(12)))

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.dialog("Redrive all")
        person.choose("Destination", other)
        person.set("Messages per second", 1)
        await person.answers("Start redrive")
        await person.until(lambda: person.column(TASKS, "Status")[:1] == ["Running"], "the task that runs")
        assert person.column(TASKS, "Rate") == ["1 /s"]
        assert person.column(TASKS, "Total") == ["12"]

        def moved() -> int:
            return int((person.column(TASKS, "Moved") or ["0"])[0].lstrip("≈ "))

        await person.until(lambda: moved() >= 1, "the progress")
        assert not person.can("Redrive all")
        await person.press_soon("Cancel redrive")
        await person.until(lambda: person.column(TASKS, "Status") == ["Cancelled"], "the cancelled task")
        answer = second.sqs.list_message_move_tasks(SourceArn=second.arn(dlq))["Results"][0]
        assert answer["Status"] == "CANCELLED"
        moved_there = answer["ApproximateNumberOfMessagesMoved"]
        assert second.waiting(other) >= moved_there >= 1
        assert second.waiting(dlq) + second.waiting(other) == 12
        assert second.waiting(source) == 0

    in_orders(steps)


def test_the_list_of_tasks_is_there_after_a_restart_of_the_program(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("remembered", maximum_receives=1)
    second.dead_letter(source, dlq, "a")
    second.sqs.start_message_move_task(SourceArn=second.arn(dlq))

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.until(lambda: person.column(TASKS, "Status") == ["Completed"], "the task in the list")
        assert person.column(TASKS, "Moved") == ["1"]

    in_orders(steps)
    in_orders(steps)


async def collect(person: Person, dlq: str, count: int) -> None:
    """Receive all dead letters of a queue."""
    await person.opens(dlq, "Dead letters")
    await person.press_soon("Receive")
    await person.rows(count)
    await person.press_is("Receive")


def test_move_selected_sends_verifies_and_deletes_on_a_standard_queue(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("moved", maximum_receives=1)
    attributes = {
        "total": {"DataType": "Number.int", "StringValue": "007"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    bodies = ("first\r\nbody", "second", "third")
    second.dead_letter(source, dlq, *bodies, MessageAttributes=attributes, MessageGroupId="fair-group")

    async def steps(person: Person) -> None:
        await collect(person, dlq, 3)
        chosen = sorted(person.column("Messages", "Body"))[:2]
        rows = [row for row, body in enumerate(person.column("Messages", "Body")) if body in chosen]
        person.select(*rows)
        await person.dialog("Move selected")
        assert source in person.find(QComboBox, "Destination").currentText()
        await person.reads(f"2 messages will be moved to {source}")
        await person.answers("Start move")
        await person.until(
            lambda: person.column("Messages", "Visible again").count("moved") == 2, "two moved"
        )
        await person.reads(f"Moved 2 messages to {source}.")
        arrived = second.receive(source)
        assert {message["Body"] for message in arrived} == {"first\r\nbody", "second"}
        for message in arrived:
            assert message["MessageAttributes"]["total"]["StringValue"] == "007"
            assert message["MessageAttributes"]["raw"]["BinaryValue"] == b"\x00\xff"
            assert message["Attributes"]["MessageGroupId"] == "fair-group"
        assert second.waiting(dlq) + second.in_flight(dlq) == 1

    in_orders(steps)


def test_move_selected_on_fifo_keeps_the_group_and_takes_a_new_deduplication_id(
    in_orders: UseProgram, second: SecondClient
) -> None:
    source, dlq = second.dlq_pair("steps.fifo", maximum_receives=1)
    for number in range(3):
        second.send(
            source, f"step {number}", MessageGroupId=f"KB-{number}", MessageDeduplicationId=f"d{number}"
        )
    url = second.url(source)
    while second.waiting(dlq) < 3:
        second.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)

    async def steps(person: Person) -> None:
        await collect(person, dlq, 3)
        person.select(0, 1, 2)
        await person.dialog("Move selected")
        assert person.find(QComboBox, "Deduplication").currentText() == "New ID"
        await person.answers("Start move")
        await person.until(lambda: person.column("Messages", "Visible again") == ["moved"] * 3, "all moved")
        arrived = {message["Body"]: message["Attributes"] for message in second.receive(source)}
        assert sorted(arrived) == ["step 0", "step 1", "step 2"]
        for number in range(3):
            system = arrived[f"step {number}"]
            assert system["MessageGroupId"] == f"KB-{number}"
            assert system["MessageDeduplicationId"] not in {f"d{number}", ""}
        assert second.waiting(dlq) + second.in_flight(dlq) == 0

    in_orders(steps)


def test_redrive_of_fifo_on_a_server_that_is_not_aws_names_the_safer_way(
    in_orders: UseProgram, second: SecondClient, server: SandboxEndpoint
) -> None:
    _, dlq = second.dlq_pair("not-aws.fifo", maximum_receives=1)

    async def steps(person: Person) -> None:
        await person.opens(dlq, "Dead letters")
        await person.dialog("Redrive all")
        host = server.endpoint_url.removeprefix("http://")
        await person.reads(
            f"{host} is not AWS: it may keep the old deduplication IDs", "Move selected gives new"
        )

    in_orders(steps)


def test_a_copy_keeps_the_originals(in_orders: UseProgram, second: SecondClient) -> None:
    source, dlq = second.dlq_pair("copied", maximum_receives=1)
    second.dead_letter(source, dlq, "one")

    async def steps(person: Person) -> None:
        await collect(person, dlq, 1)
        person.select(0)
        await person.dialog("Move selected")
        person.find(QAbstractButton, "Keep the originals").click()
        await person.answers("Start move")
        await person.reads(f"Copied 1 message to {source}.")
        assert second.waiting(source) == 1
        assert second.in_flight(dlq) == 1

    in_orders(steps)


def test_redrive_releases_what_is_held_here_first(in_orders: UseProgram, second: SecondClient) -> None:
    source, dlq = second.dlq_pair("held-here", maximum_receives=1)
    second.dead_letter(source, dlq, "a", "b")

    async def steps(person: Person) -> None:
        await collect(person, dlq, 2)
        assert second.in_flight(dlq) == 2
        await person.dialog("Redrive all")
        await person.answers("Start redrive")
        await person.until(lambda: person.column(TASKS, "Status")[:1] == ["Completed"], "the end", 20)
        assert (second.waiting(source), second.waiting(dlq), second.in_flight(dlq)) == (2, 0, 0)

    in_orders(steps)


def test_a_queue_without_redrive_policy_says_what_a_dlq_is(
    in_orders: UseProgram, second: SecondClient, server: SandboxEndpoint
) -> None:
    queue = second.queue("alone")

    async def steps(person: Person) -> None:
        await person.opens(queue, "Dead letters")
        await person.reads("No dead-letter queue", "This queue has no redrive policy")

    in_orders(steps)
