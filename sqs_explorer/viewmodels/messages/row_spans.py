"""Joins neighbouring rows, so that one signal tells of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def row_spans(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each run of neighbouring rows, ascending."""
    first: int | None = None
    last = -1
    for row in sorted(rows):
        if first is None:
            first = row
        elif row != last + 1:
            yield first, last
            first = row
        last = row
    if first is not None:
        yield first, last
