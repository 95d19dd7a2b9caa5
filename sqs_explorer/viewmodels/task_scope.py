"""The one door for background work of a screen.

Keeps it alive, tells busy, routes errors, ends before its screen dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError


class TaskScope(QObject):
    """Runs coroutines for one screen on the running asyncio loop.

    Domain errors go to the `on_error` given with the task, else to `failed`; anything else is a bug and goes
    to `report_bug`, which the composition root connects to the crash reporter.
    """

    busy_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, report_bug: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report_bug = report_bug
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def report_bug(self) -> Callable[[BaseException], None]:
        """Where bugs go; a screen within this screen hands it on to its own scope."""
        return self._report_bug

    @property
    def is_busy(self) -> bool:
        """Whether anything runs."""
        return bool(self._tasks)

    def start(
        self, work: Coroutine[Any, Any, None], on_error: Callable[[SqsExplorerError], None] | None = None
    ) -> asyncio.Task[None] | None:
        """Run `work` in the background; None if the scope is closed already."""
        if self._closed:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(self._guard(work, on_error))
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        # A task cancelled before its first step never awaits its coroutine.
        task.add_done_callback(lambda _: work.close())
        if len(self._tasks) == 1:
            self.busy_changed.emit(True)
        return task

    async def _guard(
        self, work: Coroutine[Any, Any, None], on_error: Callable[[SqsExplorerError], None] | None
    ) -> None:
        try:
            await work
        except SqsExplorerError as error:
            if self._closed:
                return
            if on_error is not None:
                on_error(error)
            else:
                self.failed.emit(error)
        except Exception as error:
            self._report_bug(error)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not self._tasks and not self._closed:
            self.busy_changed.emit(False)

    async def idle(self) -> None:
        """Return once nothing runs."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self, *, finish: bool = False) -> None:
        """Refuse new work and end what runs: cancelled, or with `finish` (writes) awaited."""
        self._closed = True
        if not finish:
            for task in self._tasks:
                task.cancel()
        if self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
