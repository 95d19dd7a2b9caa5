"""The window: header on top, tree left, pages in the middle, activity below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QMoveEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.shell.quick_open import Command
from sqs_explorer.views.about.update_strip import UpdateStrip
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.page_stack import PageStack
from sqs_explorer.views.parts.splitters import Splitter
from sqs_explorer.views.queues.queue_tree_panel import QueueTreePanel
from sqs_explorer.views.recovery.unfinished_strip import UnfinishedStrip
from sqs_explorer.views.reporting.problem_strip import ProblemStrip
from sqs_explorer.views.shell.activity_panel import ActivityPanel
from sqs_explorer.views.shell.identity_header import IdentityHeader
from sqs_explorer.views.shell.opened_file_strip import OpenedFileStrip
from sqs_explorer.views.shell.page_area import PageArea
from sqs_explorer.views.shell.window_memory import WindowMemory
from sqs_explorer.views.signing_in.expired_strip import ExpiredStrip

TITLE = "SQS Explorer"
FIRST_SIZE_PX = (1280, 800)
LEAST_TITLE_BAR_PX = 8
SPLITTER = "window/splitter"
NARROW_PX, NARROW_TREE_PX = 1280, 316
WIDE_PX, WIDE_TREE_PX = 1920, 384


@dataclass(frozen=True)
class WindowParts:
    """What the window lays out, made by the composition root."""

    header: IdentityHeader
    tree: QueueTreePanel
    first_screen: QWidget
    pages: PageArea
    activity: ActivityPanel
    unfinished: UnfinishedStrip
    expired: ExpiredStrip
    update: UpdateStrip
    opened_file: OpenedFileStrip
    problem: ProblemStrip


class MainWindow(QMainWindow):
    """Lays out its parts, offers the window's commands by key, and asks before it closes.

    `close_requested` is a wish: the composition root ends work first, then calls `close_now`.
    """

    close_requested = Signal()

    def __init__(self, look: Look, parts: WindowParts, memory: WindowMemory) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(TITLE)
        self._parts = parts
        self._memory = memory
        self._may_close = False
        self._tree_is_sized_by_hand = False
        set_ground(self, "window")
        self.note = Note(look)
        self._middle = PageStack()
        self._middle.addWidget(parts.first_screen)
        self._middle.addWidget(parts.pages)
        self._splitter = Splitter(Qt.Orientation.Horizontal, "Queues and pages")
        self._arrange()
        self.setMinimumSize(900, 560)
        self.resize(*FIRST_SIZE_PX)
        self._is_first_size = not memory.restore_window(self)
        self._tree_is_sized_by_hand = memory.restore_splitter(self._splitter, SPLITTER)
        self._splitter.splitterMoved.connect(self._note_hand)
        self._size_tree()
        parts.activity.set_unfolded(memory.recall("window/activity") == b"unfolded")

    def _arrange(self) -> None:
        self._parts.tree.setMinimumWidth(240)
        self._splitter.addWidget(self._parts.tree)
        self._splitter.addWidget(self._middle)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(0, False)
        self._splitter.setCollapsible(1, False)
        notes = QVBoxLayout()
        notes.setContentsMargins(8, 0, 8, 0)
        notes.addWidget(self.note)
        notes.addWidget(self._parts.problem)
        notes.addWidget(self._parts.expired)
        notes.addWidget(self._parts.unfinished)
        notes.addWidget(self._parts.update)
        notes.addWidget(self._parts.opened_file)
        middle = QWidget()
        self.setCentralWidget(middle)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._parts.header)
        column.addLayout(notes)
        column.addWidget(self._splitter, 1)
        column.addWidget(self._parts.activity)

    def _note_hand(self) -> None:
        self._tree_is_sized_by_hand = True

    def _size_tree(self) -> None:
        """Give the tree its share of the width, until a person gives it another."""
        if self._tree_is_sized_by_hand:
            return
        part = (self.width() - NARROW_PX) / (WIDE_PX - NARROW_PX)
        tree = round(NARROW_TREE_PX + (WIDE_TREE_PX - NARROW_TREE_PX) * min(1.0, max(0.0, part)))
        self._splitter.setSizes([tree, self.width() - tree - 1])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out, then share the width."""
        super().resizeEvent(event)
        self._size_tree()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        """At the first start, fit into the screen, with the title bar, which comes only now."""
        super().moveEvent(event)
        available = self.screen().availableGeometry()
        size = size_on_screen(self.geometry(), self.frameGeometry(), available)
        if self._is_first_size and size != self.size():
            self._is_first_size = False
            self.setMinimumSize(self.minimumSize().boundedTo(size))
            self.resize(size)
            if not available.contains(self.frameGeometry()):
                self.move(available.topLeft())

    def show_first_screen(self, shown: bool) -> None:
        """Show what one does first, or the pages."""
        self._middle.setCurrentIndex(0 if shown else 1)

    def show_problem(self, title: str, text: str, next_step: str = "", details: str = "") -> None:
        """Say below the header what went wrong with the whole window's work."""
        self.note.show_note(
            NoteKind.DANGER, text, title=title, next_step=next_step, details=details, action="Close"
        )

    def add_shortcuts(self, keys: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Bind keys of the whole window."""
        for sequence, run in keys:
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.activated.connect(run)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the composition root first; work in flight is finished before the window goes."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    def close_now(self) -> None:
        """Remember where everything stood and close."""
        self._memory.keep("window/geometry", bytes(self.saveGeometry().data()))
        if self._tree_is_sized_by_hand:
            self._memory.keep(SPLITTER, bytes(self._splitter.saveState().data()))
        unfolded = self._parts.activity.is_unfolded
        self._memory.keep("window/activity", b"unfolded" if unfolded else b"folded")
        self._parts.pages.keep_layout()
        self._memory.write()
        self._may_close = True
        self.close()


def with_shortcuts(commands: Sequence[Command]) -> list[tuple[str, Callable[[], None]]]:
    """Return the keys of those commands that have one."""
    return [(command.shortcut, command.run) for command in commands if command.shortcut]


def size_on_screen(content: QRect, frame: QRect, available: QRect) -> QSize:
    """Return the content's size at which the frame fits, and a title bar pushes no foot off the screen.

    A window without a frame, and one that a person moved far down, stay as they are.
    """
    title_bar_px = content.top() - frame.top()
    if title_bar_px < LEAST_TITLE_BAR_PX:
        return content.size()
    largest = available.size() - (frame.size() - content.size())
    fitting = content.size().boundedTo(largest)
    below_px = frame.bottom() - available.bottom()
    if fitting == content.size() and 0 < below_px <= 2 * title_bar_px:
        fitting.setHeight(fitting.height() - below_px)
    return fitting
