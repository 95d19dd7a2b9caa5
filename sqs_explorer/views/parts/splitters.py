"""Splitters that show a line of 1 px and can be grabbed on 7."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget
from typing_extensions import override

_GRAB_PX = 7


class Splitter(QSplitter):
    """Panes with one line between them; `name` is its object name, under which its state is remembered."""

    def __init__(self, orientation: Qt.Orientation, name: str, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setObjectName(name)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    @override
    def createHandle(self) -> QSplitterHandle:
        """A handle that lies over the panes' edges."""
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    """Reaches 3 px into both panes, so that 1 px in sight is 7 px under the mouse."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt itself gives thin handles 5 px to grab, by margins that are masked out of the painting."""
        across = _GRAB_PX // 2
        if self.orientation() == Qt.Orientation.Horizontal:
            self.setContentsMargins(across, 0, across, 0)
        else:
            self.setContentsMargins(0, across, 0, across)
        self.setMask(QRegion(self.contentsRect()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        rect = self.rect()
        colour = self.palette().color(QPalette.ColorRole.Mid)
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.fillRect(rect.center().x(), 0, 1, rect.height(), colour)
        else:
            painter.fillRect(0, rect.center().y(), rect.width(), 1, colour)
