"""The program's own icon, drawn in its colours."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from sqs_explorer.resource_files import resource_folder


class ProgramIcon(QWidget):
    """A square of `size_px` with the icon."""

    def __init__(self, size_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(str(resource_folder() / "app-icon.svg"), self)
        self.setFixedSize(QSize(size_px, size_px))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon over the whole square."""
        self._renderer.render(QPainter(self), QRectF(self.rect()))
