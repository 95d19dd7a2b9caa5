"""Eight receives at once of messages of 100 KiB, while the window is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabBar

from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from tests.benchmarks.stalls import StallMeter, show_table
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.sandbox_fixture import start_sandbox

RECEIVERS, EACH, BODY = 8, 30, "x" * 100 * 1_024


@pytest.mark.timeout(200)
def test_the_window_while_eight_receive(use_program: UseProgram, aws: AwsSettings, tmp_path: Path) -> None:
    meter, figures = StallMeter(), dict[str, float]()
    with start_sandbox(tmp_path / "receiving") as endpoint:
        client = SecondClient(endpoint.endpoint_url)
        queues = [client.queue(f"receiving-{number}") for number in range(RECEIVERS)]
        for queue in queues:
            for _ in range(EACH):
                client.send(queue, BODY)
        aws.profiles(endpoint.endpoint_url, "orders")

        async def steps(person: Person) -> None:
            pages: list[QueuePageViewModel] = []
            for queue in queues:
                await person.opens(queue)
                person.set("Messages to receive", EACH)
                page = person.window._parts.pages.current
                assert page is not None
                pages.append(page.view_model)
            await person.until(lambda: person.window.findChild(QTabBar) is not None, "the tabs")
            meter.start()
            for page_model in pages:
                page_model.messages.receive()
            await person.until(
                lambda: all(len(page_model.messages.store) == EACH for page_model in pages),
                "all messages",
                120,
            )
            figures["stall"], figures["over"] = meter.stop(), meter.over(50)

        use_program(steps, "--profile", "orders", seconds=150)
    show_table(
        f"{RECEIVERS} receives at once, 10 × 100 KiB a call, {EACH} messages each",
        [
            ("longest stall", f"{figures['stall']:.0f} ms", "< 50 ms"),
            ("stalls over 50 ms", f"{figures['over']:.0f}", "0"),
        ],
    )
