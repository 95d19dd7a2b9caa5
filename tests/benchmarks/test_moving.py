"""A verified move of 10,000 messages through the worker process, beside a plain boto3 loop."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sqs_explorer.aws.translation import received_message
from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.moves import HeldOriginal, MoveKind, MoveOrder, MoveProgress, MoveState
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.worker.process import WorkerMoves
from tests.benchmarks.quick_queue_server import DESTINATION, SOURCE
from tests.benchmarks.stalls import StallMeter, show_table
from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.program_process import children_of
from tests.end_to_end.second_client import SecondClient
from tests.guards.event_loops import RunCoroutine
from tests.worker.move_scene import good_keys

MESSAGES, SIZE_BYTES, LATENCY_MS, LOOPED = 10_000, 1_024, 20, 1_000
FEW, MANY = 2_000, 20_000
SELECTED_SIZE_BYTES, SELECTED = 8 * 1_024, (2_000, 8_000)
REPOSITORY = Path(__file__).resolve().parents[2]


@contextmanager
def _quick_queues(messages: int, size_bytes: int = SIZE_BYTES, latency_ms: int = LATENCY_MS) -> Iterator[str]:
    arguments = [str(messages), str(size_bytes), str(latency_ms)]
    command = [sys.executable, "-m", "tests.benchmarks.quick_queue_server", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()


def _url(server: str, queue: str) -> str:
    return f"{server}/123456789012/{queue}"


def _counts(client: Any, server: str) -> tuple[int, int]:
    """Return how many are left in the source, visible or hidden, and how many different ones arrived."""
    found = []
    for queue in (SOURCE, DESTINATION):
        answer = client.get_queue_attributes(QueueUrl=_url(server, queue), AttributeNames=["All"])
        found.append(sum(int(count) for count in answer["Attributes"].values()))
    return found[0], found[1]


def _plain_loop(client: Any, server: str) -> float:
    """Receive 10, send 10, delete 10 until nothing comes; return the seconds for as many as are measured."""
    begun = time.perf_counter()
    for _ in range(LOOPED // 10):
        answer = client.receive_message(
            QueueUrl=_url(server, SOURCE), MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        messages = list(enumerate(answer["Messages"]))
        client.send_message_batch(
            QueueUrl=_url(server, DESTINATION),
            Entries=[{"Id": str(number), "MessageBody": message["Body"]} for number, message in messages],
        )
        client.delete_message_batch(
            QueueUrl=_url(server, SOURCE),
            Entries=[
                {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in messages
            ],
        )
    return time.perf_counter() - begun


def _peak_bytes(runner: WorkerMoves) -> int:
    """Return the most memory that worker and calls processes had in use so far, in sum; 0 once it is gone."""
    peak = 0
    for worker in tuple(runner._running):
        process_id = worker._child.pid if worker._child else 0
        with contextlib.suppress(OSError):
            for each in (process_id, *children_of(process_id)):
                status = Path(f"/proc/{each}/status").read_text()
                peak += int(status.partition("VmHWM:")[2].split()[0]) * 1_024 if "VmHWM" in status else 0
    return peak


def _held(client: Any, server: str, messages: int) -> list[HeldOriginal]:
    """Receive messages as the window would, to be moved as a selection."""
    held: list[HeldOriginal] = []
    while len(held) < messages:
        answer = client.receive_message(QueueUrl=_url(server, SOURCE), MaxNumberOfMessages=10)
        until = time.monotonic() + 300
        held += [HeldOriginal(received_message(message), until) for message in answer["Messages"]]
    return held


async def _moved(
    server: str,
    folder: Path,
    messages: int,
    meter: StallMeter,
    *,
    whole: bool = False,
    held: Sequence[HeldOriginal] = (),
) -> dict[str, float]:
    """Move through the worker as the window does, and return what was measured."""
    spec = ConnectionSpec("orders", ("eu-west-1",))
    queues = [QueueRef("orders", "eu-west-1", _url(server, queue)) for queue in (SOURCE, DESTINATION)]
    order = MoveOrder(
        uuid.uuid4().hex,
        MoveKind.MOVE,
        queues[0],
        "arn:aws:sqs:eu-west-1:123456789012:source",
        queues[1],
        whole_queue=not held,
        maximum=None if whole or held else messages,
    )
    runner = WorkerMoves({"orders": spec}.get, good_keys, folder)
    figures = {"peak": 0.0, "told": 0.0}

    def tell(_: MoveProgress) -> None:
        figures["told"] += 1
        figures["peak"] = max(figures["peak"], _peak_bytes(runner))

    meter.start()
    begun = time.perf_counter()
    outcome = await runner.run(order, held, stop=StopRequest(), on_progress=tell)
    figures["seconds"] = time.perf_counter() - begun
    figures["stall"] = meter.stop()
    assert outcome.error is None
    assert outcome.counts == {MoveState.MOVED: messages}
    return figures


def _figures_of_selections(
    qt_run: RunCoroutine, aws: AwsSettings, tmp_path: Path, meter: StallMeter
) -> dict[str, dict[str, float]]:
    figures: dict[str, dict[str, float]] = {}
    for messages in SELECTED:
        with _quick_queues(messages, SELECTED_SIZE_BYTES, 0) as server:
            aws.profiles(server, "orders")
            client = SecondClient(server)
            held = _held(client.sqs, server, messages)
            name = f"{messages} selected"
            figures[name] = qt_run(_moved(server, tmp_path / name, messages, meter, held=held), 100)
            assert _counts(client.sqs, server) == (0, messages)
            client.sqs.close()
    return figures


@pytest.mark.timeout(300)
def test_moving_10000_messages(qt_run: RunCoroutine, aws: AwsSettings, tmp_path: Path) -> None:
    meter = StallMeter()
    figures: dict[str, dict[str, float]] = {}
    with _quick_queues(LOOPED) as server:
        client = SecondClient(server)
        plain = _plain_loop(client.sqs, server) * MESSAGES / LOOPED
        assert _counts(client.sqs, server) == (0, LOOPED)
        client.sqs.close()
    for messages, whole in ((MESSAGES, False), (MESSAGES, True), (FEW, False), (MANY, False)):
        with _quick_queues(messages) as server:
            aws.profiles(server, "orders")
            name = f"{messages}{' whole' if whole else ''}"
            figures[name] = qt_run(_moved(server, tmp_path / name, messages, meter, whole=whole), 100)
            client = SecondClient(server)
            assert _counts(client.sqs, server) == (0, messages)
            client.sqs.close()
    figures |= _figures_of_selections(qt_run, aws, tmp_path, meter)
    _show(plain, figures)


def _show(plain: float, figures: dict[str, dict[str, float]]) -> None:
    ours, whole_queue = figures[str(MESSAGES)], figures[f"{MESSAGES} whole"]
    mebibyte = 1_048_576
    show_table(
        f"{MESSAGES:,} messages of {SIZE_BYTES:,} bytes at {LATENCY_MS} ms a call",
        [
            (f"plain boto3 loop ({LOOPED:,} messages, scaled)", f"{plain:.1f} s", ""),
            ("verified move through the worker, its start included", f"{ours['seconds']:.1f} s", ""),
            ("ratio", f"{plain / ours['seconds']:.1f} ×", "≥ 6 ×"),
            (
                "the same until the queue says that it is empty",
                f"{whole_queue['seconds']:.1f} s",
                f"{plain / whole_queue['seconds']:.1f} ×",
            ),
            ("longest stall of the window meanwhile", f"{ours['stall']:.0f} ms", "< 50 ms"),
            ("progress told", f"{ours['told'] / ours['seconds']:.1f} a second", ""),
            (
                f"peak memory of worker and calls in sum, {FEW:,} messages",
                f"{figures[str(FEW)]['peak'] / mebibyte:.1f} MiB",
                "",
            ),
            (
                f"peak memory of worker and calls in sum, {MANY:,} messages",
                f"{figures[str(MANY)]['peak'] / mebibyte:.1f} MiB",
                "about the same",
            ),
            *(
                (
                    f"the same of {messages:,} selected ones of {SELECTED_SIZE_BYTES:,} bytes",
                    f"{figures[f'{messages} selected']['peak'] / mebibyte:.1f} MiB",
                    "about the same",
                )
                for messages in SELECTED
            ),
        ],
    )
