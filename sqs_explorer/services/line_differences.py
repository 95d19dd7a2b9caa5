"""Compares two texts line by line for reading: what went, what came, a little of what is around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from sqs_explorer.domain.quantities import count_words
from sqs_explorer.domain.visible_text import visible
from sqs_explorer.services.changed_part import changed_part, same_start

CONTEXT_LINES = 2
MAXIMUM_SHOWN_LINES = 1_000
MAXIMUM_PAIRED_LINES = 2_000
"""Longer changed parts are not paired line by line: that takes seconds and helps nobody."""

MAXIMUM_LINE_CHARACTERS = 240
AROUND_CHANGE_CHARACTERS = 60
MAXIMUM_CHANGE_CHARACTERS = 160
_LINES_ARE_CUT = f"Lines of more than {MAXIMUM_LINE_CHARACTERS} characters are cut to where they differ."
_LINE = re.compile("[^\r\n\u2029]*(?:\r\n|[\r\n\u2029])|[^\r\n\u2029]+")
_ENDINGS = {"\r\n": "⟨CR LF⟩", "\n": "⟨LF⟩", "\r": "⟨CR⟩", "\u2029": "⟨U+2029⟩", "": "⟨no line end⟩"}
_Operation = tuple[str, int, int, int, int]


class LineKind(Enum):
    """What a line of a difference is; the value is its sign, so that colour is never needed to tell."""

    KEPT = " "
    REMOVED = "-"
    ADDED = "+"
    SKIPPED = "…"
    HEADING = "#"


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One line as shown: hidden characters are tokens, a long line is cut to its change.

    `number` counts from 1: in the original for a removed line, in the new text for the others; 0 for none.
    `mark` is the part of `text` that differs from the line it is paired with, from and to.
    """

    kind: LineKind
    text: str
    number: int = 0
    mark: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LineDifference:
    """The lines to show, how many went and came in all, and what a reader should know of the comparison."""

    lines: tuple[DifferenceLine, ...] = ()
    removed: int = 0
    added: int = 0
    notes: tuple[str, ...] = ()


def line_difference(before: str, after: str) -> LineDifference:
    """Compare two texts; equal ones give no lines. A CR LF that became a LF is a difference, and is named."""
    if before == after:
        return LineDifference()
    return _Comparison(_LINE.findall(before), _LINE.findall(after)).result()


