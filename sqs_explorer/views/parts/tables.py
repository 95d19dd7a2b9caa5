"""The table of every screen: fixed row heights, lines, columns of one's own arranging, copy as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.actions import LookAction, styled_menu
from sqs_explorer.views.parts.cell_delegate import CellDelegate
from sqs_explorer.views.parts.header_view import HeadingRow
from sqs_explorer.views.parts.row_ranges import row_ranges

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DataTable(QTableView):
    """A QTableView with the program's rows, headings, selection and keys. `name` is its accessible name."""

    selection_changed = Signal()
    """Other rows are selected, or another row is current."""
    row_opened = Signal(object)
    """Enter or a double click; the QModelIndex."""
    context_menu_requested = Signal(object)
    """Right click or the menu key; the global QPoint."""
    copy_requested = Signal()
    """Ctrl+C, only if the table does not copy by itself."""

    def __init__(
        self,
        look: Look,
        name: str,
        *,
        row_height: int = 26,
        boxed: bool = False,
        copies_itself: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._copies_itself = copies_itself
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setObjectName(name.replace(" ", "_").lower())
        heading = HeadingRow(look, self)
        self.setHorizontalHeader(heading)
        heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heading.customContextMenuRequested.connect(self._show_columns_menu)
        delegate = CellDelegate(look, self, row_height, header=heading)
        delegate.line_under_last_row = not boxed
        self.setItemDelegate(delegate)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(row_height)
        rows.setDefaultSectionSize(row_height)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._configure()
        look.changed.connect(self.viewport().update)

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show `model`; columns are arranged with `set_columns` afterwards."""
        super().setModel(model)
        selection = self.selectionModel()
        if selection is not None:
            selection.selectionChanged.connect(self._tell_selection)
            selection.currentRowChanged.connect(self._tell_selection)

    def set_columns(
        self, widths: Sequence[int], *, stretch: int | None = None, hidden: Sequence[int] = ()
    ) -> None:
        """Arrange first: widths in px, the column that takes the rest (else the last), those folded away."""
        heading = self.horizontalHeader()
        last_stretches = stretch is None or stretch == len(widths) - 1
        heading.setStretchLastSection(last_stretches)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
            self.setColumnHidden(column, column in hidden)
        if stretch is not None and not last_stretches:
            heading.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def selected_rows(self) -> list[int]:
        """Selected rows, ascending; read from ranges, so that 10,000 rows cost nothing."""
        if self.model() is None:
            return []
        selection = self.selectionModel().selection()
        parts = [selection.at(position) for position in range(selection.count())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})

    def select_rows(self, rows: Iterable[int]) -> None:
        """Select exactly these rows; the first becomes the current one."""
        model, selection = self.model(), self.selectionModel()
        if model is None:
            return
        ranges = row_ranges(rows)
        wanted = QItemSelection()
        for first, last in ranges:
            wanted.select(model.index(first, 0), model.index(last, model.columnCount() - 1))
        flag = QItemSelectionModel.SelectionFlag
        if ranges:
            selection.setCurrentIndex(model.index(ranges[0][0], 0), flag.NoUpdate)
        selection.select(wanted, flag.ClearAndSelect)

    def current_row(self) -> int:
        """The row in front, -1 if there is none."""
        return self.currentIndex().row()

    def columns_menu(self) -> QMenu:
        """A menu with a check mark for each column; the last one in sight cannot be hidden."""
        menu = styled_menu(self)
        heading, model = self.horizontalHeader(), self.model()
        shown = heading.count() - heading.hiddenSectionCount()
        for visual in range(heading.count()):
            column = heading.logicalIndex(visual)
            text = str(model.headerData(column, Qt.Orientation.Horizontal, _DISPLAY) or "")
            hidden = heading.isSectionHidden(column)
            action = LookAction(self._look, text, "" if hidden else "tick", tone="text", parent=menu)
            action.setData(column)
            action.setCheckable(True)
            action.setChecked(not hidden)
            action.setEnabled(hidden or shown > 1)
            menu.addAction(action)
        menu.triggered.connect(self._toggle_column)
        return menu

    def save_columns(self) -> bytes:
        """Order, widths, hidden columns and sorting, to be given to `restore_columns` another day."""
        count = self.horizontalHeader().count()
        return b"%d:" % count + bytes(self.horizontalHeader().saveState().data())

    def restore_columns(self, state: bytes) -> bool:
        """Arrange the columns as saved; False, changing nothing, if the table has other columns now."""
        count, separator, rest = state.partition(b":")
        heading = self.horizontalHeader()
        if not separator or not count.isdigit() or int(count) != heading.count():
            return False
        return heading.restoreState(rest)

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard: visible columns as on screen, separated by tabs."""
        heading, model = self.horizontalHeader(), self.model()
        rows = self.selected_rows()
        if not rows:
            return
        order = [heading.logicalIndex(visual) for visual in range(heading.count())]
        columns = [column for column in order if not heading.isSectionHidden(column)]
        lines = (
            "\t".join(str(model.index(row, column).data(_DISPLAY) or "") for column in columns)
            for row in rows
        )
        QGuiApplication.clipboard().setText("\n".join(lines))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies, the first Down selects the row one is at."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in _ENTER and not editing and self.currentIndex().isValid():
            self.row_opened.emit(self.currentIndex())
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            if self._copies_itself:
                self.copy_selection()
            else:
                self.copy_requested.emit()
            event.accept()
        elif event.key() == Qt.Key.Key_Down and self._is_before_first(event):
            self.selectRow(self.currentIndex().row())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _is_before_first(self, event: QKeyEvent) -> bool:
        """Whether the table just came by the keyboard: the current row is not selected, so nobody sees it."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        editing = self.state() == QAbstractItemView.State.EditingState
        selects = self.selectionMode() != QAbstractItemView.SelectionMode.NoSelection
        is_at_top = self.currentIndex().isValid() and self.currentIndex().row() == 0
        return plain and selects and is_at_top and not editing and not self.selectionModel().hasSelection()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the row below the mouse."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.row_opened.emit(index)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the screen for its menu."""
        self.context_menu_requested.emit(event.globalPos())
        event.accept()

    def _configure(self) -> None:
        view = QAbstractItemView
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        self.setSelectionMode(view.SelectionMode.ExtendedSelection)
        self.setEditTriggers(view.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(view.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(self.verticalHeader().defaultSectionSize())

    def _tell_selection(self) -> None:
        self.selection_changed.emit()

    def _toggle_column(self, action: LookAction) -> None:
        column = action.data()
        self.setColumnHidden(column, not self.isColumnHidden(column))

    def _show_columns_menu(self, position: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().viewport().mapToGlobal(position))


def index_under(table: QTableView, position: QPoint) -> QModelIndex:
    """The index below a global position; an invalid one beside the rows."""
    return table.indexAt(table.viewport().mapFromGlobal(position))
