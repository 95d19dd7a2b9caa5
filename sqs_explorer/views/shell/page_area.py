"""The tabs of open queue pages and the page in front; before the first, what there is to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.viewmodels.shell.workspace import WorkspaceViewModel
from sqs_explorer.views.dead_letters.leaving_move import ask_to_leave_move
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.page_stack import PageStack
from sqs_explorer.views.parts.page_tabs import PageTabBar
from sqs_explorer.views.shell.queue_page import QueuePage
from sqs_explorer.views.shell.window_memory import WindowMemory


class PageArea(QWidget):
    """Shows one tab a page of the workspace and keeps the two in step."""

    page_shown = Signal(object)

    def __init__(
        self, look: Look, workspace: WorkspaceViewModel, memory: WindowMemory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._workspace = workspace
        self._memory = memory
        self._pages: list[QueuePage] = []
        set_ground(self, "panel")
        # Qt lets a tab bar say only its current tab: the place around it has the list's name.
        self.setAccessibleName("Open queue pages")
        self.tabs = PageTabBar(look)
        self._stack = PageStack()
        self._empty = EmptyState(
            look,
            "queue",
            "No queue open",
            "Open one from the list on the left, or press Ctrl+K and type its name.",
        )
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.hide()
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.tabs.page_close_requested.connect(self._close_tab)
        workspace.page_opened.connect(self._add)
        workspace.page_closed.connect(self._remove)
        workspace.current_changed.connect(self._show)

    @property
    def current(self) -> QueuePage | None:
        """The page in front."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, QueuePage) else None

    def page(self, view_model: QueuePageViewModel) -> QueuePage | None:
        """Return the widget of a page."""
        return next((page for page in self._pages if page.view_model is view_model), None)

    def _add(self, view_model: QueuePageViewModel) -> None:
        page = QueuePage(self._look, view_model)
        page.restore_state(self._memory.recall_panel("messages"))
        self._pages.append(page)
        self._stack.addWidget(page)
        self.tabs.blockSignals(True)
        self.tabs.add_page(*self._tab_words(view_model), where=view_model.whereabouts)
        self.tabs.blockSignals(False)
        self.tabs.show()
        view_model.title_changed.connect(self.repaint_tabs)

    @staticmethod
    def _tab_words(view_model: QueuePageViewModel) -> tuple[str, str, str, str]:
        environment = view_model.context.environment.tone
        return view_model.queue.name, view_model.connection_title, view_model.icon, environment

    def repaint_tabs(self) -> None:
        """Let the tabs say what is known now."""
        for index, page in enumerate(self._pages):
            where = page.view_model.whereabouts
            self.tabs.set_page(index, *self._tab_words(page.view_model), where=where)

    def _remove(self, view_model: QueuePageViewModel) -> None:
        page = self.page(view_model)
        if page is None:
            return
        self.keep_layout(page)
        view_model.title_changed.disconnect(self.repaint_tabs)
        index = self._pages.index(page)
        self._pages.remove(page)
        self.tabs.blockSignals(True)
        self.tabs.removeTab(index)
        self.tabs.blockSignals(False)
        self._stack.removeWidget(page)
        page.deleteLater()
        self.tabs.setVisible(bool(self._pages))
        self._show(self._workspace.current)

    def _show(self, view_model: QueuePageViewModel | None) -> None:
        page = self.page(view_model) if view_model else None
        self._stack.setCurrentWidget(page or self._empty)
        if page is not None:
            self.tabs.setCurrentIndex(self._pages.index(page))
        self.page_shown.emit(page)

    def _tab_chosen(self, index: int) -> None:
        if 0 <= index < len(self._pages):
            self._workspace.show(self._pages[index].view_model)

    def _close_tab(self, index: int) -> None:
        self._close(self._pages[index].view_model)

    def close_current(self) -> None:
        """Close the page in front; ask first if that would stop a move."""
        if self.current is not None:
            self._close(self.current.view_model)

    def _close(self, page: QueuePageViewModel) -> None:
        if page.dead_letters.moving.is_moving:
            page.dead_letters.scope.start(self._ask_to_close(page))
        else:
            self._workspace.close(page)

    async def _ask_to_close(self, page: QueuePageViewModel) -> None:
        # Asked here, not by the caller: two wishes at once must not open two dialogs.
        if QApplication.activeModalWidget() is not None:
            return
        if await ask_to_leave_move(self._look, page.dead_letters.moving, self):
            self._workspace.close(page)

    def step(self, by: int) -> None:
        """Go to the next page (1) or the one before (-1), around the end."""
        if self._pages:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(self._pages))

    def keep_layout(self, page: QueuePage | None = None) -> None:
        """Remember how the page in front is laid out, for the next one."""
        page = page or self.current
        if page is not None:
            self._memory.keep_panel("messages", page.save_state())
