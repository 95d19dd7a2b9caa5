"""The message in front beside the groups: body, attributes and system attributes, one at a time."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.domain.quantities import cut_middle
from sqs_explorer.viewmodels.messages.inspector_table_model import InspectorTableModel
from sqs_explorer.viewmodels.messages.inspector_view_model import InspectorViewModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.messages.message_body import MessageBody
from sqs_explorer.views.parts.empty_state import EmptyState
from sqs_explorer.views.parts.form_field import labelled
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.sub_tabs import TAB_PX, SubTabBar
from sqs_explorer.views.parts.tables import DataTable
from sqs_explorer.views.parts.whole_text import for_qt

BODY, ATTRIBUTES, SYSTEM = range(3)
_HEAD_PX = 40
_ROOMY_PX = 460
_WORDS_FROM_PX = 392
_MINIMUM_HEIGHT_PX = 96


class LetterPane(QWidget):
    """Shows what an InspectorViewModel has in front, where there is no room for the whole inspector."""

    def __init__(self, look: Look, view_model: InspectorViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("letter_pane")
        self.setAccessibleName("Message")
        self.setMinimumHeight(_MINIMUM_HEIGHT_PX)
        set_ground(self, "panel")
        self._view_model = view_model
        self.tabs = SubTabBar(look, "Parts of the message")
        for title in ("Message body", "Attributes", "System"):
            self.tabs.addTab(title)
        self._id = PlainLabel(tone="muted", role="mono", name="Message ID")
        self._shown = MessageBody(look, view_model, around_status_px=4)
        self._show_as_label = labelled("Show as", self._shown.show_as, tone="muted")
        self.body = self._shown.code
        self.attributes = _table(look, "Message attributes", view_model.attributes, (112, 80, 120))
        self.system_attributes = _table(look, "System attributes", view_model.system_attributes, (196, 120))
        self._stack = QStackedWidget()
        self._arrange(look)
        self._connect()
        self._show_message()

    def _arrange(self, look: Look) -> None:
        head = QWidget()
        head.setFixedHeight(_HEAD_PX)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 8, 0)
        beside.setSpacing(6)
        beside.addStretch(1)
        for widget in (self._id, self._show_as_label, self._shown.show_as):
            beside.addWidget(widget)
        # In one cell, so that the line below the tabs goes on below what stands beside them.
        line = QGridLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addSpacing(_HEAD_PX - TAB_PX)
        below.addWidget(self.tabs)
        line.addLayout(below, 0, 0)
        line.addLayout(beside, 0, 0)
        for part in (self._shown, self.attributes, self.system_attributes):
            self._stack.addWidget(part)
        self._empty = EmptyState(look, "info", "No message in front", "Choose a message to read it here.")
        self._stack.addWidget(self._empty)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(head)
        rows.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._view_model.message_changed.connect(self._show_message)
        self.tabs.currentChanged.connect(self._show_part)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the tabs there is room for more words in a wide pane."""
        super().resizeEvent(event)
        self._show_part()

    def _show_message(self) -> None:
        message = self._view_model.message
        self._id.setText(cut_middle(message.message_id) if message else "")
        for tab, model in (
            (ATTRIBUTES, self._view_model.attributes),
            (SYSTEM, self._view_model.system_attributes),
        ):
            self.tabs.setTabToolTip(tab, f"{self.tabs.tabText(tab)}: {model.rowCount()}" if message else "")
        self._show_part()

    def _show_part(self) -> None:
        has_message, part = self._view_model.message is not None, self.tabs.currentIndex()
        self._stack.setCurrentIndex(part if has_message else self._stack.count() - 1)
        roomy = self.width() >= _ROOMY_PX
        # Beside Show as the tabs have no room for more.
        self.tabs.setTabText(BODY, "Message body" if self.width() >= _WORDS_FROM_PX else "Body")
        self._shown.show_as.setVisible(part == BODY)
        self._show_as_label.setVisible(part == BODY and roomy)
        self._id.setVisible(roomy or part != BODY)


def _table(look: Look, name: str, model: InspectorTableModel, widths: tuple[int, ...]) -> DataTable:
    table = DataTable(look, name, copies_itself=False)
    table.setModel(model)
    table.set_columns(widths)
    table.horizontalHeader().hide()

    def copy() -> None:
        rows = table.selected_rows()
        if rows:
            QGuiApplication.clipboard().setText(for_qt(model.text_of(rows)))

    table.copy_requested.connect(copy)
    return table
