"""Paints every cell of tables and tree from the `Cell` its model gives, so that all rows look alike."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from sqs_explorer.viewmodels.cells import CELL_ROLE, SPAN_ROLE, Cell, CellKind
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.cell_painting import ICON_GAP_PX, ICON_PX, CellPainting, RowState
from sqs_explorer.views.parts.check_marks import CHECK_PX, check_box_rect, paint_check_box
from sqs_explorer.views.parts.edge_columns import edge_columns, pads
from sqs_explorer.views.parts.plain_text import show_plain_tooltip
from sqs_explorer.views.parts.text_fitting import Face, TextFitting, face_of

EDGE_PX = 2
CHECK_GAP_PX = 9
_TREE_PADS_PX = (4, 8)
_MEASURED_CHARACTERS = 200
_SELECTED = QStyle.StateFlag.State_Selected.value
_ENABLED = QStyle.StateFlag.State_Enabled.value
_HOVERED = QStyle.StateFlag.State_MouseOver.value
_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)


class CellDelegate(QStyledItemDelegate):
    """One class for all tables and the tree: ground, edge, line, then the cell's content."""

    def __init__(
        self,
        look: Look,
        view: QAbstractItemView,
        row_height: int = 26,
        *,
        header: QHeaderView | None = None,
    ) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._header = header
        self._row_height = row_height
        self._fitting = TextFitting(look)
        self.lines = True
        self.line_under_last_row = True
        self.outer_pads = True

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """The row's height, and the width of the whole content."""
        cell = cell_of(index)
        left, right = self._pads(index.column(), self._edges())
        width = self._fitting.width_px(cell.text[:_MEASURED_CHARACTERS], face_of(cell)) + left + right + 2
        if cell.icon:
            width += ICON_PX + ICON_GAP_PX
        if cell.kind is CellKind.CHECK:
            width += CHECK_PX + CHECK_GAP_PX
        if cell.trailing:
            width += self._fitting.width_px(cell.trailing, Face(mono=cell.mono)) + 8
        return QSize(width, self._row_height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell; asks the model for its Cell and nothing else."""
        rect = option.rect
        column = index.column()
        edges = self._edges()
        cell = index.data(CELL_ROLE)
        is_first = column == edges[0]
        if not self.lines and (is_first or cell is None) and index.data(SPAN_ROLE):
            if not is_first:
                return
            rect = QRect(rect.left(), rect.top(), self._view.viewport().width() - rect.left(), rect.height())
        state = option.state.value
        row = RowState(
            selected=bool(state & _SELECTED), active=self._view.hasFocus(), enabled=bool(state & _ENABLED)
        )
        self._paint_ground(painter, rect, index, row, hovered=bool(state & _HOVERED))
        if is_first:
            self._paint_edge(painter, rect, index, row)
        left, right = self._pads(column, edges)
        room = rect.adjusted(left, 0, -right, -1 if self.lines else 0)
        if room.width() > 0:
            painting = CellPainting(painter, self._look, self._fitting, room, row)
            self._paint_content(painting, cell if isinstance(cell, Cell) else _plain_cell(index), index)

    @override
    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """The model's tooltip as plain text; without one, the whole text of a cell that is cut."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = index.data(int(Qt.ItemDataRole.ToolTipRole)) if index.isValid() else None
        if text is None and index.isValid() and self.sizeHint(option, index).width() > option.rect.width():
            text = index.data(_DISPLAY)
        show_plain_tooltip(event.globalPos(), str(text) if text else "", view.viewport())
        return True

    @override
    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """A click on the box of a CHECK cell turns it; the base class would look for the box elsewhere."""
        checkable = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
        if not checkable or not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        left, right = self._pads(index.column(), self._edges())
        box = check_box_rect(option.rect.adjusted(left, 0, -right, 0)).adjusted(-6, -6, 6, 6)
        if event.button() != Qt.MouseButton.LeftButton or not box.contains(event.position().toPoint()):
            return False
        if event.type() == QEvent.Type.MouseButtonRelease:
            checked = Qt.CheckState(index.data(_CHECK)) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
            return model.setData(index, state, _CHECK)
        return event.type() == QEvent.Type.MouseButtonDblClick

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """The field for an editable cell, named after its column."""
        editor = super().createEditor(parent, option, index)
        heading = index.model().headerData(index.column(), Qt.Orientation.Horizontal, _DISPLAY)
        editor.setAccessibleName(str(heading))
        return editor

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """The field fills its cell."""
        editor.setGeometry(option.rect)

    def _paint_ground(
        self, painter: QPainter, rect: QRect, index: _Index, row: RowState, *, hovered: bool
    ) -> None:
        if row.selected:
            painter.fillRect(rect, self._look.color("selection" if row.active else "selinactive"))
        elif hovered and not self.lines:
            painter.fillRect(rect, self._look.color("hover"))
        if self.lines and (self.line_under_last_row or index.row() < index.model().rowCount() - 1):
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._look.color("line"))

    def _paint_edge(self, painter: QPainter, rect: QRect, index: _Index, row: RowState) -> None:
        if not row.active:
            return
        current = self._view.currentIndex()
        if row.selected or (current.row() == index.row() and current.parent() == index.parent()):
            x = rect.left() if self.lines else 0
            painter.fillRect(x, rect.top(), EDGE_PX, rect.height(), self._look.color("accent"))

    def _paint_content(self, painting: CellPainting, cell: Cell, index: _Index) -> None:
        match cell.kind:
            case CellKind.TEXT:
                painting.text(cell)
            case CellKind.BADGE:
                painting.badge(cell)
            case CellKind.COUNTDOWN:
                painting.countdown(cell)
            case CellKind.SHARE:
                painting.share(cell)
            case CellKind.PROGRESS:
                painting.progress(cell)
            case CellKind.CHECK:
                state = index.data(_CHECK)
                state = Qt.CheckState.Unchecked if state is None else Qt.CheckState(state)
                box = check_box_rect(painting.room)
                paint_check_box(painting.painter, self._look, box, state, enabled=painting.row.enabled)
                room = painting.room.adjusted(CHECK_PX + CHECK_GAP_PX, 0, 0, 0)
                replace(painting, room=room).text(cell)

    def _pads(self, column: int, edges: tuple[int, int]) -> tuple[int, int]:
        return pads(column, edges) if self.outer_pads else _TREE_PADS_PX

    def _edges(self) -> tuple[int, int]:
        # Without outer pads it is the tree, whose first column holds the branches and is not moved or hidden.
        return edge_columns(self._header) if self._header is not None and self.outer_pads else (0, 0)


def cell_of(index: _Index) -> Cell:
    """The model's cell, or its DisplayRole as a plain one."""
    cell = index.data(CELL_ROLE)
    return cell if isinstance(cell, Cell) else _plain_cell(index)


def _plain_cell(index: _Index) -> Cell:
    text = index.data(_DISPLAY)
    return Cell("" if text is None else str(text))
