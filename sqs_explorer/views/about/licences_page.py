"""About's second page: every part of the program in a list that filters, and the text of its licence."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.viewmodels.about.about_view_model import AboutViewModel
from sqs_explorer.views.about.reading_text import ReadingText
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import PlainLabel
from sqs_explorer.views.parts.search_field import SearchField
from sqs_explorer.views.parts.tables import DataTable

LIST_PX = 380
"""What is left beside it holds 80 columns of text."""
_WIDTHS = (150, 104, 100)


class LicencesPage(QWidget):
    """The first part is in front until another one is chosen."""

    def __init__(self, look: Look, view_model: AboutViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.filter = SearchField(look, "Filter parts", "Filter by name or licence")
        self._count = PlainLabel(tone="muted")
        self.parts = DataTable(look, "Parts", boxed=True)
        self.parts.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.parts.setModel(view_model.parts)
        self.parts.set_columns(_WIDTHS)
        self.text = ReadingText("Licence text", look.fonts.mono_small)
        self._arrange()
        self.filter.textChanged.connect(view_model.parts.filter)
        view_model.parts.modelReset.connect(self._show_parts)
        self.parts.selection_changed.connect(self._choose)
        view_model.text_changed.connect(self._show_text)
        self._show_parts()
        self._show_text()

    def _arrange(self) -> None:
        over = QHBoxLayout()
        over.setSpacing(8)
        over.addWidget(self.filter, 1)
        over.addWidget(self._count)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addLayout(over)
        side.addWidget(_boxed(self.parts), 1)
        left = QWidget()
        left.setFixedWidth(LIST_PX)
        left.setLayout(side)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left)
        row.addWidget(_boxed(self.text), 1)

    def _show_parts(self) -> None:
        model = self._view_model.parts
        shown = len(model.things)
        words = count_words(model.count, "part") if shown == model.count else f"{shown} of {model.count}"
        self._count.setText(words if model.count else "reading")
        if self._view_model.part in model.things:
            self.parts.select_rows([model.things.index(self._view_model.part)])
        elif model.things:
            self.parts.select_rows([0])

    def _choose(self) -> None:
        rows = self.parts.selected_rows()
        if rows:
            self._view_model.show_part(rows[0])

    def _show_text(self) -> None:
        self.text.show_text(self._view_model.licence_text)


def _boxed(content: QWidget) -> QWidget:
    """Return a box with an edge around what scrolls in it."""
    box = QWidget()
    set_ground(box, "card")
    column = QVBoxLayout(box)
    column.setContentsMargins(1, 4, 1, 4)
    column.addWidget(content)
    return box
