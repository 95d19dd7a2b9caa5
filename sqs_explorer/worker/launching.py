"""Starts this very program again as a process that works for this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

_SECRETS = frozenset(
    {
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_SECURITY_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    }
)
"""Variables that a child does not get: it asks for keys when it needs them."""

_LAST_BYTES = 600
_NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_BELOW_NORMAL: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
CREATION_FLAGS = _NO_CONSOLE | _BELOW_NORMAL
"""On Windows the window comes first by these; elsewhere the worker makes itself nice."""


def own_command(argument: str) -> list[str]:
    """Return the command that runs this very program with one argument, from a checkout or frozen."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "sqs_explorer"]
    return [*program, argument]


def child_environment() -> Mapping[str, str]:
    """Let a child find this very package; the person's AWS settings are its own, but for the keys."""
    package_parent = str(Path(__file__).resolve().parents[2])
    known = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([package_parent, known] if known else [package_parent])
    kept = {name: value for name, value in os.environ.items() if name.upper() not in _SECRETS}
    return {**kept, "PYTHONPATH": path}


def with_last_words(text: str, complaints: IO[bytes]) -> str:
    """Return a sentence about a process that has ended, and the last that it wrote to standard error."""
    complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - _LAST_BYTES))
    last = complaints.read().decode("utf-8", "replace").strip()
    return f"{text}\n{last}" if last else text
