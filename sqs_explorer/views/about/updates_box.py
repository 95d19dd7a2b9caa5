"""About's lines on new versions: the daily look, `Check now`, what it came to, and the page to open."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.about.updates_view_model import NOT_KNOWN, UpdatesViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import outlined_button
from sqs_explorer.views.parts.fields import CheckBox
from sqs_explorer.views.parts.notes import StatusLine
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel


class UpdatesBox(QWidget):
    """A copy that knows no address says so, and offers nothing."""

    def __init__(self, look: Look, view_model: UpdatesViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._daily = CheckBox(look, "Look for a new version once a day")
        self.check_now = outlined_button(look, "Check now", "refresh")
        self._status = StatusLine(look, wrap=True, name="Newest version")
        self._page = LinkButton("Open the page", on_click=view_model.open_page)
        self._daily.toggled.connect(view_model.set_on)
        self.check_now.clicked.connect(view_model.look_now)
        self._arrange()
        view_model.changed.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if not self._view_model.is_possible:
            for control in (self._daily, self.check_now, self._status, self._page):
                control.setParent(self)
                control.hide()
            column.addWidget(PlainLabel(NOT_KNOWN, tone="muted", wrap=True))
            return
        asking = QHBoxLayout()
        asking.setSpacing(8)
        asking.addWidget(self._daily)
        asking.addStretch(1)
        asking.addWidget(self.check_now)
        telling = QHBoxLayout()
        telling.setSpacing(8)
        telling.addWidget(self._status, 1)
        telling.addWidget(self._page)
        column.addLayout(asking)
        column.addLayout(telling)

    def _show(self) -> None:
        if not self._view_model.is_possible:
            return
        view_model, words = self._view_model, self._view_model.words
        with QSignalBlocker(self._daily):
            self._daily.setChecked(view_model.is_on)
        self.check_now.set_available(not view_model.is_looking)
        self._status.set_status(words.icon, words.text, words.tone)
        self._page.setVisible(view_model.newer is not None)
