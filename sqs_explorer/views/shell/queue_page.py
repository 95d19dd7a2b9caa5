"""One queue's page: title, sub-tabs, and under them Messages, Send, Dead letters, Details."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sqs_explorer.viewmodels.resending.resend_view_model import ResendViewModel
from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.views.composing.send_panel import SendPanel
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.dead_letters.move_dialog import ask_move
from sqs_explorer.views.dead_letters.move_progress import MoveProgress
from sqs_explorer.views.details.details_panel import DetailsPanel
from sqs_explorer.views.details.refreshing_panel import RefreshingPanel
from sqs_explorer.views.exporting.export_dialog import ask_export
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.messages_panel import MessagesPanel
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.page_stack import PageStack
from sqs_explorer.views.parts.sub_tabs import SubTabBar
from sqs_explorer.views.resending.resend_dialog import ask_resend
from sqs_explorer.views.shell.page_title import PageTitle

MESSAGES, SEND, DEAD_LETTERS, DETAILS = TABS = ("Messages", "Send", "Dead letters", "Details")


class QueuePage(QWidget):
    """Lays out the page of one QueuePageViewModel.

    A tab is built when it is first shown, so that a page opens at once.
    """

    def __init__(self, look: Look, view_model: QueuePageViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._look = look
        self._state: dict[str, str] = {}
        self.setObjectName("queue_page")
        set_ground(self, "panel")
        self._title = PageTitle(look, view_model, self)
        self._title.refresh_requested.connect(self.refresh)
        self._tabs = SubTabBar(look, "Queue page", self)
        self._stack = PageStack(self)
        self._panels: dict[str, QWidget] = {}
        self._makers: dict[str, Callable[[], QWidget]] = {
            MESSAGES: self._make_messages,
            SEND: lambda: SendPanel(look, view_model.send, self._stack),
            DEAD_LETTERS: self._make_dead_letters,
            DETAILS: lambda: DetailsPanel(look, view_model.details, self._stack),
        }
        for title in TABS:
            self._tabs.addTab(title)
        self._tabs.currentChanged.connect(self._show_panel)
        self._arrange()
        view_model.title_changed.connect(self.show_title)
        self._show_panel(0)
        self.show_title()

    def _arrange(self) -> None:
        self._gone_place = QWidget(self)
        self._gone = Note(self._look, self._gone_place)
        # Dead letters shows the progress of a move beside its table; the other tabs show it here.
        self._move_place = QWidget(self)
        move_progress = MoveProgress(self._look, self.view_model.dead_letters.moving, self._move_place)
        for place, widget, margin in (
            (self._gone_place, self._gone, 16),
            (self._move_place, move_progress, 0),
        ):
            inside = QVBoxLayout(place)
            inside.setContentsMargins(margin, 0, margin, 4 if margin else 0)
            inside.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._title, self._gone_place, self._tabs, self._move_place):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _make_messages(self) -> QWidget:
        panel = MessagesPanel(self._look, self.view_model.messages, self._stack)
        panel.restore_state(self._state)
        panel.move_requested.connect(self._move)
        return panel

    def _make_dead_letters(self) -> QWidget:
        panel = DeadLettersPanel(
            self._look, self.view_model.dead_letters, self._stack, edit=self._resend, export=self._export
        )
        panel.restore_state(self._state)
        return panel

    def panel(self, title: str) -> QWidget:
        """Return a tab's panel by its title, built if it wasn't yet."""
        if title not in self._panels:
            self._panels[title] = self._makers[title]()
            self._stack.addWidget(self._panels[title])
        return self._panels[title]

    @property
    def tab(self) -> str:
        """The tab in front."""
        return TABS[self._tabs.currentIndex()]

    def take_focus(self) -> None:
        """Take the keyboard to the tabs: Enter does nothing there, while Receive beside them counts."""
        self._tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_tab(self, title: str) -> None:
        """Bring a tab to the front by its title."""
        self._tabs.setCurrentIndex(TABS.index(title))

    def show_tab_number(self, index: int) -> None:
        """Bring a tab to the front by its place."""
        self._tabs.setCurrentIndex(index)

    def save_state(self) -> dict[str, str]:
        """Return how the page is laid out, to remember."""
        state = dict(self._state)
        for panel in self._panels.values():
            if isinstance(panel, MessagesPanel | DeadLettersPanel):
                state |= panel.save_state()
        return state

    def restore_state(self, state: dict[str, str]) -> None:
        """Lay the page out as remembered."""
        self._state = state
        for panel in self._panels.values():
            if isinstance(panel, MessagesPanel | DeadLettersPanel):
                panel.restore_state(state)

    def _show_panel(self, index: int) -> None:
        self._stack.setCurrentWidget(self.panel(TABS[index]))
        self._move_place.setVisible(TABS[index] != DEAD_LETTERS)

    def _move(self, message_ids: tuple[str, ...]) -> None:
        dead_letters = self.view_model.dead_letters
        dead_letters.scope.start(ask_move(self._look, dead_letters.moving, message_ids, self))

    def _resend(self, message_ids: Sequence[str]) -> None:
        messages = self.view_model.messages
        if len(message_ids) == 1:
            view_model = ResendViewModel(messages.context, messages.store, message_ids[0], messages)
            messages.dialogs.start(self._ask_resend(view_model))

    async def _ask_resend(self, view_model: ResendViewModel) -> None:
        await ask_resend(self._look, view_model, self)

    def _export(self, message_ids: Sequence[str]) -> None:
        messages = self.view_model.messages
        messages.dialogs.start(ask_export(self._look, messages.exporting, message_ids, self))

    def show_title(self) -> None:
        """Show the badge of Dead letters, and whether the queue is still there."""
        count = self.view_model.dead_letter_count
        self._tabs.set_badge(2, "" if count is None else f"{count:,}", danger=bool(count))
        self._gone_place.setVisible(self.view_model.is_gone)
        if not self.view_model.is_gone:
            self._gone.clear()
        elif self.view_model.details.destroying.is_deleted:
            self._gone.show_note(
                NoteKind.INFO,
                "It takes SQS up to 60 seconds to let go of it. What was received and typed stays here.",
                title="You deleted this queue.",
            )
        else:
            self._show_gone()

    def _show_gone(self) -> None:
        self._gone.show_note(
            NoteKind.DANGER,
            "It was deleted, or this identity may no longer see it. What was received and typed stays here.",
            title="This queue does not exist any more.",
        )

    def refresh(self) -> None:
        """Read the queue's attributes again, and the tab's own content where it has any."""
        self.view_model.refresh()
        panel = self.panel(self.tab)
        if isinstance(panel, RefreshingPanel):
            panel.refresh()
