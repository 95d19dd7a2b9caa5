"""Which columns are seen first and last, because their cells have the page's 16 px at the outer side."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView

OUTER_PAD_PX = 16
INNER_PAD_PX = 8


def edge_columns(header: QHeaderView) -> tuple[int, int]:
    """Logical index of the first and the last visible column; (-1, -1) if there is none.

    Asked for with every cell, mostly two calls each; a cache would listen to a header that may be dying.
    """
    count = header.count()
    return _first_visible(header, range(count)), _first_visible(header, range(count - 1, -1, -1))


def _first_visible(header: QHeaderView, order: range) -> int:
    for visual in order:
        logical = header.logicalIndex(visual)
        if not header.isSectionHidden(logical):
            return logical
    return -1


def pads(column: int, edges: tuple[int, int]) -> tuple[int, int]:
    """Left and right pad in px of a column's cells and heading."""
    left = OUTER_PAD_PX if column == edges[0] else INNER_PAD_PX
    right = OUTER_PAD_PX if column == edges[1] else INNER_PAD_PX
    return left, right
