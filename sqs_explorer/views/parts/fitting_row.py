"""A row whose parts share its width by rules of their own."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class FittingRow(QWidget):
    """Calls `fit` whenever there is another width, and whenever a part has other words."""

    def fit(self) -> None:
        """Show what there is room for."""
        raise NotImplementedError

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self.fit()

    @override
    def event(self, event: QEvent) -> bool:
        """Fit what was changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)
