"""How long the window stands still while 2,000 chosen messages are moved by the worker process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.stalls import StallMeter, show_table
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.sandbox_fixture import start_sandbox

MESSAGES, LATENCY_MS = 2_000, 20


async def _selects_all(person: Person, dlq: str) -> None:
    """Receive all dead letters and select them."""
    await person.opens(dlq, "Dead letters")
    # It follows the queue's count, once that is read.
    await person.until(lambda: person.number("Messages to receive") == MESSAGES, "the count")
    await person.press_soon("Receive")
    await person.until(lambda: person.table("Messages").model().rowCount() == MESSAGES, "all rows", 90)
    await person.press_is("Receive")
    person.table("Messages").selectAll()


@pytest.mark.timeout(300)
def test_the_window_while_2000_messages_are_moved(
    use_program: UseProgram, aws: AwsSettings, tmp_path: Path
) -> None:
    figures: dict[str, float] = {}
    with start_sandbox(tmp_path / "moved", latency_ms=LATENCY_MS) as endpoint:
        client = SecondClient(endpoint.endpoint_url)
        source, dlq = client.dlq_pair("moved")
        client.send_all(dlq, [f"letter {number}".ljust(1_024) for number in range(MESSAGES)])
        aws.profiles(endpoint.endpoint_url, "orders")

        async def steps(person: Person) -> None:
            await _selects_all(person, dlq)
            await person.dialog("Move selected")
            meter = StallMeter()
            meter.start()
            await person.answers("Start move")
            # Looked at where it costs nothing: reading the window's words would itself be a stall.
            page = person.window._parts.pages.current
            assert page is not None
            moving = page.view_model.dead_letters.moving
            await person.until(lambda: moving.report is not None, "the end of the move", 120)
            figures["stall"], figures["over"] = meter.stop(), meter.over(50)

        use_program(steps, "--profile", "orders", "--region", "eu-west-1", seconds=280)
        assert client.waiting(source) == MESSAGES
        client.close()
    show_table(
        f"{MESSAGES:,} selected messages moved, seen from the window",
        [
            ("longest stall of the window", f"{figures['stall']:.0f} ms", "< 50 ms"),
            ("stalls over 50 ms", f"{figures['over']:.0f}", "0"),
        ],
    )
