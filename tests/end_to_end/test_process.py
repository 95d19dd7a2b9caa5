"""How the process ends: killed, told to end, or closed, it leaves nothing behind."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import pytest

from tests.end_to_end.aws_settings import AwsSettings
from tests.end_to_end.program_process import (
    all_listening_ports,
    children_of,
    is_alive,
    listening_ports,
    start_program,
    wait_until,
)
from tests.end_to_end.test_sending import serve_one_queue
from tests.fakes.raw_http_server import RawHttpServer

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads Linux's /proc")


@needs_proc
def test_killing_the_program_leaves_no_child_and_no_open_port(data_folder: Path, aws: AwsSettings) -> None:
    with start_program(data_folder, "--demo") as program:
        wait_until(lambda: bool(listening_ports(children_of(program.pid))), "the demo's server")
        children = children_of(program.pid)
        ports = listening_ports([program.pid, *children])
        assert children
        assert ports
        program.send_signal(signal.SIGKILL)
        program.wait()
        wait_until(lambda: not any(is_alive(child) for child in children), "the end of the children", 10)
        wait_until(lambda: not ports & all_listening_ports(), "the end of the ports", 10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGTERM")
def test_sigterm_ends_the_program_cleanly_and_keeps_what_is_open(
    data_folder: Path, aws: AwsSettings, raw: RawHttpServer
) -> None:
    serve_one_queue(raw, "open")
    aws.profiles(raw.url, "orders")
    with start_program(data_folder, "--profile", "orders") as program:
        wait_until(lambda: "GetQueueAttributes" in raw.operations(), "the program's calls")
        program.send_signal(signal.SIGTERM)
        output, _ = program.communicate(timeout=80)
    assert program.returncode == 0, output
    assert "Traceback" not in output
    kept = json.loads((data_folder / "settings.json").read_text(encoding="utf-8"))
    assert [connection["profile"] for connection in kept["connections"]] == ["orders"]


@pytest.mark.timeout(600)
def test_the_tour_goes_through_and_writes_its_pictures_light_and_dark(
    tmp_path: Path, data_folder: Path, aws: AwsSettings
) -> None:
    with start_program(data_folder, "--tour", str(tmp_path / "pictures")) as program:
        output, _ = program.communicate(timeout=560)
    assert program.returncode == 0, output
    assert "steps were right at the server" in output
    pictures = sorted(path.relative_to(tmp_path) for path in (tmp_path / "pictures").rglob("*.png"))
    dark = {path.name for path in pictures if "dark" in str(path)}
    assert len(pictures) >= 20, pictures
    assert dark
    assert len(dark) == len(pictures) / 2
