"""Where two texts begin to differ and where they agree again."""

from __future__ import annotations

from collections.abc import Sequence


def changed_part(text: str, other: str) -> tuple[int, int]:
    """Return from where to where `text` differs from `other`."""
    head = same_start(text, other)
    room = min(len(text), len(other)) - head
    tail = same_start(text[len(text) - room :][::-1], other[len(other) - room :][::-1])
    return head, len(text) - tail


def same_start(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items agree at the start, by halving: slices compare quickly."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
