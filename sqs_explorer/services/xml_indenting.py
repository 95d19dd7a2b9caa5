"""Indents XML by copying every tag and text from the source; only white space between tags changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

_PIECES = re.compile(
    r"(?P<text><!\[CDATA\[.*?\]\]>|[^<]++)"
    r"|(?P<mark><!--.*?-->|<\?.*?\?>)"
    r"|(?P<tag><(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>)",
    re.DOTALL,
)
_KEEPS_SPACE = re.compile(r"\sxml:space\s*=\s*[\"']preserve[\"']")
_BYTE_ORDER_MARK = "\ufeff"
_WHITE_SPACE = " \t\r\n"


class _Kind(Enum):
    OPEN = auto()
    CLOSE = auto()
    EMPTY = auto()
    TEXT = auto()
    MARK = auto()


@dataclass(slots=True)
class _Piece:
    """A stretch of the source. For an opening tag: what its element holds directly, and where it ends."""

    kind: _Kind
    source: str
    end: int = 0
    has_text: bool = False
    has_elements: bool = False
    keeps_space: bool = False

    @property
    def stays(self) -> bool:
        """Whether the element must be copied as it stands."""
        return self.has_text or self.keeps_space or not self.has_elements


def indent_xml(text: str, maximum_characters: int) -> str | None:
    """Return well-formed XML without a DOCTYPE indented by two; None if longer than `maximum_characters`.

    An element that holds text, nothing at all, or xml:space="preserve" is copied as it stands.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    pieces = _cut(text.removeprefix(mark))
    _find_what_stays(pieces)
    lines: list[str] = []
    depth = position = length = 0
    while position < len(pieces):
        piece = pieces[position]
        line = piece.source.strip(_WHITE_SPACE)
        if piece.kind is _Kind.CLOSE:
            depth -= 1
        elif piece.kind is _Kind.OPEN and piece.stays:
            line = "".join(part.source for part in pieces[position : piece.end + 1])
            position = piece.end
        if line:
            lines.append("  " * depth + line)
            length += 2 * depth + len(line) + 1
        if length > maximum_characters:
            return None
        if piece.kind is _Kind.OPEN and not piece.stays:
            depth += 1
        position += 1
    return mark + "\n".join(lines)


def _cut(text: str) -> list[_Piece]:
    return [_Piece(_kind(match), match.group()) for match in _PIECES.finditer(text)]


def _kind(match: re.Match[str]) -> _Kind:
    if match.lastgroup != "tag":
        return _Kind.TEXT if match.lastgroup == "text" else _Kind.MARK
    source = match.group()
    if source.startswith("</"):
        return _Kind.CLOSE
    return _Kind.EMPTY if source.endswith("/>") else _Kind.OPEN


def _find_what_stays(pieces: list[_Piece]) -> None:
    open_pieces: list[_Piece] = []
    for position, piece in enumerate(pieces):
        if piece.kind is _Kind.CLOSE:
            open_pieces.pop().end = position
            continue
        if open_pieces and piece.kind is _Kind.TEXT:
            open_pieces[-1].has_text |= bool(piece.source.strip(_WHITE_SPACE))
        elif open_pieces:
            open_pieces[-1].has_elements = True
        if piece.kind is _Kind.OPEN:
            piece.keeps_space = bool(_KEEPS_SPACE.search(piece.source))
            open_pieces.append(piece)
