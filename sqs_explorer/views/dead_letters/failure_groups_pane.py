"""Failure groups: what the dead letters have in common, and the choice of what they are grouped by."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from sqs_explorer.viewmodels.dead_letters.failure_groups_view_model import (
    EXPRESSION_FIELD,
    FailureGroupsViewModel,
)
from sqs_explorer.views.dead_letters.group_table import ROW_PX, GroupTable
from sqs_explorer.views.dead_letters.groups_head import HEAD_PX, GroupsHead
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.fields import TextField
from sqs_explorer.views.parts.plain_text import PlainLabel, set_plain_tooltip

_HEADING_PX = 26
_EMPTY = "Groups appear here once messages are received."


class FailureGroupsPane(QWidget):
    """Picking a row brings its group to the front, picking it again all messages."""

    HEIGHT_PX = HEAD_PX + _HEADING_PX + 4 * ROW_PX + 2

    group_opened = Signal()
    """Enter or a double click on a group."""

    def __init__(self, look: Look, view_model: FailureGroupsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failure_groups_pane")
        self._view_model = view_model
        self._head = GroupsHead(look)
        self.counts, self.group_by = self._head.counts, self._head.group_by
        self.expression = TextField("errors[0].code", mono=True, name=EXPRESSION_FIELD)
        self.error = PlainLabel(role="hint", tone="danger", wrap=True, name="JMESPath problem")
        self.table = GroupTable(look, view_model.model)
        self.note = PlainLabel(role="hint", tone="warning", wrap=True, name="Left out of the groups")
        self.empty = PlainLabel(_EMPTY, tone="muted", wrap=True)
        self._arrange()
        self._connect()
        self._show()

    def _arrange(self) -> None:
        self._typing = QWidget()
        typing = QVBoxLayout(self._typing)
        typing.setContentsMargins(16, 0, 8, 8)
        typing.setSpacing(4)
        typing.addWidget(self.expression)
        typing.addWidget(self.error)
        self._empty_place = QWidget()
        place = QVBoxLayout(self._empty_place)
        place.setContentsMargins(16, 8, 16, 8)
        place.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty_place)
        self._stack.addWidget(self.table)
        self._note_place = QWidget()
        note = QVBoxLayout(self._note_place)
        note.setContentsMargins(16, 4, 16, 6)
        note.addWidget(self.note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._head)
        rows.addWidget(self._typing)
        rows.addLayout(self._stack, 1)
        rows.addWidget(self._note_place)
        self.setMinimumHeight(HEAD_PX + _HEADING_PX + 2 * ROW_PX)

    def _connect(self) -> None:
        view_model = self._view_model
        view_model.changed.connect(self._show)
        view_model.model.modelReset.connect(self._show_chosen)
        self.group_by.currentIndexChanged.connect(self._choose_key)
        self.group_by.list_closed.connect(self._show)
        self.expression.textChanged.connect(view_model.set_expression)
        self.table.selection_changed.connect(self._choose)
        self.table.all_requested.connect(self.show_all)
        self.table.row_opened.connect(self._open)

    def show_all(self) -> None:
        """Bring all messages to the front."""
        self._view_model.choose(None)

    def _show(self) -> None:
        view_model = self._view_model
        self.counts.setText(view_model.counts_text)
        self.counts.setAccessibleDescription(view_model.counts_sentence)
        set_plain_tooltip(self.counts, view_model.counts_sentence)
        self.group_by.show_choices(view_model.choices, view_model.chosen_index)
        self._typing.setVisible(view_model.is_typing)
        if self.expression.text() != view_model.expression:
            self.expression.setText(view_model.expression)
        error = view_model.expression_error
        self.expression.set_invalid(bool(error))
        self.expression.setAccessibleDescription(error)
        self.error.setText(error)
        self.error.setVisible(bool(error))
        self.note.setText(view_model.note)
        self._note_place.setVisible(bool(view_model.note))
        self._stack.setCurrentIndex(1 if view_model.model.rowCount() else 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._view_model.chosen
        row = self._view_model.model.row_of(chosen.identity if chosen else None)
        wanted = [row] if row >= 0 else []
        if self.table.selected_rows() != wanted:
            self.table.select_rows(wanted)

    def _choose(self) -> None:
        rows = self.table.selected_rows()
        self._view_model.choose(self._view_model.model.things[rows[0]] if rows else None)

    def _choose_key(self, index: int) -> None:
        self._view_model.choose_key(index)
        if self._view_model.is_typing:
            self.expression.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        self.group_opened.emit()
