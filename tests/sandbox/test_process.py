"""The child process: it starts, it can be steered, and it never outlives its parent."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sqs_explorer.sandbox.endpoint import SandboxError
from sqs_explorer.sandbox.process import SandboxProcess
from tests.fakes.sandbox_fixture import start_sandbox
from tests.guards.event_loops import RunCoroutine
from tests.sandbox.conftest import sqs_client
from tests.sandbox.queue_under_test import wait_until

REPOSITORY = Path(__file__).resolve().parents[2]
PARENT = """
import asyncio, json, sys, time
from pathlib import Path
from sqs_explorer.sandbox.process import SandboxProcess

async def main():
    process = SandboxProcess(Path(sys.argv[1]), with_demo=False)
    endpoint = await process.start()
    print(json.dumps({"url": endpoint.endpoint_url, "pid": process.pid}), flush=True)
    time.sleep(600)

asyncio.run(main())
"""


def port_is_open(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=1).close()
    except OSError:
        return False
    return True


def process_lives(process_id: int) -> bool:
    """Tell whether a process runs; one that ended but that nobody has waited for yet does not."""
    status = Path(f"/proc/{process_id}/stat")
    if status.parent.parent.is_dir() and sys.platform == "linux":
        try:
            return status.read_text().rpartition(")")[2].split()[0] not in "ZX"
        except OSError:
            return False
    try:
        os.kill(process_id, 0)
    except OSError:
        return False
    return True


def test_a_parent_killed_with_9_leaves_no_child_and_no_open_port(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        announced = json.loads(parent.stdout.readline())
        assert port_is_open(announced["url"])
        parent.kill()
        parent.wait()
        wait_until(lambda: not port_is_open(announced["url"]))
        wait_until(lambda: not process_lives(announced["pid"]))


def test_a_stopped_sandbox_is_gone_and_can_start_again(tmp_path: Path, run: RunCoroutine) -> None:
    async def scenario() -> None:
        process = SandboxProcess(tmp_path, with_demo=False)
        first = await process.start()
        child = process.pid
        assert child is not None
        assert process.is_running()
        with pytest.raises(SandboxError):
            await process.start()
        await process.stop()
        assert not process.is_running()
        assert not process_lives(child)
        assert not port_is_open(first.endpoint_url)
        await process.stop()
        second = await process.start()
        assert port_is_open(second.endpoint_url)
        await process.stop()

    run(scenario())


def test_the_sandbox_starts_on_qts_event_loop(tmp_path: Path, qt_run: RunCoroutine) -> None:
    async def scenario() -> None:
        process = SandboxProcess(tmp_path, with_demo=False)
        endpoint = await process.start()
        assert port_is_open(endpoint.endpoint_url)
        await process.stop()

    qt_run(scenario())


def test_a_child_that_dies_is_noticed(tmp_path: Path, run: RunCoroutine) -> None:
    async def scenario() -> None:
        process = SandboxProcess(tmp_path)
        await process.start()
        assert process.services_running
        assert process.pid is not None
        os.kill(process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        while process.is_running():  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(0.01)
        assert not process.services_running
        with pytest.raises(SandboxError, match="not running"):
            process.pause_services()
        await process.stop()

    run(scenario())


def test_a_child_that_cannot_start_says_why(
    tmp_path: Path, run: RunCoroutine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "import sys; print('no room for a server', file=sys.stderr); sys.exit(3)"
    monkeypatch.setattr(SandboxProcess, "_command", lambda _: [sys.executable, "-c", reason])
    with pytest.raises(SandboxError, match=r"ended while starting[\s\S]*no room for a server"):
        run(SandboxProcess(tmp_path).start())


@pytest.mark.parametrize("blocked", ["its folder", "its AWS files"])
def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path, run: RunCoroutine, blocked: str) -> None:
    folder = tmp_path / "demo"
    if blocked == "its folder":
        folder.write_text("a file stands in the way")
    else:
        (folder / "aws-config").mkdir(parents=True)

    async def start() -> None:
        process = SandboxProcess(folder, with_demo=False)
        with pytest.raises(SandboxError, match="could not be started"):
            await process.start()
        assert not process.is_running()

    run(start(), 40)


def test_a_cancelled_start_leaves_no_child(tmp_path: Path, run: RunCoroutine) -> None:
    async def scenario() -> None:
        process = SandboxProcess(tmp_path, with_demo=False)
        starting = asyncio.create_task(process.start())
        while process.pid is None:  # noqa: ASYNC110 - a process sets no event
            await asyncio.sleep(0)
        child = process.pid
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        assert not process_lives(child)

    run(scenario())


def test_latency_delays_every_answer(tmp_path: Path) -> None:
    with start_sandbox(tmp_path, latency_ms=150) as endpoint:
        client = sqs_client(endpoint)
        answer = client.list_queues()
        client.close()
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert "QueueUrls" not in answer


def test_the_parent_never_imports_moto() -> None:
    probe = (
        "import sys; import sqs_explorer.sandbox.process; "
        "sys.exit(any(name.split('.')[0] in ('moto', 'werkzeug', 'boto3') for name in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    assert subprocess.run([sys.executable, "-c", probe], env=environment, check=False).returncode == 0
