"""Hands what was done to the disk in the background; the program goes on in memory if the disk refuses."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.activity import ActivityRecord
from sqs_explorer.domain.errors import ActivityNotKept
from sqs_explorer.services.activity_records import ActivityPage, ActivityStore, page_of
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.task_scope import TaskScope

_GROUP_RECORDS = 100


class ActivityKeeper(QObject):
    """Writes each record of a log to a store, in order; what was refused is tried again with the next one.

    `not_kept(ActivityNotKept)` comes once a run.
    """

    not_kept = Signal(object)

    def __init__(
        self, log: ActivityLog, store: ActivityStore, scope: TaskScope, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._store = store
        self._scope = scope
        self._waiting: list[ActivityRecord] = []
        self._lookouts: list[list[ActivityRecord]] = []
        self._is_writing = False
        self._has_told = False
        log.record_added.connect(self._take)

    @property
    def store(self) -> ActivityStore:
        """Where the records go."""
        return self._store

    async def first_page(self, text: str) -> ActivityPage:
        """Return the newest records that hold each word of `text`, of this run and of those before.

        All that is in the log when it returns is in it. Only records of this run, from memory, if the disk
        can't be read.
        """
        await self._scope.idle()
        unkept, since = tuple(self._waiting), list[ActivityRecord]()
        self._lookouts.append(since)
        try:
            # The store does one thing after the other: what is added from now on it writes after this.
            page = await self._store.page(text)
        except ActivityNotKept as error:
            self._tell(error)
            return page_of(self._log.records, text, maximum=self._log.MAXIMUM_RECORDS)
        finally:
            self._lookouts.remove(since)
        new = page_of((*unkept, *since), text, maximum=self._log.MAXIMUM_RECORDS)
        return ActivityPage((*new.records, *page.records), page.next_before, page.found + new.found)

    async def clear(self) -> None:
        """Forget all records, kept or not. Raises ActivityNotKept, and nothing is forgotten then."""
        await self._scope.idle()
        await self._store.clear()
        self._waiting.clear()
        self._log.clear()

    async def close(self) -> None:
        """Write what waits, close the file."""
        await self._scope.close(finish=True)
        await self._store.close()

    def _take(self, record: ActivityRecord) -> None:
        self._waiting.append(record)
        for since in self._lookouts:
            since.append(record)
        if not self._is_writing:
            self._is_writing = self._scope.start(self._write()) is not None

    async def _write(self) -> None:
        try:
            while self._waiting:
                group = tuple(self._waiting[:_GROUP_RECORDS])
                await self._store.keep(group)
                del self._waiting[: len(group)]
        except ActivityNotKept as error:
            self._tell(error)
            del self._waiting[: -self._log.MAXIMUM_RECORDS]
        finally:
            self._is_writing = False

    def _tell(self, error: ActivityNotKept) -> None:
        if not self._has_told:
            self._has_told = True
            self.not_kept.emit(error)
