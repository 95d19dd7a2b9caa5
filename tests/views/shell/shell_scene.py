"""The whole window on a fake SQS, wired as by the composition root, and what a person does there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget

from sqs_explorer.domain.settings import Settings
from sqs_explorer.storage.message_file_store import MessageFileStore
from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.viewmodels.about.updates_view_model import UpdatesViewModel
from sqs_explorer.viewmodels.activity.connection_notes import ConnectionNotes
from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.viewmodels.reporting.problem_report_view_model import ProblemReportViewModel
from sqs_explorer.viewmodels.shell.bug_reporter import BugReporter
from sqs_explorer.viewmodels.task_scope import TaskScope
from sqs_explorer.views.about.update_strip import UpdateStrip
from sqs_explorer.views.connecting.first_screen import FirstScreen
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.queues.queue_tree_panel import QueueTreePanel
from sqs_explorer.views.recovery.unfinished_strip import UnfinishedStrip
from sqs_explorer.views.reporting.problem_strip import ProblemStrip
from sqs_explorer.views.shell.activity_panel import ActivityPanel
from sqs_explorer.views.shell.identity_header import IdentityHeader
from sqs_explorer.views.shell.main_window import MainWindow, WindowParts
from sqs_explorer.views.shell.opened_file_strip import OpenedFileStrip
from sqs_explorer.views.shell.page_area import PageArea
from sqs_explorer.views.shell.queue_page import QueuePage
from sqs_explorer.views.shell.window_conduct import WindowConduct
from sqs_explorer.views.shell.window_memory import WindowMemory
from sqs_explorer.views.shell.window_view_models import WindowViewModels
from sqs_explorer.views.signing_in.expired_strip import ExpiredStrip
from tests.fakes.fake_activity import FakeActivity
from tests.fakes.fake_program import FakeProgramShelf, FakeReleaseFeed
from tests.fakes.fake_traces import FakeTraces
from tests.viewmodels.shell.workspace_scene import QUIET, WorkspaceScene

Control = TypeVar("Control", bound=QWidget)
Dialog = TypeVar("Dialog", bound=QDialog)


class ShellScene(WorkspaceScene):
    """The window, its parts and its conduct; `agreed` counts how often it agreed to close."""

    def __init__(
        self, look: Look, folder: Path, settings: Settings = QUIET, *, knows_releases: bool = True
    ) -> None:
        super().__init__(settings)
        self.look = look
        self.history = ActivityHistoryViewModel(
            self.activity,
            FakeActivity(),
            files=MessageFileStore(),
            off_thread=self.off_thread,
            scope=TaskScope(self.bugs.append),
        )
        self.releases, self.shelf = FakeReleaseFeed(), FakeProgramShelf()
        self.opened: list[str] = []
        self.about = self._make_about(self.releases if knows_releases else None)
        self.traces, self.reporter = FakeTraces(), BugReporter(self.clock)
        self.reports = self._make_reports()
        self.models = self._make_models()
        memory = WindowMemory(folder)
        self.parts = WindowParts(
            IdentityHeader(look, self.identity, self.sign_in.lasting, self.unlocking),
            QueueTreePanel(look, self.tree),
            FirstScreen(look, self.connecting),
            PageArea(look, self.workspace, memory),
            ActivityPanel(look, self.activity_line, self.demo),
            UnfinishedStrip(look, self.recovery),
            ExpiredStrip(look, self.sign_in),
            UpdateStrip(look, self.about.updates),
            OpenedFileStrip(look, self.opened_files),
            ProblemStrip(look, self.reports),
        )
        self.window = MainWindow(look, self.parts, memory)
        self.conduct_scope = TaskScope(self.bugs.append)
        self.conduct = WindowConduct(look, self.window, self.parts, self.models, self.conduct_scope)
        self.agreed: list[str] = []
        self.conduct.close_agreed.connect(lambda: self.agreed.append("agreed"))

    def _make_about(self, feed: FakeReleaseFeed | None) -> AboutViewModel:
        scope = self.scopes["about"] = TaskScope(self.bugs.append)

        def open_outside(place: str) -> bool:
            self.opened.append(place)
            return True

        updates = UpdatesViewModel(
            feed, self.settings, self.clock, scope, open_page=open_outside, version="0.1.0"
        )
        return AboutViewModel(self.shelf, self.off_thread, scope, updates=updates, open_folder=open_outside)

    def _make_reports(self) -> ProblemReportViewModel:
        scope = self.scopes["reports"] = TaskScope(self.bugs.append)
        return ProblemReportViewModel(
            self.reporter,
            self.shelf,
            self.traces,
            clock=self.clock,
            off_thread=self.off_thread,
            scope=scope,
        )

    def _make_models(self) -> WindowViewModels:
        return WindowViewModels(
            catalogue=self.catalogue,
            workspace=self.workspace,
            starting=self.starting,
            tree=self.tree,
            connecting=self.connecting,
            identity=self.identity,
            demo=self.demo,
            settings=self.settings,
            activity=self.activity,
            activity_line=self.activity_line,
            history=self.history,
            notes=ConnectionNotes(self.activity, self.catalogue, self.identity.identity_of),
            recovery=self.recovery,
            sign_in=self.sign_in,
            unlocking=self.unlocking,
            about=self.about,
            reports=self.reports,
            opened_files=self.opened_files,
        )

    async def close_models(self) -> None:
        """End the view-models, and what is kept of their deeds last."""
        await self.about.close()
        await super().close_models()
        await self.history.close()

    @property
    def in_front(self) -> QueuePage:
        """The page in front."""
        page = self.parts.pages.current
        assert page is not None
        return page

    def press(self, keys: str, widget: QWidget | None = None) -> None:
        """Press keys such as `Ctrl+W` in the window, or where they go."""
        press(keys, widget or self.window)

    def button(self, name: str) -> QPushButton:
        """Return a button in sight by its name."""
        return in_sight(QPushButton, name, self.window)

    def words(self, part: QWidget | None = None) -> list[str]:
        """Return what a person reads in a part of the window."""
        return words(part or self.window)

    async def end(self) -> None:
        """End the program as the composition root does."""
        await self.conduct.close()
        await self.close_models()
        await self.settings.close()
        self.window.close_now()

    async def close(self) -> None:
        """End everything, and fail on bugs."""
        await self.conduct.close()
        await super().close()
        self.window.close_now()
        self.window.deleteLater()


@asynccontextmanager
async def shell_scene(
    look: Look,
    folder: Path,
    settings: Settings = QUIET,
    *,
    size: tuple[int, int] | None = None,
    knows_releases: bool = True,
) -> AsyncIterator[ShellScene]:
    """Give the window, shown and in front, and end everything."""
    scene = ShellScene(look, folder, settings, knows_releases=knows_releases)
    if size:
        scene.window.resize(*size)
    scene.window.show()
    scene.window.activateWindow()
    await until(scene.window.isActiveWindow)
    await scene.rest()
    try:
        yield scene
    finally:
        await scene.close()
        await settle()


def words(part: QWidget) -> list[str]:
    """Return the words of the labels in sight."""
    return [label.text() for label in part.findChildren(QLabel) if label.isVisible() and label.text()]


def in_sight(kind: type[Control], name: str, within: QWidget) -> Control:
    """Return a control in sight by its accessible name."""
    found = [one for one in within.findChildren(kind) if one.isVisible() and one.accessibleName() == name]
    assert found, f"no {kind.__name__} named {name} is in sight"
    return found[0]


def is_in_sight(kind: type[QWidget], name: str, within: QWidget) -> bool:
    """Return whether a control of this name is in sight."""
    return any(one.isVisible() and one.accessibleName() == name for one in within.findChildren(kind))


def press(keys: str, widget: QWidget) -> None:
    """Press keys such as `Ctrl+W` in a widget, shortcuts included."""
    QTest.keySequence(widget, keys)


async def until(condition: Callable[[], object]) -> None:
    """Wait for something that has no event of its own; the test's time-out ends it otherwise."""
    while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
        await asyncio.sleep(0.002)


