"""Above the table of Activity: search, how much is kept and how long, export, clear."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sqs_explorer.viewmodels.activity.history_view_model import ActivityHistoryViewModel
from sqs_explorer.views.activity.activity_dialogs import ask_activity_export, ask_to_clear
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction
from sqs_explorer.views.parts.buttons import flat_button
from sqs_explorer.views.parts.choosing_files import ChooseTarget, choose_target
from sqs_explorer.views.parts.named_label import NamedLabel
from sqs_explorer.views.parts.plain_text import ElidedLabel
from sqs_explorer.views.parts.search_field import SearchField

SEARCH_PX = 260


class HistoryBar(QWidget):
    """Searches as one types; `menu_actions` are its deeds for the table's menu."""

    def __init__(
        self,
        look: Look,
        history: ActivityHistoryViewModel,
        parent: QWidget | None = None,
        *,
        choose_path: ChooseTarget = choose_target,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._history = history
        self._choose_path = choose_path
        self._search = SearchField(look, "Search activity", "Search activity", shortcut="Ctrl+Shift+J")
        self._search.setMaximumWidth(SEARCH_PX)
        self._search.textChanged.connect(history.search)
        self._words = NamedLabel("Activity kept", ElidedLabel(tone="muted"))
        self._export_button = flat_button(
            look, "Export activity", "export", tooltip="Write what the search finds to a file"
        )
        self._export_button.clicked.connect(self._export)
        self._clear_button = flat_button(
            look, "Clear activity…", "trash", tooltip="Delete all records, after a question", danger=True
        )
        self._clear_button.clicked.connect(self._clear)
        self.menu_actions = (
            LookAction(look, "Export activity", "export", parent=self),
            LookAction(look, "Clear activity…", "trash", tone="danger", parent=self),
        )
        self.menu_actions[0].triggered.connect(self._export)
        self.menu_actions[1].triggered.connect(self._clear)
        self._arrange()
        history.changed.connect(self._show)
        self._show()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._search, 1)
        row.addWidget(self._words, 2)
        row.addWidget(self._export_button)
        row.addWidget(self._clear_button)

    def _show(self) -> None:
        self._words.set_words(self._history.words)
        self._export_button.set_available(not self._history.is_exporting)
        self.menu_actions[0].setEnabled(not self._history.is_exporting)

    def _export(self) -> None:
        history = self._history
        if not history.is_exporting:
            history.dialogs.start(
                ask_activity_export(self._look, history, self.window(), choose_path=self._choose_path)
            )

    def _clear(self) -> None:
        self._history.dialogs.start(ask_to_clear(self._look, self._history, self.window()))
