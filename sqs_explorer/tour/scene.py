"""What every step of the tour works with: the window, the second client, the pictures, the words printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from sqs_explorer.domain.connections import ConnectionSpec
from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.storage.off_thread import WorkerThread
from sqs_explorer.tour import hands
from sqs_explorer.tour.hands import TourProblem, find, until
from sqs_explorer.tour.pictures import Pictures
from sqs_explorer.tour.second_client import SecondClient
from sqs_explorer.views.shell.main_window import MainWindow
from sqs_explorer.views.shell.window_view_models import WindowViewModels


@dataclass(frozen=True)
class Scene:
    """The stage of the tour."""

    window: MainWindow
    models: WindowViewModels
    pictures: Pictures
    thread: WorkerThread
    kill_moves: Callable[[], None]
    """Ends the processes that move messages, as a crash would."""

    def spec(self, profile: str) -> ConnectionSpec:
        """Return an open connection by its profile. Raises TourProblem."""
        for spec in self.models.catalogue.specs:
            if spec.profile == profile:
                return spec
        raise TourProblem(f"no connection “{profile}” is open")

    def server(self, profile: str = "demo", region: str = "eu-west-1") -> SecondClient:
        """Return another client of the same server, in one region of one profile."""
        return SecondClient(self.spec(profile), region, self.thread)

    def queue(self, profile: str, region: str, name: str) -> QueueRef:
        """Return a queue of the tree by its name. Raises TourProblem."""
        connection_id = self.spec(profile).connection_id
        for queue in self.models.catalogue.queues:
            if (queue.connection_id, queue.region, queue.name) == (connection_id, region, name):
                return queue
        raise TourProblem(f"the tree has no {name} in {region} of {profile}")

    async def open_page(self, profile: str, region: str, name: str, tab: str) -> QWidget:
        """Open a queue's page from the tree, choose a tab and return the page."""
        queue = self.queue(profile, region, name)
        tree = find(QAbstractItemView, "Queues", self.window)
        for _, index in hands.tree_rows(tree):
            if index.data() == name and self.models.tree.model.queue_at(index) == queue:
                tree.setCurrentIndex(index)
                hands.key(tree, Qt.Key.Key_Return)
                break
        await until(lambda: self.page_in_front() == queue, f"the page of {name}")
        hands.show_tab(tab, self.window)
        return self.window

    def page_in_front(self) -> QueueRef | None:
        """Return the queue of the page in front."""
        current = self.models.workspace.current
        return current.queue if current else None


def say(text: str) -> None:
    """Print one line of the tour at once."""
    print(text, flush=True)  # the tour talks on standard output


def expect(is_right: bool, what: str) -> None:
    """Raise TourProblem unless something is as it should be."""
    if not is_right:
        raise TourProblem(what)
