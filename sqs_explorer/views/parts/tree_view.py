"""The tree of queues: chevrons, the band of the environment, rows that span all columns."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget
from typing_extensions import override

from sqs_explorer.viewmodels.cells import BAND_ROLE
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.look.palette import band_token
from sqs_explorer.views.parts.cell_delegate import CellDelegate
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.header_view import HeadingRow

BAND_PX = 3
INDENTATION_PX = 12
_CHEVRON_PX = 14
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Index = QModelIndex | QPersistentModelIndex


class QueueTreeView(QTreeView):
    """A QTreeView on the window's ground. `name` is its accessible name."""

    row_opened = Signal(object)
    """Enter or a double click; the QModelIndex of the first column."""
    context_menu_requested = Signal(object)
    """Right click or the menu key; the global QPoint."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setObjectName(name.replace(" ", "_").lower())
        set_ground(self, "window")
        heading = HeadingRow(look, self, ground="window", first_pad_px=12, left_pad_px=4, last_pad_px=8)
        self.setHeader(heading)
        heading.setSectionsMovable(False)
        heading.setStretchLastSection(False)
        delegate = CellDelegate(look, self, 26, header=heading)
        delegate.lines = False
        delegate.outer_pads = False
        self.setItemDelegate(delegate)
        self.setIndentation(INDENTATION_PX)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        look.changed.connect(self.viewport().update)

    @override
    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: _Index) -> None:
        """The row, then the band of its environment over its left edge."""
        super().drawRow(painter, options, index)
        band = index.data(BAND_ROLE)
        if band:
            token = band_token(str(band))
            painter.fillRect(0, options.rect.top(), BAND_PX, options.rect.height(), self._look.color(token))

    @override
    def drawBranches(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        """Only a chevron, and the selection's ground."""
        selection = self.selectionModel()
        if selection.isRowSelected(index.row(), index.parent()):
            token = "selection" if self.hasFocus() else "selinactive"
            painter.fillRect(rect, self._look.color(token))
        if not self.model().hasChildren(index):
            return
        name = "down" if self.isExpanded(index) else "right"
        pixmap = self._look.pixmap(name, "muted", _CHEVRON_PX, self.devicePixelRatioF())
        x = max(BAND_PX, rect.right() + 1 - _CHEVRON_PX)
        painter.drawPixmap(x, rect.top() + (rect.height() - _CHEVRON_PX) // 2, pixmap)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; everything else is the tree's own."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex().siblingAtColumn(0))
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the row below the mouse."""
        index = self.indexAt(event.position().toPoint())
        super().mouseDoubleClickEvent(event)
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.row_opened.emit(index.siblingAtColumn(0))

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the screen for its menu."""
        self.context_menu_requested.emit(event.globalPos())
        event.accept()