class _Comparison:
    """One comparison under way."""

    def __init__(self, before: list[str], after: list[str]) -> None:
        self._before = before
        self._after = after
        self._lines: list[DifferenceLine] = []
        self._notes: dict[str, None] = {}
        self._counts = [0, 0]
        self._endings = [{_ending(line) for line in lines[:-1]} for lines in (before, after)]

    def result(self) -> LineDifference:
        operations = self._operations()
        for place, operation in enumerate(operations):
            if operation[0] == "equal":
                self._keep(operation, is_first=place == 0, is_last=place == len(operations) - 1)
            else:
                self._change(operation)
        if len(self._lines) > MAXIMUM_SHOWN_LINES:
            del self._lines[MAXIMUM_SHOWN_LINES:]
            self._notes[f"Only the first {MAXIMUM_SHOWN_LINES:,} lines of the difference are shown."] = None
        return LineDifference(tuple(self._lines), self._counts[0], self._counts[1], tuple(self._notes))

    def _operations(self) -> list[_Operation]:
        """Pair the lines; what is the same at the start and at the end needs no search."""
        before, after = self._before, self._after
        head = same_start(before, after)
        tail = same_start(before[head:][::-1], after[head:][::-1])
        ends = len(before) - tail, len(after) - tail
        found = [("equal", 0, head, 0, head)] if head else []
        found += self._search(head, *ends)
        return found + ([("equal", ends[0], len(before), ends[1], len(after))] if tail else [])

    def _search(self, head: int, before_end: int, after_end: int) -> Iterator[_Operation]:
        counts = before_end - head, after_end - head
        if max(counts) > MAXIMUM_PAIRED_LINES:
            self._notes[
                f"The part that differs has {counts[0]:,} and {counts[1]:,} lines: too many to pair one by "
                "one, so all of them are shown as changed."
            ] = None
            yield ("replace", head, before_end, head, after_end)
            return
        matcher = SequenceMatcher(None, self._before[head:before_end], self._after[head:after_end])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            yield (tag, head + i1, head + i2, head + j1, head + j2)

    def _keep(self, operation: _Operation, *, is_first: bool, is_last: bool) -> None:
        _, _, _, start, end = operation
        first = start if is_first else min(end, start + CONTEXT_LINES)
        last = end if is_last else max(first, end - CONTEXT_LINES)
        if last - first == 1:
            last = first
        self._add_kept(start, first)
        if last - first:
            words = count_words(last - first, "line")
            self._lines.append(DifferenceLine(LineKind.SKIPPED, f"{words} unchanged"))
        self._add_kept(last, end)

    def _add_kept(self, start: int, end: int) -> None:
        for number in range(start, end):
            text = _text(self._after[number])
            shown = visible(text[:MAXIMUM_LINE_CHARACTERS]) + "…" * (len(text) > MAXIMUM_LINE_CHARACTERS)
            self._lines.append(DifferenceLine(LineKind.KEPT, shown, number + 1))

    def _change(self, operation: _Operation) -> None:
        _, i1, i2, j1, j2 = operation
        self._counts[0] += i2 - i1
        self._counts[1] += j2 - j1
        room = MAXIMUM_SHOWN_LINES + 1 - len(self._lines)
        half = max(1, room // 2) if i2 - i1 and j2 - j1 else room
        # Of a change that is too large to be shown whole, both sides are shown in part.
        i_shown = max(half, room - (j2 - j1))
        for kind, lines, start, end in (
            (LineKind.REMOVED, self._before, i1, min(i2, i1 + i_shown)),
            (LineKind.ADDED, self._after, j1, j2),
        ):
            others, other_start, other_end = (
                (self._after, j1, j2) if kind is LineKind.REMOVED else (self._before, i1, i2)
            )
            for number in range(start, min(end, start + room)):
                partner = other_start + number - start
                other = others[partner] if partner < other_end else None
                self._lines.append(self._changed_line(kind, number, lines[number], other))

    def _changed_line(self, kind: LineKind, number: int, line: str, other: str | None) -> DifferenceLine:
        text, ending = _text(line), _ending(line)
        start, end = (0, 0) if other is None else changed_part(text, _text(other))
        shown, mark = self._cut(text, start, end)
        is_new_ending = ending and ending not in self._endings[kind is LineKind.REMOVED]
        if _ending(other) != ending if other is not None else is_new_ending:
            shown += _ENDINGS[ending]
        return DifferenceLine(kind, shown, number + 1, mark if other is not None else None)

    def _cut(self, text: str, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """Return a line with its changed part in sight, and the place of that part in what is shown."""
        left, right, changed = 0, len(text), visible(text[start:end])
        if right > MAXIMUM_LINE_CHARACTERS:
            left, right = max(0, start - AROUND_CHANGE_CHARACTERS), min(right, end + AROUND_CHANGE_CHARACTERS)
            if end - start > MAXIMUM_CHANGE_CHARACTERS:
                half = MAXIMUM_CHANGE_CHARACTERS // 2
                changed = f"{visible(text[start : start + half])}…{visible(text[end - half : end])}"
            self._notes[_LINES_ARE_CUT] = None
        before = "…" * (left > 0) + visible(text[left:start])
        shown = before + changed + visible(text[end:right]) + "…" * (right < len(text))
        return shown, (len(before), len(before) + len(changed))


def _text(line: str) -> str:
    return line.rstrip("\r\n\u2029")


def _ending(line: str) -> str:
    return line[len(_text(line)) :]
