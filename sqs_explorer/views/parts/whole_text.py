"""Hands a text to Qt whole: PySide takes a U+FEFF at its start for a byte order mark, and drops it."""

from __future__ import annotations

_BYTE_ORDER_MARK = "\ufeff"


def for_qt(text: str) -> str:
    """Return what to hand to Qt so that it gets `text`: of two marks one arrives."""
    return _BYTE_ORDER_MARK + text if text.startswith(_BYTE_ORDER_MARK) else text
