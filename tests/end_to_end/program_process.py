"""The program as a process of its own, with what it started and what it listens on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.guards.patience import patient

LIMIT_SECONDS = 40.0
LOOK_AGAIN_SECONDS = 0.05


@contextmanager
def start_program(data_folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start the program without a display; whatever is left of it is killed at the end."""
    command = [sys.executable, "-m", "sqs_explorer", "--data-dir", str(data_folder), *arguments]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def wait_until(look: Callable[[], bool], what: str, limit_seconds: float = LIMIT_SECONDS) -> None:
    """Look again and again until something is so."""
    deadline = time.monotonic() + patient(limit_seconds)
    while not look():
        assert time.monotonic() < deadline, f"waited {patient(limit_seconds):.0f} s in vain for {what}"
        time.sleep(LOOK_AGAIN_SECONDS)


def children_of(process_id: int) -> list[int]:
    """Return all processes below a process."""
    found = []
    for file in Path(f"/proc/{process_id}/task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *children_of(child)]
    return found


def is_alive(process_id: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return status not in "ZX"


def listening_ports(process_ids: list[int]) -> set[int]:
    """Return the TCP ports that these processes listen on."""
    inodes = {inode for process_id in process_ids for inode in _sockets(process_id)}
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = [line.split() for line in lines]
    return {int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A" and row[9] in inodes}


def all_listening_ports() -> set[int]:
    """Return the TCP ports of this machine that anybody listens on."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A"}


def _sockets(process_id: int) -> Iterator[str]:
    try:
        for link in Path(f"/proc/{process_id}/fd").iterdir():
            target = os.readlink(link)
            if target.startswith("socket:["):
                yield target[8:-1]
    except OSError:
        return
