"""Draws the program's icon, and the line icons in a token's colour: Qt does not resolve `currentColor`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sqs_explorer.resource_files import resource_folder

ICON_PX = 16
PROGRAM_ICON_SIZES_PX = (16, 24, 32, 48, 64, 128)
ICON_BESIDE_TEXT_PX = 19
"""Fusion sets 4 px between a button's icon and its text; 3 empty pixels on the right make the gap right."""


class IconCache:
    """Pixmaps of `icons/*.svg` by (name, colour, size, width, device pixel ratio); all of them take 1 MB."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: str, size_px: int, width_px: int, ratio: float) -> QPixmap:
        """The icon in `colour`, at the left of a box of `width_px` × `size_px`. Raises FileNotFoundError."""
        key = (name, colour, size_px, width_px, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._draw(name, colour, size_px, width_px, ratio)
        return found

    def _draw(self, name: str, colour: str, size_px: int, width_px: int, ratio: float) -> QPixmap:
        source = self._sources.get(name)
        if source is None:
            source = self._sources[name] = (self._folder / f"{name}.svg").read_bytes()
        renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", colour.encode())))
        pixmap = QPixmap(round(width_px * ratio), round(size_px * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size_px, size_px))
        painter.end()
        return pixmap


def program_icon() -> QIcon:
    """Return the program's own icon for title bars and task bars, in the sizes that they ask for."""
    renderer = QSvgRenderer(str(resource_folder() / "app-icon.svg"))
    icon = QIcon()
    for size in PROGRAM_ICON_SIZES_PX:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
