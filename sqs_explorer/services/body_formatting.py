"""Guesses, checks and pretty-prints bodies without changing a literal; sending never passes through here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from xml.parsers import expat

import msgspec

from sqs_explorer.services.xml_indenting import indent_xml

MAXIMUM_FORMATTED_CHARACTERS = 16 * 1024 * 1024
"""A pretty-printed body longer than this helps nobody; deep nesting could make one of gigabytes."""


class BodyFormat(Enum):
    """The formats the composer knows, in words as on screen."""

    JSON = "JSON"
    XML = "XML"
    TEXT = "Text"


@dataclass(frozen=True, slots=True)
class BodyCheck:
    """Whether a body is valid in its format; if not, where (line and column from 1) and why."""

    is_valid: bool
    reason: str = ""
    line: int = 0
    column: int = 0


class FormatProblem(ValueError):
    """The text is not what its format asks for; line and column count from 1."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{reason} (line {line}, column {column})")
        self.reason = reason
        self.line = line
        self.column = column


_BYTE_POSITION = re.compile(r"\s*\(byte (\d+)\)")
_JSON_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},]')
_ESCAPES = re.compile(rb"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_BYTE_ORDER_MARK = "\ufeff"
_TOO_LONG = "Indenting would make this many times longer; it stays as it is."


def guess_format(text: str) -> BodyFormat:
    """Guess by the first character that is not white space: `{` or `[` JSON, `<` XML, else text."""
    start = text[:4096].lstrip("\ufeff \t\r\n")[:1]
    if start and start in "{[":
        return BodyFormat.JSON
    return BodyFormat.XML if start == "<" else BodyFormat.TEXT


def check_body(text: str, body_format: BodyFormat) -> BodyCheck:
    """Check a body; Text is always valid. XML with a DOCTYPE is not read: it may pull in files or blow up."""
    try:
        if body_format is BodyFormat.JSON:
            _parse_json(text, indent=-1)
        elif body_format is BodyFormat.XML:
            _parse_xml(text)
    except FormatProblem as problem:
        return BodyCheck(False, problem.reason, problem.line, problem.column)
    return BodyCheck(True)


def format_body(text: str, body_format: BodyFormat) -> str:
    """Pretty-print a body. Raises FormatProblem; Text comes back as it is."""
    if body_format is BodyFormat.JSON:
        return format_json(text)
    return format_xml(text) if body_format is BodyFormat.XML else text


def format_json(text: str) -> str:
    """Indent JSON by two, keeping every literal, key order and duplicate key. Raises FormatProblem."""
    brackets = text.count("[") + text.count("{")
    breaks = text.count(",") + 2 * brackets
    if 2 * breaks * brackets > MAXIMUM_FORMATTED_CHARACTERS:
        _parse_json(text, indent=-1)
        if _indentation_characters(text) > MAXIMUM_FORMATTED_CHARACTERS:
            raise FormatProblem(_TOO_LONG, 1, 1)
    return _parse_json(text, indent=2)


def format_xml(text: str) -> str:
    """Indent XML by two. Elements that hold text keep every character of it. Raises FormatProblem."""
    _parse_xml(text)
    indented = indent_xml(text, MAXIMUM_FORMATTED_CHARACTERS)
    if indented is None:
        raise FormatProblem(_TOO_LONG, 1, 1)
    return indented


def _parse_json(text: str, indent: int) -> str:
    if text.startswith(_BYTE_ORDER_MARK):
        raise FormatProblem("JSON must not start with a byte order mark (U+FEFF).", 1, 1)
    encoded = text.encode("utf-8", "surrogatepass")
    try:
        return _lay_out(encoded, indent).decode("utf-8", "surrogatepass")
    except msgspec.DecodeError as error:
        position = _BYTE_POSITION.search(str(error))
        offset_bytes = int(position.group(1)) if position else len(encoded)
        line, column = _place(encoded, min(offset_bytes, len(encoded)))
        reason = _BYTE_POSITION.sub("", str(error)).removeprefix("JSON is malformed: ")
        raise FormatProblem(_sentence(reason), line, column) from None
    except RecursionError:
        raise FormatProblem("Nested too deeply to be read.", 1, 1) from None


def _lay_out(encoded: bytes, indent: int) -> bytes:
    """Lay JSON out. The library takes half a surrogate pair for a fault; RFC 8259 (8.2) allows it."""
    if not _SURROGATE_ESCAPE.search(encoded):
        return msgspec.json.format(encoded, indent=indent)
    escapes = iter(_ESCAPES.findall(encoded))
    harmless = _ESCAPES.sub(lambda escape: _SURROGATE_ESCAPE.sub(rb"\\u00", escape.group()), encoded)
    formatted = msgspec.json.format(harmless, indent=indent)
    return _ESCAPES.sub(lambda _: next(escapes), formatted)


def _indentation_characters(text: str) -> int:
    depth = total = 0
    for token in _JSON_TOKENS.finditer(text):
        kind = token.group()[0]
        if kind in "[{":
            depth += 1
        elif kind in "]}":
            depth -= 1
        if kind != '"':
            total += 2 * depth + 1
    return total


def _place(encoded: bytes, offset_bytes: int) -> tuple[int, int]:
    before = encoded[:offset_bytes]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return before.count(b"\n") + 1, column


def _sentence(reason: str) -> str:
    words = {
        "Input data was truncated": "Something is missing at the end: the text breaks off.",
        "no element found": "Something is missing at the end: the text breaks off.",
    }
    return words.get(reason, reason[:1].upper() + reason[1:].rstrip(".") + ".")


def _parse_xml(text: str) -> None:
    # A body is text already: whatever encoding its declaration names, what we hand over is UTF-8.
    parser = expat.ParserCreate("UTF-8")
    encoded = text.encode("utf-8", "surrogatepass")

    def refuse_doctype(*_: object) -> None:
        start = encoded.rfind(b"<!DOCTYPE", 0, parser.CurrentByteIndex + len(b"<!DOCTYPE"))
        reason = "A DOCTYPE is not read here; the body can still be sent."
        raise FormatProblem(reason, *_place(encoded, start))

    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(encoded, True)
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, "not well-formed")
        raise FormatProblem(_sentence(reason), error.lineno, error.offset + 1) from None
