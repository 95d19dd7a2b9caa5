"""A body of 1 MiB, as thousands of lines and as a single one."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from tests.benchmarks.stalls import StallMeter, show_table
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.sandbox_fixture import start_sandbox

SIZE_BYTES = 1_048_576
ITEM = {"sku": "KB-204", "quantity": 2, "price": 50.25, "note": "with a note of some length"}


def _json_body() -> str:
    count = SIZE_BYTES // (len(json.dumps(ITEM, separators=(",", ":"))) + 1) - 1
    return json.dumps({"items": [ITEM] * count}, separators=(",", ":"))


BODIES = {"JSON, pretty": _json_body(), "one line of text": "x" * SIZE_BYTES}


@pytest.mark.timeout(200)
def test_a_body_of_one_mebibyte(use_program: UseProgram, aws: AwsSettings, tmp_path: Path) -> None:
    rows: list[tuple[str, str, str]] = []
    with start_sandbox(tmp_path / "bodies") as endpoint:
        client = SecondClient(endpoint.endpoint_url)
        queues = {title: client.queue(title.split()[0].strip(",")) for title in BODIES}
        for title, queue in queues.items():
            client.send(queue, BODIES[title])
        aws.profiles(endpoint.endpoint_url, "orders")

        async def steps(person: Person) -> None:
            for title, queue in queues.items():
                await person.opens(queue)
                person.set("Messages to receive", 1)
                person.press("Receive")
                await person.rows(1)
                await person.press_is("Receive")
                rows.extend(await _shown(person, title))

        use_program(steps, "--profile", "orders", seconds=150)
    show_table("A body of 1 MiB in the inspector", rows)


async def _shown(person: Person, title: str) -> list[tuple[str, str, str]]:
    meter = StallMeter()
    meter.start()
    begun = time.perf_counter()
    person.select(0)
    while not _is_there(person):  # noqa: ASYNC110 - figures, not events
        await asyncio.sleep(0.002)
    spent = (time.perf_counter() - begun) * 1_000
    await asyncio.sleep(0.3)  # What is done after the first lines must not stall either.
    longest = meter.stop()
    return [
        (f"{title}: shown", f"{spent:.0f} ms", "< 150 ms"),
        (f"{title}: longest stall", f"{longest:.0f} ms", "< 50 ms"),
    ]


def _is_there(person: Person) -> bool:
    view = person.find(QPlainTextEdit, "Message body")
    return view.document().characterCount() > 1_000
