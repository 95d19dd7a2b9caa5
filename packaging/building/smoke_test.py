"""Starts what was built as on a stranger's machine: no settings, no checkout, the program's folder alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from building.places import executable, version

TOUR_LIMIT_SECONDS = 900
ANSWER_LIMIT_SECONDS = 60
KEPT_VARIABLES = (
    "COMSPEC",
    "LANG",
    "PATH",
    "PATHEXT",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "WINDIR",
)
"""Of this machine's environment no more than a program needs to start at all."""
HOME_VARIABLES = ("APPDATA", "HOME", "LOCALAPPDATA", "USERPROFILE")

_STEP = re.compile(r" ?\d+\. ok     \S.*")
_LAST = re.compile(r"All \d+ steps were right at the server, in \d+ s\.|Pictures: .*")


class SmokeProblem(Exception):
    """What the built program did that it should not, with its own words."""


def lone_environment(home: Path, here: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of somebody who has only just installed the program."""
    kept = {name: value for name, value in here.items() if name.upper() in KEPT_VARIABLES}
    return {**kept, **{name: str(home) for name in HOME_VARIABLES}, "QT_QPA_PLATFORM": "offscreen"}


def unexpected(output: str) -> list[str]:
    """Return the lines that a tour that went well does not print; one that breaks off prints no last line."""
    lines = [line for line in output.splitlines() if line.strip()]
    strange = [line for line in lines if not (_STEP.fullmatch(line) or _LAST.fullmatch(line))]
    if not any(line.startswith("All ") for line in lines):
        strange.append("The tour did not come to its end.")
    return strange


def try_out(frozen: Path) -> None:
    """Ask for the version, then run the tour in an empty home. Raises SmokeProblem."""
    program = str(executable(frozen))
    with tempfile.TemporaryDirectory(prefix="nobody-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        environment = lone_environment(home, os.environ)
        told = _run([program, "--version"], environment, home, ANSWER_LIMIT_SECONDS)
        # A windowed program of Windows has no console to say it on.
        if sys.platform != "win32" and told.strip() != f"sqs-explorer {version()}":
            raise SmokeProblem(f"The built program says of its version: {told!r}")
        pictures = home / "pictures"
        told = _run([program, "--tour", str(pictures)], environment, home, TOUR_LIMIT_SECONDS)
        print(told, end="", flush=True)
        if strange := unexpected(told):
            raise SmokeProblem("The built program printed what it should not:\n  " + "\n  ".join(strange))
        if not any(pictures.glob("*.png")):
            raise SmokeProblem("The tour took no pictures.")
        if "ERROR" in (logged := _logged(home)) or "Traceback" in logged:
            raise SmokeProblem(f"The built program logged a failure:\n{logged[-2000:]}")


def _run(command: list[str], environment: Mapping[str, str], folder: Path, limit_seconds: float) -> str:
    """Run the program and return all that it printed. Raises SmokeProblem if it fails or takes too long."""
    try:
        result = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=limit_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise SmokeProblem(f"{' '.join(command)} took more than {limit_seconds:.0f} seconds.") from late
    if result.returncode != 0:
        raise SmokeProblem(f"{' '.join(command)} ended with status {result.returncode}:\n{result.stdout}")
    return result.stdout


def _logged(home: Path) -> str:
    """Return what the program and its embedded SQS wrote to their logs."""
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted(home.rglob("*.log")))
