"""The panel at the left.

Filter, Refresh, Add connection, and the tree of queues or what stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.queues.queue_tree_view_model import QueueTreeViewModel, TreeState
from sqs_explorer.viewmodels.queues.region_words import NOT_ALLOWED
from sqs_explorer.viewmodels.queues.tree_cells import AVAILABLE, DELAYED, IN_FLIGHT, QUEUE
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button, outlined_button
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.search_field import SearchField
from sqs_explorer.views.parts.tree_view import QueueTreeView
from sqs_explorer.views.queues.place_keeping import PlaceKeeping
from sqs_explorer.views.queues.queue_menus import FAVOURITE_KEYS, QueueMenus, copy_text
from sqs_explorer.views.queues.tree_structure_model import TreeStructureModel
from sqs_explorer.views.queues.unfolding import Unfolding

DELAYED_FROM_PX = 372
IN_FLIGHT_FROM_PX = 296
MINIMUM_PX = 240
_COLUMN_WIDTHS = {AVAILABLE: 60, IN_FLIGHT: 58, DELAYED: 58}
_IN_SIGHT_AFTER_MS = 80
_WITHOUT_QUEUES = (TreeState.NO_QUEUES, TreeState.NOT_ALLOWED)


class QueueTreePanel(QWidget):
    """Shows a QueueTreeViewModel; a double click or Enter opens a queue, a single click selects it."""

    def __init__(self, look: Look, view_model: QueueTreeViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._model = view_model.model
        self.setObjectName("queue_tree_panel")
        self.setMinimumWidth(MINIMUM_PX)
        set_ground(self, "window")
        self.filter = SearchField(look, "Filter queues", "Filter queues", shortcut="Ctrl+Shift+F")
        # F5 itself is the window's: it reads the page in front again, too.
        self.refresh = icon_button(look, "refresh", "Refresh", tooltip="Refresh (F5)")
        self.add_connection = icon_button(look, "plus", "Add connection", tooltip="Add connection (Ctrl+O)")
        self.note = PlainLabel(role="small", tone="muted", wrap=True, name="Filter note")
        self.tree = QueueTreeView(look, "Queues")
        self._structure = TreeStructureModel(view_model.model, self.tree)
        self.empty = EmptyState(look, "queue", "", "")
        self.clear_filter = outlined_button(look, "Clear the filter")
        self.empty.add_button(self.clear_filter)
        self.add_queue = outlined_button(look, "Add queue", "plus")
        self.empty.add_button(self.add_queue)
        self._menus = QueueMenus(look, view_model, self)
        self._sight_timer = QTimer(self)
        self._sight_timer.setSingleShot(True)
        self._sight_timer.setInterval(_IN_SIGHT_AFTER_MS)
        self._arrange()
        self._set_up_tree()
        self._connect()
        self._show_state()

    def take_focus(self) -> None:
        """Take the keyboard to the queues, to the filter while there are none.

        Not by a focus proxy: the Tab key would pass over what stands before the tree.
        """
        (self.filter if self.tree.isHidden() else self.tree).setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Take the keyboard to Filter queues."""
        self.filter.start_typing()

    def reveal(self, queue: QueueRef) -> None:
        """Select a queue's row and scroll to it, if the filter shows it."""
        index = self._structure.index_for(self._model.index_of(queue))
        if index.isValid() and index != self.tree.currentIndex():
            self.tree.setCurrentIndex(index)

    def menu_at(self, index: QModelIndex) -> QMenu:
        """Return the context menu of a row, or of the place beside the rows."""
        queue, region = self._model.queue_at(index), self._model.region_at(index)
        connection_id = self._model.connection_at(index)
        if queue is not None:
            return self._menus.queue_menu(queue)
        if region is not None:
            return self._menus.region_menu(*region)
        return self._menus.connection_menu(connection_id) if connection_id else self._menus.tree_menu()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold Delayed away while there is little room, then In flight, so that names can be read."""
        super().resizeEvent(event)
        self.tree.setColumnHidden(IN_FLIGHT, self.width() < IN_FLIGHT_FROM_PX)
        self.tree.setColumnHidden(DELAYED, self.width() < DELAYED_FROM_PX)
        self._sight_timer.start()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Tell what is in sight."""
        super().showEvent(event)
        self._sight_timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is in sight any more."""
        super().hideEvent(event)
        self._sight_timer.stop()
        self._view_model.set_in_sight(())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down in the filter goes to the first queue."""
        if (
            watched is self.filter
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Down
        ):
            self._go_to_first()
            return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 8, 4, 8)
        head.setSpacing(2)
        head.addWidget(self.filter, 1)
        head.addSpacing(2)
        head.addWidget(self.refresh)
        head.addWidget(self.add_connection)
        under = QHBoxLayout()
        under.setContentsMargins(12, 0, 12, 0)
        under.addWidget(self.note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addLayout(under)
        rows.addWidget(self.tree, 1)
        rows.addWidget(self.empty, 1)

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setModel(self._structure)
        header = tree.header()
        header.setSectionResizeMode(QUEUE, QHeaderView.ResizeMode.Stretch)
        for column, width in _COLUMN_WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            tree.setColumnWidth(column, width)
        tree.sortByColumn(QUEUE, Qt.SortOrder.AscendingOrder)
        tree.setSortingEnabled(True)
        tree.setColumnHidden(DELAYED, True)
        Unfolding(tree, self._model, self._structure)
        PlaceKeeping(tree, self._model, self._structure)

    def _connect(self) -> None:
        view_model, tree = self._view_model, self.tree
        self.filter.textChanged.connect(view_model.set_filter)
        self.filter.returnPressed.connect(self._go_to_first)
        self.filter.installEventFilter(self)
        self.clear_filter.clicked.connect(self.filter.clear)
        self.add_queue.clicked.connect(lambda _checked=False: view_model.add_queue())
        self.refresh.clicked.connect(view_model.refresh)
        self.refresh.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.refresh.customContextMenuRequested.connect(self._show_interval_menu)
        self.add_connection.clicked.connect(view_model.connections_requested)
        tree.row_opened.connect(self._open)
        tree.context_menu_requested.connect(self._show_menu)
        tree.selectionModel().currentChanged.connect(self._note_place)
        view_model.state_changed.connect(self._show_state)
        view_model.reveal_requested.connect(self.reveal)
        for signal in (tree.expanded, tree.collapsed, tree.verticalScrollBar().valueChanged):
            signal.connect(self._look_soon)
        self._model.rows_changed.connect(self._look_soon)
        self._sight_timer.timeout.connect(self._tell_in_sight)
        search = QShortcut(QKeySequence("Ctrl+F"), self)
        search.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        search.activated.connect(self.focus_filter)
        for keys, deed in (
            (QKeySequence(QKeySequence.StandardKey.Copy), self._copy_name),
            (QKeySequence(FAVOURITE_KEYS), self._toggle_favourite),
        ):
            shortcut = QShortcut(keys, tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(deed)

    def _show_state(self) -> None:
        view_model = self._view_model
        note = view_model.filter_problem or view_model.filter_progress
        self.note.setText(note)
        self.note.set_tone("warning" if view_model.filter_problem else "muted")
        self.note.setVisible(bool(note))
        self.note.setContentsMargins(0, 0, 0, 8)
        state = view_model.state
        self.tree.setVisible(state in {TreeState.ROWS, *_WITHOUT_QUEUES})
        self.empty.setVisible(state is not TreeState.ROWS)
        self.clear_filter.setVisible(state is TreeState.NOTHING_MATCHES)
        self.add_queue.setVisible(state in _WITHOUT_QUEUES)
        self.refresh.set_available(state is not TreeState.NOTHING_OPEN)
        if state is not TreeState.ROWS:
            self.empty.set_content(*self._empty_words(state))

    def _empty_words(self, state: TreeState) -> tuple[str, str, str]:
        if state is TreeState.NOTHING_OPEN:
            return (
                "queue",
                "No queues yet",
                "Queues appear here, by connection and region, once you open one.",
            )
        if state is TreeState.NOTHING_MATCHES:
            total = self._model.total_count
            return (
                "search",
                "Nothing matches",
                f"None of the {total:,} queues passes “{self._view_model.filter_text}”.",
            )
        if state is TreeState.NOT_ALLOWED:
            return "lock", "The queues can't be listed", NOT_ALLOWED
        words = "The open regions hold no queues. Refresh lists again; Add connection opens other regions."
        return "queue", "No queues here", words

    def _look_soon(self) -> None:
        if self.isVisible() and not self._sight_timer.isActive():
            self._sight_timer.start()

    def _tell_in_sight(self) -> None:
        if self.isVisible():
            self._view_model.set_in_sight(self._queues_in_sight())

    def _queues_in_sight(self) -> Iterator[QueueRef]:
        bottom = self.tree.viewport().height()
        index = self.tree.indexAt(QPoint(0, 0))
        while index.isValid() and self.tree.visualRect(index).top() < bottom:
            queue = self._model.queue_at(index)
            if queue is not None:
                yield queue
            index = self.tree.indexBelow(index)

    def _go_to_first(self) -> None:
        """Select the queue in front, else the first one, and take the keyboard there."""
        current = self.tree.currentIndex()
        if self._model.queue_at(current) is None:
            current = self.tree.indexAt(QPoint(0, 0)) if current.isValid() else self._structure.index(0, 0)
            while current.isValid() and self._model.queue_at(current) is None:
                current = self.tree.indexBelow(current)
        if current.isValid():
            self.tree.setCurrentIndex(current)
            self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self, index: QModelIndex) -> None:
        queue = self._model.queue_at(index)
        if queue is not None:
            self._view_model.open_queue(queue)
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _copy_name(self) -> None:
        queue = self._model.queue_at(self.tree.currentIndex())
        if queue is not None:
            copy_text(queue.name)

    def _toggle_favourite(self) -> None:
        queue = self._model.queue_at(self.tree.currentIndex())
        if queue is not None:
            self._view_model.favourites.toggle(queue)

    def _note_place(self, index: QModelIndex) -> None:
        queue = self._model.queue_at(index)
        if queue is not None:
            self._view_model.place = (queue.connection_id, queue.region)
        else:
            connection_id = self._model.connection_at(index) or ""
            self._view_model.place = self._model.region_at(index) or (connection_id, "")

    def _show_menu(self, position: QPoint) -> None:
        index = self.tree.indexAt(self.tree.viewport().mapFromGlobal(position))
        self._pop_up(self.menu_at(index), position)

    def _show_interval_menu(self, position: QPoint) -> None:
        self._pop_up(self._menus.interval_menu(), self.refresh.mapToGlobal(position))

    def _pop_up(self, menu: QMenu, position: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)
