"""Finds what a test left running: threads, child processes and Qt timers outlive a test only by mistake."""

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

GRACE_SECONDS = 6.0
POLL_SECONDS = 0.01
# Python starts one of these for the first spawned process and keeps it until it ends itself.
LASTING_CHILDREN = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
PROC = Path("/proc")


def running_threads() -> dict[int, str]:
    """Return the living threads by identity. Threads that Qt made are Qt's own."""
    return {
        id(thread): f"thread {thread.name}"
        for thread in threading.enumerate()
        if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    }


def running_children() -> dict[int, str]:
    """Return this process's living children by process ID. Without /proc only multiprocessing's are known."""
    if not (PROC / "self" / "task").is_dir():
        return {child.pid or 0: f"child {child.name}" for child in multiprocessing.active_children()}
    tasks = (PROC / str(os.getpid()) / "task").iterdir()
    process_ids = {int(child) for task in tasks for child in _read(task / "children").split()}
    commands = {process_id: _command(process_id) for process_id in process_ids}
    return {
        process_id: f"child {process_id}: {command[:200]}"
        for process_id, command in commands.items()
        if command and not any(lasting in command for lasting in LASTING_CHILDREN)
    }


def _command(process_id: int) -> str:
    """Return a command line; "(starting)" between fork and exec; nothing once the process has ended."""
    status = _read(PROC / str(process_id) / "stat").rpartition(")")[2].split()
    if not status or status[0] in "ZX":
        return ""
    return _read(PROC / str(process_id) / "cmdline").replace("\0", " ").strip() or "(starting)"


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # The process or thread ended meanwhile.
        return ""


def running_timers() -> dict[int, str]:
    """Return the active QTimers by identity. Loads no Qt: without an application there is none."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return {}
    from shiboken6 import Shiboken

    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    return {
        id(timer): f"timer of {timer.parent()!r} every {timer.interval()} ms"
        for timer in Shiboken.getAllValidWrappers()
        if isinstance(timer, core.QTimer) and timer.isActive()
    }


class Leftovers:
    """Remembers what ran before a test and tells what runs more after it."""

    SOURCES: tuple[Callable[[], dict[int, str]], ...] = (running_threads, running_children, running_timers)

    def __init__(self) -> None:
        self._before = [source() for source in self.SOURCES]

    def found(self) -> list[str]:
        """Return what is still running after a grace of some seconds for things about to end."""
        deadline = time.monotonic() + GRACE_SECONDS
        while (more := self._more()) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        return sorted(more)

    def _more(self) -> list[str]:
        return [
            name
            for source, before in zip(self.SOURCES, self._before, strict=True)
            for key, name in source().items()
            if key not in before
        ]
