"""Dims the window behind a dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from sqs_explorer.views.look.look import Look


class DimOverlay(QWidget):
    """A child of the window that covers all of it and follows its size."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(window.rect())
        window.installEventFilter(self)
        self.show()
        self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil: 27 % of near black on light, 39 % of black on dark."""
        veil = QColor(0, 0, 0, 99) if self._look.dark else QColor(20, 24, 32, 69)
        QPainter(self).fillRect(self.rect(), veil)


class DimmingDialog(QDialog):
    """A dialog that dims the window behind it for as long as it is open."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._overlay: DimOverlay | None = None

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Dim what is behind."""
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is not None and self._overlay is None:
            self._overlay = DimOverlay(self._look, parent.window())

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Take the veil away."""
        super().hideEvent(event)
        if self._overlay is not None:
            self._overlay.hide()
            self._overlay.deleteLater()
            self._overlay = None