async def settle() -> None:
    """Let posted events and deletions happen."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await asyncio.sleep(0)


async def opened(kind: type[Dialog]) -> Dialog:
    """Return the dialog once it is open."""
    found: list[Dialog] = []

    def look_for_it() -> bool:
        found[:] = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()
        ]
        return bool(found)

    await until(look_for_it)
    return found[0]


def cut_labels(part: QWidget) -> list[str]:
    """Return the words of labels in sight that have less room than they need, or lie outside of `part`."""
    cut = []
    for label in part.findChildren(QLabel):
        if not label.isVisible() or not label.text() or label.wordWrap():
            continue
        place = label.mapTo(part, QPoint(0, 0))
        needed = label.minimumSizeHint().width()
        if label.width() < needed or place.x() < 0 or place.x() + label.width() > part.width():
            cut.append(label.text())
    return cut


def overlaps(part: QWidget) -> list[tuple[str, str]]:
    """Return pairs of named widgets in sight directly beside each other that lie over each other."""
    children = [one for one in part.children() if isinstance(one, QWidget) and one.isVisible()]
    row = [one for one in children if one.height() > 4 and one.width() > 0]
    return [
        (first.objectName() or type(first).__name__, second.objectName() or type(second).__name__)
        for number, first in enumerate(row)
        for second in row[number + 1 :]
        if first.geometry().intersects(second.geometry())
    ]


def click(widget: QWidget) -> None:
    """Click in the middle."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
