"""Where the window, its splitters and its columns stood, kept in one small file of Qt's own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter, QWidget


class WindowMemory:
    """Keeps Qt's opaque states by name, as QSettings in a folder of ours; nothing else is kept there."""

    def __init__(self, folder: Path) -> None:
        self._settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def keep(self, name: str, state: bytes) -> None:
        """Keep a state until the next start."""
        self._settings.setValue(name, QByteArray(state))

    def recall(self, name: str) -> bytes:
        """Return a state kept, empty if there is none."""
        value = self._settings.value(name)
        return bytes(value.data()) if isinstance(value, QByteArray) else b""

    def keep_panel(self, name: str, states: dict[str, str]) -> None:
        """Keep the states of a panel, each under its own name."""
        for key, state in states.items():
            self._settings.setValue(f"{name}/{key}", state)

    def recall_panel(self, name: str) -> dict[str, str]:
        """Return the states of a panel."""
        self._settings.beginGroup(name)
        states = {key: str(self._settings.value(key)) for key in self._settings.childKeys()}
        self._settings.endGroup()
        return states

    def write(self) -> None:
        """Write to the disk what is to be kept, now: at the end of the program nothing else does."""
        self._settings.sync()

    def restore_window(self, window: QWidget) -> bool:
        """Put a window where it was; False if that is not known."""
        state = self.recall("window/geometry")
        return bool(state) and window.restoreGeometry(QByteArray(state))

    def restore_splitter(self, splitter: QSplitter, name: str) -> bool:
        """Put a splitter where it was; False if that is not known."""
        state = self.recall(name)
        return bool(state) and splitter.restoreState(QByteArray(state))
