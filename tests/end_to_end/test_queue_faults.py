"""What goes wrong while a queue's page is open: said on the page, and what was typed and received stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from sqs_explorer.sandbox.endpoint import SandboxEndpoint
from sqs_explorer.tour.sending_steps import write_body
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.end_to_end.test_sending import RESULT, serve_one_queue
from tests.fakes.raw_http_server import RawHttpServer, error_reply
from tests.fakes.sandbox_fixture import start_sandbox


def test_a_queue_deleted_while_its_page_is_open_keeps_what_was_received_and_typed(
    in_orders: UseProgram, second: SecondClient
) -> None:
    queue, other = second.queue("vanishing"), second.queue("staying")
    second.send(queue, "received before")

    async def steps(person: Person) -> None:
        await person.opens(queue)
        person.set("Messages to receive", 1)
        person.press("Receive")
        await person.rows(1)
        await person.press_is("Receive")
        person.tab("Send")
        write_body(person.window, "typed before")
        second.delete_queue(queue)
        person.press("Send")
        await person.told(RESULT, "Not sent: the queue does not exist")
        assert person.text("Message body") == "typed before"
        person.press("Refresh queue")
        await person.reads("This queue does not exist any more.", "What was received and typed stays here.")
        person.tab("Messages")
        assert person.column("Messages", "Body") == ["received before"]
        person.press("Receive")
        await person.reads("The queue does not exist")
        person.press("Refresh")
        await person.until(lambda: person.queues() == [other], "the other queue alone")

    in_orders(steps)


def test_a_server_that_dies_is_said_and_what_was_typed_stays(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    import asyncio

    from sqs_explorer.sandbox.process import SandboxProcess

    process = SandboxProcess(tmp_path / "dying", with_demo=False)
    endpoint = asyncio.run(process.start())
    try:
        aws.profiles(endpoint.endpoint_url, "orders")
        queue = SecondClient(endpoint.endpoint_url).queue("dying")

        async def steps(person: Person) -> None:
            await person.opens(queue, "Send")
            write_body(person.window, "typed before")
            await process.stop()
            person.press("Send")
            await person.told(RESULT, "Not sent: unreachable")
            assert person.text("Message body") == "typed before"
            person.press("Refresh")
            await person.stands("unreachable, 1 queue from before", "orders", "eu-west-1")
            person.tab("Messages")
            person.press("Receive")
            await person.reads("Unreachable", "Check network, proxy and endpoint URL")

        use_program(steps, "--profile", "orders")
    finally:
        asyncio.run(process.stop())


def test_the_demos_server_dies_and_the_window_says_so(use_program: UseProgram, data_folder: Path) -> None:
    import os
    import signal

    async def steps(person: Person) -> None:
        await person.press_soon("Open the demo")
        await person.until(lambda: ("demo", "eu-west-1", "OrderQueue") in person.tree(), "the demo", 30)
        await person.opens("OrderQueue", "Send")
        write_body(person.window, "typed before")
        os.kill(sandbox_pid(), signal.SIGKILL)
        await person.reads("The demo's SQS has ended", "Open the demo again")
        assert person.text("Message body") == "typed before"

    use_program(steps)


def sandbox_pid() -> int:
    """Return the process ID of the newest child of this process that is a sandbox."""
    import os

    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(pid) for file in children for pid in file.read_text().split()]
    found = [pid for pid in pids if b"--sandbox-server" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return max(pid for pid in found if b"--without-demo" not in Path(f"/proc/{pid}/cmdline").read_bytes())


def test_a_body_refused_by_the_server_itself_is_said_and_stays(
    use_program: UseProgram, aws: AwsSettings, raw: RawHttpServer
) -> None:
    serve_one_queue(raw, "strict")
    raw.reply("SendMessage", error_reply("InvalidMessageContents", "Invalid binary character '#x1F'."))
    aws.profiles(raw.url, "orders")

    async def steps(person: Person) -> None:
        await person.opens("strict", "Send")
        write_body(person.window, "looks fine here")
        person.press("Send")
        await person.told(RESULT, "SQS refused the message")
        await person.reads("Invalid binary character '#x1F'.", "nothing was sent")
        assert person.text("Message body") == "looks fine here"

    use_program(steps, "--profile", "orders")


@pytest.mark.parametrize("answer", ["500", "InvalidAction"])
def test_a_server_without_move_tasks_says_so_and_move_selected_still_works(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path, answer: str
) -> None:
    operations = ("StartMessageMoveTask", "ListMessageMoveTasks", "CancelMessageMoveTask")
    refusals = tuple(f"{operation}={answer}" for operation in operations)
    with start_sandbox(tmp_path / "no-tasks", refusals=refusals) as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")
        client = SecondClient(endpoint.endpoint_url)
        source, dlq = client.dlq_pair("plain", maximum_receives=1)
        client.dead_letter(source, dlq, "to move")

        async def steps(person: Person) -> None:
            await person.opens(dlq, "Dead letters")
            await person.reads(
                "This server has no message move tasks", "For some of them, use Move selected."
            )
            assert person.can("Redrive all")
            await person.press_soon("Receive")
            await person.rows(1)
            person.select(0)
            await person.dialog("Move selected")
            await person.answers("Start move")
            await person.until(lambda: person.column("Messages", "Visible again") == ["moved"], "the move")
            assert [message["Body"] for message in client.receive(source)] == ["to move"]

        use_program(steps, "--profile", "orders")
        client.close()


def test_access_denied_on_receive_names_the_permission(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    with start_sandbox(tmp_path / "no-receive", refusals=("ReceiveMessage=AccessDenied",)) as endpoint:
        aws.profiles(endpoint.endpoint_url, "orders")
        client = SecondClient(endpoint.endpoint_url)
        queue = client.queue("locked")

        async def steps(person: Person) -> None:
            await person.opens(queue)
            person.press("Receive")
            await person.reads("Access denied", "This identity may not sqs:ReceiveMessage.")
            await person.press_is("Receive")

        use_program(steps, "--profile", "orders")
        client.close()


def test_a_queue_named_at_the_start_that_is_not_there_is_said_in_the_window(
    in_orders: UseProgram, second: SecondClient, server: SandboxEndpoint
) -> None:
    second.queue("there")

    async def steps(person: Person) -> None:
        await person.reads("The queue nowhere was not opened: the queue does not exist")
        await person.stands("1 queue", "orders", "eu-west-1")

    in_orders(steps, "--queue", "nowhere")
