"""Listing 2,500 queues, reading the attributes of 2,000, filtering 50,000."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from sqs_explorer.aws.opening import BotocoreConnectionOpener
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.services.connections import OpenConnections
from sqs_explorer.storage.system_clock import SystemClock
from sqs_explorer.viewmodels.queues.catalogue import ListingState, QueueCatalogue
from sqs_explorer.viewmodels.shell.garbage_collector import MainThreadCollector
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import Theme
from sqs_explorer.views.queues.queue_tree_panel import QueueTreePanel
from tests.benchmarks import quick_server
from tests.benchmarks.stalls import StallMeter, show_table
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.conftest import UseProgram
from tests.end_to_end.person import Person
from tests.end_to_end.second_client import SecondClient
from tests.fakes.sandbox_fixture import start_sandbox
from tests.guards.event_loops import RunCoroutine
from tests.viewmodels.queues.tree_scene import tree_scene

LISTED, WITH_ATTRIBUTES, LATENCY_MS, LOOPED = 2_500, 2_000, 20, 200
CONNECTIONS, EACH = 10, 5_000
TYPED = ("o", "or", "ord", "orde", "order", "order 1", "order 12", "order 12 is:fifo", "region:eu", "")


@pytest.mark.timeout(300)
def test_2500_queues_in_one_region(use_program: UseProgram, aws: AwsSettings, tmp_path: Path) -> None:
    figures: dict[str, float] = {}
    with start_sandbox(tmp_path / "listed") as endpoint:
        client = SecondClient(endpoint.endpoint_url)
        client.queues([f"queue-{number:04}" for number in range(LISTED)])
        begun = time.perf_counter()
        client.sqs.list_queues(MaxResults=1_000)
        one_call = time.perf_counter() - begun
        aws.profiles(endpoint.endpoint_url, "orders")

        async def steps(person: Person) -> None:
            meter, first = StallMeter(), 0.0
            # Looked at where it costs nothing: reading 2,500 rows off the tree would itself be a stall.
            catalogue = person.window._parts.tree._view_model.catalogue
            await person.checks("Profiles", "orders")
            await person.checks("Regions", "eu-west-1")
            meter.start()
            opened = time.perf_counter()
            person.press("Open")
            while not any(one.state is ListingState.LISTED for one in catalogue.listings):
                if not first and catalogue.queues:
                    first = time.perf_counter() - opened
                await asyncio.sleep(0.002)
            figures["names"], figures["listed"] = first, time.perf_counter() - opened
            figures["stall"] = meter.stop()
            meter.start()
            while len(catalogue.attributes) < LISTED:  # noqa: ASYNC110 - figures, not events
                await asyncio.sleep(0.01)
            figures["attributes"] = time.perf_counter() - opened
            figures["stall while counting"], figures["over"] = meter.stop(), meter.over(50)
            assert len(person.queues()) == LISTED

        use_program(steps, "--read-only", seconds=280)
    figures["one call"] = one_call
    _show_listing(figures)


async def _attributes_of_all(config: ConnectionSpec, *, asked_for: bool) -> float:
    """Return the seconds; `asked_for`: as a filter by messages asks, else as the list is filled in behind."""
    errors: list[BaseException] = []
    collector = MainThreadCollector()
    collector.start()
    connections = OpenConnections(BotocoreConnectionOpener(frozenset, SystemClock()))
    catalogue = QueueCatalogue(connections, TaskScope(errors.append))
    try:
        begun = time.perf_counter()
        await catalogue.open(config)
        while any(listing.state is not ListingState.LISTED for listing in catalogue.listings):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        if asked_for:
            catalogue.request_attributes(catalogue.queues)
        while len(catalogue.attributes) < WITH_ATTRIBUTES:  # noqa: ASYNC110 - figures, not events
            await asyncio.sleep(0.005)
        return time.perf_counter() - begun
    finally:
        await catalogue.end()
        await connections.close_all()
        collector.stop()
        assert not errors


def _plain_loop(client: Any) -> float:
    begun = time.perf_counter()
    urls = client.list_queues(MaxResults=1_000)["QueueUrls"][:LOOPED]
    for url in urls:
        client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    return (time.perf_counter() - begun) * WITH_ATTRIBUTES / LOOPED


@contextmanager
def _quick_server() -> Iterator[str]:
    command = [sys.executable, quick_server.__file__, str(WITH_ATTRIBUTES), str(LATENCY_MS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


def _show_listing(figures: dict[str, float]) -> None:
    show_table(
        f"{LISTED:,} queues in one region",
        [
            ("one ListQueues call of plain boto3", f"{figures['one call'] * 1_000:.0f} ms", ""),
            (
                "first names, boto3's import and client included",
                f"{figures['names'] * 1_000:.0f} ms",
                "1 call",
            ),
            ("listed in full", f"{figures['listed'] * 1_000:.0f} ms", "3 calls"),
            ("longest stall while listing", f"{figures['stall']:.0f} ms", "< 50 ms"),
            ("all attributes read", f"{figures['attributes']:.1f} s", ""),
            ("longest stall while reading them", f"{figures['stall while counting']:.0f} ms", "< 50 ms"),
            ("stalls over 50 ms while reading them", f"{figures['over']:.0f}", "0"),
        ],
    )


@pytest.mark.timeout(300)
def test_2000_queues_with_attributes(qt_run: RunCoroutine, aws: AwsSettings) -> None:
    with _quick_server() as url:
        client = SecondClient(url)
        plain = _plain_loop(client.sqs)
        aws.profiles(url, "orders")
        spec = ConnectionSpec("orders", ("eu-west-1",))
        ours = qt_run(_attributes_of_all(spec, asked_for=True), 100)
        behind = qt_run(_attributes_of_all(spec, asked_for=False), 100)
        client.close()
    show_table(
        f"{WITH_ATTRIBUTES:,} queues with attributes at {LATENCY_MS} ms a call",
        [
            (f"plain boto3 loop ({LOOPED} queues, scaled)", f"{plain:.1f} s", ""),
            ("listed with attributes, all asked for by a filter", f"{ours:.1f} s", ""),
            ("ratio", f"{plain / ours:.1f} ×", "≥ 12 ×"),
            ("listed with attributes, filled in behind, four at a time", f"{behind:.1f} s", ""),
        ],
    )


@pytest.mark.timeout(120)
def test_a_keystroke_in_the_filter_over_50000_queues(qapp: QApplication, run: RunCoroutine) -> None:
    times: dict[str, float] = {}

    async def steps() -> None:
        async with tree_scene() as scene:
            for number in range(EACH):
                scene.fake.create_queue(f"order-{number:04d}" + (".fifo" if number % 10 == 0 else ""))
            for number in range(CONNECTIONS):
                await scene.catalogue.open(ConnectionSpec(f"profile-{number}", ("eu-west-1",)))
            await scene.idle()
            collector = MainThreadCollector()
            collector.start()
            panel = QueueTreePanel(Look(qapp, Theme.LIGHT), scene.tree)
            panel.resize(384, 900)
            panel.show()
            QApplication.processEvents()
            for text in TYPED:
                begun = time.perf_counter()
                panel.filter.setText(text)
                QApplication.processEvents()
                times[text] = (time.perf_counter() - begun) * 1_000
            collector.stop()
            panel.close()
            panel.deleteLater()

    run(steps(), 100)
    rows = [(f"“{text}”", f"{spent:.1f} ms", "< 16 ms") for text, spent in times.items()]
    show_table(f"A keystroke in the filter, {EACH:,} queues × {CONNECTIONS} connections", rows)
