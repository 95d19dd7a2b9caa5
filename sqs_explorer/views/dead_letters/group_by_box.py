"""The choice Group by: long entries in its list, the key alone while it is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QStyleOptionComboBox, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.dead_letters.group_choices import GroupChoice
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.plain_text import set_plain_tooltip, visible_line

_WIDTH_PX = 104
_MOST_PX = 256
_PADS_PX = 36
_LIST_PADS_PX = 40
_MOST_LIST_PX = 480


class GroupByBox(ChoiceBox):
    """Shows GroupChoices; while its list is open the entries stay as they are."""

    list_closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, name="Group by", parent=parent)
        self._choices: tuple[GroupChoice, ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(3)
        self.setFixedWidth(_WIDTH_PX)

    def show_choices(self, choices: tuple[GroupChoice, ...], index: int) -> None:
        """Show these entries and which one is in force, without telling that it changed."""
        if self.view().isVisible():
            return
        self.blockSignals(True)
        if choices != self._choices:
            self._choices = choices
            self.clear()
            self.addItems([visible_line(choice.label) for choice in choices])
        self.setCurrentIndex(index)
        self.blockSignals(False)
        self.updateGeometry()
        set_plain_tooltip(self, self.currentText())

    @property
    def needs_px(self) -> int:
        """The width in which the key is whole, within the box's own bounds."""
        needed_px = self.fontMetrics().horizontalAdvance(self._short()) + 1 + _PADS_PX
        return max(_WIDTH_PX, min(needed_px, _MOST_PX))

    def take_width(self, room_px: int) -> None:
        """Be as wide as the key needs, as far as `room_px` goes, and never too narrow for a few letters."""
        self.setFixedWidth(max(_WIDTH_PX, min(self.needs_px, room_px)))

    @override
    def showPopup(self) -> None:
        """Make the list as wide as its entries."""
        width = self.view().sizeHintForColumn(0) + _LIST_PADS_PX
        self.view().setMinimumWidth(max(self.width(), min(width, _MOST_LIST_PX)))
        super().showPopup()

    @override
    def hidePopup(self) -> None:
        """Entries that changed meanwhile can be shown now."""
        super().hidePopup()
        self.list_closed.emit()

    @override
    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Show the key alone: the words before it would push it out of the box."""
        super().initStyleOption(option)
        room = max(24, self.width() - _PADS_PX)
        option.currentText = self.fontMetrics().elidedText(self._short(), Qt.TextElideMode.ElideMiddle, room)

    def _short(self) -> str:
        index = self.currentIndex()
        return visible_line(self._choices[index].short) if 0 <= index < len(self._choices) else ""
