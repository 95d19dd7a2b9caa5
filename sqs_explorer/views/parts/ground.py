"""Grounds of containers, and the 1 px lines between them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from sqs_explorer.views.parts.style_properties import set_style_property


def set_ground(widget: QWidget, ground: str) -> None:
    """A container's ground: a token's colour, or as "facts", "card", "box", "note-warning" and so on."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    set_style_property(widget, "ground", ground)


def divider(parent: QWidget | None = None, *, vertical: bool = False, colour: str = "border") -> QFrame:
    """A line of 1 px, horizontal unless `vertical`."""
    line = QFrame(parent)
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    set_ground(line, colour)
    return line
