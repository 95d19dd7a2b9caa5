"""The list `Source queues`: queues that belong together, side by side, each a link."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QWidget
from typing_extensions import override

from sqs_explorer.domain.queues import QueueRef
from sqs_explorer.viewmodels.cells import CELL_ROLE, Cell
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.parts.cell_delegate import CellDelegate
from sqs_explorer.views.parts.ground import set_ground
from sqs_explorer.views.parts.plain_text import plain_tooltip

HEIGHT_PX = 28
LEAST_PX = 120
_QUEUE_ROLE = int(Qt.ItemDataRole.UserRole) + 20

Link = tuple[str, QueueRef | None, str, str]
"""Name, the queue it leads to (None: it isn't listed here), the muted words after it, icon."""


class SourceList(QListView):
    """A click or Enter follows a link; `queue_requested(QueueRef)`."""

    queue_requested = Signal(object)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self._shown: tuple[Link, ...] = ()
        self._shows_asides = True
        self.setAccessibleName(name)
        self.setObjectName(name.replace(" ", "_").lower())
        self.setModel(self._items)
        delegate = CellDelegate(look, self, HEIGHT_PX)
        delegate.lines = delegate.outer_pads = False
        self.setItemDelegate(delegate)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setFixedHeight(HEIGHT_PX)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        set_ground(self, "panel")
        self.clicked.connect(self._follow)
        self.activated.connect(self._follow)

    def show_links(self, links: Sequence[Link]) -> None:
        """Show these queues; nothing happens if they are shown already."""
        if tuple(links) == self._shown:
            return
        self._shown = tuple(links)
        self._fill()

    def set_asides_shown(self, shown: bool) -> None:
        """Show the muted words behind the names, or leave them to the tooltips."""
        if shown is not self._shows_asides:
            self._shows_asides = shown
            self._fill()

    def _fill(self) -> None:
        self._items.clear()
        for name, queue, aside, icon in self._shown:
            item = QStandardItem(name)
            item.setEditable(False)
            tone = "accent" if queue is not None else "text"
            item.setData(
                Cell(
                    name,
                    tone=tone,
                    icon=icon,
                    icon_tone=tone,
                    medium=True,
                    trailing=aside if self._shows_asides else "",
                ),
                CELL_ROLE,
            )
            item.setData(queue, _QUEUE_ROLE)
            tip = f"Open {name}" if queue is not None else f"{name} is not listed here."
            if aside and not self._shows_asides:
                tip = f"{tip}\n{name}: {aside}"
            item.setData(plain_tooltip(tip), int(Qt.ItemDataRole.ToolTipRole))
            self._items.appendRow(item)
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """Room for all links."""
        rows = range(self._items.rowCount())
        width = sum(self.sizeHintForIndex(self._items.index(row, 0)).width() for row in rows)
        return QSize(width + 4, HEIGHT_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        """Room for a part; arrows and the wheel show the rest."""
        return QSize(min(LEAST_PX, self.sizeHint().width()), HEIGHT_PX)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark a link, so that one sees where Enter leads."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._items.rowCount():
            self.setCurrentIndex(self._items.index(0, 0))
        elif self.currentIndex().isValid():
            self.setCurrentIndex(self.currentIndex())

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A link that is not in focus looks like the others."""
        super().focusOutEvent(event)
        self.clearSelection()

    def _follow(self, index: QModelIndex) -> None:
        queue = index.data(_QUEUE_ROLE)
        if queue is not None:
            self.queue_requested.emit(queue)
