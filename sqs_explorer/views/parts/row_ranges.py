"""Rows as ranges, because Qt's selections are quick with ranges and slow with single rows."""

from __future__ import annotations

from collections.abc import Iterable


def row_ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of neighbours as (first, last), ascending."""
    ranges: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return ranges
