"""The order of a region's queues: by name with each DLQ behind its source, or by a count."""

from __future__ import annotations

from collections.abc import Iterable

from sqs_explorer.viewmodels.queues.tree_rows import QueueRow

NAME_COLUMN = 0
_DEEPEST_CHAIN = 4
"""A DLQ may have a DLQ; SQS forbids no circle of them."""

_NamePath = tuple[tuple[str, str], ...]


def ordered(rows: Iterable[QueueRow], column: int, *, descending: bool) -> list[QueueRow]:
    """Return the rows in order of a column. Queues of which the count is not known come last either way."""
    by_name = sorted(rows, key=_name_path)
    if column == NAME_COLUMN:
        return sorted(by_name, key=_family, reverse=True) if descending else by_name
    counted = [row for row in by_name if row.count(column) is not None]
    counted.sort(key=lambda row: row.count(column) or 0, reverse=descending)
    return counted + [row for row in by_name if row.count(column) is None]


def _name_path(row: QueueRow) -> _NamePath:
    """Return the names from the outermost source to the row itself: a DLQ so follows its source.

    Names are compared without `.fifo`, which puts most DLQs in their place before any attribute was read.
    """
    if row.source is None:
        return ((row.stem, row.name),)
    path = [(row.stem, row.name)]
    source: QueueRow | None = row.source
    while source is not None and len(path) < _DEEPEST_CHAIN:
        path.append((source.stem, source.name))
        source = source.source
    return tuple(reversed(path))


def _family(row: QueueRow) -> tuple[str, str]:
    return _name_path(row)[0]
