"""The real worker with a journal that kills its own process with SIGKILL at one exact transition.

Run as `python -m tests.worker.dying_child MOMENT WHAT NUMBER`: MOMENT is "before" or "after" the commit, WHAT
is "begin", "end" or a state of an entry, NUMBER counts such writes from 1.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqs_explorer.domain.moves import JournalEntry, MoveOrder
from sqs_explorer.storage.move_journal import SqliteJournal
from sqs_explorer.worker import child


class DyingJournal(SqliteJournal):
    """Writes like the real one, until its moment."""

    def __init__(self, folder: Path, moment: str, what: str, number: int) -> None:
        super().__init__(folder)
        self._moment = moment
        self._what = what
        self._left = number

    async def begin(self, order: MoveOrder, started_at: datetime, expected: int | None) -> None:
        with self._deadly_if("begin"):
            await super().begin(order, started_at, expected)

    async def write(self, operation_id: str, entries: Sequence[JournalEntry]) -> None:
        with self._deadly_if(entries[0].state.value if entries else ""):
            await super().write(operation_id, entries)

    async def end(self, operation_id: str, ended_at: datetime) -> None:
        with self._deadly_if("end"):
            await super().end(operation_id, ended_at)

    @contextmanager
    def _deadly_if(self, what: str) -> Iterator[None]:
        self._left -= what == self._what
        is_due = what == self._what and self._left == 0
        if is_due and self._moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        yield
        if is_due:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    moment, what, number = sys.argv[1:]
    sys.exit(child.main(lambda folder: DyingJournal(folder, moment, what, int(number))))
