"""The program's icon in the forms that the systems take, all drawn from one SVG."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels, as icon themes on Linux have them."""
_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
_ICNS_TYPES = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512, "ic10": 1024}
_ICO_ENTRY_BYTES = 16


def draw(svg: Path, sizes: tuple[int, ...] = SIZES) -> dict[int, bytes]:
    """Return the picture as PNG by its size in pixels. Needs no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(svg))
    if not renderer.isValid():
        raise ValueError(f"{svg} is no SVG that Qt can draw.")
    drawn = {}
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows only bytes
        drawn[size] = bytes(buffer.data().data())
    return drawn


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """Return an icon for Windows that holds PNG pictures, up to 256 pixels."""
    chosen = [(size, pictures[size]) for size in _ICO_SIZES if size in pictures]
    head, offset = struct.pack("<HHH", 0, 1, len(chosen)), 6 + _ICO_ENTRY_BYTES * len(chosen)
    for size, picture in chosen:
        side = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(picture for _, picture in chosen)


def icns(pictures: Mapping[int, bytes]) -> bytes:
    """Return an icon for macOS that holds PNG pictures."""
    body = b"".join(
        name.encode() + struct.pack(">I", len(pictures[size]) + 8) + pictures[size]
        for name, size in _ICNS_TYPES.items()
        if size in pictures
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def write_icons(svg: Path, folder: Path) -> None:
    """Write `SIZE.png` of every size, `sqs-explorer.ico` and `sqs-explorer.icns` to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = draw(svg, (*SIZES, 1024))
    for size in SIZES:
        (folder / f"{size}.png").write_bytes(pictures[size])
    (folder / "sqs-explorer.ico").write_bytes(ico(pictures))
    (folder / "sqs-explorer.icns").write_bytes(icns(pictures))
