"""Makes control, bidi and invisible characters visible on screen; what is copied stays the original."""

from __future__ import annotations

import re

_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_BREAKS = re.compile("[\t\n\r]")


def visible(text: str) -> str:
    """Return `text` with each character that can't be seen, or that reorders others, as a token: ⟨U+202E⟩.

    Tab, line feed and carriage return stay.
    """
    return _HIDDEN.sub(_token, text)


def visible_line(text: str) -> str:
    """The same on a single line: tab, line feed and carriage return are spaces."""
    return _HIDDEN.sub(_token, _LINE_BREAKS.sub(" ", text))


def one_line(text: str, maximum_characters: int = 200) -> str:
    """Return the start of `text` on one line for a table's cell, with hidden characters visible."""
    start = text[: maximum_characters * 2]
    line = visible(" ".join(start.split()))
    is_whole = len(line) <= maximum_characters and len(text) <= len(start)
    return line if is_whole else line[: maximum_characters - 1] + "…"


def _token(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match.group()):04X}⟩"
