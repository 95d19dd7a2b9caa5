"""The open queue pages: opening, closing, which is in front, what typed text they leave behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.services.starting import find_named_queue
from sqs_explorer.viewmodels.composing.deduplication_memory import DeduplicationMemory
from sqs_explorer.viewmodels.composing.draft import Draft
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.page_context import PageContext
from sqs_explorer.viewmodels.queues.catalogue import QueueCatalogue
from sqs_explorer.viewmodels.queues.favourites import Favourites
from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope

PATIENCE_SECONDS = 10.0
"""How long a closing connection or program waits for what its pages do: two long polls, or a slow send."""


class WorkspaceViewModel(QObject):
    """Keeps one page a queue. `make_context` gives each page what its tabs work with.

    Signals: `page_opened(QueuePageViewModel)`, `page_closed(QueuePageViewModel)`, `current_changed(page or
    None)`,
    `failed(ErrorText)` for a queue that could not be found.
    """

    page_opened = Signal(object)
    page_closed = Signal(object)
    current_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        catalogue: QueueCatalogue,
        make_context: Callable[[QueueRef], PageContext],
        memory: DeduplicationMemory,
        favourites: Favourites,
        *,
        scope: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._make_context = make_context
        self._scope = scope
        self.searches = TaskScope(scope.report_bug, self)
        self._memory = memory
        self._favourites = favourites
        self._drafts: dict[QueueRef, Draft] = {}
        self._ending: dict[asyncio.Task[None], str] = {}
        self.pages: list[QueuePageViewModel] = []
        self.current: QueuePageViewModel | None = None
        catalogue.connections_changed.connect(self._close_pages_of_closed_connections)

    @property
    def catalogue(self) -> QueueCatalogue:
        """The connections and queues that pages are opened from."""
        return self._catalogue

    def page(self, queue: QueueRef) -> QueuePageViewModel | None:
        """Return the open page of a queue, or None."""
        return next((page for page in self.pages if page.queue == queue), None)

    def open(self, queue: QueueRef) -> None:
        """Bring a queue's page to the front; open it if it isn't, with the text typed there before."""
        page = self.page(queue)
        if page is None:
            page = QueuePageViewModel(self._make_context(queue), self._memory, self._favourites, self)
            page.queue_open_requested.connect(self.open)
            if queue in self._drafts:
                page.send.restore(self._drafts.pop(queue))
            self.pages.append(page)
            self.page_opened.emit(page)
        self.show(page)

    def show(self, page: QueuePageViewModel | None) -> None:
        """Note which page is in front."""
        if page is not self.current:
            self.current = page
            self.current_changed.emit(page)

    def close(self, page: QueuePageViewModel) -> None:
        """Close a page, keeping what was typed for when its queue is opened again."""
        if page not in self.pages:
            return
        if page.send.has_unsent_text:
            self._drafts[page.queue] = page.send.draft
        position = self.pages.index(page)
        self.pages.remove(page)
        if page is self.current:
            left = self.pages[min(position, len(self.pages) - 1)] if self.pages else None
            self.show(left)
        self.page_closed.emit(page)
        task = self._scope.start(self._end(page))
        if task is not None:
            self._ending[task] = page.queue.connection_id
            task.add_done_callback(self._ending.pop)

    async def _end(self, page: QueuePageViewModel) -> None:
        await page.close()
        page.deleteLater()

    async def close_pages_of(self, connection_id: str) -> None:
        """Close a connection's pages and wait for their work: closing the connection must tear nothing."""
        for page in list(self.pages):
            if page.queue.connection_id == connection_id:
                self.close(page)
        await _wait_patiently(task for task, of in self._ending.items() if of == connection_id)

    async def finish_work_of(self, connection_id: str) -> None:
        """Stop what the pages of a connection do, and wait for what is in flight; the pages stay."""
        pages = [page for page in self.pages if page.queue.connection_id == connection_id]
        await _wait_patiently(asyncio.ensure_future(page.finish_work()) for page in pages)

    @property
    def unsent_queues(self) -> tuple[str, ...]:
        """Names of queues with typed text that was not sent, on open pages and closed ones."""
        names = [page.queue.name for page in self.pages if page.send.has_unsent_text]
        return tuple(names + [queue.name for queue in self._drafts])

    def open_named(self, named: str) -> None:
        """Open a queue by name, URL or ARN in any open connection (`--queue`)."""

        def fail(error: SqsExplorerError) -> None:
            text = error_text(error)
            title = f"The queue {named} was not opened: {text.title.lower()}"
            self.failed.emit(ErrorText(title, text.text, text.next_step, text.details))

        self.searches.start(self._find(named), fail)

    async def _find(self, named: str) -> None:
        gateways = [self._catalogue.gateway(spec.connection_id) for spec in self._catalogue.specs]
        self.open(await find_named_queue(gateways, named))

    def _close_pages_of_closed_connections(self) -> None:
        for page in list(self.pages):
            if self._catalogue.listing(page.queue.connection_id, page.queue.region) is None:
                self.close(page)

    async def close_all(self) -> None:
        """End every page's work before the window goes; a search under way opens none any more."""
        await self.searches.close()
        for page in self.pages:
            self._scope.start(page.close())
        self.pages.clear()
        await _wait_patiently([asyncio.ensure_future(self._scope.close(finish=True))])


async def _wait_patiently(work: Iterable[asyncio.Future[None]]) -> None:
    """Wait for work that must not be torn, but not for good: a server may hang."""
    tasks = tuple(work)
    if tasks:
        await asyncio.wait(tasks, timeout=PATIENCE_SECONDS)
