"""What was done in this run and in those before: searched as one types, copied, exported, cleared."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.activity import ActivityRecord, matches, search_words
from sqs_explorer.domain.errors import ActivityNotKept, SqsExplorerError
from sqs_explorer.domain.filed_messages import FileFormat
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.services.activity_files import export_activity
from sqs_explorer.services.activity_records import KEPT_DAYS, KEPT_RECORDS, ActivityStore
from sqs_explorer.services.message_files.file_port import MessageFiles
from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.activity.activity_keeper import ActivityKeeper
from sqs_explorer.viewmodels.activity.activity_model import ActivityModel
from sqs_explorer.viewmodels.activity.jobs import ActivityLog
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.task_scope import TaskScope

KEPT_WORDS = (
    f"Kept on this machine for {KEPT_DAYS} days, at most {KEPT_RECORDS:,} records. No bodies, no secrets."
)


class ActivityHistoryViewModel(QObject):
    """Shows in `model` what `text` finds; `changed` tells that words, error or what goes on are new.

    `text` is what was searched for last. `scope` runs searches and deeds, `dialogs` the questions before.
    """

    changed = Signal()

    def __init__(
        self,
        log: ActivityLog,
        store: ActivityStore,
        *,
        files: MessageFiles,
        off_thread: OffThread,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._keeper = ActivityKeeper(log, store, TaskScope(scope.report_bug, self), self)
        self._files = files
        self._off_thread = off_thread
        self._stop = StopRequest()
        self._next_before: int | None = None
        self._searches = 0
        self._is_searching = False
        self._is_loaded = False
        self.scope = scope
        self.dialogs = TaskScope(scope.report_bug, self)
        self.model = ActivityModel(log, self)
        self.text = ""
        self.found = 0
        self.error: ErrorText | None = None
        self.is_exporting = False
        self.model.more_wanted.connect(self._load_more)
        self._keeper.not_kept.connect(self._show_error)
        log.record_added.connect(self._count)

    @property
    def words(self) -> str:
        """What is shown, and how long it is kept."""
        if not self._is_loaded:
            return KEPT_WORDS
        if self.text:
            found = f"{count_words(self.found, 'record')} found" if self.found else "No activity matches"
            return f"{found}. {KEPT_WORDS}"
        return f"{count_words(self.found, 'record')}. {KEPT_WORDS}" if self.found else KEPT_WORDS

    @property
    def export_words(self) -> str:
        """What an export writes."""
        found = f" that “{self.text}” finds" if self.text.strip() else ""
        return f"All records{found} are written, newest first, with those of earlier runs."

    @property
    def asked_at(self) -> datetime:
        """The time now, for the name of an export."""
        return self._log.clock.now()

    def load(self) -> None:
        """Read what earlier runs did, once; nothing is read before someone looks."""
        if not self._is_loaded and not self._is_searching:
            self._begin_search()

    def search(self, text: str) -> None:
        """Show what holds each word of `text`; while one search runs only the newest waits for its turn."""
        if text.split() == self.text.split() and (self._is_loaded or self._is_searching):
            return
        self.text = text
        self._searches += 1
        if not self._is_searching:
            self._begin_search()

    def dismiss_error(self) -> None:
        """Take the error away; it is known now."""
        self.error = None
        self.changed.emit()

    def export(self, path: str, file_format: FileFormat) -> None:
        """Write all that the search finds to a file, not only what the table holds by now."""
        if self.is_exporting:
            return
        self.is_exporting = True
        self.changed.emit()
        if self.scope.start(self._export(path, file_format), self._show_error) is None:
            self.is_exporting = False

    def clear(self) -> None:
        """Forget all records, of earlier runs too; jobs under way go on."""
        self.scope.start(self._clear(), self._show_error)

    async def idle(self) -> None:
        """Return once nothing is searched, written to a file, or cleared."""
        await self.scope.idle()

    async def close(self) -> None:
        """Write what is not on the disk yet and close the file; the last step, for all others add to it."""
        self._stop.request()
        await self.dialogs.close()
        await self.scope.close(finish=True)
        await self._keeper.close()

    def _begin_search(self) -> None:
        self._is_searching = True
        if self.scope.start(self._search(), self._show_error) is None:
            self._is_searching = False

    async def _search(self) -> None:
        try:
            wanted = -1
            while wanted != self._searches:
                wanted, words = self._searches, search_words(self.text)
                page = await self._keeper.first_page(self.text)
        finally:
            self._is_searching = False

        def accepts(record: ActivityRecord) -> bool:
            return matches(record, words)

        self._is_loaded = True
        self._next_before, self.found = page.next_before, page.found
        self.model.show_records(page.records, accepts, has_more=page.next_before is not None)
        self.changed.emit()

    def _load_more(self) -> None:
        self.scope.start(self._more(self._searches), self._show_error)

    async def _more(self, search: int) -> None:
        page = await self._keeper.store.page(self.text, self._next_before)
        if search == self._searches and not self._is_searching:
            self._next_before = page.next_before
            self.model.append_records(page.records, has_more=page.next_before is not None)

    async def _export(self, path: str, file_format: FileFormat) -> None:
        try:
            text, name = self.text, PurePath(path).name
            first = await self._keeper.first_page(text)
            count = await export_activity(
                first,
                self._keeper.store,
                text,
                path,
                file_format,
                files=self._files,
                off_thread=self._off_thread,
                stop=self._stop,
            )
        finally:
            self.is_exporting = False
            self.changed.emit()
        if count or not self._stop.is_requested:
            result = f"Exported {count_words(count, 'record')} to {name}"
            self._log.note("Export activity", "this machine", result)

    async def _clear(self) -> None:
        await self._keeper.clear()
        # Pages of a search before are not shown any more.
        self._searches += 1
        if not self._is_searching:
            self._is_searching = True
            await self._search()

    def _count(self, record: ActivityRecord) -> None:
        if self._is_loaded and matches(record, search_words(self.text)):
            self.found += 1
            self.changed.emit()

    def _show_error(self, error: SqsExplorerError) -> None:
        words = error_text(error)
        if isinstance(error, ActivityNotKept):
            # The text says already what helps.
            text = f"{words.text} What it does not take is in memory until the program ends."
            words = ErrorText(words.title, text)
        self.error = words
        self.changed.emit()
