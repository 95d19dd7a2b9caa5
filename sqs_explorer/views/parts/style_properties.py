"""Sets the dynamic properties that say how a field is painted."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def set_style_property(widget: QWidget, name: str, value: str | bool) -> None:
    """Set `name` to `value` and repaint the widget if that is a change."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.update()
