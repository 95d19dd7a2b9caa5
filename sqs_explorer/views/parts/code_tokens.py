"""Finds keys, strings, numbers and tags in one line of JSON or XML, for highlighting; never a parser."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Syntax(Enum):
    """What a text is highlighted as."""

    JSON = "json"
    XML = "xml"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters from `start` in one colour; `bold` for placeholders."""

    start: int
    length: int
    token: str
    bold: bool = False


LONGEST_CHARACTERS = 20_000
"""Of a longer line only the start is highlighted."""

PLAIN = 0
IN_STRING = 1
IN_TAG = 2
IN_COMMENT = 3
IN_CDATA = 4

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_PLACEHOLDER = re.compile(r"\$\{\w+\}")
_JSON = re.compile(
    r'(?P<j_key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<j_str>"(?:[^"\\]|\\.)*(?P<end>"?))'
    r"|(?P<j_num>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<j_lit>\b(?:true|false|null)\b)|(?P<j_pun>[{}\[\],:]+)"
)
_REST_OF_STRING = re.compile(r'(?:[^"\\]|\\.)*(?P<end>"?)')
_XML_OPENING = re.compile(r"<!--|<!\[CDATA\[|<[/?!]?[\w:.-]*|&[#\w]+;")
_XML_IN_TAG = re.compile(
    r"""(?P<j_lit>(?<![\w:.-])[\w:.-]++(?=\s*=))|(?P<j_str>"[^"]*"?|'[^']*'?)|(?P<end>[/?]?>)"""
)
_XML_ENDS = {IN_COMMENT: "-->", IN_CDATA: "]]>"}


def spans_of(line: str, syntax: Syntax, state: int) -> tuple[list[Span], int]:
    """Coloured spans of a line, in UTF-16 units, and the state at its end; `state` is that before it."""
    text = _ASTRAL.sub("  ", line[:LONGEST_CHARACTERS])
    spans, end_state = _FINDERS[syntax](text, state)
    spans += [
        Span(match.start(), match.end() - match.start(), "j_lit", bold=True)
        for match in _PLACEHOLDER.finditer(text)
    ]
    return spans, end_state


def _json_spans(text: str, state: int) -> tuple[list[Span], int]:
    spans: list[Span] = []
    position = 0
    if state == IN_STRING:
        rest = _REST_OF_STRING.match(text)
        position = rest.end() if rest else len(text)
        spans.append(Span(0, position, "j_str"))
        if rest is None or not rest["end"]:
            return spans, IN_STRING
    end_state = PLAIN
    for match in _JSON.finditer(text, position):
        token = match.lastgroup if match.lastgroup != "end" else "j_str"
        spans.append(Span(match.start(), match.end() - match.start(), token or "j_str"))
        if match["j_str"] is not None and not match["end"]:
            end_state = IN_STRING
    return spans, end_state


def _xml_spans(text: str, state: int) -> tuple[list[Span], int]:
    spans: list[Span] = []
    position = 0
    while position < len(text):
        if state in _XML_ENDS:
            end = text.find(_XML_ENDS[state], position)
            stop = len(text) if end < 0 else end + 3
            spans.append(Span(position, stop - position, "j_pun" if state == IN_COMMENT else "j_str"))
            position, state = stop, state if end < 0 else PLAIN
        elif state == IN_TAG:
            position, state = _xml_tag(text, position, spans)
        else:
            position, state = _xml_text(text, position, spans)
    return spans, state


def _xml_text(text: str, position: int, spans: list[Span]) -> tuple[int, int]:
    opening = _XML_OPENING.search(text, position)
    if opening is None:
        return len(text), PLAIN
    word = opening.group()
    if word == "<!--":
        return opening.start(), IN_COMMENT
    if word == "<![CDATA[":
        return opening.start(), IN_CDATA
    if word.startswith("&"):
        spans.append(Span(opening.start(), len(word), "j_num"))
        return opening.end(), PLAIN
    signs = len(word) - len(word.lstrip("</?!"))
    spans.append(Span(opening.start(), signs, "j_pun"))
    spans.append(Span(opening.start() + signs, len(word) - signs, "j_key"))
    return opening.end(), IN_TAG


def _xml_tag(text: str, position: int, spans: list[Span]) -> tuple[int, int]:
    match = _XML_IN_TAG.search(text, position)
    if match is None:
        return len(text), IN_TAG
    ends = match["end"] is not None
    token = "j_pun" if ends else str(match.lastgroup)
    spans.append(Span(match.start(), match.end() - match.start(), token))
    return match.end(), PLAIN if ends else IN_TAG


def _no_spans(text: str, state: int) -> tuple[list[Span], int]:
    return [], PLAIN


_FINDERS: dict[Syntax, Callable[[str, int], tuple[list[Span], int]]] = {
    Syntax.JSON: _json_spans,
    Syntax.XML: _xml_spans,
    Syntax.TEXT: _no_spans,
}
