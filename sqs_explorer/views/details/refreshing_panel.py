"""A tab that reads again when it comes to the front, and with the window's Refresh."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class RefreshingPanel(QWidget):
    """Subclasses say in `refresh` what is read again."""

    def refresh(self) -> None:
        """Read again what the panel shows."""
        raise NotImplementedError

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Read again whenever the tab comes to the front."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()
