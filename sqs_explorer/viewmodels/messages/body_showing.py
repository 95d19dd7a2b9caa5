"""How a body is shown: pretty, raw or as bytes; large ones are prepared on another thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqs_explorer.services.body_formatting import BodyFormat, FormatProblem, format_body, guess_format

_BYTES_A_LINE = 16


class ShowAs(Enum):
    """The choices of Show as."""

    PRETTY = "Pretty"
    RAW = "Raw"
    HEX = "Hex"


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A body ready to be shown. `syntax` is JSON, XML or TEXT; `problem` says why it is not pretty."""

    text: str
    syntax: str = "TEXT"
    problem: str = ""


def shown_body(body: str, show_as: ShowAs) -> ShownBody:
    """Return a body as it is shown; one that is not valid is shown as it is, with the reason."""
    if show_as is ShowAs.HEX:
        return ShownBody(hex_lines(body))
    body_format = guess_format(body)
    syntax = body_format.name
    if show_as is ShowAs.RAW or body_format is BodyFormat.TEXT:
        return ShownBody(body, syntax)
    try:
        return ShownBody(format_body(body, body_format), syntax)
    except FormatProblem as problem:
        place = f"line {problem.line}, column {problem.column}"
        return ShownBody(
            body, syntax, f"Not valid {body_format.value}, shown as it is: {place}. {problem.reason}"
        )


def hex_lines(body: str) -> str:
    """Return the UTF-8 bytes of a body, 16 a line, with their offset and the letters among them."""
    encoded = body.encode("utf-8", "surrogatepass")
    return "\n".join(
        f"{start:08x}  {encoded[start : start + _BYTES_A_LINE].hex(' '):<47}  {_letters(encoded, start)}"
        for start in range(0, len(encoded), _BYTES_A_LINE)
    )


def _letters(encoded: bytes, start: int) -> str:
    return "".join(chr(b) if 32 <= b < 127 else "." for b in encoded[start : start + _BYTES_A_LINE])
