"""A tab that reads again when it comes to the front and with F5, before the window's own F5 gets it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class RefreshingPanel(QWidget):
    """Subclasses say in `refresh` what is read again."""

    def refresh(self) -> None:
        """Read again what the panel shows."""
        raise NotImplementedError

    @override
    def event(self, event: QEvent) -> bool:
        """Claim F5 while the focus is in the panel."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F5:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.refresh()
                return True
        return super().event(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read again whenever the tab comes to the front."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()
