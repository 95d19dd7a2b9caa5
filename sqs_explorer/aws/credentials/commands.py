"""Runs an agreed credential_process with a limit to its time and output; what it prints is never repeated."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, TypeVar

from botocore.compat import compat_shell_split

from sqs_explorer.domain.errors import CommandFailed, ConnectionClosed

T = TypeVar("T")
TIME_LIMIT_SECONDS = 20.0
MOST_BYTES = 1 << 20
_LOOK_SECONDS = 0.1
"""How often to look whether the process has ended, or whether nobody wants its keys any more."""
_UNSEEN = "What it prints is not shown, for it may be secret."


def command_answer(
    line: str,
    profile: str,
    time_limit_seconds: float = TIME_LIMIT_SECONDS,
    is_closed: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Return the JSON object that a command line prints; there is no shell between.

    Raises CommandFailed, and ConnectionClosed once `is_closed` says so. After that, or after the time limit,
    the process is killed with the processes that it began.
    """
    printed = _run(line, profile, time_limit_seconds, is_closed)
    try:
        answer = json.loads(printed)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise _failed(profile, "printed no JSON object")
    return answer


def _run(line: str, profile: str, time_limit_seconds: float, is_closed: Callable[[], bool]) -> bytes:
    deadline = time.monotonic() + time_limit_seconds

    def go_on() -> None:
        if is_closed():
            raise ConnectionClosed(f"The connection was closed while the command of profile {profile} ran.")
        if time.monotonic() >= deadline:
            raise subprocess.TimeoutExpired("", time_limit_seconds)

    process = _begin(line, profile)
    try:
        printed = _output(process, go_on)
    except subprocess.TimeoutExpired:
        raise _failed(profile, f"did not end within {time_limit_seconds:g} seconds and was stopped") from None
    finally:
        _end(process)
    if len(printed) > MOST_BYTES:
        raise _failed(profile, "printed more than 1 MiB and was stopped")
    if process.returncode < 0:
        raise _failed(profile, f"was ended by signal {-process.returncode}")
    if process.returncode:
        raise _failed(profile, f"ended with exit status {process.returncode}")
    return printed


def _begin(line: str, profile: str) -> subprocess.Popen[bytes]:
    flags: Mapping[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = {"creationflags": subprocess.CREATE_NO_WINDOW}
    try:
        words = compat_shell_split(line)
    except ValueError:
        raise _failed(profile, "can't be run: its quotes don't match", "") from None
    if not words:
        raise _failed(profile, "can't be run: the line is empty", "")
    try:
        return subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **flags
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise _failed(profile, f"can't be run: {reason}", "") from None


def _output(process: subprocess.Popen[bytes], go_on: Callable[[], None]) -> bytes:
    """Return what is printed, a little over the most bytes at most; `go_on` raises what ends the wait."""
    if sys.platform == "win32" or process.stdout is None:
        return _patiently(lambda: process.communicate(timeout=_LOOK_SECONDS)[0], go_on)
    printed = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(printed) <= MOST_BYTES:
            if selector.select(_LOOK_SECONDS):
                if not (piece := os.read(process.stdout.fileno(), 65_536)):
                    _patiently(lambda: process.wait(_LOOK_SECONDS), go_on)
                    break
                printed += piece
            elif process.poll() is not None:
                break
            go_on()
    return bytes(printed)


def _patiently(wait: Callable[[], T], go_on: Callable[[], None]) -> T:
    """Return what `wait` returns, which raises TimeoutExpired until there is something."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            return wait()
        go_on()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill what still runs of the process and its children, and close its pipe."""
    if process.returncode is None:
        _kill_with_children(process)
        process.wait()
    pipe: IO[bytes] | None = process.stdout
    if pipe is not None:
        pipe.close()


def _kill_with_children(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        killer = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "taskkill.exe"
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [str(killer), "/T", "/F", "/PID", str(process.pid)],
                capture_output=True,
                timeout=5,
                check=False,
                creationflags=subprocess.CREATE_NO_WINDOW,
            )
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _failed(profile: str, what: str, more: str = _UNSEEN) -> CommandFailed:
    return CommandFailed(f"The command of profile {profile} {what}. {more}".strip())
