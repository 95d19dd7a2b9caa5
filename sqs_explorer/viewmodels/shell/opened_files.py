"""Files of messages that the program is started with: each is offered to the queue in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal

from sqs_explorer.domain.errors import SqsExplorerError
from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.visible_text import one_line
from sqs_explorer.services.message_files.file_port import MessageFiles
from sqs_explorer.services.message_files.reading import MessageFile, read_message_file
from sqs_explorer.services.ports import OffThread
from sqs_explorer.services.stopping import StopRequest
from sqs_explorer.viewmodels.error_text import ErrorText, error_text
from sqs_explorer.viewmodels.replaying.replay_view_model import ReplayViewModel
from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.viewmodels.shell.workspace import WorkspaceViewModel
from sqs_explorer.viewmodels.task_scope import TaskScope


@dataclass(slots=True, eq=False)
class _Opened:
    """The file in front and how far it is."""

    path: str
    stop: StopRequest = field(default_factory=StopRequest)
    fraction: float = 0.0
    file: MessageFile | None = None
    messages: int = 0
    error: ErrorText | None = None

    @property
    def name(self) -> str:
        return one_line(PurePath(self.path).name or self.path, 80)


class OpenedFiles(QObject):
    """One file in front, the others wait. Opening sends nothing: Replay examines the file and asks.

    A file goes when its messages are being sent by any page's replay, or when it is dismissed.
    """

    changed = Signal()

    def __init__(
        self,
        workspace: WorkspaceViewModel,
        files: MessageFiles,
        off_thread: OffThread,
        scope: TaskScope,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._catalogue = workspace.catalogue
        self._files = files
        self._off_thread = off_thread
        self._scope = scope
        self._waiting: list[str] = []
        self._front: _Opened | None = None
        workspace.page_opened.connect(self._follow)
        workspace.current_changed.connect(self.changed)
        self._catalogue.connections_changed.connect(self.changed)

    @property
    def is_empty(self) -> bool:
        """Whether no file is in front."""
        return self._front is None

    @property
    def error(self) -> ErrorText | None:
        """Why the file in front can't be sent; its details are the whole path."""
        return self._front.error if self._front else None

    @property
    def words(self) -> str:
        """What the file holds, and what there is to do; "" where `error` says it."""
        opened = self._front
        if opened is None or opened.error is not None:
            return ""
        if opened.file is None:
            return f"Reading {opened.name}: {opened.fraction:.0%}"
        return f"{opened.name}: {_content_words(opened)}. {self._next_words(opened.messages)}".strip()

    @property
    def waiting_words(self) -> str:
        """How many files come after this one; "" for none."""
        count = len(self._waiting)
        return f"{count_words(count, 'more file')} after this one." if count else ""

    @property
    def needs_a_queue(self) -> bool:
        """Whether a queue must be chosen first, and one can be: a connection is open."""
        return self._is_read and bool(self._catalogue.specs) and self._page is None

    @property
    def destination(self) -> str:
        """The queue that the file can be sent to now, "" if there is none."""
        page = self._page
        can_send = self._is_read and page is not None and page.send.replay.blocked_reason is None
        return page.queue.name if page is not None and can_send else ""

    def open(self, paths: Sequence[str]) -> None:
        """Read these files, one after the other, after those that wait.

        None is there twice: macOS sends what stands on the command line as an event, too.
        """
        there = {self._front.path} if self._front is not None else set()
        self._waiting = list(dict.fromkeys([*self._waiting, *(path for path in paths if path not in there)]))
        if self._front is None:
            self._read_next()
        else:
            self.changed.emit()

    def dismiss(self) -> None:
        """Let go of the file in front and go on with the next."""
        if self._front is not None:
            self._front.stop.request()
            self._read_next()

    def offer(self) -> ReplayViewModel | None:
        """Hand the file to the replay of the page in front; returns what to show, None if nothing can be."""
        page, opened = self._page, self._front
        if page is None or opened is None or opened.file is None or not self.destination:
            return None
        page.send.replay.offer(opened.file)
        return page.send.replay

    async def close(self) -> None:
        """Stop reading."""
        self._waiting.clear()
        self.dismiss()
        await self._scope.close()

    @property
    def _page(self) -> QueuePageViewModel | None:
        return self._workspace.current

    @property
    def _is_read(self) -> bool:
        return self._front is not None and self._front.file is not None

    def _next_words(self, count: int) -> str:
        they_go = "it goes" if count == 1 else "they go"
        if not self._catalogue.specs:
            return f"Open a connection, then a queue, to choose where {they_go}."
        if self._page is None:
            return f"Open a queue to choose where {they_go}."
        return self._page.send.replay.blocked_reason or ""

    def _follow(self, page: QueuePageViewModel) -> None:
        page.send.replay.started.connect(self._take_started)

    def _take_started(self, file: MessageFile) -> None:
        if self._front is not None and file is self._front.file:
            self.dismiss()

    def _read_next(self) -> None:
        self._front = _Opened(self._waiting.pop(0)) if self._waiting else None
        if self._front is not None:
            self._scope.start(self._read(self._front))
        self.changed.emit()

    async def _read(self, opened: _Opened) -> None:
        def report(fraction: float) -> None:
            opened.fraction = fraction
            self.changed.emit()

        try:
            file = await read_message_file(
                opened.path,
                self._files,
                off_thread=self._off_thread,
                stop=opened.stop,
                on_progress=report,
                only_exported=True,
            )
        except SqsExplorerError as error:
            text = error_text(error)
            opened.error = ErrorText(text.title, text.text, text.next_step, opened.path)
        else:
            opened.messages = file.readable
            opened.file = file
        self.changed.emit()


def _content_words(opened: _Opened) -> str:
    words = f"{count_words(opened.messages, 'message')} to send again"
    refused = len(opened.file.lines) - opened.messages if opened.file else 0
    return f"{words}, {count_words(refused, 'line')} can't be read" if refused else words
