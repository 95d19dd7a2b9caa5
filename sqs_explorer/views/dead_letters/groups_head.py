"""The line over the failure groups: how many are grouped, whole, and Group by in what that leaves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.views.dead_letters.group_by_box import GroupByBox
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.fitting_row import FittingRow
from sqs_explorer.views.parts.form_field import InlineField
from sqs_explorer.views.parts.plain_text import ElidedLabel, PlainLabel

HEAD_PX = 44
_LEFT_PX, _RIGHT_PX, _GAP_PX = 16, 8, 8


class GroupsHead(FittingRow):
    """Gives the box the room that its key needs, as far as the count leaves it, at last the label's, too."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEAD_PX)
        self.counts = ElidedLabel("", tone="muted", name="Grouped messages")
        self.group_by = GroupByBox(look)
        self._title = PlainLabel("Failure groups", role="strong")
        self._field = InlineField("Group by", self.group_by)
        line = QHBoxLayout(self)
        line.setContentsMargins(_LEFT_PX, 0, _RIGHT_PX, 0)
        line.setSpacing(_GAP_PX)
        line.addWidget(self._title)
        line.addWidget(self.counts, 1)
        line.addWidget(self._field)

    @override
    def fit(self) -> None:
        """Give the box what the title and the count leave."""
        words = (self._title, self.counts)
        taken_px = _LEFT_PX + _RIGHT_PX + 3 * _GAP_PX + sum(one.sizeHint().width() for one in words)
        room_px = self.width() - taken_px
        label_px = self._field.label.sizeHint().width()
        self._field.label.setVisible(self.group_by.needs_px <= room_px - label_px)
        self.group_by.take_width(room_px if self._field.label.isHidden() else room_px - label_px)
