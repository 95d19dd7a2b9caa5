"""Cuts a text into lines that Qt lays out quickly, and finds the way back to the original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqs_explorer.domain.visible_text import visible

LONG_LINE_CHARACTERS = 10_000
CHUNK_CHARACTERS = 4_096
CHUNK_OF_HIDDEN_CHARACTERS = 256
"""A hidden character is shown as nine, so chunks that hold many of them are shorter."""


class SoftLine(NamedTuple):
    """A piece of one line: as stored, as shown, its ending, and whether it continues the piece before."""

    piece: str
    shown: str
    ending: str
    continues: bool

    def original(self, start: int, end: int) -> str:
        """The part of the piece behind what is shown from `start` to `end`, in UTF-16 units as Qt counts."""
        if self.shown is self.piece and self.piece.isascii():
            return self.piece[start:end]
        if start <= 0 and end >= utf16_units(self.shown):
            return self.piece
        position = 0
        found: list[str] = []
        for character in self.piece:
            if start <= position < end:
                found.append(character)
            position += utf16_units(_shown(character))
        return "".join(found)


def soft_lines(text: str) -> Iterator[SoftLine]:
    """Every line; one over 10,000 characters in chunks of 4 Ki: wrapping it whole takes seconds."""
    nothing_hidden = text.replace("\n", "").replace("\t", "").isprintable()
    start = 0
    while start >= 0:
        end = text.find("\n", start)
        piece, ending = (text[start:], "") if end < 0 else (text[start:end], "\n")
        if nothing_hidden and len(piece) <= LONG_LINE_CHARACTERS:
            yield SoftLine(piece, piece, ending, False)
        elif ending and piece.endswith("\r"):
            yield from _line(piece[:-1], "\r\n")
        else:
            yield from _line(piece, ending)
        start = end + 1 if end >= 0 else -1


def _line(piece: str, ending: str) -> Iterator[SoftLine]:
    size = CHUNK_CHARACTERS if len(piece) > LONG_LINE_CHARACTERS else LONG_LINE_CHARACTERS
    for start in range(0, max(1, len(piece)), size):
        part = piece[start : start + size]
        last = start + size >= len(piece)
        shown = _shown(part)
        if len(shown) <= max(size, 2 * len(part)):
            yield SoftLine(part, part if shown == part else shown, ending if last else "", start > 0)
        else:
            yield from _short_chunks(part, ending if last else "", start > 0)


def _short_chunks(piece: str, ending: str, continues: bool) -> Iterator[SoftLine]:
    size = CHUNK_OF_HIDDEN_CHARACTERS
    for start in range(0, len(piece), size):
        part = piece[start : start + size]
        last = start + size >= len(piece)
        yield SoftLine(part, _shown(part), ending if last else "", continues or start > 0)


def _shown(piece: str) -> str:
    shown = visible(piece)
    return shown.replace("\r", "⟨U+000D⟩") if "\r" in shown else shown


def utf16_units(text: str) -> int:
    """Length of a text as Qt counts it."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
