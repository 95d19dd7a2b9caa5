"""The title row of a queue's page: icon, name, chips, counts, and what one does with the queue as a whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.shell.queue_page import QueuePageViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.icon_label import IconLabel
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.pills import Chip
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel

TITLE_PX = 44
_CHIPS = 3
_COUNTS = 3
_NAME_PX = 160
"""What the name keeps before a chip goes."""


class PageTitle(QWidget):
    """44 px that follow the page's view-model; where there is little room, chips go before the name does."""

    refresh_requested = Signal()

    def __init__(self, look: Look, view_model: QueuePageViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._shown: tuple[object, ...] = ()
        self.setFixedHeight(TITLE_PX)
        self._icon = IconLabel(look, view_model.icon, "text")
        self._name = NamedLabel("Queue name", ElidedLabel(role="title", middle=True))
        self._name.set_words(view_model.queue.name)
        self._chips = [Chip(look, "") for _ in range(_CHIPS)]
        self._counts = [(PlainLabel(tone="muted"), PlainLabel(role="mono_medium")) for _ in range(_COUNTS)]
        self._star = icon_button(look, "star", "Favourite")
        self._star.clicked.connect(view_model.toggle_favourite)
        self._copy = icon_button(look, "copy", "Copy queue URL")
        self._copy.clicked.connect(self._copy_url)
        self._refresh = icon_button(
            look, "refresh", "Refresh queue", tooltip="Read counts and attributes again (F5)"
        )
        self._refresh.clicked.connect(self.refresh_requested)
        self._arrange()
        view_model.title_changed.connect(self.show_title)
        self.show_title()

    def _arrange(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._name)
        row.addSpacing(4)
        for chip in self._chips:
            row.addWidget(chip)
        row.addStretch(1)
        for label, number in self._counts:
            row.addWidget(label)
            row.addWidget(number)
            row.addSpacing(4)
        for button in (self._star, self._copy, self._refresh):
            row.addWidget(button)

    def show_title(self) -> None:
        """Show icon, chips and counts as they are known now."""
        page = self._view_model
        chips, counts = page.chips, page.counts
        known = (page.icon, page.is_favourite, chips, counts)
        if known == self._shown:
            return
        self._shown = known
        self._icon.set_icon(page.icon, "text")
        self._star.set_icon("star", "accent" if page.is_favourite else "muted")
        self._star.setAccessibleName("Remove from favourites" if page.is_favourite else "Favourite")
        for position, chip in enumerate(self._chips):
            text = chips[position] if position < len(chips) else ""
            chip.set_content(text)
        for position, (label, number) in enumerate(self._counts):
            shown = position < len(counts)
            label.setVisible(shown)
            number.setVisible(shown)
            if shown:
                name, count = counts[position]
                label.setText(name)
                number.setText("–" if count is None else f"{count:,}")
                number.setAccessibleName(f"{name} {number.text()}")
        self._fit()

    def _fit(self) -> None:
        """Show the chips that have room beside the name."""
        for chip in self._chips:
            chip.setVisible(bool(chip.text()))
        for chip in reversed(self._chips):
            if self._room_px() <= self.width():
                break
            chip.hide()

    def _room_px(self) -> int:
        """The width in which nothing is cut but a long name; layouts learn late what was hidden just now."""
        self._row.invalidate()
        least = self._row.minimumSize().width() - self._name.minimumSizeHint().width()
        return least + min(self._name.sizeHint().width(), _NAME_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """The room without the chips, which go first."""
        least = super().minimumSizeHint()
        shown = [chip.sizeHint().width() for chip in self._chips if not chip.isHidden()]
        return QSize(least.width() - sum(shown) - len(shown) * self._row.spacing(), least.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make all fit."""
        super().resizeEvent(event)
        self._fit()

    def _copy_url(self) -> None:
        QGuiApplication.clipboard().setText(self._view_model.queue.url)
