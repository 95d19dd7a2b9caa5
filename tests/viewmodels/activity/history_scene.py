"""An activity log with a store on a fake clock, and what its history shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from sqs_explorer.domain.activity import ActivityRecord, ApiCall
from sqs_explorer.services.activity_records import ActivityStore
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.activity.activity_model import COLUMNS
from sqs_explorer.viewmodels.activity.activity_view_model import ActivityViewModel
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.task_scope import TaskScope
from tests.fakes.fake_activity import FakeActivity
from tests.fakes.fake_clock import START, FakeClock
from tests.viewmodels.messages.page import CountedOffThread

PURGE = ApiCall("PurgeQueue", {"QueueUrl": "https://sqs/1/OrderQueue"}, "eu-west-1", "dev")
EARLIER = ActivityRecord(
    START - timedelta(days=1),
    "acme 123456789012 · user/me",
    "Purge OrderQueue",
    "dev · eu-west-1 · OrderQueue",
    "Purged OrderQueue",
    request_id="r-0",
    calls=(PURGE,),
)


def earlier(count: int) -> list[ActivityRecord]:
    """Return records of an earlier run, oldest first."""
    return [replace(EARLIER, result=f"result-{number}") for number in range(count)]


class HistoryScene:
    """The log, its store and the view-models of Activity."""

    def __init__(self, store: ActivityStore) -> None:
        self.clock = FakeClock()
        self.bugs: list[BaseException] = []
        self.store = store
        self.log = ActivityLog(self.clock)
        self.off_thread = CountedOffThread()
        self.history = ActivityHistoryViewModel(
            self.log,
            store,
            files=MessageFileStore(),
            off_thread=self.off_thread,
            scope=TaskScope(self.bugs.append),
        )
        self.view_model = ActivityViewModel(self.log, self.clock, history=self.history)
        self.errors: list[str] = []
        self.history.changed.connect(self._note_error)

    def texts(self, column: str = "Result") -> list[str]:
        """Return a column of the table."""
        model, number = self.view_model.model, COLUMNS.index(column)
        return [str(model.index(row, number).data()) for row in range(model.rowCount())]

    def do(self, what: str, result: str = "done") -> None:
        """Do something that takes no time."""
        self.log.start(what, "dev").finish(result)

    async def load(self) -> None:
        """Look at the history for the first time."""
        self.history.load()
        await self.history.idle()

    async def search(self, text: str) -> list[str]:
        """Search and return the results found."""
        self.history.search(text)
        await self.history.idle()
        return self.texts()

    async def close(self) -> None:
        """End everything, and fail on bugs."""
        self.view_model.close()
        await self.history.close()
        assert not self.bugs, self.bugs

    def _note_error(self) -> None:
        error = self.history.error
        if error is not None and (not self.errors or self.errors[-1] != error.text):
            self.errors.append(error.text)


@asynccontextmanager
async def history_scene(
    records: Sequence[ActivityRecord] = (),
) -> AsyncIterator[tuple[HistoryScene, FakeActivity]]:
    """Give a scene over a fake store with records of an earlier run, oldest first."""
    store = FakeActivity(records)
    scene = HistoryScene(store)
    try:
        yield scene, store
    finally:
        await scene.close()
