"""One queue's page: title, sub-tabs, and under them Messages, Send, Dead letters, Details."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.views.composing.send_panel import SendPanel
from sqs_explorer.views.dead_letters.dead_letters_panel import DeadLettersPanel
from sqs_explorer.views.dead_letters.move_dialog import ask_move
from sqs_explorer.views.dead_letters.move_progress import MoveProgress
from sqs_explorer.views.details.details_panel import DetailsPanel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.messages_panel import MessagesPanel
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.notes import Note, NoteKind
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel
from sqs_explorer.views.parts.sub_tabs import SubTabBar

TABS = ("Messages", "Send", "Dead letters", "Details")
TITLE_PX = 44


class QueuePage(QWidget):
    """Lays out the page of one QueuePageViewModel; Alt+1 to Alt+4 choose a tab."""

    def __init__(self, look: Look, view_model: QueuePageViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = view_model
        self._look = look
        self.setObjectName("queue_page")
        set_ground(self, "panel")
        self._icon = IconLabel(look, view_model.icon, "text")
        self._name = ElidedLabel(view_model.queue.name, role="title", middle=True, name="Queue name")
        self._chips = [Chip(look, "") for _ in range(3)]
        self._counts = [(PlainLabel(tone="muted"), PlainLabel(role="mono_medium")) for _ in range(3)]
        self._gone = Note(look)
        self._tabs = SubTabBar(look, "Queue page")
        self.messages = MessagesPanel(look, view_model.messages)
        self.send = SendPanel(look, view_model.send)
        self.dead_letters = DeadLettersPanel(look, view_model.dead_letters)
        self.details = DetailsPanel(look, view_model.details)
        self._stack = QStackedWidget()
        for title, panel in zip(
            TABS, (self.messages, self.send, self.dead_letters, self.details), strict=True
        ):
            self._tabs.addTab(title)
            self._stack.addWidget(panel)
        self._move_progress = MoveProgress(look, view_model.dead_letters.moving)
        self._tabs.currentChanged.connect(self._show_panel)
        self._arrange()
        view_model.title_changed.connect(self.show_title)
        self.messages.move_requested.connect(self._move)
        self.show_title()

    def _arrange(self) -> None:
        title = QHBoxLayout()
        title.setContentsMargins(16, 0, 8, 0)
        title.setSpacing(8)
        title.addWidget(self._icon)
        title.addWidget(self._name)
        title.addSpacing(4)
        for chip in self._chips:
            title.addWidget(chip)
        title.addStretch(1)
        for label, number in self._counts:
            title.addWidget(label)
            title.addWidget(number)
            title.addSpacing(4)
        copy = icon_button(self._look, "copy", "Copy queue URL")
        copy.clicked.connect(self._copy_url)
        refresh = icon_button(
            self._look, "refresh", "Refresh queue", tooltip="Read counts and attributes again"
        )
        refresh.clicked.connect(self.refresh)
        title.addWidget(copy)
        title.addWidget(refresh)
        bar = QWidget()
        bar.setLayout(title)
        bar.setFixedHeight(TITLE_PX)
        self._gone_place = QWidget()
        note = QVBoxLayout(self._gone_place)
        note.setContentsMargins(16, 0, 16, 4)
        note.addWidget(self._gone)
        # Dead letters shows the progress of a move beside its table; the other tabs show it here.
        self._move_place = QWidget()
        place = QVBoxLayout(self._move_place)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self._move_progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._gone_place)
        column.addWidget(self._tabs)
        column.addWidget(self._move_place)
        column.addWidget(self._stack, 1)

    @property
    def tab(self) -> str:
        """The tab in front."""
        return TABS[self._tabs.currentIndex()]

    def show_tab(self, title: str) -> None:
        """Bring a tab to the front by its title."""
        self._tabs.setCurrentIndex(TABS.index(title))

    def show_tab_number(self, index: int) -> None:
        """Bring a tab to the front by its place."""
        self._tabs.setCurrentIndex(index)

    def _show_panel(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._move_place.setVisible(self.tab != "Dead letters")

    def _move(self, message_ids: tuple[str, ...]) -> None:
        dead_letters = self.view_model.dead_letters
        dead_letters.scope.start(ask_move(self._look, dead_letters.moving, message_ids, self))

    def show_title(self) -> None:
        """Show name, chips, counts and the badge of Dead letters."""
        page = self.view_model
        self._icon.set_icon(page.icon, "text")
        for position, chip in enumerate(self._chips):
            text = page.chips[position] if position < len(page.chips) else ""
            chip.setVisible(bool(text))
            chip.set_content(text)
        for position, (label, number) in enumerate(self._counts):
            shown = position < len(page.counts)
            label.setVisible(shown)
            number.setVisible(shown)
            if shown:
                name, count = page.counts[position]
                label.setText(name)
                number.setText("–" if count is None else f"{count:,}")
                number.setAccessibleName(f"{name} {number.text()}")
        count = page.dead_letter_count
        self._tabs.set_badge(2, "" if count is None else f"{count:,}", danger=bool(count))
        self._show_gone()

    def _show_gone(self) -> None:
        self._gone_place.setVisible(self.view_model.is_gone)
        if not self.view_model.is_gone:
            self._gone.clear()
            return
        self._gone.show_note(
            NoteKind.DANGER,
            "It was deleted, or this identity may no longer see it. What was received and typed stays here.",
            title="This queue does not exist any more.",
        )

    def refresh(self) -> None:
        """Read the queue's attributes again, and the tab's own content where it has any."""
        self.view_model.refresh()
        if self.tab == "Details":
            self.details.refresh()
        elif self.tab == "Dead letters":
            self.dead_letters.refresh()

    def _copy_url(self) -> None:
        QGuiApplication.clipboard().setText(self.view_model.queue.url)
