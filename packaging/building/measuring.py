"""Measures what is built, on Linux: its size, how soon its window is there, what it takes at rest.

Needs Xvfb and xdotool. From source and frozen take turns, so that what else the machine does meets both.
"""

from __future__ import annotations

import lzma
import os
import signal
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from building.freezing import BuildProblem, run_pyinstaller, size_bytes
from building.places import CHECKOUT, DIST, PROGRAM, WORK, executable
from building.tar_archive import PRESET
from linux.bare_root import Display

RUNS = 5
REST_SECONDS = 5
PATIENCE_SECONDS = 60
UNPRUNED = WORK / "unpruned"
_MIB = 1024 * 1024

Row = tuple[str, ...]


@dataclass(frozen=True)
class Start:
    """One start: seconds until the window was there, seconds of CPU until then, memory at rest in MiB."""

    seconds: float
    cpu_seconds: float
    memory_mib: float


def packed_bytes(folder: Path) -> int:
    """Return how large a folder is as .tar.xz, packed as hard as the one that is released."""
    target = WORK / f"{folder.name}-measured.tar.xz"
    with lzma.open(target, "wb", preset=PRESET) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(folder, folder.name)
    size = target.stat().st_size
    target.unlink()
    return size


def sizes(frozen: Path, unpruned: bool) -> list[Row]:
    """Return rows on the folder, the packages made from it, and what it was before anything was left out."""
    rows: list[Row] = [("the program, pruned", f"{size_bytes(frozen) / 1e6:.0f} MB", "")]
    for package in sorted(path for path in DIST.iterdir() if path.is_file()):
        rows.append((package.name, "", f"{package.stat().st_size / 1e6:.1f} MB"))
    if unpruned:
        run_pyinstaller(UNPRUNED, WORK / "pyinstaller-unpruned", {"SQS_EXPLORER_UNPRUNED": "1"})
        folder = UNPRUNED / PROGRAM
        packed = f"{packed_bytes(folder) / 1e6:.1f} MB as .tar.xz"
        rows.append(("the program, unpruned", f"{size_bytes(folder) / 1e6:.0f} MB", packed))
    return rows


def starts(frozen: Path) -> list[Row]:
    """Return rows on the start and the memory, from source and frozen."""
    commands = {
        "from source": [sys.executable, "-m", "sqs_explorer"],
        "frozen": [str(executable(frozen))],
    }
    measured: dict[str, list[Start]] = {name: [] for name in commands}
    with Display.started() as display, tempfile.TemporaryDirectory() as home:
        for number in range(RUNS + 1):
            for name, command in commands.items():
                start = measure_start(command, display, Path(home))
                if number:  # The first fills the caches: of the disk, of the compiled modules.
                    measured[name].append(start)
    return [
        (
            name,
            f"{statistics.median(start.seconds for start in found):.2f} s",
            f"{min(start.seconds for start in found):.2f} s",
            f"{statistics.median(start.cpu_seconds for start in found):.2f} s",
            f"{statistics.median(start.memory_mib for start in found):.0f} MiB",
        )
        for name, found in measured.items()
    ]


def measure_start(command: Sequence[str], display: Display, home: Path) -> Start:
    """Start the program in an empty home until its window is there and at rest, then end it."""
    environment = {
        "DISPLAY": display.name,
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
    }
    begun = time.perf_counter()
    with _ended(subprocess.Popen([*command, "--data-dir", str(home / "data")], env=environment)) as running:
        until = begun + PATIENCE_SECONDS
        while not display.windows("SQS Explorer"):
            if running.poll() is not None or time.perf_counter() > until:
                raise BuildProblem(f"{command[0]} showed no window.")
            time.sleep(0.02)
        seconds, cpu_seconds = time.perf_counter() - begun, cpu_seconds_of(running.pid)
        time.sleep(REST_SECONDS)
        return Start(seconds, cpu_seconds, memory_bytes(running.pid) / _MIB)


@contextmanager
def _ended(running: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield running
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(PATIENCE_SECONDS)


def cpu_seconds_of(process: int) -> float:
    """Return what a process has computed so far, on all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_bytes(process: int) -> int:
    """Return the memory that is a process's own, and its share of what it has in common with others."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def table(rows: Sequence[Row]) -> str:
    """Return rows as Markdown, the first of them the heading."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"|{' --- |' * len(rows[0])}")
    return "\n".join(lines) + "\n"


def report(frozen: Path, unpruned: bool) -> str:
    """Measure all; return it as Markdown."""
    of_size = [("What", "Installed", "Packed"), *sizes(frozen, unpruned)]
    of_starts = [("Program", "Window there (median)", "at best", "CPU until then", "Memory at rest (PSS)")]
    return f"{table(of_size)}\n{table([*of_starts, *starts(frozen)])}"
