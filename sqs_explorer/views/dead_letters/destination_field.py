"""The field Destination: a combo box, and above it a filter as soon as there are many queues."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.dead_letters.move_destinations import Destination
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.fields import ChoiceBox
from sqs_explorer.views.parts.form_field import FormField
from sqs_explorer.views.parts.search_field import SearchField

FILTER_FROM = 12
MOST_IN_LIST = 500
"""A list of more is no list: it says so, and the filter finds the rest."""
_TO_THE_LIST = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down})


class DestinationField(QWidget):
    """`chosen` is the Destination in the box, None if the filter finds none."""

    chosen_changed = Signal()

    def __init__(
        self, look: Look, destinations: Sequence[Destination], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._destinations = tuple(destinations)
        self._listed: tuple[Destination, ...] = ()
        self.box = ChoiceBox(look, name="Destination")
        self.box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        queues = sum(row.queue is not None for row in destinations)
        self.filter = _Filter(look, f"Filter {queues:,} queues", self.box)
        self.filter.setVisible(len(self._destinations) >= FILTER_FROM)
        self._field = FormField("Destination", self.box)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.filter)
        rows.addWidget(self._field)
        self.filter.textChanged.connect(self._list)
        self.box.currentIndexChanged.connect(self.chosen_changed)
        self._list("")

    @property
    def chosen(self) -> Destination | None:
        """What the box shows."""
        index = self.box.currentIndex()
        return self._listed[index] if 0 <= index < len(self._listed) else None

    def _list(self, text: str) -> None:
        words = text.casefold().split()
        found = [row for row in self._destinations if all(word in row.label.casefold() for word in words)]
        self._listed = tuple(found[:MOST_IN_LIST])
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems([row.label for row in self._listed])
        self.box.blockSignals(False)
        self._field.set_error("No open queue has these words in its name." if words and not found else None)
        self._field.set_hint(self._hint(len(found), filtered=bool(words)))
        self.chosen_changed.emit()

    def _hint(self, found: int, *, filtered: bool) -> str:
        more = f"; the list shows the first {MOST_IN_LIST:,}" if found > MOST_IN_LIST else ""
        if filtered and found:
            return f"{found:,} of {len(self._destinations):,} match{more}."
        return f"{found:,} queues{more}." if more else ""


class _Filter(SearchField):
    """Enter goes to the list: in a dialog it would press the default button."""

    def __init__(self, look: Look, placeholder: str, box: ChoiceBox) -> None:
        super().__init__(look, "Filter destinations", placeholder)
        self._box = box

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open the list."""
        if event.key() in _TO_THE_LIST:
            event.accept()
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._box.count() > 1:
                self._box.showPopup()
        else:
            super().keyPressEvent(event)
