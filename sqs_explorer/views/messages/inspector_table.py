"""A small table of the inspector, as high as its rows, with a heading line above it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.messages.inspector_table_model import InspectorTableModel
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.buttons import icon_button
from sqs_explorer.views.parts.ground import divider
from sqs_explorer.views.parts.plain_text import LinkButton, PlainLabel
from sqs_explorer.views.parts.tables import DataTable
from sqs_explorer.views.parts.whole_text import for_qt

ROW_PX = 26
HEAD_PX = 34
_WIDE_PX = 480


class InspectorSection(QWidget):
    """Title, count, Show all, copy, then the rows; shows `limit` rows until it is unfolded."""

    copy_requested = Signal()

    def __init__(
        self, look: Look, title: str, model: InspectorTableModel, widths: tuple[int, ...], copy_name: str
    ) -> None:
        """`widths` in px are those of a narrow inspector; in a wide one they grow by a third."""
        super().__init__()
        self._widths = widths
        self._model = model
        self._limit = 3
        self._is_unfolded = False
        self._count = PlainLabel(tone="muted")
        self._all = LinkButton("Show all", name=f"Show all {title.lower()}", on_click=self._toggle)
        copy = icon_button(look, "copy", copy_name)
        copy.clicked.connect(self.copy_requested)
        self.table = DataTable(look, title, row_height=ROW_PX, boxed=True, copies_itself=False, parent=self)
        self.table.setModel(model)
        self.table.set_columns((*widths, 120))
        self.table.horizontalHeader().hide()
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.copy_requested.connect(self._copy_rows)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 6, 0)
        head.setSpacing(8)
        head.addWidget(PlainLabel(title, role="strong"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._all)
        head.addWidget(copy)
        bar = QWidget()
        bar.setFixedHeight(HEAD_PX)
        bar.setLayout(head)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(divider())
        rows.addWidget(bar)
        rows.addWidget(divider())
        rows.addWidget(self.table)
        model.modelReset.connect(self._fit)
        self._fit()

    def set_limit(self, rows: int) -> None:
        """How many rows there is room for."""
        if rows != self._limit:
            self._limit = rows
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the columns what the width allows."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE_PX
        for column, width in enumerate(self._widths):
            self.table.setColumnWidth(column, width * 4 // 3 if wide else width)

    def _toggle(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._fit()

    def _fit(self) -> None:
        count = self._model.rowCount()
        shown = count if self._is_unfolded else min(count, self._limit)
        self._count.setText(f"{count:,}")
        self._all.setVisible(count > self._limit)
        self._all.set_text("Show less" if self._is_unfolded else "Show all")
        self.table.setVisible(count > 0)
        self.table.setFixedHeight(max(shown, 1) * ROW_PX)

    def _copy_rows(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            QGuiApplication.clipboard().setText(for_qt(self._model.text_of(rows)))
