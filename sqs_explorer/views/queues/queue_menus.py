"""The tree's context menus: what can be done with a queue, a region or a connection."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.queue_tree_view_model import REFRESH_CHOICES_SECONDS, QueueTreeViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu

ADD_QUEUE = "Add queue…"
FAVOURITE_KEYS = "Ctrl+D"


class QueueMenus:
    """Builds menus on demand; each is deleted with its parent."""

    def __init__(self, look: Look, view_model: QueueTreeViewModel, parent: QWidget) -> None:
        self._look = look
        self._view_model = view_model
        self._parent = parent

    def queue_menu(self, queue: QueueRef) -> QMenu:
        """Open, Favourite, Copy name, URL and ARN; Remove from list for those added."""
        view_model = self._view_model
        menu = styled_menu(self._parent)
        self._add(menu, "Open", "queue", lambda: view_model.open_queue(queue))
        favourite = self._add(menu, "Favourite", "star", lambda: view_model.favourites.toggle(queue))
        favourite.setShortcut(QKeySequence(FAVOURITE_KEYS))
        favourite.setCheckable(True)
        favourite.setChecked(queue in view_model.favourites)
        menu.addSeparator()
        self._add(menu, "Copy name", "copy", lambda: copy_text(queue.name))
        self._add(menu, "Copy URL", "link", lambda: copy_text(queue.url))
        attributes = view_model.attributes(queue)
        arn = attributes.arn if attributes else ""
        copy_arn = self._add(menu, "Copy ARN", "copy", lambda: copy_text(arn))
        copy_arn.setEnabled(bool(arn))
        if view_model.is_added(queue):
            menu.addSeparator()
            self._add(menu, "Remove from list", "minus", lambda: view_model.remove_added(queue))
        return menu

    def region_menu(self, connection_id: str, region: str) -> QMenu:
        """Refresh the region, add a queue to it."""
        menu = styled_menu(self._parent)
        key = (connection_id, region)
        self._add(menu, f"Refresh {region}", "refresh", lambda: self._view_model.refresh_region(key))
        self._add(menu, ADD_QUEUE, "plus", lambda: self._view_model.add_queue(connection_id, region))
        self._add(menu, "Copy region code", "copy", lambda: copy_text(region))
        menu.addMenu(self.interval_menu())
        return menu

    def connection_menu(self, connection_id: str) -> QMenu:
        """Refresh, edit and close the connection, add a queue to it."""
        view_model = self._view_model
        menu = styled_menu(self._parent)
        self._add(menu, "Refresh", "refresh", lambda: view_model.refresh_connection(connection_id))
        self._add(menu, ADD_QUEUE, "plus", lambda: view_model.add_queue(connection_id))
        self._add(menu, "Edit in Connections", "sliders", lambda: view_model.edit_connection(connection_id))
        menu.addSeparator()
        self._add(
            menu,
            "Close connection",
            "close",
            lambda: view_model.close_connection_requested.emit(connection_id),
        )
        menu.addMenu(self.interval_menu())
        return menu

    def tree_menu(self) -> QMenu:
        """What concerns the whole tree."""
        view_model = self._view_model
        menu = styled_menu(self._parent)
        self._add(menu, "Refresh", "refresh", view_model.refresh)
        self._add(menu, "Add connection", "plus", view_model.connections_requested.emit)
        if view_model.catalogue.specs:
            self._add(menu, ADD_QUEUE, "queue", view_model.add_queue)
        menu.addMenu(self.interval_menu())
        return menu

    def interval_menu(self) -> QMenu:
        """How often the counts in sight are read."""
        menu = styled_menu(self._parent)
        menu.setTitle("Read counts in sight")
        menu.setIcon(self._look.icon("clock"))
        for seconds in REFRESH_CHOICES_SECONDS:
            text = f"Every {seconds} s" if seconds else "Off"
            action = self._add(menu, text, "", self._setter(seconds))
            action.setCheckable(True)
            action.setChecked(seconds == self._view_model.refresh_seconds)
        return menu

    def _setter(self, seconds: int) -> Callable[[], object]:
        return lambda: self._view_model.set_refresh_seconds(seconds)

    def _add(self, menu: QMenu, text: str, icon: str, deed: Callable[[], object]) -> LookAction:
        action = LookAction(self._look, text, icon, parent=menu)
        action.triggered.connect(lambda _checked=False: deed())
        menu.addAction(action)
        return action


def copy_text(text: str) -> None:
    """Put a text on the clipboard."""
    QGuiApplication.clipboard().setText(text)
