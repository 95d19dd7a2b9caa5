"""Takes a file dragged onto a text widget, which would otherwise type the file's address."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class FileDropping(QObject):
    """Watches a widget; `file_dropped` carries the path of the one file that was dropped on it."""

    file_dropped = Signal(str)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept a single local file; leave everything else, such as dragged text, to the widget."""
        # Entering and moving are kinds of QDropEvent, too.
        if isinstance(event, QDropEvent):
            urls = event.mimeData().urls()
            if len(urls) == 1 and urls[0].isLocalFile():
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.file_dropped.emit(urls[0].toLocalFile())
                return True
        return super().eventFilter(watched, event)
