"""A stack of pages that asks for the room of the page in front, not of the largest one behind it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override


class PageStack(QStackedWidget):
    """Pages behind are not laid out anew before they come to the front: their least size is an old one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._ask_for_room)

    def _ask_for_room(self) -> None:
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        """The least room of the page in front."""
        page = self.currentWidget()
        if page is None:
            return QSize(0, 0)
        return page.minimumSizeHint().expandedTo(page.minimumSize())
